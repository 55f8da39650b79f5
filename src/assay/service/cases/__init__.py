"""The case list, the sample drawn from it, and the assessment of its cases."""
