"""TOML as the strict, frozen models want it."""


def tuples(value: object) -> object:
    """Turn every list into a tuple, however deep: a frozen model holds nothing that changes."""
    if isinstance(value, list):
        return tuple(tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: tuples(item) for key, item in value.items()}
    return value
