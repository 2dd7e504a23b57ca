"""A tailored résumé beside its source: every difference is told once, with reason and evidence."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.documents.comparison import Grounds, compare_letter, compare_resumes
from copilot.domain.changes import Change, ChangeKind, Comparison, Fate
from copilot.domain.claims import Claim, Finding, GateReport, Groundedness
from copilot.domain.match import Evidence
from copilot.domain.resume import Resume

PROFILE = {
    "basics": {"name": "Runa Falk", "label": "Baker"},
    "work": [
        {
            "name": "Kornblume",
            "position": "Baker",
            "startDate": "2018",
            "highlights": [
                "Baked rye bread for six shops",
                "Kept the flour stock for two sites",
                "Trained three apprentices",
                "Cleaned the ovens each night",
            ],
        },
        {"name": "Mohnhof", "position": "Apprentice", "startDate": "2015", "endDate": "2018"},
    ],
    "skills": [{"name": "Baking", "keywords": ["Sourdough", "Rye", "Pastry"]}],
    "interests": [{"name": "Rowing"}],
}


def report(**parts: Any) -> GateReport:
    whole: dict[str, Any] = {"claims": (), "findings": (), "verdict": Groundedness.GROUNDED}
    return GateReport(gate_version="1", **(whole | parts))


def changed(change: Any, grounds: Grounds | None = None) -> Comparison:
    document = Resume.from_json(PROFILE).to_json()
    change(document)
    return compare_resumes(
        Resume.from_json(PROFILE), Resume.from_json(document), grounds or Grounds(report())
    )


def only(comparison: Comparison) -> Change:
    assert len(comparison.changes) == 1, comparison.changes
    return comparison.changes[0]


def lines(document: dict[str, Any]) -> list[str]:
    found: list[str] = document["work"][0]["highlights"]
    return found


def test_the_same_document_has_no_changes() -> None:
    same = changed(lambda document: None)
    assert same.changes == ()
    assert same.unchanged == 18


def test_what_is_gone_and_what_is_new_is_told_with_its_place() -> None:
    gone = only(changed(lambda d: lines(d).pop(1)))
    assert (gone.kind, gone.source_path, gone.path) == (
        ChangeKind.REMOVED, "work[0].highlights[1]", None,
    )  # fmt: skip
    assert (gone.place, gone.before) == ("Baker · Kornblume", "Kept the flour stock for two sites")
    new = only(changed(lambda d: d["skills"].append({"name": "Costing"})))
    assert (new.kind, new.path, new.after) == (ChangeKind.ADDED, "skills[1]", "Costing")
    whole = only(changed(lambda d: d.pop("interests")))
    assert (whole.kind, whole.before) == (ChangeKind.REMOVED, "Rowing")


def test_a_reworded_line_shows_which_words_changed() -> None:
    def reword(document: dict[str, Any]) -> None:
        lines(document)[0] = "Baked rye and wheat bread for six shops"

    change = only(changed(reword))
    assert change.kind is ChangeKind.REWORDED
    new = [words.text.strip() for words in change.words if words.fate is Fate.NEW]
    assert new == ["and wheat"]
    assert "".join(w.text for w in change.words if w.fate is not Fate.GONE) == change.after
    assert "".join(w.text for w in change.words if w.fate is not Fate.NEW) == change.before


def test_a_line_that_moved_is_told_once_and_the_others_stay() -> None:
    def rearrange(document: dict[str, Any]) -> None:
        lines(document).insert(0, lines(document).pop(2))

    change = only(changed(rearrange))
    assert (change.kind, change.after) == (ChangeKind.REORDERED, "Trained three apprentices")
    assert (change.moved_from, change.moved_to) == (3, 1)


def test_a_changed_entry_is_known_again_in_another_place() -> None:
    def rearrange(document: dict[str, Any]) -> None:
        document["work"].reverse()
        lines_of_baker = document["work"][1]["highlights"]
        lines_of_baker[0] = "Baked rye bread for seven shops"

    found = changed(rearrange).changes
    assert {change.kind for change in found} == {ChangeKind.REORDERED, ChangeKind.REWORDED}
    assert len(found) == 2


def test_edits_give_reason_requirement_and_evidence() -> None:
    edits = [
        {
            "operation": "move",
            "path": "work[0].highlights[2]",
            "to": "work[0].highlights[0]",
            "text": None,
            "evidence": ["work[0].highlights[2]"],
            "requirement": "r1",
            "reason": "Answers: leading a team",
        },
        {
            "operation": "add",
            "path": "skills[1]",
            "to": None,
            "text": "Rye bread",
            "evidence": ["work[0].highlights[0]"],
            "requirement": None,
            "reason": "Asked for, and shown in your own text",
        },
        {
            "operation": "remove",
            "path": "work[0].highlights[3]",
            "to": None,
            "text": None,
            "evidence": ["work[0].highlights[3]"],
            "requirement": None,
            "reason": "The page is full",
        },
    ]
    grounds = Grounds(
        report(),
        edits=edits,
        left_out=frozenset({"work[0].highlights[3]"}),
        requirements={"r1": "You lead a team of bakers"},
    )

    def tailor(document: dict[str, Any]) -> None:
        lines(document).pop(3)
        lines(document).insert(0, lines(document).pop(2))
        document["skills"].append({"name": "Rye bread"})

    found = {change.kind: change for change in changed(tailor, grounds).changes}
    assert set(found) == {ChangeKind.REORDERED, ChangeKind.LEFT_OUT, ChangeKind.ADDED}
    assert found[ChangeKind.REORDERED].requirement == "You lead a team of bakers"
    assert found[ChangeKind.LEFT_OUT].reason == "The page is full"
    assert [support.quote for support in found[ChangeKind.ADDED].evidence] == [
        "Baked rye bread for six shops"
    ]


def test_what_the_user_wrote_is_marked_as_theirs() -> None:
    finding = Finding(path="skills[1].name", category="skill", words="Falconry", reason="-")
    grounds = Grounds(report(findings=(finding,), verdict=Groundedness.UNGROUNDED), by_user=True)
    change = only(changed(lambda d: d["skills"].append({"name": "Falconry"}), grounds))
    assert change.stated_by_you
    assert change.reason == "You changed this"
    supported = only(changed(lambda d: lines(d).pop(0), grounds))
    assert not supported.stated_by_you


def test_all_that_differs_can_be_found_in_the_changes() -> None:
    """Whatever is done to a document, the texts gone and new are among the changes."""

    def upset(document: dict[str, Any]) -> None:
        document["basics"] = {"name": "R. Falk", "email": "runa@falk.example"}
        document["work"] = [{"name": "Mohnhof", "highlights": ["Swept the yard"]}]
        document["skills"] = [{"name": "Rowing"}]
        document["extra"] = {"badge": "Blue"}

    found = changed(upset).changes
    before = " ".join(change.before or "" for change in found)
    after = " ".join(change.after or "" for change in found)
    for words in ("Runa Falk", "Baked rye bread", "Sourdough", "Apprentice"):
        assert words in before
    for words in ("R. Falk", "runa@falk.example", "Swept the yard", "Rowing", "Blue"):
        assert words in after


@pytest.mark.timeout(20)
def test_long_documents_are_compared_within_bounds() -> None:
    many = [f"Line {n} of {n * 7919 % 1009} words" for n in range(1500)]
    other = [f"Row {n * 31 % 997} with {n} letters" for n in range(1500)]
    profile = Resume.from_json({"work": [{"name": "X", "highlights": many}]})
    document = Resume.from_json({"work": [{"name": "X", "highlights": [*other, many[0] * 3000]}]})
    assert compare_resumes(profile, document, Grounds(report())).changes


def test_a_letter_shows_what_each_sentence_stands_on() -> None:
    claims = (
        Claim(path="paragraphs[0].sentences[0]", text="Dear team,"),
        Claim(
            path="paragraphs[1].sentences[0]",
            text="I baked rye bread for six shops.",
            evidence=(Evidence(path="work[0].highlights[0]", quote="Baked rye bread", strength=1),),
        ),
    )
    finding = Finding(
        path="paragraphs[2].sentences[0]", category="skill", words="falcons", reason="-"
    )
    letter = compare_letter(PROFILE, Grounds(report(claims=claims)))
    assert [change.after for change in letter.changes] == [claim.text for claim in claims]
    assert [len(change.evidence) for change in letter.changes] == [0, 1]
    own = compare_letter(PROFILE, Grounds(report(claims=claims, findings=(finding,)), by_user=True))
    assert [change.stated_by_you for change in own.changes] == [False, False, True]
