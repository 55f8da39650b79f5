"""A made-up caseload of any size, with faults whose true answers are known."""
