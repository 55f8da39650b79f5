"""The published record: bodies, inspections and ratings that anyone can look up, with sources."""
