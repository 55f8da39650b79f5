"""Continuous assurance in the service: what is missing, shown to whom it is for."""
