"""The record: everything an extract of case records holds, for continuous assurance."""
