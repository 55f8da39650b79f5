"""Assay: inspect probation services, and keep their work safe between inspections."""
