"""What an inspection would likely find, from internal audits and the criteria together."""
