"""Draft a letter, hold it against the profile, the posting and the style, revise or fall back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from copilot.agents.contracts import DraftRequest, Engine, LetterDraft, Provenance, WrittenLetter
from copilot.agents.drafting import DraftingAgent, Progress
from copilot.agents.extractive.letter import letter_language, short_letter, spoken_title
from copilot.agents.extractive.phrases import LETTER_LANGUAGES
from copilot.agents.faulty_sentences import without_sentences_at_fault
from copilot.agents.injections import resume_without_orders
from copilot.agents.letter_style import style_findings
from copilot.agents.prompts import version_of
from copilot.agents.untrusted import posting_for_engines, readable_posting
from copilot.domain.claims import Claim, Finding, GateReport, Groundedness
from copilot.domain.letter import CoverLetter
from copilot.errors import UnusableResponse
from copilot.grounding import check_letter

LETTER_VERSION = version_of("cover_letter_generator")

MIN_FALLBACK_WORDS = 60
"""A letter that lost more than this leaves says too little; the short letter says it better."""
MIN_WORDS = 8
"""Fewer words are no letter."""
_TOLERATED = frozenset({"length"})
"""A thin profile makes a short letter; that is no reason to throw it away."""


@dataclass(frozen=True, slots=True)
class LetterCheck:
    letter: CoverLetter
    report: GateReport
    style: tuple[Finding, ...]

    @property
    def grounded(self) -> bool:
        return self.report.verdict is Groundedness.GROUNDED

    @property
    def clean(self) -> bool:
        return self.grounded and not self.style

    @property
    def acceptable(self) -> bool:
        return self.grounded and all(f.category in _TOLERATED for f in self.style)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.report.findings, *self.style)


def write_letter(request: DraftRequest, engine: Engine) -> WrittenLetter:
    """A letter whose every claim is grounded in the profile or, about the employer, in the posting.

    Raises UnusableResponse if not even a letter of the profile's own words passes the truth gate;
    may raise Transient or BudgetExhausted, from the engine.
    """
    shown, _ = resume_without_orders(request.profile)
    posting = posting_for_engines(request.posting)
    return _AGENT.run(request.model_copy(update={"profile": shown, "posting": posting}), engine)


def letter_languages(request: DraftRequest) -> frozenset[str]:
    """The posting's language; English instead where nothing here can write it."""
    language = request.analysis.language
    if language in LETTER_LANGUAGES:
        return frozenset({str(language)})
    return frozenset({language, "en"}) if language else frozenset({"en"})


def _draft(
    engine: Engine, job: DraftRequest, previous: LetterDraft | None, check: LetterCheck | None
) -> LetterDraft:
    return engine.draft_letter(job, previous, check.findings if check else ())


def _verify(job: DraftRequest, draft: LetterDraft) -> LetterCheck:
    return _checked(job, draft.letter)


def _checked(job: DraftRequest, letter: CoverLetter) -> LetterCheck:
    # Who signs, to whom, and in which tone is not the engine's to say.
    own = letter.model_copy(
        update={
            "signature": job.profile.basics.name or "",
            "recipient": job.posting.company,
            "tone": job.options.tone,
        }
    )
    report = check_letter(own.text(), job.profile, readable_posting(job.posting))
    names = tuple(filter(None, (job.posting.company, spoken_title(job.posting.title))))
    style = style_findings(own, letter_languages(job), job.options.letter_words, names)
    return LetterCheck(own, report, style)


def _accept(done: Progress[DraftRequest, LetterDraft, LetterCheck]) -> WrittenLetter:
    assert done.check is not None
    return _written(done, done.check, reason=None)


def _fall_back(done: Progress[DraftRequest, LetterDraft, LetterCheck]) -> WrittenLetter:
    check = done.check
    if check is not None and check.acceptable:
        return _written(done, check, reason=None)
    reason = done.failure or "some sentences had no support and were left out"
    if check is not None and not any(f.category == "language" for f in check.style):
        trimmed = without_sentences_at_fault(check.letter, _with_sentences(check))
        words = sum(len(paragraph.split()) for paragraph in trimmed.paragraphs)
        rechecked = _checked(done.job, trimmed)
        if words >= MIN_FALLBACK_WORDS and rechecked.acceptable:
            return _written(done, rechecked, reason)
    last, how = _last_resort(done.job)
    return _written(done, last, f"{done.failure or 'no draft passed the checks'}; {how}")


def _last_resort(job: DraftRequest) -> tuple[LetterCheck, str]:
    """The fullest of the short letters that is grounded, and what it is."""
    today = datetime.now(UTC).date()
    tried: list[tuple[str | None, bool]] = [(None, True), (None, False)]
    if letter_language(job) != "en":
        tried += [("en", True), ("en", False)]
    for language, named in tried:
        check = _checked(job, short_letter(job, today, language, named=named))
        if not check.grounded:
            trimmed = without_sentences_at_fault(check.letter, _with_sentences(check))
            check = _checked(job, trimmed)
        if check.grounded and sum(len(p.split()) for p in check.letter.paragraphs) >= MIN_WORDS:
            how = "a short letter in the profile's own words instead"
            return check, how if language is None else f"{how}, in English"
    raise UnusableResponse(
        "No letter could be written that the profile fully supports. Complete the profile "
        "(position, employer, skills), then run the letter again."
    )


def _with_sentences(check: LetterCheck) -> tuple[Finding, ...]:
    """Findings whose words are the whole claim, where the words alone stand in no sentence."""
    claims: dict[str, Claim] = {claim.path: claim for claim in check.report.claims}
    body = " ".join(check.letter.paragraphs).lower()
    widened = []
    for finding in check.findings:
        claim = claims.get(finding.path)
        if claim is not None and finding.words.lower() not in body:
            widened.append(finding.model_copy(update={"words": claim.text}))
        else:
            widened.append(finding)
    return tuple(widened)


def _written(
    done: Progress[DraftRequest, LetterDraft, LetterCheck], check: LetterCheck, reason: str | None
) -> WrittenLetter:
    return WrittenLetter(
        letter=check.letter,
        report=check.report,
        provenance=Provenance(
            engine=done.engine.name,
            prompt_version=LETTER_VERSION,
            drafts=done.drafts,
            fell_back=reason is not None,
            fallback_reason=reason,
        ),
    )


_AGENT: DraftingAgent[DraftRequest, LetterDraft, LetterCheck, WrittenLetter] = DraftingAgent(
    name="cover_letter_generator",
    draft=_draft,
    verify=_verify,
    accept=_accept,
    fall_back=_fall_back,
)
