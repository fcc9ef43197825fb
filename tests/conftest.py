"""Rules every test runs under: nothing is skipped, and no test depends on how fast the machine is."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# No test reads or writes what the site of this user keeps.
os.environ["PHANCAP_DATA"] = tempfile.mkdtemp(prefix="phancap-test-")
atexit.register(shutil.rmtree, os.environ["PHANCAP_DATA"], ignore_errors=True)

# A deadline would make a test assert wall time; a slow, shared machine is no failure.
_CALM = [HealthCheck.too_slow]
# Every day the same cases are drawn, so that a change is judged by what it changed; the long profile draws new ones.
settings.register_profile("everyday", deadline=None, suppress_health_check=_CALM, derandomize=True)
settings.register_profile("torture", deadline=None, suppress_health_check=_CALM, max_examples=5000)
settings.load_profile("everyday")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test is a failed test: what cannot be tried here must say so loudly."""
    return _forbid_skipping((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that is skipped while it is collected."""
    return _forbid_skipping((yield))


def _forbid_skipping(report: Any) -> Any:
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, and nothing may be: {report.longrepr}"
    return report
