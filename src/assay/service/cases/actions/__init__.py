"""Every change: one transaction, one audit event, notices after commit."""
