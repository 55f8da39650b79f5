"""The demonstration's own guards, and what is loaded into it."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as service_settings
from django.http import Http404
from django.urls import NoReverseMatch, reverse

from assay.problems import InputProblems
from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.accounts.routes import every_route
from assay.service.demo import folder, inspections
from assay.service.demo.case_lists import whole_list
from assay.service.demo.load import load
from assay.service.demo.people import add_people
from assay.service.demo.views import page


def test_a_real_service_has_no_address_of_the_demonstration() -> None:
    assert not [path for _, path, _ in every_route() if "demo" in path]
    assert "assay.service.demo" not in service_settings.INSTALLED_APPS
    with pytest.raises(NoReverseMatch):
        reverse("demo:sign_in", args=["administrator"])


def test_made_up_people_are_refused_by_a_real_service(db: None) -> None:
    with pytest.raises(Refused, match="this is not one"):
        load()
    assert not User.objects.exists()


def test_made_up_people_are_refused_where_anybody_has_an_account(
    person: Any, settings: Any
) -> None:
    settings.DEMONSTRATION = True
    person("administrator")
    with pytest.raises(Refused, match="has accounts"):
        add_people()
    assert User.objects.count() == 1


def test_the_list_is_the_examples_moved_to_another_day() -> None:
    moved = whole_list(dt.date(2027, 1, 18))
    assert len(moved) == 1615
    assert moved[0]["start_date"] == "2026-06-30"


def test_a_day_without_known_bank_holidays_is_said_plainly() -> None:
    with pytest.raises(InputProblems, match="bank holidays"):
        inspections.day(dt.date(2199, 1, 1), 10)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    place = folder.data_of(tmp_path)
    place.mkdir()
    (place / "assay.sqlite3").write_text("somebody's", encoding="utf-8")
    with pytest.raises(InputProblems, match="something else"):
        folder.begin(place, fresh=True)
    assert (place / "assay.sqlite3").read_text(encoding="utf-8") == "somebody's"


def test_a_load_that_broke_off_begins_again_and_a_whole_one_is_kept(tmp_path: Path) -> None:
    place = folder.data_of(tmp_path)
    assert folder.begin(place, fresh=False)
    (place / "half").touch()
    assert folder.begin(place, fresh=False)
    assert not (place / "half").exists()
    folder.finish(place)
    (place / "kept").touch()
    assert not folder.begin(place, fresh=False)
    assert (place / "kept").exists()
    assert folder.begin(place, fresh=True)
    assert json.loads((place / folder.MARK).read_text(encoding="utf-8")).keys() == {"is"}


def test_one_demonstration_at_a_time_uses_a_folder(tmp_path: Path) -> None:
    with folder.take(tmp_path), pytest.raises(InputProblems, match="running in this folder"):
        folder.take(tmp_path)
    folder.take(tmp_path).close()


@pytest.mark.parametrize("name", ["\x00", "a\x00.html", "x" * 3000, "../assay.sqlite3", "pages"])
def test_a_name_no_page_has_is_not_found(name: str, rf: Any, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    with pytest.raises(Http404):
        page(rf.get("/demo/pages/x"), name=name)
