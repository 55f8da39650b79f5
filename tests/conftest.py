"""For every test: how hard Hypothesis looks, and no silent skips where none are allowed."""

import os

import pytest
from hypothesis import settings

settings.register_profile("change", max_examples=60, deadline=None)
settings.register_profile("night", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("ASSAY_HYPOTHESIS", "change"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> object:
    """Where ASSAY_NO_SKIPS is set, a test that could not run has failed."""
    report = yield
    if report.skipped and os.environ.get("ASSAY_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"not run, and nothing may be skipped here: {report.longrepr}"
    return report
