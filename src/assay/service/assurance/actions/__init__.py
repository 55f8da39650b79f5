"""What is done about a caseload: one transaction and one audit event each."""
