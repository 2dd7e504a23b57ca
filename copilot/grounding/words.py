"""Text to words: sentences, tokens and the roots that inflections of a word share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from copilot.grounding import vocabulary

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]"
)
_TOKEN = re.compile(
    r"""
    [$€£¥₹]?\d+(?:[.,'\u00a0\u202f]\d+)*(?:\s?%|[A-Za-zµ]{1,3}\b|\+)?   # numbers with a unit
    | \.?[^\W_](?:[^\W_]|(?<=\w)['’.&](?=[^\W_]))*(?:\+\+|\#)?          # words, C++, .NET, Node.js
    | [^\w\s]                                                           # punctuation
    """,
    re.VERBOSE,
)
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“„(\[]?[A-ZÀ-ÞŁŚŻŹĆ0-9¿¡])|\n+|\s*[•▪●‣·]\s+"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|approx|ca|incl|mr|mrs|ms|dr|prof|sr|jr|st|no|inc|ltd|co|corp|dept|vs|"
    r"z\.b|bzw|inkl|nr|str|np|ul|pkt|[A-Z])\.$",
    re.IGNORECASE,
)
_TRANSLATE = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ß": "ss", "’": "'"})

# Words whose stems would meet a word of another meaning.
_OWN_ROOT = frozenset(
    [
        "international",
        "intern",
        "internal",
        "internship",
        "customer",
        "custom",
        "customize",
        "experiment",
        "import",
        "important",
        "importance",
        "paste",
        "past",
        "university",
        "universal",
        "generate",
        "general",
        "generalist",
        "organ",
        "community",
        "communal",
        "nation",
        "national",
        "nationwide",
        "policy",
        "police",
        "factory",
        "factor",
        "head",
        "heading",
        "operator",
        "operating",
        "surgery",
        "surgeon",
        "author",
        "authority",
        "authorise",
        "authorize",
        "business",
        "busy",
        "president",
        "presidential",
        "resident",
        "residential",
        "executive",
        "execute",
        "relative",
        "relation",
        "several",
        "sever",
        "animal",
        "minister",
        "ministry",
        "commission",
        "commissioner",
        "committee",
        "commit",
        "accountant",
        "account",
        "accounting",
        "accountable",
        "engine",
        "engineer",
        "engineering",
        "director",
        "direct",
        "directed",
        "directing",
        "directly",
        "direction",
        "manager",
        "management",
        "principal",
        "principle",
        "stationary",
        "station",
        "marketing",
        "market",
        "master",
        "mastered",
        "mastery",
        "designer",
        "design",
        "lead",
        "leading",
        "leader",
        "leadership",
        "owner",
        "own",
        "owned",
        "ownership",
        "consultant",
        "consult",
        "coach",
        "state",
        "statement",
        "statewide",
        "station",
        "global",
        "globe",
        "globally",
        "region",
        "regional",
        "department",
        "departmental",
        "advanced",
        "advance",
        "sole",
        "solely",
        "solo",
        "new",
        "news",
        "novel",
        "personal",
        "personnel",
        "personally",
        "chief",
        "lead-time",
        "secretary",
        "secret",
        "public",
        "publication",
        "publish",
        "apprentice",
        "object",
        "objective",
        "project",
        "projection",
        "product",
        "production",
        "productive",
        "producer",
        "fellow",
        "fellowship",
        "scholar",
        "scholarship",
        "science",
        "scientist",
        "part",
        "party",
        "partner",
        "partnership",
        "partial",
    ]
)
_IRREGULAR = {
    form: base
    for line in """
    lead led leads leading|run ran runs running|teach taught teaches teaching|build built builds building-
    write wrote written writes writing|make made makes making|take took taken takes taking
    give gave given gives giving|get got gotten gets getting|grow grew grown|drive drove driven
    speak spoke spoken|sell sold|buy bought|bring brought|keep kept|hold held|meet met|win won
    sing sang sung|begin began begun|cut cut cutting|set set setting|know knew known|see saw seen
    find found-|think thought|feel felt|leave left-|lose lost|pay paid|send sent|spend spent
    stand stood|understand understood|undertake undertook undertaken|oversee oversaw overseen
    choose chose chosen|rise rose risen|fall fell fallen|draw drew drawn|deal dealt|sew sewn
    sweep swept|lay laid|light lit|feed fed|lift lifted|catch caught|fly flew flown|ride rode ridden
    show shown|do did done|go went gone|come came|become became|say said|tell told|mean meant
    shrink shrank shrunk|hear heard|read read|put put putting|let let|cost cost|bind bound
    own owned owns owning|head headed heads heading|direct directed directs directing
    manage managed manages managing management|design designed designs designing
    consult consulted consults consulting|market marketed markets|advance advanced-
    account accounts|execute executed executes executing|publish published publishes publishing
    commit committed commits committing|master-|coach coached coaches coaching
    person people|child children|man men|woman women|foot feet|analysis analyses analyse analyze
    analysed analyzed analyzes analysing analyzing|life lives|staff staffs|criterion criteria
    supervise supervision supervised supervises supervising|sale sales|nurse nurses nursed
    produce produced produces producing production|project projects|product products
    university universities|policy policies|factory factories|community communities
    nation nations|region regions|department departments|party parties|partner partners partnered partnering
    engineer engineers|manager managers|director directors|leader leaders|owner owners
    customer customers|resident residents|operator operators|designer designers
    consultant consultants|accountant accountants|committee committees|president presidents
    import imports imported importing|generate generated generates generating generation
    apprentice apprentices|apprenticeship apprenticeships|author authored authors authoring
    state states|statement statements|market markets|business businesses|animal animals
    experiment experiments|surgery surgeries|executive executives|scientist scientists
    publication publications|partnership partnerships|internship internships|intern interns interned
    internal internally|international internationally|regional regionally|national nationally
    """.replace("\n", "|").split("|")
    for base, *forms in [line.replace("-", "").split() or [""]]
    for form in [base, *forms]
    if form
}
_AGENT = re.compile(r"(?:er|or|ist|ian|ant|ee|man|woman)s?$")
_ENGLISH = snowballstemmer.stemmer("english")
_STEMMERS = {
    "de": snowballstemmer.stemmer("german"),
    "fr": snowballstemmer.stemmer("french"),
    "es": snowballstemmer.stemmer("spanish"),
    "pl": snowballstemmer.stemmer("polish") if "polish" in snowballstemmer.algorithms() else None,
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

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum() or (len(self.text) > 1 and self.text[0] in ".$€£¥₹")

    @property
    def has_digit(self) -> bool:
        return any(c.isdigit() for c in self.text)


def clean(text: str) -> str:
    """NFKC without invisible characters, with plain spaces."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without diacritics."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_TRANSLATE))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=65536)
def root(key: str) -> str:
    """What the inflections of an English word share; a name for a person who does something keeps
    its own root, so that having managed something makes nobody a manager."""
    key = key.removesuffix("'s").rstrip("'")
    known = _IRREGULAR.get(key)
    if known is not None:
        return known
    if key in _OWN_ROOT or len(key) <= 3 or not key.isalpha():
        return key
    if _AGENT.search(key) and len(key) > 4:
        return key[:-1] if key.endswith("s") and not key.endswith("ss") else key
    stem: str = _ENGLISH.stemWord(key)
    return _IRREGULAR.get(stem, stem)


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


def tokens(text: str) -> list[Token]:
    """The words and punctuation of one sentence (already cleaned)."""
    made: list[Token] = []
    opening = True
    for match in _TOKEN.finditer(text):
        word = match.group()
        key = fold(word)
        is_word = word[0].isalnum() or len(word) > 1
        styled = is_word and (
            any(c.isupper() for c in word[1:]) or bool(re.search(r"[+#]$|^\.|\w\.\w", word))
        )
        name = is_word and word[0].isalpha() and (styled or (word[0].isupper() and not opening))
        made.append(Token(word, key, root(key), match.start(), match.end(), name))
        if is_word:
            opening = False
        elif word in ":;•–—":
            opening = True
    return made


def is_function(token: Token) -> bool:
    return token.key in vocabulary.words("function_en")
