"""What was cancelled costs nothing more, what was paid is not paid again."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import pytest

from benchmarks.chaos import paid_calls, table

if TYPE_CHECKING:
    from benchmarks.chaos.table import Case
    from tests.chaos.conftest import Player

pytestmark = pytest.mark.chaos
name = attrgetter("name")


@pytest.mark.parametrize("case", table.of(paid_calls), ids=name)
def test_promises_are_kept(case: Case, play: Player) -> None:
    assert play(case).broken == {}


@pytest.mark.parametrize("case", table.of(paid_calls, breakable=True), ids=name)
def test_without_its_mechanism_a_promise_breaks(case: Case, play: Player) -> None:
    assert case.breaks in play(case, without=True).broken
