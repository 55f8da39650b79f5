"""The register: what may be said of a body, in words and by the database itself."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.models import Event
from assay.service.inspections.models import Inspection
from assay.service.providers import actions, rules
from assay.service.providers.models import Owner, Ownership, Provider, Succession
from assay.service.providers.published import load_published

pytestmark = pytest.mark.django_db


def made(name: str, **fields: Any) -> Provider:
    fields = {"short_name": name, "body_type": "crc"} | fields
    return Provider.objects.create(name=name, **fields)


def refused_by_the_database(save: Callable[[], object]) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        save()
    return str(caught.value)


@pytest.mark.parametrize(
    ("opened", "closed"),
    [(None, None), (date(2021, 6, 25), None), (None, date(2014, 6, 1)),
     (date(2015, 1, 1), date(2016, 1, 1))],
)  # fmt: skip
def test_two_open_bodies_can_not_share_a_short_name(opened: date, closed: date) -> None:
    first = made("First Made-up", short_name="Made-up", opened_on=date(2014, 6, 1),
                 closed_on=date(2021, 6, 25))  # fmt: skip
    second = Provider(name="Second Made-up", short_name="MADE-UP", body_type="crc",
                      opened_on=opened, closed_on=closed)  # fmt: skip
    [(field, wrong)] = rules.of_provider(second)
    assert field == "short_name"
    assert (
        "First Made-up has this short name at the same time (1 June 2014 to 25 June 2021)" in wrong
    )
    assert "provider_short_name_is_its_own_while_open" in refused_by_the_database(second.save)
    first.short_name = "Another"
    first.save()
    second.save()
    first.short_name = "made-up"
    refused_by_the_database(first.save)


def test_a_short_name_is_free_again_the_day_after_a_body_closed() -> None:
    made("First Made-up", short_name="Made-up", closed_on=date(2021, 6, 25))
    second = Provider(name="Second Made-up", short_name="Made-up", body_type="crc",
                      opened_on=date(2021, 6, 26))  # fmt: skip
    assert rules.of_provider(second) == []
    second.save()


def test_a_name_is_never_used_twice() -> None:
    made("Made-up", short_name="a")
    again = Provider(name="MADE-UP", short_name="b", body_type="crc")
    assert rules.of_provider(again)[0][0] == "name"
    refused_by_the_database(again.save)


def test_an_end_before_a_start_is_refused_with_both_dates() -> None:
    body = Provider(name="Made-up", short_name="M", body_type="crc",
                    opened_on=date(2021, 6, 26), closed_on=date(2021, 6, 25))  # fmt: skip
    words = "It can't close on 25 June 2021, before it opened on 26 June 2021"
    assert rules.of_provider(body) == [("closed_on", words)]
    refused_by_the_database(body.save)


def test_a_delivery_unit_is_part_of_a_region_and_of_nothing_else() -> None:
    region, company = made("Region", body_type="region"), made("Company")
    unit = Provider(name="Unit", short_name="U", body_type="pdu", part_of=region)
    assert rules.of_provider(unit) == []
    unit.part_of = company
    assert "A probation delivery unit can only be part of a probation region" in str(
        rules.of_provider(unit)
    )
    company.part_of = region
    assert "not part of another body" in str(rules.of_provider(company))
    region.part_of = region
    refused_by_the_database(region.save)


def test_a_provider_has_one_owner_at_a_time(person: Callable[..., User]) -> None:
    by, company = person("administrator"), made("Company")
    first = Ownership(provider=company, ends_on=date(2019, 2, 14))
    actions.set_ownership(by=by, ownership=first, owner="First Owner (made up)")
    second = Ownership(provider=company, starts_on=date(2019, 2, 14))
    with pytest.raises(Refused, match=r"First Owner \(made up\) owned it .*until 14 February 2019"):
        actions.set_ownership(by=by, ownership=second, owner="Second Owner (made up)")
    second.owner = Owner.objects.create(name="Second Owner (made up)")
    assert "ownership_is_of_one_owner_at_a_time" in refused_by_the_database(second.save)
    second.starts_on = date(2019, 2, 15)
    actions.set_ownership(by=by, ownership=second, owner="second owner (MADE UP)")
    assert Owner.objects.count() == 2
    second.ends_on = date(2019, 2, 1)
    with pytest.raises(Refused, match="1 February 2019, before it started on 15 February 2019"):
        actions.set_ownership(by=by, ownership=second, owner="Second Owner (made up)")
    refused_by_the_database(second.save)


def test_only_a_split_has_two_successors_on_one_day(person: Callable[..., User]) -> None:
    by, day = person("administrator"), date(2020, 4, 1)
    old, east, west = made("Old", closed_on=date(2020, 3, 31)), made("East"), made("West")
    actions.link(by=by, succession=Succession(predecessor=old, successor=east, starts_on=day))
    for split in (False, True):
        other = Succession(predecessor=old, successor=west, starts_on=day, split=split)
        with pytest.raises(Refused, match=r"East also takes over on 1 April 2020\. .*mark both"):
            actions.link(by=by, succession=other)
        assert "succession_by_several_is_a_split" in refused_by_the_database(other.save)
    Succession.objects.update(split=True)
    actions.link(by=by, succession=other)
    assert old.later.count() == 2
    refused_by_the_database(lambda: old.later.filter(successor=west).update(split=False))


def test_a_merger_is_two_bodies_followed_by_one(person: Callable[..., User]) -> None:
    by, north, south, whole = person("administrator"), made("North"), made("South"), made("Whole")
    for old in (north, south):
        link = Succession(predecessor=old, successor=whole, starts_on=date(2021, 6, 26))
        actions.link(by=by, succession=link)
    assert whole.earlier.count() == 2


def test_time_does_not_run_in_a_circle(person: Callable[..., User]) -> None:
    first, second, third = made("First"), made("Second"), made("Third")
    for old, new in ((first, second), (second, third)):
        Succession.objects.create(predecessor=old, successor=new, starts_on=date(2020, 1, 1))
    back = Succession(predecessor=third, successor=first, starts_on=date(2022, 1, 1))
    with pytest.raises(Refused, match="Third itself took over from First"):
        actions.link(by=person("administrator"), succession=back)
    itself = Succession(predecessor=first, successor=first, starts_on=date(2022, 1, 1))
    assert rules.of_succession(itself)[0][0] == "successor"
    refused_by_the_database(itself.save)
    again = Succession(predecessor=first, successor=second, starts_on=date(2022, 1, 1))
    assert "already" in str(rules.of_succession(again))
    refused_by_the_database(again.save)


def test_nobody_takes_over_before_a_body_opened_or_after_they_closed() -> None:
    old = made("Old", opened_on=date(2014, 6, 1))
    new = made("New", closed_on=date(2019, 12, 31))
    early = Succession(predecessor=old, successor=new, starts_on=date(2014, 1, 1))
    assert "Old opened on 1 June 2014" in str(rules.of_succession(early))
    late = Succession(predecessor=old, successor=new, starts_on=date(2020, 1, 1))
    assert "New closed on 31 December 2019" in str(rules.of_succession(late))


def test_results_stay_with_the_body_that_was_inspected(
    person: Callable[..., User], inspection: Inspection
) -> None:
    by, old, new = person("administrator"), inspection.provider, made("New", body_type="pdu")
    actions.close(by=by, provider=old, closed_on=date(2027, 3, 31))
    link = Succession(predecessor=old, successor=new, starts_on=date(2027, 4, 1))
    actions.link(by=by, succession=link)
    inspection.refresh_from_db()
    assert inspection.provider == old
    assert not new.inspections.exists()
    with pytest.raises(Refused, match="has closed already"):
        actions.close(by=by, provider=old, closed_on=date(2028, 1, 1))


def test_every_change_of_the_register_is_in_the_audit_trail(person: Callable[..., User]) -> None:
    by = person("administrator")
    body = actions.add(by=by, provider=Provider(name="Made-up", short_name="M", body_type="crc"))
    body.area = "Nowhere"
    actions.change(by=by, provider=body)
    new = made("New")
    link = actions.link(
        by=by, succession=Succession(predecessor=body, successor=new, starts_on=date(2021, 6, 26))
    )
    actions.unlink(by=by, succession=link, reason="It was another body")
    actions.unlink(by=by, succession=link, reason="Twice does no harm")
    events = list(Event.objects.filter(object_id=body.public_id))
    assert [event.action for event in events] == [
        "providers.add", "providers.change", "providers.link", "providers.unlink"
    ]  # fmt: skip
    assert {event.by for event in events} == {by.public_id}
    assert events[1].changes == {"area": {"before": "", "after": "Nowhere"}}
    assert events[2].changes["successor"] == {"before": None, "after": "New"}
    assert events[3].reason == "It was another body"


def test_a_race_that_passes_the_rules_is_refused_in_words(
    person: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    made("First Made-up", short_name="Made-up")
    monkeypatch.setattr(rules, "of_provider", lambda _provider: [])
    twin = Provider(name="Second Made-up", short_name="Made-up", body_type="crc")
    with pytest.raises(Refused, match="at the same moment"):
        actions.add(by=person("administrator"), provider=twin)
    assert not Event.objects.filter(action="providers.add").exists()


def test_the_published_record_becomes_the_register_once() -> None:
    added = load_published()
    assert added == Provider.objects.count() > 100
    assert load_published() == 0
    london = Provider.objects.get(short_name="London CRC")
    assert london.ownerships.get().owner.name == "MTC"
    south_west = Provider.objects.get(short_name="SWSC NPS")
    assert set(south_west.later.values_list("split", flat=True)) == {True}
    assert Event.objects.filter(action="providers.add", by=None).count() == added
