"""The forms of an inspection's cases, one file for each set of pages."""
