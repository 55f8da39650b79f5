"""A09: enough sources stand behind the assessment."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    evidence,
    first_known,
    kinds,
    one,
    seen,
    yes,
)
from assay.caseload.record.shape import record as shape

KINDS = shape().vocabularies["source"].words

SOURCES = {
    "convictions": ("previous convictions",),
    "account": ("prosecution papers", "offence account"),
    "earlier": ("previous assessment",),
    "custody": ("custody record",),
    "police": ("police domestic abuse reply",),
    "children": ("children's services reply",),
}
CONVICTIONS = "previous convictions missing"
EARLIER = "previous assessment missing"
CUSTODY = "custody record missing"
RELEASED = ("licence", "post-sentence supervision")


def checks_of(record: Record) -> Table:
    """One check for each signed assessment, while it stands, also after the case has ended."""
    rows = _with_sources(record, _with_flags(record, _signed(record)))
    least = record.value("assessment.source_types_least", rows.signed_on)
    rows = rows.mutate(missing=_missing(record, rows, least), least=least)
    rows = rows.filter(rows.least.notnull())
    replied = rows.police.notnull() & rows.children.notnull()
    alone = rows.police_flag.isnull() & rows.children_flag.isnull()
    blank = case(
        (rows.missing.notnull() & rows.unclear.notnull(), rows.unclear),
        ((rows.missing == EARLIER) & rows.assessed_before.isnull(), "cases.assessed_before"),
        ((rows.missing == CUSTODY) & rows.sentence_type.isnull(), "cases.sentence_type"),
        (rows.missing.isnull() & rows.untyped_flag.notnull() & ~replied, "flags.type"),
    )
    unknown = rows.missing.notnull() & alone & rows.known_before.isnull()
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.assessment_id,
        from_on=rows.signed_on,
        until_on=rows.until_on,
        due_on=rows.signed_on,
        done_on=rows.signed_on,
        right=rows.missing.isnull(),
        wrong=rows.missing,
        blank=first_known(blank, case((unknown, "cases.known_before"))),
        excuse=case((alone & ~first_known(rows.known_before, one(value=True)), "first contact")),
        evidence=evidence(
            seen("assessments", rows.assessment_id, signed_on=rows.signed_on),
            seen(
                "cases",
                rows.case_id,
                sentence_type=rows.sentence_type,
                known_before=rows.known_before,
            ),
            seen("flags", rows.police_flag),
            seen("flags", rows.children_flag),
            one("kinds of source=") + first_known(rows.kinds, one(0)).cast("string"),
        ),
    )


def _signed(record: Record) -> Table:
    """Signed assessments with what the record says of the case."""
    cases = record.cases.select("case_id", "sentence_type", "known_before", "assessed_before")
    rows = shared.standing(record, "assessments").join(cases, "case_id")
    return rows.select(
        "assessment_id",
        "case_id",
        "sentence_type",
        "known_before",
        "assessed_before",
        signed_on=rows.from_on,
        until_on=rows.until_on,
    )


def _with_flags(record: Record, rows: Table) -> Table:
    """Add the flags that named the police or children's services when it was signed."""
    flags = shared.flags_held(record).rename(raised_on="from_on", off_on="until_on")
    both = rows.select("assessment_id", "case_id", "signed_on").join(flags, "case_id")
    both = both.filter((both.raised_on <= both.signed_on) & (both.off_on > both.signed_on))
    named = both.group_by("assessment_id").agg(
        police_flag=both.flag_id.min(where=both.type == "domestic abuse"),
        children_flag=both.flag_id.min(where=both.type.isin(shared.CHILD_FLAGS)),
        untyped_flag=both.flag_id.min(where=both.type.isnull()),
    )
    return rows.left_join(named, "assessment_id").drop("assessment_id_right")


def _with_sources(record: Record, rows: Table) -> Table:
    """Add which kinds of source it draws on, how many there are, and what is unclear."""
    held = record.assessment_sources.select("assessment_id", "type", "dated_on")
    both = rows.select("assessment_id", "signed_on").join(held, "assessment_id")
    both = both.filter(~yes(both.dated_on > both.signed_on))
    clear = both.dated_on.notnull() & both.type.notnull()
    drawn = both.group_by("assessment_id").agg(
        kinds=kinds(case((clear, both.type)), KINDS),
        unclear=case(
            (both.type.isnull(), "assessment_sources.type"),
            (both.dated_on.isnull(), "assessment_sources.dated_on"),
        ).max(),
        **{
            name: both.assessment_id.min(where=clear & both.type.isin(sources))
            for name, sources in SOURCES.items()
        },
    )
    return rows.left_join(drawn, "assessment_id").drop("assessment_id_right")


def _missing(record: Record, rows: Table, least: Value) -> Value:
    """The first source it should draw on and does not; last those of which nobody can tell."""
    asked = record.words("assessment.sources_required")
    earlier = one("previous assessments" in asked) & rows.earlier.isnull()
    custody = one("custody record" in asked) & rows.custody.isnull()
    return case(
        (one("previous convictions" in asked) & rows.convictions.isnull(), CONVICTIONS),
        (one("offence account" in asked) & rows.account.isnull(), "no account of the offence"),
        (rows.police_flag.notnull() & rows.police.isnull(), "police reply missing"),
        (
            rows.children_flag.notnull() & rows.children.isnull(),
            "children's services reply missing",
        ),
        (first_known(rows.kinds, one(0)) < least, "too few kinds of source"),
        (earlier & yes(rows.assessed_before), EARLIER),
        (custody & yes(rows.sentence_type.isin(RELEASED)), CUSTODY),
        (earlier & rows.assessed_before.isnull(), EARLIER),
        (custody & rows.sentence_type.isnull(), CUSTODY),
        otherwise=one(None, "string"),
    )
