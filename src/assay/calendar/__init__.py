"""Working days in England and Wales, and the deadlines counted in them."""
