"""The ratings panel: proposals, decisions, and why each standard has its band."""
