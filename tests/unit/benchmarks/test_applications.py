"""The choice of documents and the figures of the benchmark of whole applications."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.applications import Tally
from benchmarks.applications_inputs import choose_postings, choose_resumes

TEXT = "We are looking for a ferryman who knows the river in winter. " * 20


@pytest.fixture
def data(tmp_path: Path) -> Path:
    pages = tmp_path / "raw_html_pages"
    pages.mkdir()
    kinds = {"a.html": "posting", "b.html": "posting", "gone.html": "expired"}
    (pages / "expected.json").write_text(json.dumps({n: {"kind": k} for n, k in kinds.items()}))
    for name in kinds:
        (pages / name).write_text("<p>x</p>")
    records = tmp_path / "postings_records"
    records.mkdir()
    lines = [json.dumps({"title": f"Ferryman {n}", "description": TEXT}) for n in range(30)]
    lines.append(json.dumps({"title": "Teaser", "description": "Ferryman wanted."}))
    (records / "postings.jsonl").write_text("\n".join(lines))
    for folder, suffix in (("resumes_river_pdf", "pdf"), ("match_vacancy_resume_docx", "docx")):
        (tmp_path / folder).mkdir()
        for n in range(10):
            (tmp_path / folder / f"{n}.{suffix}").write_bytes(b"x")
    return tmp_path


def test_postings_come_from_every_form_in_turn_and_none_twice(data: Path) -> None:
    chosen = choose_postings(data, 20)
    names = [posting.name for posting in chosen]
    assert len(set(names)) == 20
    assert names[::2][:2] == ["a.html", "b.html"]
    assert "gone.html" not in names
    assert all("Teaser" not in str(posting.body) for posting in chosen)


def test_resumes_are_pdf_and_docx_in_turn(data: Path) -> None:
    assert [path.suffix for path in choose_resumes(data, 4)] == [".pdf", ".docx", ".pdf", ".docx"]


def test_the_same_seed_chooses_the_same_and_another_one_others(data: Path) -> None:
    assert choose_postings(data, 9, 3) == choose_postings(data, 9, 3)
    assert choose_postings(data, 9, 3) != choose_postings(data, 9, 4)
    assert choose_resumes(data, 2, 3) != choose_resumes(data, 2, 4)


def test_waits_and_durations_are_told_apart() -> None:
    tally = Tally(applications=1, succeeded=1, seconds=4.0)
    tally.steps_of(
        {
            "created_at": "2026-01-01T00:00:00+00:00",
            "steps": [
                step("parse_posting", "00:00:02", "00:00:03", 1),
                step("embed_posting", "00:00:03.5", "00:00:04", 2),
            ],
        }
    )
    report = tally.report()
    assert report["runs_per_s"] == 0.25
    parse, embed = report["steps"]["parse_posting"], report["steps"]["embed_posting"]
    assert (parse["wait"]["p50"], parse["duration"]["p95"], parse["retried"]) == (2.0, 1.0, 0)
    assert (embed["wait"]["p50"], embed["duration"]["p95"], embed["retried"]) == (0.5, 0.5, 1)


def step(name: str, begun: str, ended: str, attempts: int) -> dict[str, object]:
    day = "2026-01-01T"
    return {
        "name": name,
        "started_at": f"{day}{begun}+00:00",
        "finished_at": f"{day}{ended}+00:00",
        "attempts": attempts,
    }
