"""Names of countries in the languages of Europe, and the codes they stand for."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from copilot.documents.resumes.folding import fold

_LANGUAGES = ("en", "de", "pl", "fr", "es", "it", "nl", "pt", "cs", "sv", "da", "uk")
# What people write besides the names of the Unicode CLDR, folded.
_ALSO = {
    "usa": "US", "us": "US", "u.s.a": "US", "u.s": "US", "united states of america": "US",
    "uk": "GB", "u.k": "GB", "great britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "wielka brytania": "GB", "uae": "AE",
    "republic of ireland": "IE", "czech republic": "CZ", "the netherlands": "NL", "holland": "NL",
    "korea": "KR", "south korea": "KR", "republic of korea": "KR", "russia": "RU", "turkey": "TR",
    "ivory coast": "CI", "macedonia": "MK", "bosnia": "BA", "burma": "MM",
}  # fmt: skip
_LETTERS_OF_A_CODE = 2


def country_code(name: str) -> str | None:
    """ISO 3166 alpha-2 of a country's name; None for what is no country, such as a state."""
    folded = fold(name.strip(" .,()"))
    return _ALSO.get(folded) or _codes().get(folded)


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            # Codes of three digits are continents and regions; EU, UN and ZZ are no countries.
            if len(code) == _LETTERS_OF_A_CODE and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB"):
                codes.setdefault(fold(str(name)), code)
    return codes
