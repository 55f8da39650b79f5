"""Every page that `assay demo` makes for itself, without the service."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from assay.cli.demo import demo

PAGES = ("index", "league-table", "made-up/report", "swm-2020/report")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything `assay demo --pages-only` makes."""
    out = tmp_path_factory.mktemp("site")
    done = CliRunner().invoke(demo, ["--out", str(out), "--pages-only"])
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(params=PAGES)
def address(request: pytest.FixtureRequest, site: Path) -> str:
    return (site / f"{request.param}.html").as_uri()
