"""`assay backup` and `assay restore`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assay.cli.output import print_json, print_table, say
from assay.problems import InputProblems

if TYPE_CHECKING:
    from assay.service.backup.restore import Unpacked

FILE = click.Path(dir_okay=False, path_type=Path)
KEY_FILE = click.option(
    "--key-file", type=FILE, help="The file with the key that seals and opens it."
)


@click.command()
@click.option("--out", required=True, type=FILE, help="The file to write; it must not be there.")
@KEY_FILE
@click.option("--plain", is_flag=True, help="Don't seal it: anybody who has it can read it all.")
@click.option("--json", "as_json", is_flag=True, help="Print what is in it as JSON.")
def backup(out: Path, key_file: Path | None, plain: bool, as_json: bool) -> None:
    """Back up the inspection service, also while it is running.

    One file with the database as it stands at one moment, the uploaded files and the secret
    key. It holds people's records: it is sealed with the key of --key-file, and readable by
    its owner only. Keep the key somewhere else than the backups.
    """
    if (key_file is None) == (not plain):
        raise InputProblems.one(
            "assay backup",
            "say one of --key-file and --plain",
            "A key file holds a long random text; make one with: openssl rand -base64 32",
        )
    secret = _secret(key_file)
    from assay.service.backup.make import back_up  # noqa: PLC0415 - needs Django's settings

    manifest = back_up(out, secret)
    if as_json:
        print_json(manifest.model_dump(mode="json"))
    else:
        click.echo(
            f"Wrote {out}: {len(manifest.tables)} tables with {manifest.rows:,} rows; "
            f"uploaded files: {manifest.files:,}."
        )
        click.echo("Head of the audit trail to note: {}:{}".format(*manifest.audit_head))
    if broken := manifest.broken_trail:
        say(f"Warning: the audit trail is broken at row {broken.row}: {broken.wrong}. This backup "
            f"is only restored with --with-broken-trail {broken.row}. Keep the earlier ones, and "
            "find out who changed the trail.")  # fmt: skip
    if not manifest.key_included:
        say("The secret key is not in it, because ASSAY_SECRET_KEY gives it. Keep that safe too.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@KEY_FILE
@click.option("--check", "only_check", is_flag=True, help="Only try it, in a place of its own.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data folder to restore into, instead of ASSAY_DATA.",
)
@click.option("--replace", is_flag=True, help="Put aside what is there already.")
@click.option(
    "--with-broken-trail",
    "broken_at",
    type=int,
    metavar="ROW",
    help="Accept an audit trail that was broken at this row already when the backup was made.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def restore(
    file: Path,
    key_file: Path | None,
    only_check: bool,
    into: Path | None,
    replace: bool,
    broken_at: int | None,
    as_json: bool,
) -> None:
    """Restore the inspection service from a backup, or see that it could be.

    Everything is unpacked beside the service, compared with what was backed up, and only
    then put in. A backup goes back to the same kind of database. Stop the service first
    (not for --check).

    Exit status 0: whole; 2: it isn't, or it can't be put here, and everything wrong is listed.
    """
    if into is not None:
        os.environ["ASSAY_DATA"] = str(into)
    secret = _secret(key_file)
    from assay.service.backup import restore as room  # noqa: PLC0415 - needs Django's settings

    if only_check:
        _print_check(room.check(file, secret, broken_at=broken_at), as_json=as_json)
        return
    done = room.restore(file, secret, replace=replace, broken_at=broken_at)
    if as_json:
        print_json({"made_at": done.manifest.made_at, "rows": done.manifest.rows,
                    "files": done.manifest.files, "aside": done.aside,
                    "same_key": done.same_key})  # fmt: skip
    else:
        click.echo(f"Restored the service of {done.manifest.made_at:%d %B %Y %H:%M} UTC.")
        for name in done.aside:
            click.echo(f"What was there before is now {name}")
    if not done.same_key:
        say("The secret key is not the one of the backup: nobody's codes can be read. Set "
            "ASSAY_SECRET_KEY to that one, or send everybody a new link.")  # fmt: skip


def _print_check(found: "Unpacked", *, as_json: bool) -> None:
    manifest = found.manifest
    broken = manifest.broken_trail
    trail = f"is broken at row {broken.row}, as it was then" if broken else "holds"
    counts = [
        (name, table.rows, found.tables[name].rows)
        for name, table in sorted(manifest.tables.items())
    ]
    if as_json:
        print_json({"whole": broken is None, "made_at": manifest.made_at, "assay": manifest.assay,
                    "database": manifest.database, "files": manifest.files,
                    "key_included": manifest.key_included, "audit_head": manifest.audit_head,
                    "broken_trail": broken.model_dump() if broken else None,
                    "tables": [dict(zip(("name", "rows", "restored"), count, strict=True))
                               for count in counts]})  # fmt: skip
        return
    print_table(["Table", "Rows", "Restored"], counts)
    click.echo(
        f"\nThe backup of {manifest.made_at:%d %B %Y %H:%M} UTC is whole: {manifest.rows:,} rows "
        f"and all files ({manifest.files:,}) are what they were, and the audit trail {trail}."
    )


def _secret(key_file: Path | None) -> bytes | None:
    """Start Django and give the contents of the key file, if one is named."""
    from assay.service.project.start import ready  # noqa: PLC0415 - the service is optional

    ready()
    from assay.service.backup.seal import secret_of  # noqa: PLC0415 - needs the service's packages

    return None if key_file is None else secret_of(key_file)
