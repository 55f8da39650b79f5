"""What leaves the building: the report, the league table, the published record."""
