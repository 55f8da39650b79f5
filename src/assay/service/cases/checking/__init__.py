"""Checking an uploaded case list: outside the request, in turn, in a process of its own."""
