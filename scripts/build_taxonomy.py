#!/usr/bin/env python3
"""Builds copilot/skills/data/taxonomy.tsv.gz; a developer runs it.

    python scripts/build_taxonomy.py --source DIR [--spans SKILLSPAN_TRAIN_JSON]

DIR holds skills_laiser.csv.gz, knowledge_laiser.csv.gz, esco_skills_full_text.csv.gz (ESCO and
O*NET) and skill_extractor_gazetteer.json.gz. Needs ``wordfreq`` in the environment that runs it: it
tells which names are also ordinary words. With ``--spans`` terms of the gazetteer that annotators
of real postings hardly ever marked as skills are left out.

A line of the result: label, URI, names as keys joined by "|". A name with "!" before it is also an
ordinary word and is kept as written.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from wordfreq import zipf_frequency

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from copilot.skills.names import key, tokens, without_parentheses  # noqa: E402
from copilot.skills.taxonomy import synonym_lines  # noqa: E402

DATA = ROOT / "copilot" / "skills" / "data"

# Zipf frequency (per billion words, log 10) from which a single word counts as an ordinary one.
COMMON_WORD = 3.5
COMMON_SHORT = 3.0
# Shares of the marked occurrences in SkillSpan's training part.
KEEP_SHARE = 0.3
ORDINARY_SHARE = 0.5
_FUNCTION_WORDS = "a an and as at by for from in into of on or the to with about"
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


@dataclass
class Draft:
    label: str
    uri: str
    keys: dict[str, str] = field(default_factory=dict)
    """Key → as written in the file."""


class Claims:
    """Which concept owns which key; the first claim holds."""

    def __init__(self) -> None:
        self.concepts: list[Draft] = []
        self.owner: dict[str, Draft] = {}

    def concept(self, label: str, uri: str = "") -> Draft:
        draft = Draft(label, uri)
        self.concepts.append(draft)
        return draft

    def name(self, draft: Draft, name_key: str, written: str | None = None) -> bool:
        if not name_key or name_key in self.owner:
            return False
        self.owner[name_key] = draft
        draft.keys[name_key] = written or name_key
        return True


def rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10**9)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def add_synonyms(claims: Claims) -> None:
    text = (DATA / "synonyms.txt").read_text("utf-8")
    for names in synonym_lines(text):
        draft = claims.concept(names[0].strip("{}"))
        for name in names:
            plain = name.strip("{}")
            if not claims.name(draft, key(plain), f"!{plain}" if name.startswith("{") else None):
                owner = claims.owner[key(plain)]
                if owner is not draft:
                    raise SystemExit(f"synonyms.txt: {plain!r} stands for two skills")


def esco(source: Path) -> list[tuple[str, str, list[str]]]:
    """Label, URI and alternative names of each ESCO skill and knowledge concept."""
    found = [
        (r["skill_name"].strip(), r["original_id"], re.split(r"[\n,]", r["aliases"]))
        for r in rows(source / "skills_laiser.csv.gz")
        if r["taxonomy"] == "ESCO"
    ]
    texts = rows(source / "esco_skills_full_text.csv.gz")
    ends = {r["description"].strip()[-90:]: r["id"] for r in texts}
    for r in rows(source / "knowledge_laiser.csv.gz"):
        if r["taxonomy"] == "esco_knowledge":
            label = r["name"].strip()
            uri = ends.get(r["description"].strip()[-90:], "")
            if not uri:  # the description has changed since: then by how the text begins
                uri = next((t["id"] for t in texts if starts(t["description"], label)), "")
            found.append((label, uri, []))
    return found


def onet(source: Path) -> list[tuple[str, str, list[str]]]:
    found = []
    for r in rows(source / "skills_laiser.csv.gz"):
        if r["taxonomy"] not in {"ONET_TECH", "ONET_SKILL"}:
            continue
        name = r["skill_name"].strip()
        found.append((name, f"onet:{name}", without_inner_abbreviation(name)))
    return found


def without_inner_abbreviation(name: str) -> list[str]:
    """ "Customer relationship management CRM software" → the same without CRM."""
    words = name.split()
    for at, word in enumerate(words):
        if at >= 2 and word.isupper() and len(word) >= 2:
            initials = "".join(w[0].upper() for w in words[max(0, at - len(word)) : at])
            if initials == word:
                return [" ".join(words[:at] + words[at + 1 :])]
    return []


def safe_alias(alias: str, label: str) -> bool:
    """ESCO's alternative labels are loose when they are short ("Mocha" for JavaScript)."""
    words = [w for w in key(alias).split() if w not in FUNCTION_WORDS]
    if len(words) >= 3:
        return True
    stems = {stem(w) for w in key(label).split() if w not in FUNCTION_WORDS}
    return bool(words) and stems <= {stem(w) for w in words}


