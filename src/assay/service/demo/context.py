"""What every page of the demonstration knows: that it is one."""

from django.http import HttpRequest


def demonstration(request: HttpRequest) -> dict[str, bool]:  # noqa: ARG001 - Django's shape
    """Have the page say that everybody in it is made up."""
    return {"demonstration": True}
