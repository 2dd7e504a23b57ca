"""The person: name, headline, e-mail, telephone, links, place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from copilot.documents.resumes.addresses import is_address
from copilot.documents.resumes.dates import periods
from copilot.documents.resumes.folding import fold
from copilot.documents.resumes.residence import read_residence
from copilot.documents.resumes.source import Found, Line, Source, trimmed
from copilot.documents.resumes.vocabulary import is_place, organisation_score, role_score
from copilot.documents.resumes.wordlists import wordlist

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"(?i)(?:https?://|www\.)[^\s<>()|,;]+|(?<![@\w.])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|me"
    r"|de|pl|fr|es|it|eu|co|uk|ch|at|nl|se|info|app|tech|design|page)(?:/[^\s<>()"
    r"|,;]*)?(?![\w@])"
)
_NETWORKS = {
    "linkedin": "LinkedIn", "github": "GitHub", "gitlab": "GitLab", "xing": "XING",
    "twitter": "Twitter", "x.com": "X", "stackoverflow": "Stack Overflow", "behance": "Behance",
    "dribbble": "Dribbble", "facebook": "Facebook", "instagram": "Instagram",
    "researchgate": "ResearchGate", "orcid": "ORCID", "kaggle": "Kaggle", "medium": "Medium",
    "goldenline": "GoldenLine", "indeed": "Indeed", "bitbucket": "Bitbucket", "youtube": "YouTube",
}  # fmt: skip
_LABEL = re.compile(
    r"(?i)(?:^|(?<=[\t|,;•·\s]))(?:e-?mail(?: me on indeed)?(?: address)?|mail|phone(?: number)?"
    r"|tel(?:efon|ephone|éfono|efono)?(?: number)?|mobile?(?: number| phone)?|mob"
    r"|cell(?: ?phone)?|handy|mobil|komorka|kom|portable"
    r"|linkedin|github|web(?:site|seite)?|homepage|portfolio|address|adresse|anschrift|adres"
    r"|direccion|domicilio|location|residence|city(?: of residence)?|wohnort|miejscowosc|name"
    r"|imie i nazwisko|nom|nombre|whatsapp|skype)\s*[.:]+\s*"
)
_PHONE = re.compile(r"(?<![\w@/.-])(?:\+|00|\()?\d[\d\s().\-/\u00a0]{6,18}\d(?!\w)")
_SPLIT = re.compile(r"\t|\s*[|•·●∙▪◆]\s*|\s{2,}|\s+[-–—]\s+|\s*;\s*")
_NAME_WORD = re.compile(
    r"^(?:[A-ZÀ-ÖØ-ÞŁŚŻŹĆĄĘŃŠČŘŽĐÓА-ЯІЇЄΑ-Ω][\w'’.-]*|de|da|di|von|van|der|den|la|le|del|bin|al"
    r"|el|y|e|dos|zu|zur|du)$"
)
_NOT_NAMES = wordlist("not_names")
_CV_WORDS = frozenset(
    {
        "resume", "cv", "curriculum vitae", "lebenslauf", "zyciorys", "curriculum", "resume of",
        "curriculo", "tabellarischer lebenslauf", "hoja de vida",
    }
)  # fmt: skip
_TITLES = re.compile(r"(?i)^(?:dr|mr|mrs|ms|prof|dipl\.?-?ing|mgr|inz|mgr inz|ing)\.?\s+")
_REGIONS = {"de": "DE", "pl": "PL", "fr": "FR", "es": "ES", "it": "IT", "en": "US", "pt": "PT",
            "nl": "NL", "sv": "SE", "da": "DK", "cs": "CZ", "uk": "UA", "ru": "RU"}  # fmt: skip
_MAX_NAME_LINES = 6
_SURE_ROLE = 0.7
_LONGEST_HEADLINE = 9


@dataclass(slots=True)
class Person:
    fields: dict[str, Found] = field(default_factory=dict)
    place: dict[str, Found] = field(default_factory=dict)
    profiles: list[dict[str, Found]] = field(default_factory=list)
    summary: list[Line] = field(default_factory=list)
    labels: list[tuple[int, int]] = field(default_factory=list)


def read_contacts(
    source: Source, header: Sequence[Line], elsewhere: Sequence[Line], language: str | None
) -> Person:
    """``header`` may hold everything; ``elsewhere`` (contact sections, and the whole document for
    e-mail and links) no name."""
    person = Person()
    for line in (*header, *elsewhere):
        _reach(source, line, person, language)
    _name_and_label(source, header, person)
    if "label" not in person.fields:
        _label_elsewhere(source, elsewhere, person)
    for line in (*header, *elsewhere):
        if not person.place:
            person.place = read_residence(source, line, _free_parts(source, line, person))
    return person


def read_reach(source: Source, lines: Sequence[Line], person: Person, language: str | None) -> None:
    """E-mail, telephone and profiles of lines outside the header, if the header had none."""
    for line in lines:
        if "email" not in person.fields and (match := _EMAIL.search(line.text)):
            _email(source, line, match, person)


def _email(source: Source, line: Line, match: re.Match[str], person: Person) -> None:
    value = source.found(line.start + match.start(), line.start + match.end(), 0.99)
    if value is not None:
        person.fields.setdefault("email", value)


def _reach(source: Source, line: Line, person: Person, language: str | None) -> None:
    for match in _LABEL.finditer(fold(line.text, keep_length=True)):
        person.labels.append((line.start + match.start(), line.start + match.end()))
    for match in _EMAIL.finditer(line.text):
        _email(source, line, match, person)
    for match in _URL.finditer(line.text):
        if "@" in line.text[max(0, match.start() - 1) : match.end()]:
            continue
        _link(source, line, match, person)
    if "phone" not in person.fields:
        _phone(source, line, person, language)
    _standing_address(source, line, person)


def _standing_address(source: Source, line: Line, person: Person) -> None:
    """An address with an ending that no list knows, where nothing else stands beside it."""
    for start, end in _free_parts(source, line, person):
        if "url" not in person.fields and is_address(source.text[start:end]):
            value = source.found(start, end, 0.85)
            if value is not None:
                person.fields["url"] = value


def _link(source: Source, line: Line, match: re.Match[str], person: Person) -> None:
    value = source.found(line.start + match.start(), line.start + match.end(), 0.95)
    if value is None:
        return
    lower = value.value.lower()
    network = next((name for key, name in _NETWORKS.items() if key in lower), None)
    if network is None:
        person.fields.setdefault("url", value)
        return
    if any(profile["url"].value == value.value for profile in person.profiles):
        return
    profile = {"url": value, "network": Found(network, value.pieces, 0.95)}
    user = re.search(r"/(?:in/|profile/|users?/|r/|@)?([\w.%-]+)/?$", value.value)
    if user is not None and "." not in user[1][-4:]:
        profile["username"] = Found(user[1], value.pieces, 0.9)
    person.profiles.append(profile)


def _phone(source: Source, line: Line, person: Person, language: str | None) -> None:
    if not _PHONE.search(line.text):
        return
    import phonenumbers

    region = _REGIONS.get(language or "", "US")
    for candidate in phonenumbers.PhoneNumberMatcher(
        line.text, region, leniency=phonenumbers.Leniency.POSSIBLE
    ):
        if any(p.start < candidate.end and candidate.start < p.end for p in periods(line.text)):
            continue
        if len(re.sub(r"\D", "", candidate.raw_string)) < 7:
            continue
        value = source.found(line.start + candidate.start, line.start + candidate.end, 0.9)
        if value is not None:
            # The leading plus or bracket belongs to the number.
            begin = line.start + candidate.start
            person.fields["phone"] = Found(
                source.text[begin : line.start + candidate.end].strip(),
                ((begin, line.start + candidate.end),),
                0.9,
            )
            return


def _name_and_label(source: Source, header: Sequence[Line], person: Person) -> None:
    for number, line in enumerate(header):
        parts = _free_parts(source, line, person)
        for start, end in parts:
            text = source.text[start:end]
            if fold(text).strip(" :") in _CV_WORDS:
                person.labels.append((start, end))
                continue
            if (
                "name" not in person.fields
                and number < _MAX_NAME_LINES
                and _is_name(text)
                and not ("label" in person.fields and number > 2)
            ):
                value = source.found(start, end, 0.9 if number < 2 else 0.7)
                if value is not None:
                    person.fields["name"] = value
                continue
            if "label" not in person.fields and number < 8 and _is_label(text, number, line):
                value = source.found(start, end, 0.85 if role_score(text) >= 0.7 else 0.5)
                if value is not None:
                    person.fields["label"] = value


def _label_elsewhere(source: Source, lines: Sequence[Line], person: Person) -> None:
    """A headline that stands among the contact data; only what names a role passes."""
    for line in lines:
        for start, end in _free_parts(source, line, person):
            text = source.text[start:end]
            if role_score(text) >= _SURE_ROLE and len(text.split()) <= _LONGEST_HEADLINE:
                value = source.found(start, end, 0.7)
                if value is not None:
                    person.fields["label"] = value
                    return


def _free_parts(source: Source, line: Line, person: Person) -> list[tuple[int, int]]:
    """Parts of a line that are no label, e-mail, number or link."""
    taken = sorted(
        [
            piece
            for value in [*person.fields.values(), *(p["url"] for p in person.profiles)]
            for piece in value.pieces
        ]
        + person.labels
    )
    parts: list[tuple[int, int]] = []
    begin = line.start
    for start, end in [*((s, e) for s, e in taken if line.start <= s < line.end),
                       (line.end, line.end)]:  # fmt: skip
        if start > begin:
            text = source.text[begin:start]
            cursor = 0
            for match in _SPLIT.finditer(text):
                parts.append((begin + cursor, begin + match.start()))
                cursor = match.end()
            parts.append((begin + cursor, start))
        begin = max(begin, end)
    cut = [trimmed(source.text, start, end) for start, end in parts]
    return [(start, end) for start, end in cut if start < end]


def _is_name(text: str) -> bool:
    bare = _TITLES.sub("", text).split(",")[0].strip()
    words = bare.split()
    if not 2 <= len(words) <= 5 or any(char.isdigit() for char in bare) or len(bare) > 45:
        return False
    if role_score(bare) or organisation_score(bare) or is_place(text):
        return False
    if {fold(word).strip(".") for word in words} & _NOT_NAMES:
        return False
    return all(_NAME_WORD.match(word) for word in words)


def _is_label(text: str, number: int, line: Line) -> bool:
    words = text.split()
    if len(words) > 14 or is_place(text) or not any(char.isalpha() for char in text):
        return False
    if text.endswith(".") and len(words) > 6:
        return False
    if role_score(text) >= 0.6:
        return True
    upper = text.isupper() and len(text) > 3
    return number <= 1 and (upper or line.draft.bold or line.draft.level > 0) and len(words) <= 8
