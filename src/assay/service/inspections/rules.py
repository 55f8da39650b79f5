"""What must be true before an inspection moves on, by name; `life.toml` says which, where.

Another app adds a rule in its `AppConfig.ready`, by importing a module that says:

    @register_rule("case_list_is_clean")
    def case_list_is_clean(inspection: Inspection, day: date) -> str:
        return "" if ... else "The case list has 3 problems to mend"

`day` is when the step is done: today, or an earlier day that is recorded late. A rule gives
"" when it holds, else why not, in words fit for the page, without a person's details. It is
asked inside the move's transaction, with the inspection locked, and also to draw the page,
so it only reads. A name nobody registered never holds.
"""

from collections.abc import Callable, Iterable
from datetime import date

from assay.service.inspections import plan
from assay.service.inspections.models import Inspection
from assay.service.project.words import date as say

Rule = Callable[[Inspection, date], str]
_RULES: dict[str, Rule] = {}


def register_rule(name: str) -> Callable[[Rule], Rule]:
    """Add a rule under a name that `life.toml` uses.

    Raises:
        ValueError: If another rule has the name.
    """

    def add(rule: Rule) -> Rule:
        if _RULES.get(name, rule) is not rule:
            raise ValueError(f"there is a rule {name} already")
        _RULES[name] = rule
        return rule

    return add


def registered() -> frozenset[str]:
    """Give the names of all rules."""
    return frozenset(_RULES)


def unmet(names: Iterable[str], inspection: Inspection, day: date) -> list[str]:
    """Ask each rule; give why for those that don't hold."""
    return [why for name in names if (why := _RULES.get(name, _absent)(inspection, day))]


def _absent(_inspection: Inspection, _day: date) -> str:
    return "The part of the service that checks this is not there yet"


@register_rule("dates_are_set")
def dates_are_set(inspection: Inspection, _day: date) -> str:
    """The inspection has all its dates."""
    if all((inspection.announce_on, inspection.fieldwork_starts_on, inspection.fieldwork_ends_on)):
        return ""
    return "The inspection’s dates are not set"


@register_rule("notice_is_long_enough")
def notice_is_long_enough(inspection: Inspection, day: date) -> str:
    """The provider is told its days long enough ahead."""
    if inspection.fieldwork_starts_on is None:
        return ""
    return plan.too_short_notice(day, inspection.fieldwork_starts_on)


@register_rule("fieldwork_day_has_come")
def fieldwork_day_has_come(inspection: Inspection, day: date) -> str:
    """It is the first day of fieldwork, or later."""
    first = inspection.fieldwork_starts_on
    if first is None:
        return "The first day of fieldwork is not set"
    if day < first:
        return f"Fieldwork starts on {say(first)}. If it starts earlier, change the dates first"
    return ""


@register_rule("second_half_is_built")
def second_half_is_built(_inspection: Inspection, _day: date) -> str:
    """The panel and what follows it are part of the service; they are not yet."""
    return "This step comes with the second half of the service, which is not built yet"
