"""The posting half of the intake benchmark: whole pages, and posts as text.

Whole pages: a folder with ``expected.json`` (file name → kind, title, company, location).

Posts: each ``postings_*`` folder. An ``.html`` file's YAML front matter is the label and never
given to the reader; its body is fed as the page. A record of a ``.jsonl`` is fed as the page's text
with the record's title and company as ``stated``, which is what the extension's selection gives;
so those fields are no measure there, and such records do not count as ``labelled``.

What is right. Texts are compared folded (case, accents, punctuation), companies without legal form,
titles without plural endings, locations by city. A body often does not hold its label: an author
who typed company and city into a form does not repeat them. Then there is nothing to read and

* no company or location is right, and one is right only if it is part of what the label says;
* a title is right if it is made of words of the page and names the label's role or subject: the
  page's own way to say it. Of a body that names no role, the title is what it calls the work, and
  right if that shares a word of substance with the label (``worded`` such posts); refusing a body
  that says nothing of the work either counts as right (``titleless``, which are not ``read``).

``title_stated``, ``company_stated`` and ``location_stated`` count the posts whose body holds the
label; ``…_stated_ok`` how many of these came out as the label has it.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module, util
from pathlib import Path
from typing import Any

from benchmarks.core_seconds import CoreSeconds
from copilot.documents.isolation import ReadingServer, read_isolated
from copilot.documents.postings.cleaning import fold
from copilot.documents.postings.places import is_city
from copilot.documents.postings.roles import is_role_word, is_weak_role_word, singular
from copilot.domain.posting import FieldSource, Posting
from copilot.errors import (
    CopilotError,
    ExpiredPosting,
    InvalidInput,
    LoginWall,
    NotAPosting,
    PostingWithoutText,
    SearchResultsPage,
)

_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?)\n---[ \t]*\n(.*)\Z", re.DOTALL)
_FIELD = re.compile(r"^(title|company|location)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_LEGAL = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|ag|plc|limited|corp|corporation|co|bv|pty|sa|se|llp|company|consortium)\b"
)
_OF_NO_SUBSTANCE = {
    "a",
    "an",
    "and",
    "at",
    "for",
    "in",
    "of",
    "on",
    "or",
    "our",
    "the",
    "to",
    "with",
}
_SAME_ROLES = {"developer", "engineer", "programmer", "dev"}
"""Words that authors use for one another in the same post."""

_REFUSALS: dict[str, type[CopilotError]] = {
    "expired": ExpiredPosting,
    "search_results": SearchResultsPage,
    "login_wall": LoginWall,
    "empty": PostingWithoutText,
    "without_text": PostingWithoutText,
}


@dataclass(frozen=True, slots=True)
class Post:
    name: str
    text: bytes
    media_type: str
    stated: dict[str, str] | None
    label: dict[str, str | None] | None


def measure_pages(data: Path, failures: bool) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    server = ReadingServer()
    started = time.perf_counter()
    for expected_file in sorted(data.glob("*/expected.json")) + sorted(data.glob("expected.json")):
        for name, expected in json.loads(expected_file.read_text("utf-8")).items():
            path = expected_file.parent / name
            if path.is_file():
                _measure_page(path, expected, counts, wrong, server)
    server.stop()
    _report("pages", wrong, failures)
    keys = ("posting_pages", "title_ok", "company_ok", "location_ok", "all_ok")
    result: dict[str, Any] = {key: counts[key] for key in (*keys, "should_refuse", "refused")}
    return result | {"seconds": round(time.perf_counter() - started, 2)}


def _measure_page(
    path: Path,
    expected: Mapping[str, Any],
    counts: Counter[str],
    wrong: list[str],
    server: ReadingServer,
) -> None:
    media_type = "application/json" if path.suffix == ".json" else "text/html"
    is_posting = expected["kind"] == "posting"
    counts["posting_pages" if is_posting else "should_refuse"] += 1
    try:
        posting = _read(server, path.read_bytes(), media_type, expected.get("url"))
    except InvalidInput as error:
        right = isinstance(error, _REFUSALS.get(expected["kind"], NotAPosting))
        counts["refused"] += not is_posting and right
        if is_posting or not right:
            wrong.append(f"{path.name}: {error.code}")
        return
    if not is_posting:
        wrong.append(f"{path.name}: read as {posting.title!r}, is {expected['kind']}")
        return
    right_fields = {
        "title_ok": fold(posting.title) == fold(expected.get("title") or ""),
        "company_ok": _same_company(posting.company, expected.get("company")),
        "location_ok": _same_city(posting, expected.get("location")),
    }
    counts.update(key for key, right in right_fields.items() if right)
    counts["all_ok"] += all(right_fields.values())
    if not all(right_fields.values()):
        wrong.append(f"{path.name}: {posting.title!r} {posting.company!r} {posting.locations}")


def measure_postings(data: Path, sample: int | None, failures: bool) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    wrong: list[str] = []
    analyse = _analyser()
    reading = analysing = 0.0
    server = ReadingServer()
    server.start()
    core = CoreSeconds()
    for folder in sorted(data.glob("postings_*")):
        done = 0
        for post in posts(folder):
            if sample is not None and done >= sample:
                break
            done += 1
            counts["total"] += 1
            counts["labelled"] += post.label is not None
            started = time.perf_counter()
            try:
                posting = _read(server, post.text, post.media_type, None, post.stated)
            except InvalidInput as error:
                reasons[error.code] += 1
                wrong.append(f"{post.name}: {error.code}")
                _score_refused(post, error, counts)
                continue
            finally:
                reading += time.perf_counter() - started
            counts["read"] += 1
            counts["worded"] += posting.sources.get("title") is FieldSource.WORK
            if post.label is not None:
                _score(post, posting, counts, wrong)
            if analyse is not None:
                started = time.perf_counter()
                counts["with_requirements"] += bool(analyse(posting))
                analysing += time.perf_counter() - started
            if done % 100 == 0:
                print(f"{folder.name}: {done}", file=sys.stderr)
    server.stop()  # its processor time, and that of its children, can be told once it is gone
    _report("postings", wrong, failures)
    fields = ("title", "company", "location")
    keys = [
        "total",
        "read",
        "labelled",
        "titleless",
        "worded",
        *(f"{field}_ok" for field in fields),
    ]
    keys += [f"{field}_{suffix}" for field in fields for suffix in ("stated", "stated_ok")]
    result: dict[str, Any] = {key: counts[key] for key in keys}
    result["with_requirements"] = counts["with_requirements"] if analyse is not None else None
    result["reasons"] = dict(reasons)
    result["seconds"] = round(reading + analysing, 2)
    result["reading_seconds"] = round(reading, 2)
    result["read_per_second"] = round(counts["total"] / reading, 1) if reading else None
    result["read_per_core_second"] = core.rate(counts["total"], of_children=True)
    return result


def _read(
    server: ReadingServer,
    content: bytes,
    media_type: str,
    url: str | None,
    stated: dict[str, str] | None = None,
) -> Posting:
    options = {"url": url, "stated": stated}
    return Posting.model_validate(
        read_isolated("posting", content, media_type, options, server=server)
    )


def _analyser() -> Any:
    if util.find_spec("copilot.agents.job_analyzer") is None:
        return None
    analyzer = import_module("copilot.agents.job_analyzer")
    engine = import_module("copilot.agents.extractive").ExtractiveEngine()
    return lambda posting: analyzer.analyze_posting(posting, engine).requirements


def posts(folder: Path) -> Iterator[Post]:
    for path in sorted(folder.iterdir()):
        if path.suffix in (".html", ".md", ".markdown"):
            post = _front_matter_post(path)
            if post is not None:
                yield post
        elif path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as stream:
                for number, line in enumerate(stream, 1):
                    if line.strip():
                        yield _record_post(f"{path.parent.name}:{number}", json.loads(line))


def _front_matter_post(path: Path) -> Post | None:
    match = _FRONT_MATTER.match(path.read_text("utf-8", errors="replace"))
    if match is None:
        return None
    label: dict[str, str | None] = {"title": None, "company": None, "location": None}
    for name, value in _FIELD.findall(match[1]):
        label[name] = re.sub(r"\s+#\s.*$", "", value).strip("\"'") or None
    media_type = "text/html" if path.suffix == ".html" else "text/markdown"
    return Post(path.name, match[2].encode(), media_type, None, label)


def _record_post(name: str, record: Mapping[str, Any]) -> Post:
    stated = {
        "title": str(record.get("title") or ""),
        "company": str(record.get("company") or record.get("company_name") or ""),
    }
    text = str(record.get("description") or record.get("text") or "")
    return Post(name, text.encode(), "text/plain", {k: v for k, v in stated.items() if v}, None)


def _score(post: Post, posting: Posting, counts: Counter[str], wrong: list[str]) -> None:
    assert post.label is not None
    page = _page_words(post)
    for field, judge in (("title", _title), ("company", _company), ("location", _location)):
        label = post.label[field]
        stated, right = judge(label, posting, page)
        counts[f"{field}_ok"] += right
        counts[f"{field}_stated"] += stated
        counts[f"{field}_stated_ok"] += stated and right
        if not right:
            found = {"title": posting.title, "company": posting.company}.get(
                field, posting.locations
            )
            mark = "stated" if stated else "not stated"
            wrong.append(f"{post.name}: {field} {found!r} is {label!r} ({mark})")


def _page_words(post: Post) -> str:
    text = re.sub(r"https?://\S+|<[^>]+>", " ", post.text.decode())
    return f" {fold(text)} "


def _score_refused(post: Post, error: InvalidInput, counts: Counter[str]) -> None:
    """A body that names no role has no title: refusing it for that is the null that is right."""
    if post.label is None or not isinstance(error, NotAPosting):
        return
    on_page = {singular(word) for word in _page_words(post).split()}
    wanted = set(_words(post.label["title"] or ""))
    roles = {w for w in wanted if is_role_word(w) or is_weak_role_word(w)} | _SAME_ROLES
    if on_page & (roles if wanted & _SAME_ROLES else roles - _SAME_ROLES):
        return
    counts["titleless"] += 1
    counts["title_ok"] += 1


def _words(text: str) -> list[str]:
    return [singular(word) for word in fold(text).split()]


def _title(label: str | None, posting: Posting, page: str) -> tuple[bool, bool]:
    wanted, found = _words(label or ""), _words(posting.title)
    singular_page = " ".join(singular(word) for word in page.split())
    if wanted == found:
        return f" {' '.join(wanted)} " in f" {singular_page} ", True
    if f" {' '.join(wanted)} " in f" {singular_page} ":
        return True, False
    on_page = set(found) <= set(singular_page.split())
    shared = set(found) & set(wanted)
    shared |= {word for word in found if word in _SAME_ROLES and _SAME_ROLES & set(wanted)}
    about = any(is_role_word(w) or is_weak_role_word(w) for w in shared) or len(shared) > 1
    if posting.sources.get("title") is FieldSource.WORK:
        about = bool(shared - _OF_NO_SUBSTANCE)
    return False, on_page and about


def _bare(company: str | None) -> str:
    bare = re.sub(r"\([^)]*\)", " ", company or "") or (company or "")
    return " ".join(_LEGAL.sub(" ", fold(bare)).split())


def _same_company(found: str | None, expected: str | None) -> bool:
    return _bare(found) == _bare(expected)


def _company(label: str | None, posting: Posting, page: str) -> tuple[bool, bool]:
    wanted, found = _bare(label), _bare(posting.company)
    stated = bool(wanted) and f" {wanted} " in page
    if stated:
        return True, wanted == found
    return False, not found or set(found.split()) <= set(wanted.split())


def _city(location: str) -> str:
    """The city in a location: the first part that is one, or the first part."""
    parts = [p for part in re.split(r"[,/()]|\sor\s|\snear\s", location) if (p := part.strip())]
    known = [part for part in parts if is_city(part) or is_city(re.sub(r"\W", " ", part))]
    return fold((known or parts or [""])[0])


def _same_city(posting: Posting, expected: str | None) -> bool:
    if not expected:
        return not posting.locations
    return _names(posting, expected)


def _names(posting: Posting, expected: str) -> bool:
    """Whether a location that was read names the expected city."""
    city = _city(expected)
    cores = {city, re.sub(r"\b(?:city|[a-z]{2,3}|\d+)\b", "", city).strip()} - {""}
    return any(f" {core} " in f" {fold(place)} " for core in cores for place in posting.locations)


def _location(label: str | None, posting: Posting, page: str) -> tuple[bool, bool]:
    if not label:
        return False, not posting.locations
    city = _city(label)
    remote = bool(re.search(r"remote|anywhere|telecommut|online", label, re.IGNORECASE))
    if not remote and f" {city} " in page:
        return True, _names(posting, label)
    if not posting.locations or remote:
        return False, True
    words = set(fold(label).split())
    return False, any(words & set(fold(place).split()) for place in posting.locations)


def _report(part: str, wrong: list[str], failures: bool) -> None:
    print(f"{part}: {len(wrong)} remarks", file=sys.stderr)
    if failures:
        for line in wrong:
            print(f"  {line}", file=sys.stderr)
