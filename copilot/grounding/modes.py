"""What each word of a letter's sentence may draw on.

A clause about the candidate needs the profile. A clause about the company, or one that says what
the candidate wishes, may use the posting's words. A gap ("I have not used X") states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import cache

from copilot.grounding import vocabulary
from copilot.grounding.category import PERSONAL, Category, listed
from copilot.grounding.words import Token


class Source(Enum):
    PROFILE = "profile"
    POSTING = "posting"
    """The profile or the posting."""
    OPEN = "open"
    """A wish, an opinion or a general statement: also any word that names nothing."""
    NONE = "none"
    """States nothing that needs support."""

    @property
    def borrows(self) -> bool:
        """Whether the posting's words may be used."""
        return self in {Source.POSTING, Source.OPEN}


_MARK = re.compile(r"^[,;:–—().!?]$")
_OFFICE_REACH = 7
# "Could I come in on a Friday?"
_ASKING = frozenset({"could", "may", "might", "shall", "would"})


@cache
def listed_words(name: str) -> frozenset[str]:
    """A line of the list of words that steer a letter's reading."""
    for line in vocabulary.lines("modes"):
        head, _, members = line.partition(":")
        if head == name:
            return frozenset(members.split())
    raise LookupError(name)


def clauses(words: Sequence[Token]) -> list[list[int]]:
    """Token indexes by clause; a conjunction opens the clause that it introduces."""
    made: list[list[int]] = [[]]
    opens = listed_words("conjunction")
    for index, token in enumerate(words):
        if _MARK.match(token.text):
            made.append([])
        elif token.key in opens and token.text != "I" and made[-1]:  # the Polish "i"
            made.append([index])
        else:
            made[-1].append(index)
    return [c for c in made if c]


def sources(words: Sequence[Token], company: frozenset[str], language: str) -> list[Source]:
    """For each token what it may draw on. ``company`` holds the folded words of the posting's
    names."""
    found = [Source.PROFILE] * len(words)
    mine = speaks_of_candidate(words, language)
    yours = any(t.key in listed_words("yours") | company for t in words)
    offices = _offices(words)
    for clause, kind in zip(*_kinds(words, company, language), strict=True):
        _assign(found, clause, words, kind, offices)
        if kind == "general":
            continue
        theirs = words[clause[0]].key in listed_words("relative") and kind != "candidate"
        for index in clause:
            category = listed(words[index])
            if (category is Category.AVAILABILITY and not theirs and (mine or not yours)) or (
                category in PERSONAL and kind == "candidate"
            ):
                found[index] = Source.PROFILE
    for index in offices:
        found[index] = Source.POSTING
    asks = bool(words) and words[-1].text == "?" and language == "en"
    if asks and words[0].key in _ASKING and not any(t.key == "that" for t in words):
        return [Source.OPEN] * len(words)
    if asks:
        return [Source.OPEN if s.borrows else s for s in found]
    return found


def speaks_of_candidate(words: Sequence[Token], language: str) -> bool:
    return any(t.key in listed_words("candidate") | _subjects(language) for t in words)


@cache
def _subjects(language: str) -> frozenset[str]:
    """I, and verbs that hold it; the Polish "i" is an "and"."""
    return listed_words("subject") - ({"i"} if language == "pl" else set())


