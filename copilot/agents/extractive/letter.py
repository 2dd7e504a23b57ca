"""A cover letter from the profile's own words and the posting's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from copilot.agents.contracts import DraftRequest, LetterDraft
from copilot.agents.extractive.arguments import (
    MAX_ANSWERS,
    MIN_ANSWERS,
    asks_before,
    chosen_answers,
    further_lines,
)
from copilot.agents.extractive.asks import Ask
from copilot.agents.extractive.company import company_sentence
from copilot.agents.extractive.extras import extra_sentences, missing_sentence
from copilot.agents.extractive.facts import (
    is_current,
    latest_work,
    states_years,
    years_word,
    years_worked,
)
from copilot.agents.extractive.phrases import LETTER_LANGUAGES, Phrases
from copilot.agents.extractive.relevance import Answer, Relevance
from copilot.agents.extractive.spoken import spoken_employer, spoken_position, with_article
from copilot.agents.extractive.statements import Speaker, sentence
from copilot.domain.letter import CoverLetter, Tone

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_TITLE_TAIL = re.compile(
    r"\s+(?:[|•]|[-–—]{1,2})\s+.*$|\s*,?\s*(?:(?:req|job)\s*#?|#)\s*\d{4,}.*$|\s*\d{5,}.*$"
    r"|\s+(?:wanted|needed)\b.*$",
    re.IGNORECASE,
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
    )
    budget = request.options.letter_words
    answers = chosen_answers(relevance, speaker, budget)
    if len(answers) >= MIN_ANSWERS:
        # Who can answer little of what is asked need not name one gap among many.
        plan.missing = missing_sentence(request, phrases)
    for answer, ask in zip(answers, asks_before(answers, relevance, phrases), strict=True):
        plan.evidence.append(_argument(answer, ask, speaker, first=not plan.evidence))
    said = [answer.line for answer in answers]
    plan.extras = extra_sentences(request, phrases, " ".join(plan.evidence))
    for line in further_lines(relevance, speaker, said):
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
    if position and phrases.language == "en":
        position = with_article(position)
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


def _argument(answer: Answer, ask: Ask | None, speaker: Speaker, *, first: bool) -> str:
    phrases = speaker.phrases
    statement = speaker.says(answer.line, in_a_row=ask is None and not first)
    name = "bare" if ask is None else "duty" if ask.duty else "first" if first else "next"
    frame = phrases.pick("evidence", name)
    quoted = statement.endswith((".”", ".“", ".»", ". »"))
    if quoted and frame.endswith("ement}."):
        frame = frame[:-1]
    text = ask.text if ask else ""
    filled = frame.format(
        ask=text,
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
