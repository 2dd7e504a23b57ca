"""Workers are killed, frozen, poisoned and replaced; every run still ends once."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import pytest

from benchmarks.chaos import table, workers
from benchmarks.chaos.stage import set_stage

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.chaos.table import Case
    from devstack.database import Database as Addresses
    from tests.chaos.conftest import Player

pytestmark = pytest.mark.chaos
name = attrgetter("name")


@pytest.mark.parametrize("case", table.of(workers), ids=name)
def test_promises_are_kept(case: Case, play: Player) -> None:
    assert play(case).broken == {}


@pytest.mark.parametrize("case", table.of(workers, breakable=True), ids=name)
def test_without_its_mechanism_a_promise_breaks(case: Case, play: Player) -> None:
    assert case.breaks in play(case, without=True).broken


def test_a_transient_error_is_tried_again_and_a_lasting_one_is_not(
    database: Addresses, tmp_path: Path
) -> None:
    with set_stage(database, tmp_path) as stage:
        stage.start()
        candidate = stage.sign_up()
        passing = stage.apply(candidate, {"embed_posting": {"transient": 1}})
        lasting = stage.apply(candidate, {"embed_posting": {"fail": True}})
        assert stage.settle([passing, lasting]) == {passing: "succeeded", lasting: "failed"}
        assert stage.starts()[str(passing), "embed_posting"] == 2
        assert stage.starts()[str(lasting), "embed_posting"] == 1
