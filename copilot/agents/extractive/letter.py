"""A cover letter from the profile's own words and the posting's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from copilot.agents.contracts import DraftRequest, LetterDraft
from copilot.agents.extractive.asks import ask_of
from copilot.agents.extractive.company import company_sentence
from copilot.agents.extractive.extras import extra_sentences, missing_sentence
from copilot.agents.extractive.facts import (
    is_current,
    latest_work,
    spoken_employer,
    spoken_position,
    states_years,
    years_word,
    years_worked,
)
from copilot.agents.extractive.phrases import LETTER_LANGUAGES, Phrases
from copilot.agents.extractive.relevance import Answer, Line, Relevance, weight_of
from copilot.agents.extractive.statements import Speaker, sentence
from copilot.agents.letter_style import sounds_like_a_machine
from copilot.domain.letter import CoverLetter, Tone

MAX_ANSWERS = 4
MIN_ANSWERS = 2
MIN_VALUE = 0.3
"""Of an answer, on the scale of Relevance."""
MIN_LINE, MAX_LINE = 4, 40
"""Words of a line that a letter carries."""
_NOT_PROSE = re.compile(r"^[\w /&-]{1,30}:|\b(?:19|20)\d\d\b.*\b(?:19|20)\d\d\b|[|•●\t]|https?:|@")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_TITLE_TAIL = re.compile(
    r"\s+(?:[|•]|[-–—]{1,2})\s+.*$|\s*,?\s*(?:req|job)?\s*#?\s*\d{4,}.*$", re.IGNORECASE
)
_GENDER = re.compile(r"\s*[/*:]\s?-?(?:in|frau|e|a)\b$")
_SAID_ANYWAY = re.compile(r"(?<=\w)\s+(?:position|role|job|vacancy|opening)$", re.IGNORECASE)
MAX_TITLE = 80


@dataclass(slots=True)
class _Plan:
    opening: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)
    missing: str = ""
    company: str = ""
    ending: str = ""

    def paragraphs(self) -> tuple[str, ...]:
        half = (len(self.evidence) + 1) // 2 if len(self.evidence) > 2 else len(self.evidence)
        parts = [
            " ".join(self.opening),
            " ".join(self.evidence[:half]),
            " ".join(self.evidence[half:]),
            " ".join([*self.extras, self.missing]).strip(),
            " ".join(part for part in (self.company, self.ending) if part),
        ]
        return tuple(part for part in parts if part)

    def words(self) -> int:
        return sum(len(part.split()) for part in self.paragraphs())


def letter_language(request: DraftRequest) -> str:
    """The posting's language if there are phrases in it, else English."""
    language = request.analysis.language
    return language if language in LETTER_LANGUAGES else "en"


def draft_letter(request: DraftRequest, today: date) -> LetterDraft:
    phrases = _phrases(request)
    relevance = Relevance(request)
    speaker = Speaker(request.profile, phrases)
    latest = latest_work(request.profile)
    if latest is not None:
        speaker.introduced.add(f"work[{latest[0]}]")
    plan = _Plan(
        opening=_opening(request, phrases, today),
        ending=phrases.pick("ending", request.options.tone.value),
        company=company_sentence(request, phrases),
        missing=missing_sentence(request, phrases),
    )
    budget = request.options.letter_words
    answers = _chosen(relevance, speaker, budget)
    for turn, answer in enumerate(answers):
        plan.evidence.append(_argument(answer, relevance, speaker, turn))
    said = [answer.line for answer in answers]
    plan.extras = extra_sentences(request, phrases, " ".join(plan.evidence))
    for line in _further(relevance, speaker, said):
        if plan.words() >= 0.8 * budget or len(plan.evidence) >= MAX_ANSWERS + 2:
            break
        plan.evidence.append(sentence(speaker.says(line, in_a_row=bool(plan.evidence))))
    if plan.words() < 0.5 * budget:
        plan.extras = extra_sentences(request, phrases, " ".join(plan.evidence), background=True)
    _shorten(plan, budget)
    return LetterDraft(letter=_letter(request, phrases, plan.paragraphs()))


def short_letter(
    request: DraftRequest, today: date, language: str | None = None, *, named: bool = True
) -> CoverLetter:
    """The least that is a letter: the position, the present job, the skills both sides name.

    ``named=False`` leaves the names to the subject and the salutation.
    """
    phrases = _phrases(request, language)
    opening = _opening(request, phrases, today, years=False)
    if not named:
        opening[0] = phrases.pick("opening", "unnamed")
    plan = _Plan(
        opening=opening,
        extras=extra_sentences(request, phrases, "")[:1],
        ending=phrases.pick("ending", request.options.tone.value),
    )
    return _letter(request, phrases, plan.paragraphs())


def _phrases(request: DraftRequest, language: str | None = None) -> Phrases:
    seed = f"{request.posting.title}/{request.posting.company}/{request.options.tone}"
    return Phrases(language or letter_language(request), seed)


