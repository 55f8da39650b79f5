"""Eight people get their accounts and sign in."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.service.journeys.by_keyboard.made_up import PASSWORD, TEAM


def everybody_signs_in(service: Any, at_a_keyboard: Callable[[str], Any]) -> dict[str, Any]:
    people = {
        who: at_a_keyboard(service.at) for who in (*TEAM, "administrator", "chief", "quality")
    }
    first = people["administrator"]
    first.makes_account(
        links_in(service)[0],
        full_name="Made-up Administrator",
        email_address="administrator@example.test",
        password=PASSWORD,
    )
    first.signs_in("administrator@example.test", PASSWORD)
    for who, role in (("chief", "Chief inspector"), ("quality", "Quality lead")):
        people[who].makes_account(invites(first, who, role), password=PASSWORD)
        people[who].signs_in(f"{who}@example.test", PASSWORD)
    script = Path(__file__).with_name("set_up_people.py")
    for who, secret in json.loads(service.python(script, PASSWORD, *TEAM)).items():
        people[who].signs_in(f"{who}@example.test", PASSWORD, secret)
    return people


def links_in(service: Any) -> list[str]:
    return re.findall(rf"{service.at}/people/welcome/\S+", service.printed())


def invites(administrator: Any, who: str, role: str) -> str:
    administrator.follows("People")
    administrator.presses("Invite somebody")
    administrator.types("Full name", f"Made-up {who.title()}")
    administrator.types("Email address", f"{who}@example.test")
    administrator.chooses(role)
    administrator.presses("Make the invitation")
    administrator.sees(f"Hand Made-up {who.title()} this link")
    return str(administrator.main.locator("code").inner_text())
