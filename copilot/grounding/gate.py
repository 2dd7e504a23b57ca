"""The truth gate: profile, posting and a document in; verdict and findings out."""

from __future__ import annotations

from datetime import UTC, date, datetime

from copilot.domain.claims import GateReport
from copilot.domain.resume import Resume
from copilot.grounding import lexicon
from copilot.grounding.facts import leaves, posting_facts, profile_facts
from copilot.grounding.languages import language_of
from copilot.grounding.letter import NOT_KNOWN, LetterCheck, unknown_language
from copilot.grounding.resume import ResumeCheck

GATE_VERSION = "4"


def check_resume(
    document: Resume, profile: Resume, posting_text: str | None = None, *, today: date | None = None
) -> GateReport:
    """Whether every field and sentence of a tailored résumé is supported by the profile.

    The posting supports nothing that a résumé says of the candidate; it only makes reasons
    clearer. ``today`` ends what the profile leaves open; it defaults to the current date (UTC).
    """
    stated = " ".join(text for _, text, leaf in leaves(document, "") if leaf in _PROSE)
    known = language_of(stated)
    facts = profile_facts(profile, known or "en")
    posting = posting_facts(posting_text, known or "en")
    ledger = ResumeCheck(document, facts, posting, today or _today()).run()
    if known is None:
        ledger.doubt_wording(NOT_KNOWN)
    return ledger.report(GATE_VERSION)


def check_letter(
    letter: str, profile: Resume, posting_text: str | None = None, *, today: date | None = None
) -> GateReport:
    """Whether every sentence of a letter is supported by the profile, or by the posting where it
    speaks of the company. Paragraphs are separated by blank lines."""
    language = language_of(letter)
    if language is None:
        return unknown_language(letter, profile_facts(profile)).report(GATE_VERSION)
    facts = profile_facts(profile, language)
    posting = posting_facts(posting_text, language)
    return LetterCheck(letter, facts, posting, today or _today()).run().report(GATE_VERSION)


_PROSE = frozenset({"summary", "highlights", "description"})


def _today() -> date:
    return datetime.now(UTC).date()


def warm_up() -> None:
    """Load the word lists, so that the first document is judged as fast as the next."""
    lexicon.familiar()  # its words' roots are most of what documents will ask for
    sample = Resume.from_json({"basics": {"summary": "Cook who trained apprentices."}})
    check_letter("I cook and train apprentices with BIM.", sample, "A kitchen seeks a cook.")
