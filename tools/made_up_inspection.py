"""Write the made-up inspection's case list, sample, answers and second reads.

    python -m tools.made_up_inspection

Everything follows from the seed in made_up_inspection.toml, by hashing, so that the same
files come out on any machine. The people are invented and called so in every name.
"""

import csv
import datetime as dt
import hashlib
import io
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay.caseload.case_list import read_case_list
from assay.files.write import write_whole
from assay.sampling.certificate import certify
from assay.sampling.sample import Request, draw_sample
from assay.sampling.specification import DEFAULT, load_specification

HERE = Path(__file__).parent
FOLDER = HERE.parent / "examples" / "made-up"
Recipe = Mapping[str, Any]
Targets = Mapping[str, Sequence[int]]
Rows = Iterable[Sequence[str]]
CASE_LIST = (
    *("crn", "family_name", "first_name", "date_of_birth", "gender", "sentence_type"),
    *("rosh_level", "start_date", "end_date", "cluster", "ldu", "team", "responsible_officer"),
)
SENTENCES = ["community order"] * 5 + ["suspended sentence order"] * 3 + ["licence"] * 4
SEXES = ["female"] * 16 + ["male"] * 84
RISKS = ["low"] * 34 + ["medium"] * 66
ANSWERS = ("case_id", "key_question", "sufficient", "cluster", "sex", "risk")


@dataclass(frozen=True, slots=True)
class Case:
    """A case read, with what results are broken down by."""

    id: str
    cluster: str
    sex: str
    risk: str


def main() -> None:
    """Write the files into examples/made-up."""
    recipe = tomllib.loads((HERE / "made_up_inspection.toml").read_text(encoding="utf-8"))
    case_list = FOLDER / "case_list.csv"
    write_whole({case_list: table(CASE_LIST, people(recipe))})
    certificate = draw(case_list, recipe)
    answers = [
        *answered(main_cases(case_list, certificate), recipe["main"], recipe),
        *answered(other_cases("MADE-UP-UPW", 40, recipe), recipe["unpaid_work"], recipe),
        *answered(other_cases("MADE-UP-TTG", 35, recipe), recipe["through_the_gate"], recipe),
    ]
    write_whole(
        {
            FOLDER / "certificate.json": as_json(certificate),
            FOLDER / "assessments.csv": table(ANSWERS, answers),
            FOLDER / "second_reads.csv": table(ANSWERS[:3], read_again(answers, recipe)),
        }
    )


def people(recipe: Recipe) -> Rows:
    """Invented people under supervision, now and then restricted or listed twice."""
    for row in records(recipe):
        yield row
        if int(row[0][-4:]) % 500 == 0:
            yield row


def records(recipe: Recipe) -> Rows:
    """Invented people, one row each; an asterisk marks a restricted record."""
    clusters = [name for name, share in recipe["clusters"].items() for _ in range(share)]
    for number in range(1, recipe["people"] + 1):
        chance = Chances(recipe["seed"], f"person {number}")
        cluster = clusters[int(chance.of("cluster") * len(clusters))]
        unit = 1 if "Islands" in cluster else 1 + int(chance.of("unit") * 3)
        officer = 1 + int(chance.of("officer") * (2 if "Islands" in cluster else 11))
        sentence = chance.pick("sentence", SENTENCES)
        start = dt.date(2020, 6, 15) + dt.timedelta(days=int(chance.of("start") * 60))
        yield (
            f"MADEUP{number:04}",
            f"Madeup{number:04}{'*' if number % 400 == 0 else ''}",
            chance.pick("name", ["Invented", "Pretend", "Fictional"]),
            (dt.date(1960, 1, 1) + dt.timedelta(days=int(chance.of("born") * 15_000))).isoformat(),
            chance.pick("sex", SEXES),
            sentence,
            chance.pick("risk", RISKS),
            start.isoformat(),
            (start + dt.timedelta(days=365)).isoformat(),
            cluster,
            f"{cluster} unit {unit}",
            f"{cluster} team {unit}",
            f"Made-up Officer {cluster.removeprefix('Invented ')} {unit}-{officer}",
        )


