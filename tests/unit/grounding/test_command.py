"""The gate on the command line: a verdict a line, in order."""

from __future__ import annotations

import io
import json

from copilot.grounding.__main__ import run

PROFILE = {"basics": {"name": "Ada Roe"}, "work": [{"name": "Roe Ltd", "position": "Baker"}]}


def answers(*lines: str) -> tuple[int, list[dict[str, object]]]:
    sink = io.StringIO()
    code = run(io.StringIO("\n".join(lines)), sink)
    return code, [json.loads(line) for line in sink.getvalue().splitlines()]


def test_verdicts_come_in_the_order_of_the_cases() -> None:
    true = {"id": "a", "profile": PROFILE, "document": PROFILE}
    false = {"id": "b", "profile": PROFILE, "cover_letter": "I led a team of nine."}
    code, made = answers(json.dumps(true), json.dumps(false))
    assert code == 0
    assert [(m["id"], m["verdict"]) for m in made] == [("a", "grounded"), ("b", "ungrounded")]
    assert made[0]["findings"] == []


def test_a_bad_case_gets_an_error_line_and_the_rest_goes_on() -> None:
    good = {"id": 3, "profile": PROFILE, "document": PROFILE}
    neither = {"id": 2, "profile": PROFILE}
    code, made = answers(
        "{not json", json.dumps(neither), json.dumps(good), json.dumps([1]),
        json.dumps({"id": 5, "profile": {"work": "x"}, "document": {}}),
    )  # fmt: skip
    assert code == 1
    assert [m.get("verdict") for m in made] == [None, None, "grounded", None, None]
    assert all("error" in made[i] for i in (0, 1, 3, 4))
    assert made[4]["id"] == 5
