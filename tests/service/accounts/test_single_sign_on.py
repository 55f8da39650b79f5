"""Single sign-on, against a made-up provider on this machine."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TRY_AGAIN = "You could not be signed in"
NOT_INVITED = "You have not been invited"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What each way through single sign-on leads to: status, address, heading, ours or not."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "ASSAY_DATA"}}
    data = str(tmp_path_factory.mktemp("sso"))
    script = Path(__file__).with_name("walk_single_sign_on.py")
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**kept, "ASSAY_DATA": data},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "example.test" not in done.stderr
    return json.loads(done.stdout)


def test_an_invited_person_comes_in_and_sets_up_codes(seen: Any) -> None:
    assert seen["sign-in page"]
    assert seen["before going"] == [200, "", "Sign in with Made-up Sign-on", True]
    assert seen["invited"][:2] == [200, "/account/codes"]


@pytest.mark.parametrize("who", ["stranger", "unverified"])
def test_nobody_comes_in_who_was_not_invited_under_an_address_that_is_theirs(
    who: str, seen: Any
) -> None:
    assert seen[who][0] == 200
    assert seen[who][2:] == [NOT_INVITED, True]
    assert seen["accounts"] == 2


def test_whose_access_has_ended_does_not_come_in(seen: Any) -> None:
    assert seen["gone"][:2] == [200, "/account/closed"]


def test_who_stops_half_way_is_told_so(seen: Any) -> None:
    assert seen["cancelled"] == [200, "/account/sso/cancelled", "You did not sign in", True]


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("refused", 401),
        ("without a state", 401),
        ("no token", 401),
        ("nonsense", 503),
        ("down before", 503),
        ("down after", 503),
    ],
)
def test_when_the_provider_fails_there_is_a_way_back(what: str, status: int, seen: Any) -> None:
    assert [seen[what][0], *seen[what][2:]] == [status, TRY_AGAIN, True]


def test_every_address_of_it_declares_its_rule_and_shows_a_page_of_ours(seen: Any) -> None:
    assert seen["undeclared"] == []
    assert len(seen["every address"]) == 5
    for name, (status, _, _, ours) in seen["every address"].items():
        assert status < 500, name
        assert ours, name
    assert seen["another provider"][0] == 404