def draw(case_list: Path, recipe: Recipe) -> dict[str, Any]:
    """Draw the main sample with Assay's own sampler."""
    request = Request(as_of=recipe["as_of"], size=recipe["size"], seed=recipe["seed"])
    return certify(draw_sample(read_case_list(case_list), load_specification(DEFAULT), request))


def main_cases(case_list: Path, certificate: Mapping[str, Any]) -> list[Case]:
    """The cases drawn."""
    with case_list.open(encoding="utf-8", newline="") as file:
        rows = {row["crn"]: row for row in csv.DictReader(file)}
    drawn = (rows[case["crn"]] for case in certificate["cases"] if not case["reserve"])
    return [Case(row["crn"], row["cluster"], row["gender"], row["rosh_level"]) for row in drawn]


def other_cases(prefix: str, size: int, recipe: Recipe) -> list[Case]:
    """Cases of a further sample, drawn by hand for the example."""
    clusters = [name for name in recipe["clusters"] if "Islands" not in name]
    cases = []
    for number in range(1, size + 1):
        chance = Chances(recipe["seed"], f"{prefix} {number}")
        sex = chance.pick("sex", SEXES)
        risk = chance.pick("risk", RISKS)
        cases.append(Case(f"{prefix}-{number:02}", chance.pick("cluster", clusters), sex, risk))
    return cases


def answered(cases: Sequence[Case], targets: Targets, recipe: Recipe) -> Rows:
    """Answers that hit the targets, better cases first, so that they go together in a case."""
    for question, (relevant, sufficient) in targets.items():
        by_risk = sorted(cases, key=lambda c: (c.risk == "low", fate(c, "relevant", recipe)))
        applies = set(by_risk[:relevant])
        best = sorted(applies, key=lambda c: -quality(c, question, recipe))
        good = set(best[:sufficient])
        for case in cases:
            answer = "yes" if case in good else "no" if case in applies else "not_applicable"
            yield case.id, question, answer, case.cluster, case.sex, case.risk


def quality(case: Case, question: str, recipe: Recipe) -> float:
    """How well a case was worked: partly the case, partly the question, worse on the coast."""
    place = -0.12 if case.cluster == "Invented Coast" else 0.0
    return 0.55 * fate(case, "quality", recipe) + 0.45 * fate(case, question, recipe) + place


def read_again(answers: Iterable[Sequence[str]], recipe: Recipe) -> Rows:
    """A second reader's answers to a tenth of the main sample."""
    main_answers = [row for row in answers if row[1] in recipe["main"]]
    ids = sorted({row[0] for row in main_answers})
    chosen = sorted(ids, key=lambda name: Chances(recipe["seed"], name).of("second"))
    chosen = chosen[: recipe["second_reads"]]
    for case_id, question, answer, *_ in main_answers:
        if case_id not in chosen:
            continue
        other = {"yes": "no", "no": "yes"}.get(answer, answer)
        differs = Chances(recipe["seed"], case_id).of(f"again {question}") < recipe["differs"]
        yield case_id, question, other if differs else answer


def fate(case: Case, what: str, recipe: Recipe) -> float:
    """A case's own number from 0 to 1 for a purpose."""
    return Chances(recipe["seed"], case.id).of(what)


@dataclass(frozen=True, slots=True)
class Chances:
    """Numbers from 0 to 1 that depend only on the seed, the name and the purpose."""

    seed: int
    name: str

    def of(self, what: str) -> float:
        """The number for a purpose."""
        digest = hashlib.sha256(f"{self.seed}|{self.name}|{what}".encode()).digest()
        return int.from_bytes(digest[:7]) / 2**56

    def pick(self, what: str, among: Sequence[str]) -> str:
        """One of several, each as likely."""
        return among[int(self.of(what) * len(among))]


def table(header: Sequence[str], rows: Rows) -> bytes:
    """A CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def as_json(document: Mapping[str, Any]) -> bytes:
    """A JSON file."""
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


if __name__ == "__main__":
    main()
