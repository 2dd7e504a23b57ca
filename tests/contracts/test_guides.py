"""Guides lead to files that exist; what others made is named with its licence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDES = [ROOT / "README.md", ROOT / "NOTICE.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([^)\s]+))?\)")
COMMAND = re.compile(r"(?:\./scripts/|python -m )[\w.]+")
MADE_BY_OTHERS = (".onnx", ".gz", ".npy", ".npz", ".ttf", ".otf")


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in headings}


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text("utf-8")):
        place = (page.parent / target).resolve() if target else page
        assert place.exists(), target
        if anchor:
            assert anchor in anchors(place), f"{target}#{anchor}"


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_exist(page: Path) -> None:
    for command in COMMAND.findall(page.read_text("utf-8")):
        name = command.removeprefix("python -m ")
        if name.startswith("./"):
            assert (ROOT / name).is_file(), command
        elif name.split(".")[0] in {"copilot", "benchmarks", "devstack"}:
            path = ROOT / name.rstrip(".").replace(".", "/")
            assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), command


def test_every_guide_is_in_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text("utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "README.md" or f"]({page.name})" in index


def test_what_others_made_is_in_the_notice() -> None:
    named = re.findall(r"`([\w./-]+)`", (ROOT / "NOTICE.md").read_text("utf-8"))
    for room in ("copilot", "webapp"):
        for file in (ROOT / room).rglob("*"):
            if file.suffix in MADE_BY_OTHERS:
                place = str(file.relative_to(ROOT))
                assert any(
                    place == name or (name.endswith("/") and place.startswith(name))
                    for name in named
                ), place