def _opening(
    request: DraftRequest, phrases: Phrases, today: date, *, years: bool = True
) -> list[str]:
    company = request.posting.company
    title = spoken_title(request.posting.title)
    tone = request.options.tone.value
    opening = [
        sentence(
            phrases.pick("opening", tone if company else "alone").format(
                title=title, company=company
            )
        )
    ]
    latest = latest_work(request.profile)
    employer = spoken_employer(latest[1].name) if latest else ""
    position = spoken_position(latest[1].position) if latest else ""
    if latest and position:
        name = "current" if is_current(latest[1]) else "past"
        background = phrases.pick("background", name if employer else f"{name}_alone")
        opening.append(sentence(background.format(position=position, employer=employer)))
    worked = years_worked(request.profile, today)
    if years and worked >= 2 and not states_years(request.profile):
        opening.append(
            phrases.pick("background", "years").format(
                years=worked, unit=years_word(worked, phrases.language)
            )
        )
    if phrases.language in ("de", "pl"):
        # After the comma of the salutation these languages go on in lower case.
        opening[0] = opening[0][0].lower() + opening[0][1:]
    return opening


def spoken_title(title: str) -> str:
    """The title as one says it: without markers of gender, place, contract and number."""
    plain = _GENDER.sub("", _BRACKETS.sub(" ", title)).strip()
    shorter = _SAID_ANYWAY.sub("", _TITLE_TAIL.sub("", plain).strip(" -–—,|/"))
    spoken = " ".join((shorter or plain or title).split())
    if len(spoken) > MAX_TITLE:
        spoken = spoken[: spoken.rfind(" ", 0, MAX_TITLE)].rstrip(" ,-–")
    return spoken


def _chosen(relevance: Relevance, speaker: Speaker, budget: int) -> list[Answer]:
    """The answers with the most weight, each line and each requirement once."""
    best: list[tuple[float, Answer]] = []
    for requirement in relevance.requirements:
        # A thin link is no argument: better fewer.
        for answer in relevance.answers(requirement)[:3]:
            if answer.value < MIN_VALUE or not is_sayable(answer.line, speaker.phrases.language):
                continue
            said = 1.0 if speaker.can_say(answer.line) else 0.6
            best.append((weight_of(requirement) * answer.value * said, answer))
    best.sort(key=lambda entry: -entry[0])
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
    return chosen


def is_sayable(line: Line, language: str) -> bool:
    """Whether a line is a whole statement that a letter can carry."""
    text = line.text
    words = len(text.split())
    if not MIN_LINE <= words <= MAX_LINE or not (text[0].isupper() or text[0].isdigit()):
        return False
    return not (_NOT_PROSE.search(text) or sounds_like_a_machine(text, language))


def _further(relevance: Relevance, speaker: Speaker, said: list[Line]) -> list[Line]:
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


def _argument(answer: Answer, relevance: Relevance, speaker: Speaker, turn: int) -> str:
    phrases = speaker.phrases
    ask = ask_of(answer, phrases)
    if ask is not None and ask.duty and not relevance.shares_words(answer):
        ask = None
    statement = speaker.says(answer.line)
    name = "bare" if ask is None else "duty" if ask.duty else "first" if turn == 0 else "next"
    frame = phrases.pick("evidence", name, turn)
    quoted = statement.endswith((".”", ".“", ".»", ". »"))
    if quoted and frame.endswith("ement}."):
        frame = frame[:-1]
    text = ask.text if ask else ""
    filled = frame.format(
        ask=text,
        Ask=text[:1].upper() + text[1:],
        duty=text,
        statement=statement,
        Statement=statement[:1].upper() + statement[1:],
    )
    return sentence(filled)


def _shorten(plan: _Plan, budget: int) -> None:
    """Leave out what matters least until the letter is about as long as asked for."""
    while plan.words() > 1.2 * budget:
        if len(plan.extras) > 1:
            plan.extras.pop()
        elif len(plan.evidence) > MIN_ANSWERS:
            plan.evidence.pop()
        elif plan.extras:
            plan.extras.pop()
        elif plan.company:
            plan.company = ""
        elif plan.missing:
            plan.missing = ""
        elif len(plan.evidence) > 1:
            plan.evidence.pop()
        else:
            break


def _letter(request: DraftRequest, phrases: Phrases, paragraphs: tuple[str, ...]) -> CoverLetter:
    company = request.posting.company
    tone: Tone = request.options.tone
    name = tone.value if company else f"nobody_{tone.value}"
    return CoverLetter(
        language=phrases.language,
        tone=tone,
        salutation=phrases.one("salutation", name).format(
            company=re.sub(r"^The ", "", company or "")
        ),
        paragraphs=paragraphs,
        closing=phrases.one("closing", tone.value),
        signature=request.profile.basics.name or "",
        subject=phrases.one("subject", "text").format(title=spoken_title(request.posting.title)),
        recipient=company,
    )
