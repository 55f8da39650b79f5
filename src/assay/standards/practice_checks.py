"""Whether the vocabulary of practice makes sense: what its shape alone can't say."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator

from assay.standards.practice import Key, KeysFile, PracticeRule, RulesFile, SourcesFile
from assay.standards.walk import Fault


def source_faults(file: SourcesFile) -> list[Fault]:
    """Give the sources named twice, or called verified with nowhere to look."""
    return [
        *_repeats("sources", "key", [source.key for source in file.sources]),
        *(
            (("sources", at, "verified"), "must be false, because it says nowhere to look")
            for at, source in enumerate(file.sources)
            if source.verified and source.where is None
        ),
    ]


def key_faults(file: KeysFile) -> list[Fault]:
    """Give the keys and circumstances named twice or unknown, and words without a unit."""
    names = {circumstance.name for circumstance in file.circumstances}
    return [
        *_repeats("circumstances", "name", [each.name for each in file.circumstances]),
        *_repeats("keys", "key", [each.key for each in file.keys]),
        *(
            (("keys", at, *inner), words)
            for at, key in enumerate(file.keys)
            for inner, words in _key_faults(key, names)
        ),
    ]


def _key_faults(key: Key, names: Container[str]) -> Iterator[Fault]:
    for name in key.differs_by:
        if name not in names:
            yield ("differs_by",), f"no [[circumstances]] is named {name!r}"
    if bool(key.words) != bool({"word", "words"} & set(key.units)):
        yield ("words",), "belong to the units word and words alone"
    if key.starts and key.until and key.until < key.starts:
        yield ("until",), f"is before {key.starts}, the start"


def rule_faults(file: RulesFile, keys: Container[str], sources: Iterable[str]) -> list[Fault]:
    """Give the rules named twice, and what they name that is unknown or missing."""
    known = set(sources)
    return [
        *_repeats("rules", "id", [rule.id for rule in file.rules]),
        *(
            (("rules", at, *inner), words)
            for at, rule in enumerate(file.rules)
            for inner, words in _rule_faults(rule, keys, known)
        ),
    ]


def _rule_faults(
    rule: PracticeRule, keys: Container[str], sources: Container[str]
) -> Iterator[Fault]:
    for key in rule.keys:
        if key not in keys:
            yield ("keys",), f"there is no key {key!r}"
    for source in rule.sources:
        if source not in sources:
            yield ("sources",), f"there is no source {source!r}"
    if bool(rule.keys or rule.figures) == (rule.without_number is not None):
        yield (), "needs keys or figures, or else a reason in without_number"


def _repeats(name: str, field: str, found: list[str]) -> list[Fault]:
    counts: Counter[str] = Counter()
    faults: list[Fault] = []
    for at, value in enumerate(found):
        if counts[value]:
            faults.append(((name, at, field), f"{value!r} is already there"))
        counts[value] += 1
    return faults
