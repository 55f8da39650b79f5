"""Which pages there are to look at: every address, opened as each role that may open it.

They are asked for plainly first, so that a browser opens only what shows something new.
"""

import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

ELEMENT = re.compile(r"<[a-z][^>]*>")
SAID_OF_A_THING = re.compile(r"^<\w+|\b(?:class|role|type|aria-\w+|disabled|hidden)\b")
A_CLASS = re.compile(r'\b(class|role|type)="([^"]*)"')


@dataclass(frozen=True)
class Opened:
    """A page as a role is given it.

    Attributes:
        route: The name of its address.
        url: The address.
        role: Who opened it.
        html: The page; "" for a file, or for an address that only takes actions.
    """

    route: str
    url: str
    role: str
    html: str


def walk(service: Any) -> list[Opened]:
    """Open every address of a service: the first as every role, others as one that may."""
    place = urlsplit(service.at)
    server = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
    try:
        return [one for route in service.said["routes"] for one in _opened(server, service, route)]
    finally:
        server.close()


def _opened(server: Any, service: Any, route: dict[str, Any]) -> Iterator[Opened]:
    for url in route["urls"]:
        for role in route["roles"]:
            html = _asked(server, url, service.said["sessions"].get(role, ""))
            if html is None:
                continue
            yield Opened(route["name"], url, role, html)
            if not html or url != route["urls"][0]:
                break


def _asked(server: Any, url: str, session: str) -> str | None:
    """Give the page; "" where there is none to see, None where one may not."""
    server.request("GET", url, headers={"Cookie": f"assay-session={session}"} if session else {})
    answer = server.getresponse()
    text = answer.read()
    if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
        return ""
    if answer.status != HTTPStatus.OK:
        return None
    return text.decode() if "html" in answer.headers.get("content-type", "") else ""


def things(html: str) -> list[str]:
    """Give the things a page shows, in order: what each is, and not what it says."""
    found = []
    for element in ELEMENT.findall(html):
        names = sorted(set(SAID_OF_A_THING.findall(element)))
        found.append(" ".join([*names, *(value for _, value in A_CLASS.findall(element))]))
    return found


def shown(html: str) -> set[tuple[str, str]]:
    """Give what stands beside what on a page, and which heading follows which."""
    every = things(html)
    headings = [thing for thing in every if re.match(r"<h\d", thing)]
    return {*pairwise(every), *pairwise(headings)}
