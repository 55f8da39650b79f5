"""How a form that chooses people finds them."""

NAMES = ("full_name", "email")
"""What a person is searched by."""
