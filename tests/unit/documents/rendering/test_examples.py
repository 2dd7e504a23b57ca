"""The files in examples/ are what the product makes of their sources."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from copilot.documents.rendering.__main__ import main

EXAMPLES = Path(__file__).parents[4] / "examples"


def _content(file: Path) -> object:
    """Of an archive its parts: how well they are packed depends on the machine's zlib."""
    if file.suffix != ".docx":
        return file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("source", "target", "options"),
    [
        ("resume.json", "resume.pdf", []),
        ("resume-nurse.json", "resume-nurse.docx", ["--template", "modern"]),
    ],
)
def test_the_example_resumes_are_rendered_from_their_json(tmp_path, source, target, options):
    made = tmp_path / target
    assert main([str(EXAMPLES / source), str(made), *options]) == 0
    assert _content(made) == _content(EXAMPLES / target)


def test_a_wrong_source_is_named(tmp_path, capsys):
    source = tmp_path / "resume.json"
    source.write_text('{"work": 3}')
    assert main([str(source), str(tmp_path / "resume.pdf")]) == 1
    assert "work" in capsys.readouterr().err
    source.write_text("{")
    assert main([str(source), str(tmp_path / "resume.pdf")]) == 1
    assert main([str(tmp_path / "absent.json"), str(tmp_path / "resume.pdf")]) == 1


def test_an_unknown_suffix_is_refused(tmp_path):
    with pytest.raises(SystemExit):
        main([str(EXAMPLES / "resume.json"), str(tmp_path / "resume.odt")])
