"""The register of the bodies that are inspected."""
