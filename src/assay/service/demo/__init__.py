"""The demonstration: made-up people and inspections, in a database of their own."""
