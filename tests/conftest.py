"""What holds for every test: real local services, no other network, no inherited environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from config.settings import Settings
from devstack.environment import scrub
from tests.support import network

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

pytest_plugins = ["tests.support.services"]

# Settings of the shell that started the tests must not decide them.
scrub(os.environ)
Settings.model_config["env_file"] = None


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    given = {
        urlsplit(os.environ.get(name, "")).hostname or ""
        for name in ("TEST_DATABASE_URL", "TEST_REDIS_URL")
    }
    with pytest.MonkeyPatch.context() as monkeypatch:
        network.guard(monkeypatch, frozenset(given))
        yield


# With COPILOT_NO_SKIPS=1 (continuous integration) a missing tool is a failure, not a skip.

NO_SKIPS = os.environ.get("COPILOT_NO_SKIPS") == "1"


def _fail_instead(report: pytest.TestReport | pytest.CollectReport) -> None:
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Skipped although COPILOT_NO_SKIPS=1: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_instead(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_instead(report)
    return report
