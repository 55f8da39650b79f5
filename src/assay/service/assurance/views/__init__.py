"""The pages of a caseload."""