def _kinds(
    words: Sequence[Token], company: frozenset[str], language: str
) -> tuple[list[list[int]], list[str]]:
    parts = clauses(words)
    own = [_kind([words[i] for i in c], company, language) for c in parts]
    default = "company" if language == "en" else "candidate"
    impersonal = language == "en" and not speaks_of_candidate(words, language)
    kinds: list[str] = []
    for position, clause in enumerate(parts):
        kind, previous = own[position], kinds[-1] if kinds else ""
        first = [words[i] for i in clause[:2]]
        if not kind and language != "en" and keys_of(clause, words) & listed_words("wish"):
            kind = "wish"  # these languages may leave out the I
        elif (not kind and _wishes_on([words[i].key for i in clause], kinds)) or (
            not kind and previous == "wish" and first[0].key in listed_words("explaining")
        ):
            kind = "wish"
        elif not kind and _states(_with_relative(parts, position, words)):
            kind = "general" if impersonal and _timeless(clause, words) else "company"
        elif not kind:
            later = next((k for k in own[position + 1 :] if k), default)
            dangles = first[0].key in listed_words("dangling")
            kind = previous or ("candidate" if dangles else later)
            if previous == "company" and _perfect(first) and "candidate" in own:
                kind = "candidate"
            knows = {words[i].key for i in parts[position - 1]} & listed_words("knowing")
            if first[0].key == "that" and knows:
                kind = "wish"
        elif (
            kind == "candidate"
            and previous in {"company", "general"}
            and first[0].key in {"that", "which", "who"}
            and not keys_of(clause, words) & _subjects(language)
        ):
            kind = "company"  # "a firm that has built bridges can teach me"
        elif kind == "candidate" and previous == "wish" and _subordinate(first, clause, words):
            kind = "wish"
        kinds.append(kind)
    return parts, kinds


def _with_relative(parts: Sequence[list[int]], position: int, words: Sequence[Token]) -> list[str]:
    """The clause, and with it the relative clause that holds its verb: "lines that run all day are
    …"."""
    keys = [words[i].key for i in parts[position]]
    after = parts[position + 1] if position + 1 < len(parts) else []
    if after and after[0] == parts[position][-1] + 1 and words[after[0]].key in {"that", "who"}:
        keys += [words[i].key for i in after]
    return keys


def keys_of(clause: Sequence[int], words: Sequence[Token]) -> set[str]:
    return {words[i].key for i in clause}


def _wishes_on(keys: Sequence[str], before: Sequence[str]) -> bool:
    """ "… and would like to": the candidate's wish goes on."""
    return (
        bool(before)
        and before[-1] in {"candidate", "wish"}
        and bool(set(keys[:4]) & listed_words("wish"))
        and not set(keys[:3]) & listed_words("done")
    )


def _states(keys: Sequence[str]) -> bool:
    """A general statement with a subject of its own: "a hospital needs …"."""
    return bool(set(keys[1:]) & listed_words("finite")) and keys[0] not in listed_words("dangling")


def _timeless(clause: Sequence[int], words: Sequence[Token]) -> bool:
    return not keys_of(clause, words) & listed_words("past")


def _perfect(opening: Sequence[Token]) -> bool:
    return any(t.key in {"have", "had", "was", "am", "bring"} for t in opening)


def _subordinate(opening: Sequence[Token], clause: list[int], words: Sequence[Token]) -> bool:
    """ "… a role where I advise others": what the wish is about, not what was done."""
    keys = {words[i].key for i in clause}
    return opening[0].key in listed_words("relative") and not keys & listed_words("done")


def _kind(clause: Sequence[Token], company: frozenset[str], language: str) -> str:
    """candidate, wish, company, or nothing if the clause does not say whom it speaks of."""
    keys = [t.key for t in clause]
    me = next((i for i, k in enumerate(keys) if k in listed_words("candidate")), None)
    theirs = listed_words("company") | company
    you = next((i for i, k in enumerate(keys) if k in theirs), None)
    acts = any(k in _subjects(language) for k in keys)
    wishes = any(k in listed_words("wish") for k in keys)
    if acts or (me is not None and (you is None or me < you)):
        if language == "en" and (_opines(keys) or _able(keys)):
            return "wish" if _opines(keys) else "candidate"
        return "wish" if wishes and not _lasting(keys) else "candidate"
    return "company" if you is not None else ""


_IN_MIND = re.compile(
    r"\bwhat (?:\w+ ){0,2}?(?:i(?:'m|'d)?|interests|attracts|draws|drew|appeals|brings|excites)\b"
    r"(?: (?:am|would|have|most|now|also|really))*"
    r"(?: (?:in mind|after|want|like|enjoy|love|looking for|miss|need|hope|seek|prefer)|"
    r" me| to me)\b|"
    r"\b(?:fine|welcome|right|attractive|ideal|appealing) (?:with|by|for|to) me\b|"
    r"\b(?:is|are) (?:\w+ ){0,2}(?:reasons?|why) (?:that |why |for which )?(?:i am|i'm|i)\b"
)


