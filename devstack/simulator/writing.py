"""What a diligent model would write: answers made of the prompt's own profile and posting.

Plain English only. Nothing here knows how the product checks what it gets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from devstack.simulator.request import Request

SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
SHOWN = re.compile(
    r"^(?P<id>r\d+) (?P<weight>must|nice) (?P<verdict>met|partly|missing)"
    r"(?: at (?P<places>[^:]+))?: (?P<quote>.*?)(?: \[(?P<skills>[^\]]*)\])?$",
    re.MULTILINE,
)
AT_FAULT = re.compile(r"^- [^:\n]+: “([^”\n]+)”", re.MULTILINE)
STEP = re.compile(r"([A-Za-z]+)|\[(\d+)\]")
HIGHLIGHT = re.compile(r"work\[(\d+)\]\.highlights\[(\d+)\]")
YEARS = re.compile(r"(\d+)\s*\+?\s*(?:years|yrs)", re.IGNORECASE)
NAMED_SKILL = re.compile(r"(?<=\s)(?:[A-Z][\w+#.]*[\w+#]|[a-z]+[A-Z]\w*)(?: [A-Z][\w+#]+)*")
PHRASED_SKILL = re.compile(r"\b(?:with|of|in) ((?:[a-z]+ )?[a-z]{4,})\s*$")
BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
OFFERS = re.compile(
    r"\b(benefit|offer|about us|bieten|oferuj|avantage|ofrec|nous|nosotros|o nas)", re.IGNORECASE
)
DUTIES = re.compile(r"\b(you will|responsib|duties|the role|what you.ll|tasks)", re.IGNORECASE)
ASKS = re.compile(
    r"\b(require|qualif|you need|you have|must|looking for|you bring|skills|experience|profile)",
    re.IGNORECASE,
)
NICE = re.compile(r"\b(nice|plus|prefer|bonus|advantage|desir)", re.IGNORECASE)
PAST = re.compile(
    r"^(?:[A-Z][a-z]+ed|Built|Rebuilt|Led|Cut|Ran|Wrote|Rewrote|Made|Grew|Taught|Kept|Took|Won|Held|"
    r"Drove|Sold|Set|Put|Brought|Gave|Found|Began|Dealt|Met|Sent|Spoke|Bought|Sought|Shot|Sang)\b"
)
MOST_REQUIREMENTS = 15
MOST_FACTS = 3
LONGEST_QUOTE = 200
LONGEST_HEADING, SHORT_HEADING = 6, 2
"""Words, of a line that is marked as a heading and of one that is not."""
MOST_LINES = 5
"""Pieces of evidence in a letter."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the prompt: a requirement, and where the profile meets it."""

    id: str
    must: bool
    verdict: str
    places: tuple[str, ...]
    skills: tuple[str, ...]


def requirements(request: Request) -> list[Shown]:
    return [
        Shown(
            found["id"],
            found["weight"] == "must",
            found["verdict"],
            _split(found["places"]),
            _split(found["skills"]),
        )
        for text in request.fenced()
        for found in SHOWN.finditer(text)
    ]


def faults(request: Request) -> list[str]:
    """Words of the draft before that must not come again, whatever their case."""
    return [words.casefold() for text in request.fenced() for words in AT_FAULT.findall(text)]


def analysis(request: Request) -> dict[str, Any]:
    fences = request.fenced()
    text = fences[0] if fences else ""
    asked = _asked(text)[:MOST_REQUIREMENTS]
    entries: list[dict[str, Any]] = []
    for number, (line, kind) in enumerate(asked, start=1):
        years = YEARS.search(line)
        entries.append(
            {
                "id": f"r{number}",
                "text": " ".join(line.split()[:15]),
                "quote": line,
                "kind": "responsibility" if kind == "duty" else "experience" if years else "skill",
                "must_have": kind == "must",
                "skills": [] if kind == "duty" else _skills(line),
                "years": float(years[1]) if years else None,
                "confidence": 0.8,
            }
        )
    company = field(request, "Company")
    about = [s.strip() for s in SENTENCE.findall(text) if company and company in s and " is " in s]
    return {
        "requirements": entries,
        "skills": list(dict.fromkeys(skill for entry in entries for skill in entry["skills"])),
        "responsibilities": [line for line, kind in asked if kind == "duty"],
        "company_facts": about[:MOST_FACTS],
        "seniority": None,
        "language": None,
        "confidence": 0.8,
    }


