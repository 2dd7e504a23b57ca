"""Expand the compact case files (``*.cases``) to JSON lines, one case a line.

``python -m benchmarks.cases.grounding.expand`` writes ``development.jsonl`` and
``held_out.jsonl`` beside the case files. In a case file a profile is followed by its cases:

``F class path = text``  a fabricated résumé: the profile with this one edit
``T class path = text``  a truthful one; ``&&`` separates several edits
``… L+ sentence``        the base letter with one more paragraph
``… L = letter``         a whole letter; ``¶`` separates paragraphs

Paths are short: ``w0.h1`` is ``work[0].highlights[1]``, ``w0.h1,2`` puts two bullets into one,
``s+`` adds a skill, and an empty text removes.
"""

from __future__ import annotations

import copy
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SPLITS = ("development", "held_out")
SECTIONS = {
    "w": "work", "v": "volunteer", "e": "education", "s": "skills", "l": "languages",
    "c": "certificates", "a": "awards", "p": "projects", "pub": "publications",
}  # fmt: skip
COLUMNS = {
    "work": ("name", "position", "startDate", "endDate", "location"),
    "volunteer": ("organization", "position", "startDate", "endDate"),
    "education": ("institution", "studyType", "area", "startDate", "endDate"),
    "skills": ("name", "level", "keywords"),
    "languages": ("language", "fluency"),
    "certificates": ("name", "issuer", "date"),
    "awards": ("title", "date", "awarder"),
    "projects": ("name", "description", "highlights"),
    "publications": ("name", "publisher", "releaseDate"),
}
LINES = {
    "work": "work", "vol": "volunteer", "edu": "education", "skill": "skills", "lang": "languages",
    "cert": "certificates", "award": "awards", "proj": "projects", "pub": "publications",
}  # fmt: skip
LISTS = {"keywords", "highlights"}


def row(section: str, text: str) -> dict[str, Any]:
    cells = [c.strip() for c in text.split("|")]
    made: dict[str, Any] = {}
    for column, cell in zip(COLUMNS[section], cells, strict=False):
        if not cell:
            continue
        if column in LISTS:
            made[column] = [c.strip() for c in cell.split(", ")]
        else:
            made[column] = cell
    return made


def edited(profile: dict[str, Any], edits: str) -> dict[str, Any]:
    document = copy.deepcopy(profile)
    for edit in edits.split(" && "):
        path, _, text = edit.partition("=")
        apply(document, path.strip(), text.strip())
    for section in ("work", "volunteer"):
        for entry in document.get(section, []):
            if "highlights" in entry:
                entry["highlights"] = [h for h in entry["highlights"] if h]
    return document


def apply(document: dict[str, Any], path: str, text: str) -> None:
    if path in {"summary", "label", "name"}:
        document["basics"][path] = text
        return
    added = re.fullmatch(r"(pub|[a-z])\+", path)
    if added:
        section = SECTIONS[added[1]]
        document.setdefault(section, []).append(row(section, text))
        return
    match = re.fullmatch(r"(pub|[a-z])(\d+)\.(\w+\+?)((?:,\d+)*)", path)
    if not match:
        raise SystemExit(f"cannot read the path {path!r}")
    entry = document[SECTIONS[match[1]]][int(match[2])]
    name, more = match[3], [int(n) for n in match[4].split(",") if n]
    if name == "h+":
        entry["highlights"].append(text)
    elif re.fullmatch(r"h\d+", name):
        entry["highlights"][int(name[1:])] = text
        for other in more:
            entry["highlights"][other] = ""
    elif not text:
        del entry[name]
    elif name in LISTS:
        entry[name] = [c.strip() for c in text.split(", ")]
    else:
        entry[name] = text


def place(edits: str) -> str:
    """Where the first edit stands, as findings name it."""
    path = edits.partition("=")[0].strip()
    match = re.match(r"(pub|[a-z])(\d+)\.", path)
    if match:
        return f"{SECTIONS[match[1]]}[{match[2]}]"
    return SECTIONS[path[:-1]] if path.endswith("+") else f"basics.{path}"


def cases(text: str) -> Iterator[dict[str, Any]]:
    profile: dict[str, Any] = {}
    name, letter, posting, count = "", "", "", 0
    for line in text.splitlines():
        if line.startswith("## "):
            name, count = line[3:].strip(), 0
            profile, letter, posting = {"basics": {}}, "", ""
        elif line.startswith("- "):
            section = "work" if "volunteer" not in profile else "volunteer"
            profile[section][-1].setdefault("highlights", []).append(line[2:])
        elif re.match(r"[FT] ", line):
            count += 1
            truth, kind, rest = line.split(" ", 2)
            case: dict[str, Any] = {
                "id": f"{name}-{count:02d}",
                "expected": "ungrounded" if truth == "F" else "grounded",
                "class": kind,
                "profile": profile,
                "posting": posting,
            }
            if rest.startswith("L+ "):
                head, _, tail = letter.rpartition("¶")
                head, _, close = head.rpartition("¶")
                whole = f"{head}¶{rest[3:]}¶{close}¶{tail}"
                case["cover_letter"] = whole.replace("¶", "\n\n")
                case["at"] = f"paragraphs[{head.count('¶') + 1}]"
            elif rest.startswith("L = "):
                case["cover_letter"] = rest[4:].replace("¶", "\n\n")
            else:
                case["document"] = edited(profile, rest)
                case["at"] = place(rest)
            yield case
        elif ":" in line:
            key, _, value = line.partition(":")
            value = value.strip()
            if key in LINES:
                profile.setdefault(LINES[key], []).append(row(LINES[key], value))
            elif key == "letter":
                letter = value
            elif key == "posting":
                posting = value
            else:
                profile["basics"][key] = value
        elif line.strip():
            raise SystemExit(f"cannot read the line {line!r}")


def lines(split: str) -> str:
    text = (HERE / f"{split}.cases").read_text(encoding="utf-8")
    return "".join(json.dumps(c, ensure_ascii=False) + "\n" for c in cases(text))


def main() -> int:
    for split in (s for s in SPLITS if (HERE / f"{s}.cases").exists()):
        (HERE / f"{split}.jsonl").write_text(lines(split), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
