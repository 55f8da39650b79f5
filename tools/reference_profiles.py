"""docs/reference/profiles.md: every number of practice through time, and the rules behind it."""

from collections.abc import Iterator

from assay.cli.profiles import say_amount, say_value
from assay.standards.load_profile import SHIPPED, load_profile, practice, profile_ids
from assay.standards.practice import Key, Practice, PracticeRule, Unit
from assay.standards.profile import Profile, Span, grounds
from tools.markdown import bullets, code, table

INTRODUCTION = """# Practice profiles

A practice profile holds every deadline and number that a case is judged by, each with the day
it starts, its source and whether anybody has verified it. A case is judged by the values in
force on its day. **Unverified** marks a number from memory, a default of our own, or a sourced
number held on beyond the time its source speaks of: never print one as policy.

A profile stands on others. On a day, its own changes come first, then its own values, then
those of the profiles it stands on, in that order; each speaks only while it is in force. A
value that starts on a profile's first day was in force by then; it may be older.

"""
OWN = """## A profile of your own

Start from this, the profile `local`; the file's name must be its `id`.

```toml
{local}```

Change a value by adding to the end of the file, never by editing what is there: a later change
wins from its `starts` on, and the earlier ones stay as the history. The name and the reason
must be given.

```toml
[[changes]]
key = "allocation.within"
starts = 2026-12-01
unit = "working days"
value = 2
cases = [{ when = { tier = ["highest"] }, value = 1 }]
changed_by = "Made-up Head of Service"
changed_on = 2026-11-23
reason = "Cases waited too long over Christmas"
```

`assay profiles our-service.toml` checks the file and prints its values. Everything that is
wrong is listed at once: an unknown key, unit, word or source, overlapping values, a value
outside the time of its rule or profile, a day on which a criterion would have no value.

"""


def page() -> str:
    """Give the page."""
    vocabulary = practice()
    shipped = [load_profile(each) for each in profile_ids()]
    return (
        INTRODUCTION
        + _overview(shipped)
        + OWN.replace("{local}", SHIPPED.joinpath("local.toml").read_text(encoding="utf-8"))
        + _circumstances(vocabulary)
        + "## Values\n\nAs `current` answers through time; for the CRC years it stands on "
        "`crc-2015`.\n\n"
        + "".join(_key(load_profile("current"), key) for key in vocabulary.keys.values())
        + _rules(vocabulary)
        + _sources(vocabulary)
    )


def _overview(shipped: list[Profile]) -> str:
    rows = [
        (profile.id, profile.title, profile.in_force.starts, profile.in_force.until or "")
        for profile in shipped
    ]
    return table(("Id", "Title", "From", "To"), rows)


def _circumstances(vocabulary: Practice) -> str:
    rows = [
        (code(each.name), each.means, ", ".join(each.words))
        for each in vocabulary.circumstances.values()
    ]
    return "## What a value may differ by\n\n" + table(("Name", "Meaning", "Words"), rows)


def _key(profile: Profile, key: Key) -> str:
    used = f" Used by {', '.join(key.criteria)}." if key.criteria else ""
    text = f"### {key.key}\n\n{key.what}.{used}\n\n"
    rows = list(_rows(profile, profile.spans[key.key]))
    if not rows:
        return text + "No value: when it starts was not found.\n\n"
    return text + table(("From", "To", "Value", "Profile", "Source", "Why"), rows)


def _rows(profile: Profile, spans: tuple[Span, ...]) -> Iterator[tuple[object, ...]]:
    for span in spans:
        source, verified, why = grounds(profile.practice, span.stated)
        mark = "" if verified else ", **unverified**"
        ends = span.ends or ""
        yield span.starts, ends, say_value(span), span.profile, f"{source.key}{mark}", why


def _rules(vocabulary: Practice) -> str:
    rows = [
        (rule.id, rule.area, rule.says, rule.period, _numbers(rule), _cited(rule))
        for rule in vocabulary.rules.values()
    ]
    return (
        "## Rules\n\nThe rules the values come from, in our own short words. Figures that stand "
        "beside the keys are published results and choices some services make: nobody is held to "
        "them.\n\n" + table(("Rule", "Area", "Says", "Period", "Numbers", "Sources"), rows)
    )


def _numbers(rule: PracticeRule) -> str:
    figures = [f"{each.of}: {_amount(each.value, each.unit)}" for each in rule.figures]
    return "; ".join([*map(code, rule.keys), *figures, rule.without_number or ""]).strip("; ")


def _amount(value: float, unit: Unit) -> str:
    if unit == "count":
        return f"{value:,}"
    return say_amount(value, unit)


def _cited(rule: PracticeRule) -> str:
    return ", ".join(rule.sources) + ("" if rule.verified else ", **unverified**")


def _sources(vocabulary: Practice) -> str:
    return "## Sources\n\n" + bullets(
        f"{source.key}: {source.title}"
        + (f" ({source.where})" if source.where else "")
        + ("" if source.verified else ". **Unverified**")
        for source in vocabulary.sources.values()
    )
