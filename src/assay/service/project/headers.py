"""Security headers that Django 5.2 does not send by itself."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = {
    "default-src": "'none'",
    "object-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def content_security_policy() -> str:
    """Give the policy; forms may also go to the single sign-on server, where there is one."""
    policy = dict(POLICY)
    server = urlsplit(settings.OIDC_SERVER)
    if server.hostname:
        policy["form-action"] += f" {server.scheme}://{server.netloc}"
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class SecurityHeaders:
    """Adds the content security and permissions policies, and keeps pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = content_security_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and add the headers."""
        return add_headers(self.get_response(request), self.policy)


def add_headers(response: HttpResponse, policy: str) -> HttpResponse:
    """Add what an answer doesn't carry yet, and give it back."""
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("Permissions-Policy", PERMISSIONS)
    # Static files set their own; a page may show a person, so nothing keeps it.
    response.headers.setdefault("Cache-Control", "no-store")
    return response
