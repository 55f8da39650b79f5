"""Which cases are read: exclusions, duplicates, strata, allocation, draw, certificate."""
