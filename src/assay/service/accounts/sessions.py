"""How long a sign-in lasts: so long without a request, and never longer than a working day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from assay.service.project.limits import limits

STARTED, SEEN, ENDED = "assay_started", "assay_seen", "assay_ended"


@dataclass(frozen=True, slots=True)
class Ending:
    """When this sign-in ends if nothing more is done.

    Attributes:
        at: The earlier of the two limits.
        final: True when carrying on can't move it: the working day's limit.
        warns_at: When the page should say so.
        again: Seconds from a request until a page should say so again.
    """

    at: datetime
    final: bool
    warns_at: datetime
    again: int

    @property
    def near(self) -> bool:
        """Say whether it is time to warn."""
        return timezone.now() >= self.warns_at


class SessionLimits:
    """Ends a session that is over its limits, and notes each request of one that isn't."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the limits, then pass the request on."""
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            started = request.session.setdefault(STARTED, now)
            seen = request.session.setdefault(SEEN, now)
            reason = over_limit(started, seen, now)
            if reason:
                logout(request)
                request.session[ENDED] = reason
            else:
                request.session[SEEN] = now
        return self.get_response(request)


def over_limit(started: float, seen: float, now: float) -> str:
    """Say which limit is passed, "idle" or "absolute", or "" (times are POSIX seconds)."""
    session = limits().session
    if now - started >= session.absolute_hours * 3600:
        return "absolute"
    return "idle" if now - seen >= session.idle_minutes * 60 else ""


def ending(request: HttpRequest) -> Ending | None:
    """Say when this visitor's sign-in ends, or None when they aren't signed in."""
    session = limits().session
    if not request.user.is_authenticated or STARTED not in request.session:
        return None
    started, seen = (datetime.fromtimestamp(request.session[k], UTC) for k in (STARTED, SEEN))
    last = started + timedelta(hours=session.absolute_hours)
    idle = seen + timedelta(minutes=session.idle_minutes)
    warning = timedelta(minutes=session.warn_minutes)
    again = (session.idle_minutes - session.warn_minutes) * 60
    return Ending(min(last, idle), last <= idle, min(last, idle) - warning, again)
