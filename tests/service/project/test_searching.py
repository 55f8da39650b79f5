"""Choosing one of very many: part of the name first, then the matches; nothing typed is lost."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse

from assay.service.accounts.models import User
from assay.service.inspections.models import Inspection
from assay.service.project.limits import limits
from assay.service.project.searching import SearchingForm, make_searchable, search_parameters
from assay.service.providers.models import Provider, Succession

pytestmark = pytest.mark.django_db
DATES = {
    "announce_on": "2027-03-01",
    "fieldwork_starts_on": "2027-04-05",
    "fieldwork_ends_on": "2027-04-09",
}


@pytest.fixture
def many(db: None) -> list[Provider]:
    made = [
        Provider(name=f"Made-up Unit {n:03} {'North' if n % 40 == 0 else 'South'}",
                 short_name=f"Unit {n}", body_type="pdu")
        for n in range(1, 111)
    ]  # fmt: skip
    return Provider.objects.bulk_create(made)


@pytest.fixture
def planner(signed_in: Any) -> Any:
    return signed_in("chief_inspector")


def plan(**other: Any) -> dict[str, Any]:
    return {"framework": "pdu-2023", "name": "Made-up 2027", **DATES, **other}


def test_few_choices_are_a_list_as_ever(provider: Provider, planner: Any) -> None:
    page = planner.get("/inspections/create").text
    assert '<select class="govuk-select" id="id_provider"' in page
    assert "Part of the name" not in page


def test_many_choices_are_searched_by_part_of_the_name(many: Any, planner: Any) -> None:
    page = planner.get("/inspections/create").text
    assert "<select" in page  # the framework
    assert "Part of the name" in page
    assert "Made-up Unit" not in page
    found = planner.post("/inspections/create", plan(**{"provider-words": "north unit"})).text
    assert "2 match “north unit”" in found
    assert found.count('name="provider"') == 2
    assert "There is a problem" not in found
    assert 'value="Made-up 2027"' in found


def test_the_form_is_saved_with_what_was_chosen(many: list[Provider], planner: Any) -> None:
    chosen = many[39]
    sent = plan(
        provider=str(chosen.public_id), **{"provider-words": "North", "provider-searched": "North"}
    )
    assert planner.post("/inspections/create", sent).status_code == 302
    assert Inspection.objects.get().provider.name == chosen.name


def test_words_not_searched_for_yet_lead_to_the_matches_and_keep_the_choice(
    many: list[Provider], planner: Any
) -> None:
    chosen = many[0]
    sent = plan(
        provider=str(chosen.public_id), **{"provider-words": "unit 080", "provider-searched": ""}
    )
    page = planner.post("/inspections/create", sent).text
    assert not Inspection.objects.exists()
    assert "1 matches “unit 080”" in page
    assert f'value="{chosen.public_id}" checked' in page


def test_saving_without_a_choice_says_so_beside_the_search(many: Any, planner: Any) -> None:
    page = planner.post("/inspections/create", plan()).text
    assert '<a href="#id_provider">Choose a provider</a>' in page
    assert 'id="id_provider"' in page


def test_more_matches_than_a_page_shows_are_counted_and_none_is_said(
    many: Any, planner: Any
) -> None:
    page = planner.post("/inspections/create", plan(**{"provider-words": "made-up"})).text
    assert page.count('name="provider"') == limits().page.choices
    assert "and 90 more" in page
    none = planner.post("/inspections/create", plan(**{"provider-words": "zzz"})).text
    assert "Nothing matches “zzz”" in none


def test_who_took_over_is_searched_for_too(many: list[Provider], planner: Any) -> None:
    Provider.objects.filter(pk=many[0].pk).update(closed_on="2027-03-31")
    address = _link(many[0])
    assert "1 matches “unit 040”" in planner.post(address, {"successor-words": "unit 040"}).text
    sent = {
        "successor": str(many[39].public_id), "successor-words": "x", "successor-searched": "x",
        "starts_on": "2027-04-01",
    }  # fmt: skip
    assert planner.post(address, sent).status_code == 302
    assert Succession.objects.get().successor == many[39]


def test_hundreds_of_people_are_searched_and_several_can_be_chosen(
    inspection: Inspection, person: Any
) -> None:
    for _ in range(limits().page.choices + 1):
        person("inspector", inspection=inspection, codes=False)
    form = _people({"people-words": "person 1"})
    assert not form.is_valid()
    assert form.errors == {}
    drawn = search_parameters(form["people"])
    assert drawn["several"]
    assert {item["text"] for item in drawn["items"]} >= {"Made-up Person 1", "Made-up Person 11"}
    ids = [item["value"] for item in drawn["items"][:2]]
    again = _people({"people": ids, "people-words": "person 1", "people-searched": "person 1"})
    assert again.is_valid()
    assert len(again.cleaned_data["people"]) == 2


@pytest.mark.parametrize("wrong", ["nonsense", "", "00000000-0000-0000-0000-000000000000"])
def test_a_choice_that_is_not_there_is_an_error_not_a_crash(
    wrong: str, many: Any, planner: Any
) -> None:
    page = planner.post("/inspections/create", plan(provider=wrong))
    assert page.status_code == 200
    assert "There is a problem" in page.text


def _people(data: dict[str, Any]) -> Any:
    class People(SearchingForm):
        people = forms.ModelMultipleChoiceField(User.objects.none(), to_field_name="public_id")

    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    form = People(sent)
    make_searchable(form.fields["people"], User.objects.all(), "full_name", "email")
    return form


def _link(provider: Provider) -> str:
    return reverse("providers:link", args=[provider.public_id])