def resume_edits(request: Request) -> list[dict[str, Any]]:
    """What answers the posting comes first, in its own list."""
    profile, refused = request.profile(), faults(request)
    edits: list[dict[str, Any]] = []
    raised: set[str] = set()
    for shown in requirements(request):
        for place in shown.places:
            found = HIGHLIGHT.fullmatch(place)
            if found is None or found[1] in raised or shown.verdict == "missing":
                continue
            raised.add(found[1])
            if found[2] != "0":
                target = f"work[{found[1]}].highlights[0]"
                edits.append(_edit("move", place, shown.id, to=target))
    edits += _skill_moves(profile, requirements(request))
    summary = _summary(request)
    stands = (profile.get("basics") or {}).get("summary")
    if summary and not stands and not any(words in summary.casefold() for words in refused):
        edits.append(_edit("add", "basics.summary", None, text=summary))
    return edits


def cover_letter(request: Request) -> dict[str, Any]:
    profile = request.profile()
    position = field(request, "Position") or field(request, "Title")
    company = field(request, "Company")
    if company == "not stated":
        company = None
    said = f"the position {position}" if position else "this position"
    opening = [f"I apply for {said}{f' at {company}' if company else ''}.", _present(profile)]
    places = [p for r in requirements(request) if r.verdict != "missing" for p in r.places[:1]]
    told = list(dict.fromkeys([*places, *_highlights(profile)]))[:MOST_LINES]
    skills = _held(profile, requirements(request))
    shown_skills = f"My skills include {_listed(skills[:5])}." if skills else ""
    paragraphs = [
        opening,
        *_by_employer(profile, told),
        [shown_skills, _fact(request), "I would be glad to tell you more in a conversation."],
    ]
    refused = faults(request)
    kept = [
        " ".join(s for s in sentences if s and not any(words in s.casefold() for words in refused))
        for sentences in paragraphs
    ]
    return {
        "language": "en",
        "salutation": f"Dear {company} team," if company else "Dear hiring team,",
        "paragraphs": [text for text in kept if text] or ["I apply for this position."],
        "closing": "Kind regards,",
        "subject": f"Application: {position}" if position else None,
        # For forms that ask for them.
        "tone": "plain",
        "signature": str((profile.get("basics") or {}).get("name") or ""),
        "recipient": company,
    }


def field(request: Request, name: str) -> str | None:
    found = re.search(rf"^{name}: *(\S.*)$", request.user, re.MULTILINE)
    return found[1].strip() if found else None


def _asked(text: str) -> list[tuple[str, str]]:
    """Lines that ask for something, copied as they stand, and how: must, nice or duty."""
    items: list[tuple[str, str]] = []
    prose: list[tuple[str, str]] = []
    kind: str | None = "must"
    for line in text.splitlines():
        if line.startswith(("Title:", "Company:")) or not line.strip():
            continue
        heading = _heading(line)
        if heading is not None:
            kind = _kind(heading)
        elif BULLET.match(line):
            if kind is not None:
                item = BULLET.sub("", line).strip()
                items.append((item, "nice" if NICE.search(item) else kind))
        else:
            prose += [
                (sentence.strip(), "nice" if NICE.search(sentence) else "must")
                for sentence in SENTENCE.findall(line)
                if ASKS.search(sentence)
            ]
    found = [*items, *prose] or [(line.strip(), "must") for line in SENTENCE.findall(text)]
    return [(line, how) for line, how in found if 2 < len(line) <= LONGEST_QUOTE]


def _heading(line: str) -> str | None:
    if BULLET.match(line):
        return None
    bare = line.strip().strip("#*: ")
    marked = bare != line.strip() or line.isupper()
    short = len(bare.split()) <= LONGEST_HEADING and not bare.endswith((".", "!", "?"))
    return bare if short and (marked or len(bare.split()) <= SHORT_HEADING) else None


