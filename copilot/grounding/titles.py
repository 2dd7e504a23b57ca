"""Titles: what the candidate may be called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from copilot.grounding import vocabulary
from copilot.grounding.category import Category
from copilot.grounding.category import listed as category_of_word
from copilot.grounding.facts import Fact
from copilot.grounding.lexicon import NOTHING_NEUTRAL, Vocabulary
from copilot.grounding.reading import Issue, listed
from copilot.grounding.support import Scope
from copilot.grounding.words import Token, clean, plain, root, tokens

_PARTS = re.compile(r"\s*(?:\||/|·|,|;|&|\+| - | – |\band\b|\bund\b|\bet\b|\by\b|\boraz\b)\s*")
_AGENT = re.compile(r"(?:er|or|ist|ian|ant|ent|ee|man|woman|clerk|chef|cook|nurse|aide|lead|head|"
                    r"chief|intern|apprentice|partner|representative|rep|pilot|driver|"
                    r"associate)s?$")  # fmt: skip
# "as part of", "as well": no title follows.
_NO_TITLE = frozenset(
    {"part", "well", "result", "soon", "such", "member", "team", "person", "candidate"}
)


def limiting() -> frozenset[str]:
    return vocabulary.words("limiting_titles")


def title_issue(stated: str, held: Sequence[Fact], language: str = "en") -> Issue | None:
    """Each part of a title must stand in one title that the profile holds; a word that limits the
    held one (assistant, junior) may not be dropped."""
    if plain(stated) in {f.plain for f in held}:
        return None
    for part in _PARTS.split(clean(stated)):
        words = [t for t in tokens(part, language) if t.is_content]
        if words and not _held(words, held):
            return Issue(
                Category.TITLE,
                part.strip(),
                f"The profile does not give the title “{part.strip()}”.",
            )
    return None


def _held(words: list[Token], held: Sequence[Fact]) -> bool:
    # As names: an actuarial analyst is no actuary.
    named = [replace(t, name=True) for t in words]
    support = [s.facts for s in Scope(held).words(named, NOTHING_NEUTRAL)]
    common = frozenset.intersection(*support)
    stated = {t.key for t in words}
    noun = words[-1]
    for index in common:
        if held[index].field != "summary" and not _same_noun(noun, held[index]):
            continue
        dropped = {t.key for t in held[index].tokens} & limiting() - stated
        if held[index].field == "summary" or not dropped:
            return True
    return False


def _same_noun(noun: Token, held: Fact) -> bool:
    """Who is an actuarial analyst is no actuary, though the two words share a stem."""
    forms = {noun.key, noun.key.removesuffix("s"), noun.key + "s"}
    akin = [t for t in held.tokens if t.root == noun.root]
    return not akin or any(t.key in forms or t.key[:-1] == noun.key[:-1] for t in akin)


def self_titles(words: Sequence[Token], summary: bool) -> list[list[Token]]:
    """The noun phrases with which a sentence names the candidate: ``as a head chef``, ``I am a
    nurse``, and the opening of a summary."""
    found = []
    for index, token in enumerate(words):
        before = words[index - 1].key if index else ""
        opens = token.key in {"a", "an", "the"} and before in {
            "as",
            "am",
            "was",
            "became",
            "been",
            "i'm",
        }
        if opens or (token.key == "as" and index + 1 < len(words) and words[index + 1].is_content):
            found.append(_phrase(words[index + 1 :]))
    if summary:
        found.append(_phrase(words))
    return [p for p in found if p and _names_person(p)]


def told(phrase: Sequence[Token], held: Sequence[Fact], neutral: Vocabulary) -> list[Token]:
    """The part of a phrase that is a title: its noun, what ranks it, and what titles hold. Other
    words before it ("ISTQB-certified") are claims of their own."""
    limits = {root(w) for w in limiting()}
    # A certificate or a degree before a title is a claim of its own.
    roles = [f for f in held if f.section not in {"certificates", "education"}]
    known = frozenset().union(*(f.keys | f.roots for f in roles))
    *before, noun = phrase
    kept = [
        t
        for t in before
        if t.root in limits
        or category_of_word(t) is Category.TITLE
        or ((t.key in known or t.root in known) and not neutral.holds(t))
    ]
    if neutral.holds(noun) and not noun.name and not kept:
        return []
    return [*kept, noun]


def _phrase(words: Sequence[Token]) -> list[Token]:
    phrase: list[Token] = []
    for token in words:
        if token.text == "-":
            continue
        if not token.is_content:
            break
        if phrase and token.key in listed("after-person") and _names_person(phrase):
            break
        phrase.append(token)
    return phrase


def _names_person(phrase: list[Token]) -> bool:
    last = phrase[-1]
    if last.key in _NO_TITLE or phrase[0].key in _NO_TITLE - {"team"}:
        return False
    return bool(_AGENT.search(last.key)) and not last.has_digit
