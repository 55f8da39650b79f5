"""Walks single sign-on against a made-up provider on this machine; prints what was seen as JSON.

Run in a process of its own, because the addresses are there only when a provider is named.
"""

import json
import os
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

PERSON: dict[str, Any] = {}
ANSWERS: dict[str, Any] = {"/token": {"access_token": "made-up", "token_type": "bearer"}}


class Provider(BaseHTTPRequestHandler):
    """Says who PERSON is to anybody."""

    def do_GET(self) -> None:
        at = f"http://{self.headers['Host']}"
        config = {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "userinfo_endpoint": f"{at}/who",
            "jwks_uri": f"{at}/keys",
        }
        self._say(PERSON if self.path == "/who" else ANSWERS.get("config", config))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say(ANSWERS["/token"])

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _say(self, answer: Any) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
Thread(target=server.serve_forever, daemon=True).start()
os.environ["ASSAY_OIDC_SERVER"] = f"http://127.0.0.1:{server.server_port}"
os.environ |= {"ASSAY_OIDC_CLIENT": "assay", "ASSAY_OIDC_NAME": "Made-up Sign-on"}

from assay.service.project.start import prepare, ready  # noqa: E402 - the provider comes first

ready()
prepare()

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX  # noqa: E402 - the settings come first
from django.test import Client  # noqa: E402 - the settings come first

from assay.service.accounts.models import User  # noqa: E402 - the settings come first
from assay.service.accounts.routes import access_of, every_route  # noqa: E402 - the same

START, BACK = "/account/sso/single-sign-on/login/", "/account/sso/single-sign-on/callback/"


def seen(answer: Any) -> list[Any]:
    """Give what a page is: status, where it led, its heading, and whether it is ours."""
    text = answer.content.decode()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
    where = answer.redirect_chain[-1][0] if getattr(answer, "redirect_chain", []) else ""
    ours = "not an official service" in text
    return [answer.status_code, where, heading[1].strip() if heading else "", ours]


def come_back(**said: str) -> Any:
    """Go to the provider and come back with what it said."""
    browser = Client(HTTP_HOST="localhost")
    there = browser.post(START)
    state = parse_qs(urlsplit(there.url).query)["state"][0]
    return browser.get(BACK, {"state": state} | (said or {"code": "made-up"}), follow=True)


def as_person(email: str, *, verified: bool = True, sub: str = "1") -> list[Any]:
    """Come back as somebody the provider knows."""
    PERSON.clear()
    PERSON.update(sub=sub, email=email, email_verified=verified, name="Made-up Person")
    return seen(come_back())


User.objects.create(
    email="invited@example.test", full_name="Made-up Invited", password=UNUSABLE_PASSWORD_PREFIX
)
User.objects.create(
    email="gone@example.test",
    full_name="Made-up Gone",
    password=UNUSABLE_PASSWORD_PREFIX,
    is_active=False,
)
found: dict[str, Any] = {
    "sign-in page": "Sign in with Made-up Sign-on"
    in Client(HTTP_HOST="localhost").get("/account/sign-in").text,
    "before going": seen(Client(HTTP_HOST="localhost").get(START)),
    "stranger": as_person("nobody@example.test", sub="2"),
    "unverified": as_person("invited@example.test", verified=False, sub="3"),
    "invited": as_person("invited@example.test"),
    "gone": as_person("gone@example.test", sub="4"),
    "accounts": User.objects.count(),
    "cancelled": seen(come_back(error="access_denied")),
    "refused": seen(come_back(error="server_error")),
    "without a state": seen(Client(HTTP_HOST="localhost").get(BACK, {"code": "x"})),
    "another provider": seen(Client(HTTP_HOST="localhost").get("/account/sso/other/login/")),
    "undeclared": [name for name, _, view in every_route() if access_of(view) is None],
    "every address": {
        name: seen(
            Client(HTTP_HOST="localhost").get(
                path.replace("<str:provider_id>", "single-sign-on"), follow=True
            )
        )
        for name, path, _ in every_route()
        if "/sso/" in path
    },
}
ANSWERS["/token"] = {"error": "invalid_grant"}
found["no token"] = as_person("invited@example.test")
ANSWERS["config"] = {"nothing": "of use"}
found["nonsense"] = seen(Client(HTTP_HOST="localhost").post(START))
del ANSWERS["config"]
browser = Client(HTTP_HOST="localhost")
state = parse_qs(urlsplit(browser.post(START).url).query)["state"][0]
server.shutdown()
server.server_close()
found["down before"] = seen(Client(HTTP_HOST="localhost").post(START))
found["down after"] = seen(browser.get(BACK, {"state": state, "code": "made-up"}))
json.dump(found, sys.stdout)