def _kind(heading: str) -> str | None:
    """None: a part that asks for nothing."""
    if OFFERS.search(heading):
        return None
    if NICE.search(heading):
        return "nice"
    return "duty" if DUTIES.search(heading) and not ASKS.search(heading) else "must"


def _skills(line: str) -> list[str]:
    named = [n.strip(" .,;") for n in NAMED_SKILL.findall(line)]
    phrased = PHRASED_SKILL.search(line.rstrip(" ."))
    return list(dict.fromkeys([*named, *([phrased[1]] if phrased and not named else [])]))


def _skill_moves(profile: dict[str, Any], shown: list[Shown]) -> list[dict[str, Any]]:
    wanted = {skill.lower() for line in shown for skill in line.skills}
    skills = profile.get("skills") or []
    asked = [n for n, s in enumerate(skills) if str(s.get("name") or "").lower() in wanted]
    return [
        _edit("move", f"skills[{place}]", None, to=f"skills[{target}]")
        for target, place in enumerate(asked)
        if target != place
    ]


def _summary(request: Request) -> str | None:
    profile = request.profile()
    work = profile.get("work") or [{}]
    position, employer = work[0].get("position"), work[0].get("name")
    skills = _held(profile, requirements(request))
    if not position or not employer or work[0].get("endDate") or not skills:
        return None
    return f"{position} at {employer}. Skills: {_listed(skills[:5])}."


def _present(profile: dict[str, Any]) -> str:
    for job in profile.get("work") or []:
        if job.get("position") and job.get("name"):
            verb = "worked" if job.get("endDate") else "work"
            return f"I {verb} as {job['position']} at {job['name']}."
    return ""


def _by_employer(profile: dict[str, Any], places: list[str]) -> list[list[str]]:
    """A paragraph for each job, of its highlights, in the first person if their form allows it."""
    jobs: dict[int, list[str]] = {}
    for place in places:
        found, text = HIGHLIGHT.fullmatch(place), _at(profile, place)
        if found is not None and isinstance(text, str):
            jobs.setdefault(int(found[1]), []).append(text.strip().rstrip("."))
    paragraphs = []
    for number, lines in sorted(jobs.items()):
        employer = profile["work"][number].get("name")
        where = f"At {employer}" if employer else "In one of my jobs"
        told: list[str] = []
        for line in lines:
            if not PAST.match(line):
                told.append(f"{where}, in the words of my résumé: “{line}”.")
            elif told:
                told.append(f"I also {line[0].lower()}{line[1:]}.")
            else:
                told.append(f"{where} I {line[0].lower()}{line[1:]}.")
        paragraphs.append(told)
    return paragraphs


def _highlights(profile: dict[str, Any]) -> list[str]:
    return [
        f"work[{n}].highlights[{m}]"
        for n, job in enumerate(profile.get("work") or [])
        for m in range(len(job.get("highlights") or []))
    ]


def _held(profile: dict[str, Any], shown: list[Shown]) -> list[str]:
    """Skills that the profile names, those asked for first."""
    names = [
        str(name)
        for skill in profile.get("skills") or []
        for name in [skill.get("name"), *(skill.get("keywords") or [])]
        if name
    ]
    wanted = {skill.lower() for line in shown for skill in line.skills}
    return sorted(names, key=lambda name: name.lower() not in wanted)


def _fact(request: Request) -> str:
    for text in request.fenced():
        _, found, facts = text.partition("About the company:\n")
        lines = [line[2:].strip() for line in facts.splitlines() if line.startswith("- ")]
        if found and lines:
            return f"Your posting says: “{lines[0].rstrip('.')}”."
    return ""


def _edit(
    operation: str, path: str, serves: str | None, *, to: str | None = None, text: str | None = None
) -> dict[str, Any]:
    return {
        "operation": operation,
        "path": path,
        "to": to,
        "text": text,
        "evidence": [path] if operation == "move" else [],
        "requirement": serves,
        "reason": "The posting asks for it.",
    }


def _at(document: Any, path: str) -> Any:
    node = document
    for name, index in STEP.findall(path):
        if name:
            node = node.get(name) if isinstance(node, dict) else None
        else:
            node = node[int(index)] if isinstance(node, list) and int(index) < len(node) else None
    return node


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())
