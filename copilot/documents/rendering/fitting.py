"""How much of a résumé goes on its pages: the fewest cuts that end it well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from copilot.documents.rendering.elements import Extent

LEAST_FILL = 1 / 3
"""Share of a page below which its few lines look like a spill, not like a page."""


@dataclass(frozen=True, slots=True)
class Fit:
    cuts: int
    """How many of the cuts, from the first on, are made."""
    extent: Extent
    """Of the document with these cuts."""


def fewest_cuts(
    extent_with: Callable[[int], Extent], *, cuts: int, most_pages: int, idle_cuts: int = 0
) -> Fit:
    """The fewest of ``cuts`` ordered cuts after which the document has ``most_pages`` at most and
    its last page, unless it is the only one, is filled to ``LEAST_FILL``.

    ``extent_with(n)`` measures the document with the first ``n`` cuts made; it is asked about
    log2(cuts) times. The first ``idle_cuts`` lose nothing of worth: where they alone save a page,
    it is saved. A page that all cuts together cannot save is kept with all that stands on it.
    """
    measured = cache(extent_with)
    whole = measured(0)
    target = min(whole.pages, most_pages)
    if target == whole.pages > 1 and (
        whole.last_page < LEAST_FILL
        or (idle_cuts > 0 and measured(min(idle_cuts, cuts)).pages < whole.pages)
    ):
        target -= 1
    if target < whole.pages:
        target = max(target, measured(cuts).pages)
    if target == whole.pages:
        return Fit(0, whole)
    too_few, enough = 0, cuts
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if measured(middle).pages <= target:
            enough = middle
        else:
            too_few = middle
    return Fit(enough, measured(enough))
