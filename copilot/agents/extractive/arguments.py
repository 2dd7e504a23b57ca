"""Which lines of the profile argue for the candidate, and what the posting asks before each."""

from __future__ import annotations

import re

from copilot.agents.extractive.asks import Ask, ask_of, shared_skills
from copilot.agents.extractive.phrases import Phrases
from copilot.agents.extractive.relevance import Answer, Line, Relevance, weight_of
from copilot.agents.extractive.statements import Speaker, entry_of
from copilot.agents.letter_style import sounds_like_a_machine
from copilot.domain.posting import RequirementKind
from copilot.skills import same_skill

MAX_ANSWERS = 4
MIN_ANSWERS = 2
MAX_NAMED = 4
"""Skills that the posting asks for and a letter names at once."""
MIN_VALUE = 0.3
"""Of an answer, on the scale of Relevance."""
MIN_LINE, MAX_LINE = 4, 40
"""Words of a line that a letter carries."""
_NOT_PROSE = re.compile(r"^[\w /&-]{1,30}:|\b(?:19|20)\d\d\b.*\b(?:19|20)\d\d\b|[|•●\t]|https?:|@")
_TORN = re.compile(
    r"(?:(?<=\s)(?!(?:of|to|in|a|is|it|as|at|by|we|my|no|so|or|on|up|do|an|be)\s)[a-z]{1,2}\s){2}"
)
"""Letters that a document sets apart ("s tr a te gies"): unreadable as a sentence."""


def chosen_answers(relevance: Relevance, speaker: Speaker, budget: int) -> list[Answer]:
    """The answers with the most weight, each line and each requirement once."""
    best: list[tuple[float, Answer]] = []
    for requirement in relevance.requirements:
        # A thin link is no argument: better fewer.
        for answer in relevance.answers(requirement)[:3]:
            if answer.value < MIN_VALUE or not is_sayable(answer.line, speaker.phrases.language):
                continue
            best.append((weight_of(requirement) * answer.value, answer))
    best.sort(key=lambda entry: -entry[0])
    if any(speaker.can_say(answer.line) for _, answer in best):
        # A letter tells; it quotes only what cannot be told otherwise.
        best = [entry for entry in best if speaker.can_say(entry[1].line)]
    chosen: list[Answer] = []
    room = max(MIN_ANSWERS, min(MAX_ANSWERS, round(budget / 60)))
    for _, answer in best:
        if len(chosen) == room:
            break
        texts = {a.line.text for a in chosen}
        asked = {a.requirement.id for a in chosen}
        skills = {s.lower() for a in chosen for s in a.requirement.skills}
        repeats = answer.requirement.skills and all(
            s.lower() in skills for s in answer.requirement.skills
        )
        if answer.line.text not in texts and answer.requirement.id not in asked and not repeats:
            chosen.append(answer)
    # What was done in one place is told together, the most telling place first.
    entries = list(dict.fromkeys(entry_of(answer.line) for answer in chosen))
    return sorted(chosen, key=lambda answer: entries.index(entry_of(answer.line)))


def is_sayable(line: Line, language: str) -> bool:
    """Whether a line is a whole statement that a letter can carry."""
    text = line.text
    words = len(text.split())
    if not MIN_LINE <= words <= MAX_LINE or not (text[0].isupper() or text[0].isdigit()):
        return False
    return not (
        _NOT_PROSE.search(text) or _TORN.search(text) or sounds_like_a_machine(text, language)
    )


def further_lines(relevance: Relevance, speaker: Speaker, said: list[Line]) -> list[Line]:
    """More lines, by relevance; then by entry, the one that was spoken of last before others."""
    language = speaker.phrases.language
    texts = {line.text for line in said}
    fitting = []
    for line in relevance.lines.values():
        sayable = speaker.can_say(line) or language != "en"
        if line.text not in texts and sayable and is_sayable(line, language):
            fitting.append(line)
            texts.add(line.text)
    best = sorted(fitting, key=lambda line: -relevance.of(line.key))[:4]
    order = {key: n for n, key in enumerate(relevance.lines)}
    return sorted(
        best,
        key=lambda line: (not line.path.startswith(f"{speaker.last_entry}."), order[line.key]),
    )


def asks_before(answers: list[Answer], relevance: Relevance, phrases: Phrases) -> list[Ask | None]:
    """What to say that the posting asks for, before each answer: all skills that the answers show
    before the first, then only what the answer's own words do not make plain, and that once."""
    asks: list[Ask | None] = []
    for answer in answers:
        ask = ask_of(answer, phrases)
        if ask is not None and ask.duty and not relevance.shares_words(answer):
            ask = None
        asks.append(ask)
    if phrases.language != "en":
        return asks
    shown = [
        skill
        for answer in answers
        if answer.requirement.kind is not RequirementKind.RESPONSIBILITY
        for skill in shared_skills(answer.requirement, answer.line.skills)
    ]
    named: list[str] = []
    for skill in shown:
        if not any(same_skill(skill, other) for other in named):
            named.append(skill)
    explained = False
    for turn, answer in enumerate(answers):
        plain = bool(shared_skills(answer.requirement, answer.line.skills))
        if turn == 0 and named:
            asks[0] = Ask(phrases.joined(named[:MAX_NAMED]), duty=False)
        elif turn and (plain or explained):
            asks[turn] = None
        elif turn:
            explained = asks[turn] is not None
    return asks