def stem(word: str) -> str:
    for ending in ("ing", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def add_concepts(claims: Claims, entries: list[tuple[str, str, list[str]]]) -> None:
    drafts: dict[int, Draft] = {}
    for number, (label, uri, _) in enumerate(entries):
        plain = key(without_parentheses(label))
        known = claims.owner.get(key(label)) or claims.owner.get(plain)
        if known is not None:
            if not known.uri:
                known.uri = uri
            drafts[number] = known
            claims.name(known, key(label))
            continue
        draft = claims.concept(label, uri)
        drafts[number] = draft
        claims.name(draft, key(label))
        claims.name(draft, plain)
    wanted: dict[str, set[int]] = defaultdict(set)
    for number, (label, _, aliases) in enumerate(entries):
        for alias in aliases:
            if len(alias.strip()) > 2 and safe_alias(alias, label):
                wanted[key(alias)].add(number)
    for name_key, numbers in wanted.items():
        if len(numbers) == 1:  # a name of two concepts stands for neither
            claims.name(drafts[next(iter(numbers))], name_key)


_LONG_SHORT = re.compile(r"^(.{6,60}?)\s*\(([A-Za-z][A-Za-z0-9&/-]{1,6}?)s?\)$")


def add_terms(claims: Claims, terms: list[str]) -> None:
    shorts: dict[str, Counter[str]] = defaultdict(Counter)
    for term in terms:
        hit = _LONG_SHORT.match(term)
        if hit and initials_of(hit[1]) == hit[2].lower():
            shorts[key(hit[2])][key(hit[1])] += 1
    for short, longs in shorts.items():
        if len(longs) != 1:
            continue
        long_key = next(iter(longs))
        draft = claims.owner.get(long_key)
        if draft is None and short in claims.owner:
            continue
        if draft is None:
            draft = claims.concept(long_key)
            claims.name(draft, long_key)
        claims.name(draft, short)
    for term in terms:
        if _LONG_SHORT.match(term) or len(term) > 60:
            continue
        name_key = key(term)
        singular = name_key[:-1] if re.search(r"[^su]s$", name_key) else name_key
        known = claims.owner.get(name_key) or claims.owner.get(singular)
        if known is None:
            known = claims.concept(term)
        claims.name(known, name_key)
        if " " in singular and not singular.endswith(("is", "s")):
            claims.name(known, singular)


def initials_of(name: str) -> str:
    return "".join(
        w[0] for w in re.split(r"[\s/-]+", name.lower()) if w and w not in FUNCTION_WORDS
    )


def occurrences(path: Path, wanted: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Key → how often it stands in the annotated sentences, how often inside a marked span."""
    keys = set(wanted)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in path.read_text("utf-8").splitlines():
        sentence = json.loads(line)
        marked = [
            s != "O" or k != "O"
            for s, k in zip(sentence["tags_skill"], sentence["tags_knowledge"], strict=True)
        ]
        flat: list[tuple[str, bool]] = [
            (t.key, m)
            for word, m in zip(sentence["tokens"], marked, strict=True)
            for t in tokens(word)
        ]
        for at in range(len(flat)):
            for span in range(1, min(6, len(flat) - at) + 1):
                part = flat[at : at + span]
                name_key = " ".join(k for k, _ in part)
                if name_key in keys:
                    counts[name_key][0] += 1
                    counts[name_key][1] += all(m for _, m in part)
    return {k: (v[0], v[1]) for k, v in counts.items()}


def drop_what_nobody_marks(terms: list[str], spans: Path | None) -> list[str]:
    if spans is None:
        return terms
    seen = occurrences(spans, (key(t) for t in terms))
    kept = []
    for term in terms:
        times, marked = seen.get(key(term), (0, 0))
        if times < 3 or marked / times >= KEEP_SHARE:
            kept.append(term)
    return kept


def singular_of(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def mark_ordinary_words(claims: Claims, spans: Path | None) -> None:
    """Single words that running text is full of count only by their context."""
    single = [k for k in claims.owner if " " not in k and k.isalpha()]
    seen = occurrences(spans, single) if spans else {}
    for name_key in single:
        draft = claims.owner[name_key]
        if draft.keys[name_key] != name_key or draft.keys[name_key].startswith("!"):
            continue
        frequency = max(zipf_frequency(form, "en") for form in (name_key, singular_of(name_key)))
        limit = COMMON_SHORT if len(name_key) <= 3 else COMMON_WORD
        times, marked = seen.get(name_key, (0, 0))
        if name_key in BY_HAND:
            continue
        if times >= 2 and marked / times >= ORDINARY_SHARE:
            continue
        if times >= 2 and marked / times < KEEP_SHARE and frequency >= 3.0:
            frequency = 9.0
        if "/esco/" in draft.uri and times < 4 and len(name_key) > 3:
            continue  # ESCO's one-word labels are fields of knowledge: accounting, physics
        if frequency >= limit:
            written = name_key.upper() if len(name_key) <= 3 else name_key.capitalize()
            if draft.label.isascii() and key(draft.label) == name_key and not draft.label.islower():
                written = draft.label
            draft.keys[name_key] = f"!{written}"


BY_HAND = frozenset(
    key(name)
    for names in synonym_lines((DATA / "synonyms.txt").read_text("utf-8"))
    for name in names
)


def starts(text: str, label: str) -> bool:
    return text.startswith((f"{label} ", f"{label}\n"))


def write_labels(
    entries: list[tuple[str, str, list[str]]], source: Path, older: Path | None
) -> None:
    """ESCO's labels with their vectors (int8, 127 is the largest number of each), for linking."""
    from copilot.embeddings import load_encoder

    known = {label: uri for label, uri, _ in entries}
    if older is not None:
        texts = rows(source / "esco_skills_full_text.csv.gz")
        for label in filter(None, map(str.strip, older.read_text("utf-8").splitlines())):
            if label not in known:
                known[label] = next((t["id"] for t in texts if starts(t["description"], label)), "")
    labelled = sorted(known.items())
    packed = gzip.compress("\n".join("\t".join(row) for row in labelled).encode(), 9, mtime=0)
    (DATA / "esco_labels.tsv.gz").write_bytes(packed)
    vectors = load_encoder(threads=2).encode([label for label, _ in labelled])
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    np.save(DATA / "esco_labels.npy", np.round(vectors / largest * 127).astype(np.int8))
    sys.stdout.write(f"{len(labelled)} labels to link to\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--spans", type=Path)
    parser.add_argument("--esco-labels", type=Path, help="labels of ESCO 1.1.0, one a line")
    options = parser.parse_args()
    claims = Claims()
    add_synonyms(claims)
    concepts = esco(options.source)
    add_concepts(claims, concepts + onet(options.source))
    with gzip.open(options.source / "skill_extractor_gazetteer.json.gz", "rt") as file:
        # "c/c++" and "java/kotlin" are lists of names, not names.
        terms = [t for t in json.load(file) if len(t) > 1 and "/" not in t]
    add_terms(claims, drop_what_nobody_marks(terms, options.spans))
    mark_ordinary_words(claims, options.spans)
    lines = [f"{d.label}\t{d.uri}\t{'|'.join(d.keys.values())}" for d in claims.concepts if d.keys]
    target = DATA / "taxonomy.tsv.gz"
    target.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    write_labels(concepts, options.source, options.esco_labels)
    size = target.stat().st_size
    sys.stdout.write(f"{len(lines)} concepts, {len(claims.owner)} names, {size:,} bytes\n")


if __name__ == "__main__":
    main()
