"""Whose dollar a bare "$" is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.domain.posting import Salary

_CURRENCIES = {
    "au": "AUD", "nz": "NZD", "ca": "CAD", "sg": "SGD", "hk": "HKD",
}  # fmt: skip
_PLACES = re.compile(
    r"(?P<au>\baustralia\b|\b(?:NSW|VIC|QLD|TAS|ACT)\b)|(?P<nz>\bnew zealand\b|\baotearoa\b)"
    r"|(?P<ca>\bcanada\b|\b(?:ON|QC|BC|AB|MB|SK|NS|NB)\b(?=\W*$|,? canada))"
    r"|(?P<sg>\bsingapore\b)|(?P<hk>\bhong kong\b)"
)
_US_DOLLAR = re.compile(r"US ?\$|\bUSD\b|\bus dollars?\b", re.IGNORECASE)


def local_dollars(salary: Salary, host: str, places: Sequence[str], text: str) -> Salary:
    """A bare "$" is the dollar of the land where the work or the site is. ``text`` may say that
    US dollars are meant."""
    if salary.currency != "USD" or _US_DOLLAR.search(text):
        return salary
    for place in places:
        # State codes are capitals, names of lands are not always.
        match = _PLACES.search(place) or _PLACES.search(place.lower())
        if match and match.lastgroup:
            return salary.model_copy(update={"currency": _CURRENCIES[match.lastgroup]})
    land = host.rsplit(".", 1)[-1]
    return salary.model_copy(update={"currency": _CURRENCIES.get(land, "USD")})
