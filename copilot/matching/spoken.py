"""Languages people speak, and how well."""

from __future__ import annotations

import re
from enum import IntEnum

from copilot.domain.match import Fulfilment
from copilot.domain.posting import Requirement
from copilot.domain.resume import Resume
from copilot.matching.judgement import NOT_SAID, Judgement, met, missing, partly, quote
from copilot.matching.patterns import any_of

# Names in English and in the language itself; of frequent ones also in German, French, Spanish.
_LANGUAGES = {
    "English": "english englisch anglais inglés ingles angielski",
    "German": "german deutsch allemand alemán aleman niemiecki deutschkenntnisse",
    "French": "french französisch français francais francés francuski",
    "Spanish": "spanish spanisch espagnol español espanol castellano hiszpański",
    "Italian": "italian italienisch italien italiano włoski",
    "Portuguese": "portuguese portugiesisch portugais português portugues portugalski",
    "Dutch": "dutch niederländisch néerlandais nederlands",
    "Polish": "polish polnisch polonais polski polskiego",
    "Russian": "russian russisch russe русский",
    "Ukrainian": "ukrainian ukrainisch українська",
    "Czech": "czech tschechisch čeština",
    "Slovak": "slovak slovakisch slovenčina",
    "Hungarian": "hungarian ungarisch magyar",
    "Romanian": "romanian rumänisch română",
    "Bulgarian": "bulgarian bulgarisch български",
    "Greek": "greek griechisch ελληνικά",
    "Turkish": "turkish türkisch türkçe",
    "Swedish": "swedish schwedisch svenska",
    "Norwegian": "norwegian norwegisch norsk",
    "Danish": "danish dänisch dansk",
    "Finnish": "finnish finnisch suomi",
    "Arabic": "arabic arabisch arabe العربية",
    "Hebrew": "hebrew hebräisch עברית",
    "Persian": "persian farsi فارسی",
    "Hindi": "hindi हिन्दी",
    "Urdu": "urdu",
    "Bengali": "bengali bangla",
    "Mandarin Chinese": "mandarin chinese chinesisch chinois 中文 普通话",
    "Cantonese": "cantonese 粵語",
    "Japanese": "japanese japanisch japonais 日本語",
    "Korean": "korean koreanisch coréen 한국어",
    "Vietnamese": "vietnamese tiếng",
    "Thai": "thai ไทย",
    "Indonesian": "indonesian bahasa",
    "Malay": "malay",
    "Tagalog": "tagalog filipino",
}
_BY_NAME = {word: name for name, words in _LANGUAGES.items() for word in words.split()}
_BY_CODE = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "pl": "Polish",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


class Fluency(IntEnum):
    BASIC = 1
    CONVERSATIONAL = 2
    PROFESSIONAL = 3
    FLUENT = 4
    NATIVE = 5


FLUENCY_NAMES = {
    Fluency.BASIC: "basic",
    Fluency.CONVERSATIONAL: "conversational",
    Fluency.PROFESSIONAL: "professional",
    Fluency.FLUENT: "fluent",
    Fluency.NATIVE: "native",
}

# CEFR levels, the scale of LinkedIn and usual words; the highest that a text names counts.
_FLUENCY = (
    (
        Fluency.NATIVE,
        any_of("nativ", "mother tongue", "bilingual", "muttersprach", "maternel", "ojczyst"),
    ),
    (
        Fluency.FLUENT,
        any_of(
            "fluen", r"C[12]\b", "full professional", "flie(?:ß|ss)end", "verhandlungssicher",
            "courant", "fluid", "excellent", "biegł", "very good", "sehr gut",
        ),
    ),
    (
        Fluency.PROFESSIONAL,
        any_of(
            "professional", r"B2\b", "business", "advanced", "proficien", "upper[- ]intermediate",
            r"good\b", r"gute?\b", r"strong\b", "working knowledge",
        ),
    ),
    (
        Fluency.CONVERSATIONAL,
        any_of("conversation", r"B1\b", "intermediate", "limited working", "mittel"),
    ),
    (
        Fluency.BASIC,
        any_of("basic", r"A[12]\b", "beginner", "elementary", "grund", "notions", "básic"),
    ),
)  # fmt: skip
_EITHER = any_of(r"(?:or|oder|ou|lub|either|another|one of)\b")


def languages_in(text: str) -> list[str]:
    """The languages that a text names, in English, in its order."""
    found: list[str] = []
    for hit in _WORD.findall(text):
        # "Polish" is a language, "polish" is shoe care; other languages write theirs in lower case.
        name = _BY_NAME.get(hit.casefold())
        if name is None or (hit.islower() and hit in {"polish", "turkey", "thai"}):
            continue
        if name not in found:
            found.append(name)
    return found


def fluency_in(text: str) -> Fluency | None:
    return next((level for level, pattern in _FLUENCY if pattern.search(text)), None)


def judge_language(requirement: Requirement, resume: Resume) -> Judgement:
    """Against the languages that the résumé lists; what it does not list is not assumed."""
    asked = languages_in(requirement.quote) or languages_in(requirement.text)
    if not asked:
        return missing(f"{NOT_SAID} which languages you speak.")
    found = [_one_language(name, requirement.quote, resume) for name in asked]
    best = max(found, key=lambda judged: judged.strength)
    worst = min(found, key=lambda judged: judged.strength)
    either = _EITHER.search(requirement.quote)
    if either or len(found) == 1:
        return best
    if worst.verdict is best.verdict:
        return worst
    evidence = tuple(piece for judged in found for piece in judged.evidence)
    reason = " ".join(judged.reason for judged in found)
    return Judgement(
        Fulfilment.PARTLY, sum(judged.strength for judged in found) / len(found), reason, evidence
    )


def _one_language(name: str, asked: str, resume: Resume) -> Judgement:
    for at, entry in enumerate(resume.languages):
        written = entry.language or ""
        spoken = languages_in(written.title()) or [_BY_CODE.get(written.strip().casefold(), "")]
        if name not in spoken:
            continue
        level = fluency_in(f"{entry.fluency or ''} {written}")
        wanted = fluency_in(asked)
        evidence = (quote(f"languages[{at}].language", written, 1.0),)
        if level is None and wanted is not None and wanted > Fluency.BASIC:
            return partly(f"You list {name}; {NOT_SAID.lower()} how well you speak it.", evidence)
        if level is None or wanted is None or level >= min(wanted, Fluency.FLUENT):
            return met(f"You list {name}{_in_brackets(entry.fluency)}.", evidence)
        return partly(
            f"You list {name} as {FLUENCY_NAMES[level]}; {FLUENCY_NAMES[wanted]} is asked for.",
            evidence,
            strength=0.5 if wanted - level == 1 else 0.3,
        )
    return missing(f"{NOT_SAID} that you speak {name}.")


def _in_brackets(text: str | None) -> str:
    return f" ({text})" if text else ""
