"""The pages of the register, as the people who use them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assay.service.inspections.models import Inspection
from assay.service.providers.models import Provider, Succession

SignIn = Callable[..., Any]


@pytest.fixture
def keeper(signed_in: SignIn) -> Any:
    return signed_in("administrator")


def day(name: str, text: str) -> dict[str, str]:
    year, month, number = text.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


def test_a_keeper_adds_changes_closes_and_links_a_provider(keeper: Any) -> None:
    assert "The register is empty" in keeper.get("/providers/").text
    form = {"name": "Old Made-up Company", "short_name": "Old", "body_type": "crc"}
    path = keeper.post("/providers/add", form | day("opened_on", "2014-6-1")).url
    assert "Still open" in keeper.get(path).text
    keeper.post(f"{path}/change", form | {"area": "Nowhere"} | day("opened_on", "2014-6-1"))
    assert "Nowhere" in keeper.get(path).text
    assert keeper.post(f"{path}/close", day("closed_on", "2021-6-25")).url == path
    assert "25 June 2021" in keeper.get(path).text
    new = Provider.objects.create(name="New Made-up Region", short_name="New", body_type="region")
    link = {"successor": new.public_id} | day("starts_on", "2021-6-26")
    assert keeper.post(f"{path}/link", link).url == path
    assert "Its work went to" in keeper.get(path).text
    assert "Took over from" in keeper.get(f"/providers/{new.public_id}").text
    remove = f"{path}/link/{Succession.objects.get().public_id}/remove"
    assert "Say why it is wrong" in keeper.post(remove, {"reason": ""}).text
    assert keeper.post(remove, {"reason": "Another body took over"}).url == path
    assert "No earlier or later body is known" in keeper.get(path).text


def test_owners_are_added_and_their_dates_changed(keeper: Any, provider: Provider) -> None:
    path = f"/providers/{provider.public_id}"
    assert "Enter the owner" in keeper.post(f"{path}/owner", {"owner": ""}).text
    assert keeper.post(f"{path}/owner", {"owner": "Made-up Owner"}).url == path
    held = provider.ownerships.get()
    change = f"{path}/owner/{held.public_id}"
    assert 'value="Made-up Owner"' in keeper.get(change).text
    second = {"owner": "Next Made-up Owner"} | day("starts_on", "2020-1-1")
    assert "Change those dates first" in keeper.post(f"{path}/owner", second).text
    keeper.post(change, {"owner": "Made-up Owner"} | day("ends_on", "2019-12-31"))
    assert keeper.post(f"{path}/owner", second).url == path
    assert provider.ownerships.count() == 2


def test_each_problem_is_shown_beside_its_field(keeper: Any, provider: Provider) -> None:
    form = {"name": provider.name, "short_name": provider.short_name, "body_type": "pdu"}
    wrong = form | day("opened_on", "2021-6-26") | day("closed_on", "2021-6-25")
    page = keeper.post("/providers/add", wrong).text
    assert "There is a problem" in page
    for field in ("name", "short_name", "closed_on-day"):
        assert f'href="#id_{field}"' in page
    assert "close on 25 June 2021, before it opened on 26 June 2021" in page
    assert "Choose the type of body" in keeper.post("/providers/add", {}).text


def test_the_register_is_searched_by_words_and_type(keeper: Any, provider: Provider) -> None:
    Provider.objects.create(name="A company", short_name="C", body_type="crc", area="Kent")
    assert "2 providers" in keeper.get("/providers/").text
    found = keeper.get("/providers/", {"words": "kent"}).text
    assert "1 provider<" in found
    assert "A company" in found
    assert "1 provider<" in keeper.get("/providers/", {"body_type": "pdu"}).text
    assert "No provider fits" in keeper.get("/providers/", {"words": "nowhere"}).text


def test_a_reader_sees_no_way_to_change_the_register(
    signed_in: SignIn, inspection: Inspection
) -> None:
    reader = signed_in("inspector", inspection=inspection)
    path = f"/providers/{inspection.provider.public_id}"
    page = reader.get(path).text
    assert inspection.name in page
    assert "Change these details" not in page
    assert "Add a provider" not in reader.get("/providers/").text
    for end in ("change", "close", "link", "owner"):
        assert reader.post(f"{path}/{end}", {}).status_code == 403


def test_an_inspection_one_may_not_see_is_not_on_its_providers_page(
    signed_in: SignIn, inspection: Inspection
) -> None:
    other = Provider.objects.create(name="Other made-up unit", short_name="O", body_type="pdu")
    elsewhere = Inspection.objects.create(provider=other, framework="pdu-2023", name="Elsewhere")
    reader = signed_in("inspector", inspection=inspection)
    assert elsewhere.name not in reader.get(f"/providers/{other.public_id}").text


def test_the_register_uses_as_many_queries_for_hundreds_as_for_one(
    keeper: Any, provider: Provider
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert keeper.get("/providers/").status_code == 200
        return len(seen)

    before = queries()
    region = Provider.objects.create(name="Region", short_name="R", body_type="region")
    Provider.objects.bulk_create(
        Provider(name=f"Unit {n}", short_name=f"U{n}", body_type="pdu", part_of=region,
                 opened_on=date(2021, 6, 26))
        for n in range(300)
    )  # fmt: skip
    assert queries() == before
