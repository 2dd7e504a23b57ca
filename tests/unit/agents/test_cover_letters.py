"""Letters: grounded, in the posting's language, about as long as asked, like a person."""

from __future__ import annotations

import py3langid
import pytest

from copilot.agents.contracts import WritingOptions
from copilot.agents.cover_letter_generator import LETTER_VERSION, write_letter
from copilot.agents.extractive.letter import draft_letter, spoken_title
from copilot.agents.letter_style import style_findings
from copilot.domain.claims import Groundedness
from copilot.domain.letter import CoverLetter, Tone
from tests.unit.agents.fabricating import INVENTED, EmptyHandedEngine, FabricatingEngine
from tests.unit.agents.professions import CASES, DEVELOPER, ELECTRICIAN, NURSE, Case
from tests.unit.agents.requests import TODAY, extractive, request_for

_ALL = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
_SOME = pytest.mark.parametrize("case", CASES[::4], ids=lambda case: case.name)
_LANGUAGES = {
    "elektriker": "de", "magazynier": "pl", "educatrice": "fr", "recepcionista": "es",
}  # fmt: skip
_ENGLISH = [case for case in CASES if case.name not in _LANGUAGES]


def _body(letter: CoverLetter) -> str:
    return " ".join(letter.paragraphs)


@_ALL
def test_the_letter_is_grounded_and_signed_by_the_candidate(case: Case) -> None:
    written = write_letter(request_for(case), extractive())
    assert written.report.verdict is Groundedness.GROUNDED
    assert written.provenance.drafts <= 3
    assert written.provenance.prompt_version == LETTER_VERSION
    assert written.letter.signature == case.resume.basics.name
    assert written.letter.recipient == case.posting.company
    assert (case.posting.company or "") in _body(written.letter)


@_ALL
def test_the_draft_is_in_the_postings_language(case: Case) -> None:
    letter = draft_letter(request_for(case), TODAY).letter
    wanted = _LANGUAGES.get(case.name, "en")
    assert letter.language == wanted
    assert py3langid.classify(_body(letter))[0] == wanted


@pytest.mark.parametrize(
    "case", [c for c in CASES if _LANGUAGES.get(c.name) in ("pl", "fr", "es")], ids=lambda c: c.name
)
def test_the_finished_letter_stays_in_the_postings_language(case: Case) -> None:
    written = write_letter(request_for(case), extractive())
    assert not written.provenance.fell_back
    assert written.letter.language == _LANGUAGES[case.name]


def test_a_language_without_phrases_gets_an_english_letter_that_says_so() -> None:
    request = request_for(NURSE)
    request = request.model_copy(
        update={"analysis": request.analysis.model_copy(update={"language": "fi"})}
    )
    assert write_letter(request, extractive()).letter.language == "en"


@pytest.mark.parametrize("case", _ENGLISH, ids=lambda case: case.name)
@pytest.mark.parametrize("tone", list(Tone))
def test_no_letter_sounds_like_a_machine_or_a_form(case: Case, tone: Tone) -> None:
    request = request_for(case, WritingOptions(tone=tone))
    letter = draft_letter(request, TODAY).letter
    findings = style_findings(letter, frozenset({"en"}), 250)
    assert [f for f in findings if f.category == "phrase"] == []
    openings = [s.split()[0] for s in _body(letter).split(". ") if s]
    assert max(openings.count(word) for word in openings) <= len(openings) / 2


@pytest.mark.parametrize("words", [100, 180, 250])
def test_the_letter_keeps_to_the_length_asked_for(words: int) -> None:
    for case in (NURSE, DEVELOPER):
        request = request_for(case, WritingOptions(letter_words=words))
        written = len(_body(write_letter(request, extractive()).letter).split())
        assert written <= 1.35 * words
        assert written >= min(0.5 * words, 80)


@_SOME
def test_the_same_request_gives_the_same_letter(case: Case) -> None:
    request = request_for(case)
    assert write_letter(request, extractive()) == write_letter(request, extractive())


@pytest.mark.parametrize("case", _ENGLISH, ids=lambda case: case.name)
def test_the_letter_shows_evidence_in_the_profiles_words(case: Case) -> None:
    body = _body(write_letter(request_for(case), extractive()).letter)
    lines = [h for w in case.resume.work for h in w.highlights]
    tails = [" ".join(line.split()[1:]).rstrip(".") for line in lines]
    assert sum(tail in body for tail in tails) >= 2


def test_a_missing_must_have_is_said_openly() -> None:
    body = _body(write_letter(request_for(DEVELOPER), extractive()).letter)
    assert "Terraform" in body
    assert "do not have" in body


@_ALL
def test_an_engine_that_invents_ends_in_a_short_true_letter(case: Case) -> None:
    engine = FabricatingEngine()
    written = write_letter(request_for(case), engine)
    assert engine.drafts == 3
    assert written.provenance.fell_back
    assert written.report.verdict is Groundedness.GROUNDED
    text = written.letter.text()
    assert not any(fact.lower()[5:] in text.lower() for fact in INVENTED)
    assert written.letter.signature == case.resume.basics.name
    assert written.letter.recipient == case.posting.company


def test_an_engine_with_nothing_usable_ends_in_a_short_letter() -> None:
    written = write_letter(request_for(NURSE), EmptyHandedEngine())
    assert written.report.verdict is Groundedness.GROUNDED
    assert "The model answered with prose." in (written.provenance.fallback_reason or "")


def test_machine_phrases_wrong_language_and_length_are_findings() -> None:
    letter = CoverLetter(
        language="de",
        tone=Tone.PLAIN,
        salutation="Dear team,",
        paragraphs=(
            "I am writing to express my keen interest in this role. I am passionate about ledgers "
            "and have a proven track record that I will leverage for you in your office.",
        ),
        closing="Regards",
        signature="",
    )
    found = style_findings(letter, frozenset({"de"}), 250)
    assert {f.category for f in found} == {"language", "length"}
    english = style_findings(letter.model_copy(update={"language": "en"}), frozenset({"en"}), 250)
    words = {f.words.lower() for f in english if f.category == "phrase"}
    assert {"i am writing to express", "passionate", "proven track record", "leverage"} <= words


def test_quoted_words_are_not_the_letters_own_style() -> None:
    letter = draft_letter(request_for(NURSE), TODAY).letter
    quoting = letter.model_copy(update={"paragraphs": ("You write: “We are passionate.” Good.",)})
    assert not [
        f for f in style_findings(quoting, frozenset({"en"}), 250) if f.category == "phrase"
    ]


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        ("Registered Nurse - Surgical Ward (f/m/d)", "Registered Nurse"),
        ("Senior Python Engineer | Remote EU", "Senior Python Engineer"),
        ("Key Account Manager – Food Industry (Ref. 20391)", "Key Account Manager"),
        ("Elektroniker (m/w/d) für Photovoltaik", "Elektroniker für Photovoltaik"),
        ("Full-Stack Developer", "Full-Stack Developer"),
    ],
)
def test_titles_are_said_without_their_markers(title: str, spoken: str) -> None:
    assert spoken_title(title) == spoken


def test_german_letters_quote_the_profile_where_grammar_is_not_sure() -> None:
    body = _body(draft_letter(request_for(ELECTRICIAN), TODAY).letter)
    assert "„Installation von Photovoltaikanlagen bis 100 kWp.“" in body