def _opines(keys: Sequence[str]) -> bool:
    """ "I think …", "I know what …", "… is what I am after": an opinion; "I know how to …" is a
    skill."""
    if _IN_MIND.search(" ".join(keys)):
        return True
    for place, key in enumerate(keys[:-1]):
        after = keys[place + 1]
        if key in listed_words("opinion") and not after.endswith("ing"):
            return True
        if key in listed_words("knowing") and after in {"that", "what", "why", "how", "when"}:
            return keys[place + 2 : place + 3] != ["to"] and after != "how"
    return keys[-1:] != [] and keys[-1] in listed_words("knowing") | listed_words("opinion")


def _able(keys: Sequence[str]) -> bool:
    """ "I am confident leading teams", "I love managing budgets", "I applied lean methods": what
    looks like a wish and says what the candidate does."""
    for place, key in enumerate(keys[:-1]):
        after = keys[place + 1]
        if key in listed_words("able") and (after.endswith("ing") or after in {"in", "at", "with"}):
            return not {"would", "i'd"} & set(keys[:place])
        if key == "applied" and place and keys[place - 1] not in {"have", "just"}:
            return after not in {"for", "to", "as", "at", "with", "here"}
    return False


def _lasting(keys: Sequence[str]) -> bool:
    """ "I have long admired": a past with the company, not a wish."""
    return bool({"have", "i've", "had", "was"} & set(keys)) and bool(
        listed_words("lasting") & set(keys)
    )


def _assign(
    found: list[Source],
    clause: list[int],
    words: Sequence[Token],
    kind: str,
    offices: frozenset[int],
) -> None:
    source = {
        "company": Source.POSTING, "wish": Source.OPEN, "general": Source.OPEN,
    }.get(kind, Source.PROFILE)  # fmt: skip
    if kind == "wish" and keys_of(clause, words) & listed_words("once-more"):
        source = Source.PROFILE
    for place, index in enumerate(clause):
        key = words[index].key
        after = words[clause[place + 1]].key if place + 1 < len(clause) else ""
        if index in offices:
            continue
        if key in listed_words("claiming") and not (
            after in listed_words("courtesy")
            or (key in {"experience", "skills"} and kind == "company")
        ):
            source = Source.PROFILE if kind != "company" or key in {"my", "mine"} else source
        elif key in listed_words("theirs"):
            source = Source.POSTING
        elif (kind == "candidate" and key in listed_words("returning")) or (
            kind == "wish"
            and (
                key in listed_words("goes-on")
                or (key == "my" and after not in listed_words("courtesy"))
            )
        ):
            source = Source.PROFILE
        found[index] = source


def _offices(words: Sequence[Token]) -> frozenset[int]:
    """ "the X role", "the position of X": the posting's name for the job."""
    found: set[int] = set()
    for index, token in enumerate(words):
        if token.key not in listed_words("office"):
            continue
        back = [words[i].key for i in range(max(0, index - _OFFICE_REACH), index)]
        for distance, key in enumerate(reversed(back), 1):
            if key in {"the", "this", "your", "a", "an", "as", "for"}:
                found.update(range(index - distance, index))
                break
            if key in {"my", "i", ","}:
                break
        linked = index + 1 < len(words) and (
            words[index + 1].key in listed_words("linking")
            or token.key.startswith("stanowisk")
            or (token.key in {"vacancy", "opening", "post"} and words[index + 1].key == "for")
        )
        if linked and back[-1:] != ["my"]:
            for i in range(index + 1, min(len(words), index + 2 + _OFFICE_REACH)):
                if _MARK.match(words[i].text) or words[i].key in {"i", "and", "because"}:
                    break
                found.add(i)
    return frozenset(found)
