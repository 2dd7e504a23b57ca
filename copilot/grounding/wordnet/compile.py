"""Compile WordNet's database files into the word tables that the truth gate reads.

``python -m copilot.grounding.wordnet.compile DICT_DIR`` reads WordNet 3.1's ``data.*`` and
``index.sense`` files. Lists of words:

- ``common.txt.gz``: everyday words; ``familiar.txt.gz``: words that everybody knows
- ``feeling.txt.gz``: words of feeling
- ``quality.txt.gz``: everyday adjectives and adverbs that name no field of work
- ``plain.txt.gz``: words of quality, manner and feeling: they say how, never what
- ``agent_verbs.txt.gz``: verbs that look like a word for a person (deliver)

Tables of words, in which the first word is supported where the source has one of the others:

- ``same.txt.gz``: words that state the same; ``same_verbs.txt.gz``: the verbs among them
- ``wider.txt.gz``: a word and the more specific ones that it may stand for; ``wider_verbs.txt.gz``
- ``derived.txt.gz``: a word and those made of it or that it is made of

Only senses that people use are taken: rare ones would let a word stand for nearly anything.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
PART_OF_CODE = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
# Sense ranks that count, by part of speech: verbs have many close senses.
SAME_RANK = {"n": 2, "v": 4, "a": 3, "r": 2}
WIDER_RANK = {"n": 2, "v": 2}
WIDER_DEPTH = {"n": 2, "v": 1}
# Too general to say anything, or classes where a wider word may claim more.
# noun.Tops; a wider name of a person may rank higher
PERSON_FILE = 18
TOO_WIDE_FILES = {3, PERSON_FILE}
# noun.feeling, noun.motive, verb.emotion
FEELING_FILES = {12, 16, 37}
# adj.all, adv.all, noun.attribute, noun.feeling, noun.motive: they say how something is.
PLAIN_FILES = {0, 2, 7, 12, 16}
# Nouns that an adjective of quality is made of: attribute, cognition, feeling, motive, state.
QUALITY_FILES = {7, 9, 12, 16, 26}
# A word counts as plain if this share of its uses is.
PLAIN_SHARE = 0.75
# … and nouns of attribute, unless they are seen in tagged text, if they are made like one.
ATTRIBUTE = re.compile(r"(?:ness|ity|ance|ence|ion|hood)$")
AGENT = re.compile(r"(?:er|or|ist|ian|ant|ee|man|woman)$")
# A word must be seen this often in WordNet's tagged texts to count as one that people use.
USED = 2
# … and this often to be an everyday word.
COMMON = 20
# … or this often to be a familiar one.
FAMILIAR = 5


@dataclass
class Synset:
    words: list[str]
    file: int
    wider: list[tuple[str, str]] = field(default_factory=list)
    derived: list[tuple[int, tuple[str, str], int]] = field(default_factory=list)
    pertains: bool = False


def single(word: str) -> bool:
    return word.isalpha() and word.islower() and len(word) > 2


def synsets(folder: Path) -> dict[tuple[str, str], Synset]:
    found: dict[tuple[str, str], Synset] = {}
    for name, part in PARTS.items():
        for line in (folder / f"data.{name}").read_text(encoding="latin-1").splitlines():
            if line.startswith(" "):
                continue
            cells = line.split(" | ")[0].split()
            count = int(cells[3], 16)
            words = [cells[4 + 2 * i].split("(")[0] for i in range(count)]
            made = Synset(words, int(cells[1]))
            at = 4 + 2 * count
            for i in range(int(cells[at])):
                symbol, target, kind, pair = cells[at + 1 + 4 * i : at + 5 + 4 * i]
                where = ("a" if kind == "s" else kind, target)
                made.pertains |= symbol == "\\"
                if symbol == "@":
                    made.wider.append(where)
                elif symbol in {"+", "\\"}:
                    made.derived.append((int(pair[:2], 16), where, int(pair[2:], 16)))  # noqa: FURB166
            found[part, cells[0]] = made
    return found


def ranks(folder: Path) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(part, word, offset) → (rank, times seen in tagged text)."""
    found = {}
    for line in (folder / "index.sense").read_text(encoding="latin-1").splitlines():
        key, offset, rank, seen = line.split()
        word, _, rest = key.partition("%")
        found[PART_OF_CODE[rest[0]], word, offset] = (int(rank), int(seen))
    return found


