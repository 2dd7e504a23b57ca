"""A cover letter against the profile and the posting."""

from __future__ import annotations

import re

from copilot.domain.claims import Claim, Finding
from copilot.domain.match import Evidence
from copilot.grounding import lexicon
from copilot.grounding.facts import Fact, ProfileFacts, make_fact
from copilot.grounding.prose import Rules, check_sentence
from copilot.grounding.support import Scope
from copilot.grounding.words import Token, clean, sentences, tokens

_CANDIDATE = frozenset(["i", "my", "me", "mine", "i've", "i'm", "i'd", "i'll", "myself"])
_WISH = frozenset(
    [
        "would",
        "like",
        "love",
        "hope",
        "look",
        "eager",
        "keen",
        "excited",
        "interested",
        "motivated",
        "drawn",
        "attracted",
        "want",
        "wish",
        "welcome",
        "apply",
        "applying",
        "believe",
        "appreciate",
        "thank",
        "learn",
        "appeal",
        "admire",
        "glad",
        "happy",
        "delighted",
    ]
)
_GAP = re.compile(
    r"\b(?:(?:have|has|had|do|did|am|hold|is|was)(?: not|n['’]t)|(?:have|hold) no|lack|yet to|"
    r"no (?:direct|formal|prior|professional|hands-on|previous|commercial)?\s?(?:experience|training|knowledge)|"
    r"(?:have )?never (?:worked|used|held|taught|managed|led|had|done|studied)|new to (?:me|the)?|"
    r"not (?:yet |claim|have|hold))\b[^,.;:]*",
    re.IGNORECASE,
)


def check(
    text: str, profile: ProfileFacts, posting: tuple[Fact, ...]
) -> tuple[list[Claim], list[Finding]]:
    """Claims and findings of a letter."""
    name = profile.profile.basics.name or ""
    extra = (make_fact("basics.name", name, "basics", "name"),) if name else ()
    scope = Scope((*profile.facts, *extra), posting)
    vocabulary = lexicon.neutral_roots() | lexicon.letter_roots()
    claims: list[Claim] = []
    findings: list[Finding] = []
    paragraphs = [p for p in re.split(r"\n\s*\n", clean(text)) if p.strip()]
    for i, paragraph in enumerate(paragraphs):
        for j, (_, sentence) in enumerate(sentences(paragraph.strip())):
            path = f"paragraphs[{i}].sentences[{j}]"
            words = tokens(sentence)
            rules = Rules(vocabulary, _about_company(words), _gap(sentence, words))
            found = check_sentence(sentence.strip(), scope, rules)
            evidence = found.evidence or (list(posting[:1]) if found.from_posting else [])
            claims.append(
                Claim(
                    path=path,
                    text=sentence.strip(),
                    evidence=tuple(
                        Evidence(path=f.path, quote=f.text, strength=1.0 if n == 0 else 0.5)
                        for n, f in enumerate(evidence)
                    )
                    if not found.issues
                    else (),
                )
            )
            findings.extend(
                Finding(path=path, category=x.category, words=x.words, reason=x.reason)
                for x in found.issues
            )
    return claims, findings


def _about_company(words: list[Token]) -> bool:
    keys = {t.key for t in words}
    return not keys & _CANDIDATE or bool(keys & _WISH)


def _gap(sentence: str, words: list[Token]) -> frozenset[int]:
    spans = [m.span() for m in _GAP.finditer(sentence)]
    return frozenset(i for i, t in enumerate(words) if any(a <= t.start < b for a, b in spans))
