"""How much of a résumé goes on its pages: the fewest cuts that end it well."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from copilot.documents.rendering.elements import Extent

LEAST_FILL = 1 / 3
"""Share of a page below which its few lines look like a spill, not like a page."""


_GUESSES = 4
"""Guesses by proportion before the search halves what is left: mostly two suffice, but uneven cuts
could lead them on for long."""


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
    log2(cuts) times at most. The first ``idle_cuts`` lose nothing of worth: where they alone save
    a page, it is saved. A page that all cuts together cannot save is kept with all that stands on
    it.
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
    too_few, enough, guesses = 0, cuts, 0
    while enough - too_few > 1:
        if guesses < _GUESSES:
            middle = too_few + _share(measured(too_few), measured(enough), target, enough - too_few)
        else:
            middle = (too_few + enough) // 2
        guesses += 1
        if measured(middle).pages <= target:
            enough = middle
        else:
            too_few = middle
    return Fit(enough, measured(enough))


def _share(longer: Extent, shorter: Extent, pages: int, cuts: int) -> int:
    """How many of the cuts between two extents probably lead to so many full pages, if they are of
    like height; 1 at least, and not all."""
    first, last = longer.height, shorter.height
    share = (first - pages) / (first - last) if first > last else 0.5
    return min(max(math.ceil(share * cuts), 1), cuts - 1)
