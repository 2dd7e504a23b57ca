"""Text to words: sentences, tokens and the roots that inflections of a word share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from copilot.grounding import vocabulary, wordnet
from copilot.skills.stems import stem as snowball

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]"
)
_TOKEN = re.compile(
    r"""
    [A-Za-z]-[a-z][^\W\d_]+                                            # A-level, X-ray, e-mail
    | [$€£¥₹]?\d+(?:[.,'\u00a0\u202f]\d+)*(?:\s?%|[A-Za-zµ]{1,3}\b|\+)?  # numbers with a unit
    | \.?[^\W_](?:[^\W_]|(?<=\w)['.&](?=[^\W_]))*(?:\+\+|\#)?           # words, C++, .NET, Node.js
    | [^\w\s]                                                          # punctuation
    """,
    re.VERBOSE,
)
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“„(\[]?[A-ZÀ-ÞŁŚŻŹĆ0-9¿¡])|\n+|\s*[•▪●‣]\s+"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|approx|ca|incl|mr|mrs|ms|dr|prof|sr|jr|st|no|inc|ltd|co|corp|"
    r"dept|vs|z\.b|bzw|inkl|nr|str|np|ul|pkt|z o\.o|s\.r\.o|[A-Z])\.$",
    re.IGNORECASE,
)
_FOLDED = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ß": "ss", "’": "'", "‘": "'", "‐": "-"}
)
_PLAIN_SIGNS = str.maketrans("\u00a0\u202f’‘‐‑", "  ''--")
# A word for who does something keeps its own root: who managed something is no manager.
_AGENT = re.compile(r"(?:er|or|ist|ian|ant|ee|man|woman)s?$")
# "coauthored" is "co-authored".
_JOINT_DEED = re.compile(
    r"\b([Cc])o(?=(?:author|supervis|found(?:ed|er|ing)|organi[sz]|edit|direct|design|creat|teach|"
    r"taught|wr[io]te|written|host|present|chair|develop|manag|led\b|lead)\w*)"
)
_STYLED = re.compile(r"[+#]$|^\.|\w\.\w")
_LED_REACH = 4
_SHORTEST_STEM = 4
# What opens the root of a phrase that means more than its words: "=on time".
PHRASE = "="
# What a phrase means that claims nothing.
_NOTHING = "-"
_ACRONYMS = re.compile(r"[A-Z]{2,}s")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)")
_STEMMERS = {
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "pl": "polish",
    "it": "italian",
    "pt": "portuguese",
    "nl": "dutch",
}
# Endings that make a noun of a verb or a participle of it, where the stemmer keeps them apart.
_ENDINGS = {
    "de": re.compile(r"(?:ungen|ung|eten|tet|ten|te|t|en|e|n)$"),
    "pl": re.compile(
        r"(?:(?:ow|yw|iw)?(?:alem|alam|al|ala|anie|ania|ac|acja|acji|acje)|"
        r"(?:ilem|ilam|enie|enia|ony|ona|ny|na|em|am|a|e|i|y|u|ie|ow|ach|ami|om))$"
    ),
    "fr": re.compile(r"(?:ation|ement|ee?s?|er|ais|ait)$"),
    "es": re.compile(r"(?:acion|ion|ado|ada|ar|er|ir|ido|o|a|e)$"),
}


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    """Verbatim."""
    key: str
    """Lower case, without diacritics."""
    root: str
    start: int
    end: int
    name: bool
    """Capitalised inside a sentence, or written like a product name: it may name something."""
    function: bool
    """Closed-class: carries no claim by itself."""

    is_word: bool = field(init=False)
    is_content: bool = field(init=False)
    """A word that is not closed-class."""

    def __post_init__(self) -> None:
        first = self.text[0]
        word = first.isalnum() or (len(self.text) > 1 and first in ".$€£¥₹")
        object.__setattr__(self, "is_word", word)
        object.__setattr__(self, "is_content", word and not self.function)

    @property
    def has_digit(self) -> bool:
        return any(c.isdigit() for c in self.text)


@lru_cache(maxsize=16384)
def clean(text: str) -> str:
    """NFKC without invisible characters, with plain spaces and straight apostrophes."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _JOINT_DEED.sub(r"\1o-", text.translate(_PLAIN_SIGNS))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without diacritics."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


@cache
def _irregular() -> dict[str, str]:
    table = {}
    for line in vocabulary.lines("irregular_en"):
        base, *forms = line.split()
        regular = (
            base + "s",
            base + "ing",
            base.removesuffix("e") + "ing",
            base + base[-1] + "ing",
        )
        table.update(dict.fromkeys(regular, base))
        table.update(dict.fromkeys((base, *forms), base))
    return table


def inflections(word: str) -> set[str]:
    """An English word and its inflected forms, some of which may not exist."""
    stem = word.removesuffix("e")
    forms = {word, word + "s", word + "es", stem + "ed", stem + "ing", word + "ly"}
    if word.endswith("y"):
        forms |= {word[:-1] + "ies", word[:-1] + "ied", word[:-1] + "ily"}
    if word[-1:].isalpha() and word[-2:-1] in "aeiou" and word[-3:-2] not in "aeiou":
        forms |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return forms | _irregular_forms().get(word, set())


@cache
def _irregular_forms() -> dict[str, set[str]]:
    forms: dict[str, set[str]] = {}
    for form, base in _irregular().items():
        forms.setdefault(base, set()).add(form)
    return forms


@lru_cache(maxsize=65536)
def root(key: str, language: str = "en") -> str:
    """What the inflections of a word share."""
    key = key.removesuffix("'s").rstrip("'")
    if language != "en":
        return _foreign_root(key, language)
    known = _irregular().get(key)
    if known is not None:
        return known
    if key in vocabulary.words("own_roots") or not key.isalpha():
        return key
    if len(key) < _SHORTEST_STEM:
        return key
    if _AGENT.search(key) and len(key) > _SHORTEST_STEM and not _is_agent_verb(key):
        return key[:-1] if key.endswith("s") and not key.endswith("ss") else key
    stem = snowball(key, "english")
    return _irregular().get(stem, stem)


@cache
def _agent_verbs() -> frozenset[str]:
    return frozenset(wordnet.words("agent_verbs"))


def _is_agent_verb(key: str) -> bool:
    return key in _agent_verbs() or (key.endswith("s") and key[:-1] in _agent_verbs())


def _foreign_root(key: str, language: str) -> str:
    if language == "fr":
        key = _ELIDED.sub("", key)
    name = _STEMMERS.get(language)
    if name is None or len(key) < _SHORTEST_STEM or not key.isalpha():
        return key
    stem = fold(snowball(key, name))
    ending = _ENDINGS.get(language)
    if ending is not None:
        shorter = ending.sub("", stem)
        stem = shorter if len(shorter) >= _SHORTEST_STEM else stem
    if language == "de" and stem.startswith("ge") and len(stem) > _SHORTEST_STEM + 3:
        stem = stem[2:]
    return stem


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """For comparing whole texts: folded, only letters, digits and the signs that change meaning."""
    return " ".join(re.findall(r"[\w+#%$€£]+", fold(clean(text))))


def sentences(text: str) -> list[tuple[int, str]]:
    """(offset, sentence) of each sentence or line."""
    found: list[tuple[int, str]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        piece = text[start : match.start()]
        if "\n" not in match.group() and _ABBREVIATION.search(piece):
            continue
        if piece.strip():
            found.append((start, piece))
        start = match.end()
    if text[start:].strip():
        found.append((start, text[start:]))
    return found


def tokens(text: str, language: str = "en") -> list[Token]:
    """The words and punctuation of one sentence (already cleaned)."""
    return list(_tokens(text, language))


@lru_cache(maxsize=2048)
def _tokens(text: str, language: str) -> tuple[Token, ...]:
    closed = vocabulary.words(f"function_{language}")
    made: list[Token] = []
    opening = True
    for match in _TOKEN.finditer(text):
        word = match.group()
        key = fold(word)
        if not key:  # an accent without its letter, as some PDF files part them
            continue
        if key[1:2] == "-" and len(key) > 2:
            key = key[0] + key[2:]
        is_word = word[0].isalnum() or len(word) > 1
        tail = word[1:]
        styled = is_word and (
            tail != tail.lower() or (not word.isalnum() and bool(_STYLED.search(word)))
        )
        # German writes every noun with a capital, so that a capital tells no name there.
        capital = word[0].isupper() and not opening and language != "de"
        name = is_word and word[0].isalpha() and (styled or capital)
        # "GCSEs" is several of "GCSE".
        base = key[:-1] if _ACRONYMS.fullmatch(word) else key
        made.append(
            Token(
                word, key, root(base, language), match.start(), match.end(), name,
                key.removesuffix("'s") in closed and not (styled and word != "I"),
            )
        )  # fmt: skip
        if is_word:
            opening = False
        elif word in ":;•–—":
            opening = True
    return _phrased(made) if language == "en" else tuple(made)


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word → the phrases that it opens, longest first, and the root of each."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in vocabulary.lines("phrases_en"):
        phrase, _, meaning = line.partition(" = ")
        words = tuple(phrase.split())
        known = meaning if meaning.startswith(PHRASE) else root(meaning)
        table.setdefault(words[0], []).append((words, known))
    return {w: tuple(sorted(p, key=lambda f: -len(f[0]))) for w, p in table.items()}


def _phrased(words: list[Token]) -> tuple[Token, ...]:
    """Give "took part" the root of "participated", and "led a tour" that of "ran a tour"."""
    index = 0
    while index < len(words):
        for phrase, meaning in _phrases().get(words[index].key, ()):
            if tuple(t.key for t in words[index : index + len(phrase)]) != phrase:
                continue
            words[index] = replace(words[index], root=meaning, function=meaning == _NOTHING)
            for i in range(index + 1, index + len(phrase)):
                words[i] = replace(words[i], root=_NOTHING, function=True)
            index += len(phrase) - 1
            break
        index += 1
    for index, token in enumerate(words):
        near = words[index + 1 : index + 1 + _LED_REACH]
        if token.key in {"led", "lead", "leads", "leading"} and any(
            t.key in vocabulary.words("led_en") for t in near
        ):
            words[index] = replace(token, root=root("run"))
    return tuple(words)
