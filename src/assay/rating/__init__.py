"""How judgements become ratings, and why."""
