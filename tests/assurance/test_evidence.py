"""Evidence taken apart for a page."""

from assay.assurance.evidence import rests_on


def test_each_record_comes_with_its_reference_and_values_in_words() -> None:
    plan, officer, excuse, counted = rests_on(
        "plans/7 signed_at=2026-03-02 09:30:00; staff/S 1 grade=probation services officer "
        "qualified_on=blank; excuses: none; kinds of source=3"
    )
    assert (plan.table, plan.reference) == ("plans", "7")
    assert plan.values == (("signed at", "2026-03-02 09:30:00"),)
    assert officer.reference == "S 1"
    assert officer.values == (("grade", "probation services officer"), ("qualified on", "blank"))
    assert (excuse.table, excuse.reference, excuse.values) == ("excuses", "none", ())
    assert counted.says == "kinds of source 3"


def test_no_evidence_is_no_record() -> None:
    assert rests_on("") == ()
