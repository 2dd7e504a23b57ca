from __future__ import annotations

import numpy as np

from copilot.embeddings import load_encoder
from copilot.skills.linking import link
from copilot.skills.tagger import decode, extract_skills, spans, tag_words

O, B, I = 0, 1, 2  # noqa: E741


def scores(*rows: tuple[float, float, float]) -> np.ndarray:
    return np.array(rows, dtype=np.float32)


def test_nothing_goes_on_that_has_not_begun() -> None:
    # Word by word, I would win twice; a sequence may not begin with it.
    tags = decode(scores((-1.0, -1.2, -0.1), (-1.0, -2.0, -0.1), (-0.1, -3.0, -3.0)))
    assert tags == [B, I, O]
    assert spans(tags) == [(0, 2)]


def test_neighbouring_spans_stay_apart() -> None:
    assert spans([B, B, I, O, B]) == [(0, 1), (1, 3), (4, 5)]
    assert spans([]) == []


def test_skills_that_no_list_knows_are_found_and_kept_as_themselves() -> None:
    text = "You have experience with Python and solid knowledge of Zorblax administration."
    mentions = extract_skills(text, load_encoder())
    assert "Python" in {mention.label for mention in mentions}
    unknown = [mention for mention in mentions if "Zorblax" in mention.name]
    assert unknown
    assert unknown[0].uri is None
    assert unknown[0].label == unknown[0].name
    assert all(text[m.start : m.end] == m.name for m in mentions)


def test_a_text_without_skills_has_none() -> None:
    encoder = load_encoder()
    assert extract_skills("", encoder) == ()
    assert tag_words([], encoder) == []
    assert extract_skills("The office is on the third floor.", encoder) == ()


def test_a_skill_in_other_words_is_linked_to_its_concept() -> None:
    labels = [entry.label for entry in link("taking care of wounds", load_encoder())]
    assert any("wound" in label for label in labels)
    named = link("Java", load_encoder())[0]
    assert named.label == "Java (computer programming)"
    assert named.uri is not None
    assert named.uri.startswith("http://data.europa.eu/esco/skill/")
    assert link(" … ", load_encoder()) == ()
