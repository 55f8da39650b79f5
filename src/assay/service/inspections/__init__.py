"""Inspections, from announcement to close."""
