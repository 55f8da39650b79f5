"""The audit trail: who did or read what, when, in rows that cannot be changed unnoticed.

Apps write with `assay.service.audit.record.record` and `record_reads`, and describe a change
with `assay.service.audit.changes.snapshot` and `differences`.
"""
