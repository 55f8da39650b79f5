"""The panel's decisions as the files that `assay rate` reads."""

from assay.files.csv_out import as_csv
from assay.service.ratings.counted import Pack, discretion_in, judgements_in


def judgements_csv(pack: Pack) -> bytes:
    """Give what was decided of the judged standards."""
    return as_csv(
        ("standard", "rating", "rationale"),
        ((each.standard, each.rating, each.rationale) for each in judgements_in(pack).values()),
    )


def discretion_csv(pack: Pack) -> bytes:
    """Give the counted ratings that the panel changed."""
    return as_csv(
        ("standard", "rating", "reason", "agreed_by", "dissent"),
        (
            (each.standard, each.rating, each.reason, each.agreed_by, each.dissent)
            for each in discretion_in(pack).values()
        ),
    )


FILES = {"judgements": judgements_csv, "discretion": discretion_csv}