def main() -> int:
    folder = Path(sys.argv[1])
    sets, order = synsets(folder), ranks(folder)
    used: dict[str, int] = defaultdict(int)
    for (_, word, _), (_, seen) in order.items():
        used[word] += seen
    # Verbs apart from other words: who wrote a memo has not been a memo.
    same: dict[bool, dict[str, set[str]]] = {v: defaultdict(set) for v in (True, False)}
    wider: dict[bool, dict[str, set[str]]] = {v: defaultdict(set) for v in (True, False)}
    derived: dict[str, set[str]] = defaultdict(set)

    def counts(part: str, word: str, offset: str, most: int) -> bool:
        rank, seen = order.get((part, word.lower(), offset), (99, 0))
        return single(word) and used[word] >= USED and rank <= most and (rank == 1 or seen > 0)

    for (part, offset), synset in sets.items():
        usual = [w for w in synset.words if counts(part, w, offset, SAME_RANK[part])]
        for word in usual:
            same[part == "v"][word].update(set(usual) - {word})
        for source, target, place in synset.derived:
            if not source or target not in sets or (target[0] == "r" and part == "r"):
                continue
            one, other = synset.words[source - 1], sets[target].words[place - 1]
            if PERSON_FILE in {synset.file, sets[target].file} and "n" in {part, target[0]}:
                continue  # who manages is no manager
            if single(one) and single(other) and used[one] + used[other]:
                derived[other].add(one)
                derived[one].add(other)
        if part not in WIDER_RANK:
            continue
        narrow = [w for w in synset.words if counts(part, w, offset, WIDER_RANK[part])]
        level = list(synset.wider)
        for _ in range(WIDER_DEPTH[part]):
            upper = []
            for target in level:
                above = sets[target]
                if above.file in TOO_WIDE_FILES:
                    continue
                for word in above.words:
                    if counts(part, word, target[1], WIDER_RANK[part]):
                        wider[part == "v"][word].update(set(narrow) - {word})
                upper.extend(above.wider)
            level = upper
    common = sorted(w for w, seen in used.items() if seen >= COMMON and single(w))
    tables = {
        "same": same[False], "wider": wider[False], "derived": derived,
        "same_verbs": same[True], "wider_verbs": wider[True],
    }  # fmt: skip
    for name, table in tables.items():
        lines = [f"{w} {' '.join(sorted(o))}" for w, o in sorted(table.items()) if o]
        write(name, lines)
        print(name, len(lines), sum(map(len, table.values())))  # noqa: T201
    write("common", common)
    write("familiar", sorted(w for w, seen in used.items() if seen >= FAMILIAR and single(w)))
    qualities: dict[str, int] = defaultdict(int)
    for (part, word, _), (_, seen) in order.items():
        qualities[word] += seen if part in "ar" else -seen
    domain = {
        s.words[at - 1].split("(")[0]
        for (part, _), s in sets.items()
        if part == "a"
        for at, target, _ in s.derived
        if at and target[0] == "n" and target in sets and s.pertains
    }
    write("quality", sorted(w for w in common if qualities[w] > 0 and w not in domain))
    verbs = {w for part, w, _ in order if part == "v" and single(w)}
    write("plain", plain(sets, order, used, verbs))
    persons = {
        w
        for (part, offset), synset in sets.items()
        if part == "n" and synset.file == PERSON_FILE
        for w in synset.words
        if counts(part, w, offset, 1)
    }
    agents = {w for w in verbs - persons if AGENT.search(w) and used[w]}
    write("agent_verbs", sorted(agents))
    felt = {
        w
        for (part, offset), synset in sets.items()
        if synset.file in FEELING_FILES
        for w in synset.words
        if counts(part, w, offset, 2)
    }
    write("feeling", sorted(felt))
    return 0


def plain(
    sets: dict[tuple[str, str], Synset],
    order: dict[tuple[str, str, str], tuple[int, int]],
    used: dict[str, int],
    verbs: set[str],
) -> list[str]:
    """Words that say how something is or is done, mostly or only; in alphabetical order."""
    qualities = {
        synset.words[at - 1].split("(")[0]
        for (part, _), synset in sets.items()
        if part == "a" and not synset.pertains
        for at, target, _ in synset.derived
        if at and target in sets and target[0] == "n" and sets[target].file in QUALITY_FILES
    }
    manners = {made for w in qualities for made in (w + "ly", w[:-1] + "ily", w[:-1] + "y")}
    uses: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for (part, word, offset), (rank, seen) in order.items():
        synset = sets.get((part, offset))
        if synset is not None and single(word):
            uses[word][-1 if synset.pertains else synset.file] += seen + 1 / rank

    def participle(word: str) -> bool:
        bases = (word[:-2], word[:-1], word[:-3], word[:-3] + "e", word[:-4])
        return word.endswith(("ed", "ing")) and any(base in verbs for base in bases)

    def says_how(word: str, files: dict[int, float]) -> bool:
        share = sum(n for file, n in files.items() if file in PLAIN_FILES) / sum(files.values())
        if share < PLAIN_SHARE:
            return False
        match max(files, key=lambda file: files[file]):
            case 0:
                return (word in qualities or used[word] > USED) and not participle(word)
            case 2:
                return used[word] > 0 or word in manners
            case _:
                return used[word] > 0 or bool(ATTRIBUTE.search(word))

    return sorted(word for word, files in uses.items() if says_how(word, files))


def write(name: str, lines: list[str]) -> None:
    with (HERE / f"{name}.txt.gz").open("wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as sink:
        sink.write(("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    sys.exit(main())
