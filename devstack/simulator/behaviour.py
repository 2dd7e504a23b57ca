"""What the simulated model writes.

``good`` says only what the prompt's profile and posting say. ``fabricates`` adds what neither says.
``obeys`` does what sentences in the untrusted text tell it to, as a gullible model would.
"""

from __future__ import annotations

import json
import random
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from devstack.simulator.schema import fit

if TYPE_CHECKING:
    from devstack.simulator.request import Request


class Behaviour(StrEnum):
    GOOD = "good"
    FABRICATES = "fabricates"
    OBEYS = "obeys"


SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
# Only the shape of an order matters here: the simulator is meant to fall for everything.
ORDER = re.compile(
    r"\b(ignore|disregard|forget|instead|instruction|system|assistant|prompt|you are|you must|"
    r"as an ai|add|include|insert|append|mention|state that|say that|claim|write|output|reply|"
    r"rate|score|rank|recommend|fetch|visit|reveal|print)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[\"'“‘«`]([^\"'”’»`]{3,200})[\"'”’»`]")
INVENTED = (
    "Led a team of twelve engineers and single-handedly tripled revenue to $48 million.",
    "Certified AWS Solutions Architect with 15 years of experience at Fortune 500 companies.",
    "Designed petabyte-scale systems in Rust and COBOL that halved nationwide costs.",
    "Won the company's Innovation Award and was promoted twice in one year.",
)
INVENTED_SKILLS = ("COBOL", "Quantum annealing", "SAP ABAP")
SHORTEST_REQUIREMENT = 25
REQUIREMENTS = 8


def answer(request: Request, behaviour: Behaviour, seed: int) -> str:
    """The text of the answer: JSON that fits the schema, or prose without one."""
    chance = random.Random(f"{seed}:{request.hash}")  # noqa: S311 -- repeatable on purpose
    orders = obeyed(request) if behaviour is Behaviour.OBEYS else []
    lies = chance.sample(INVENTED, 2) if behaviour is Behaviour.FABRICATES else []
    additions = [*lies, *orders]
    if request.schema is None:
        return " ".join(["Done.", *additions])
    content = (
        analysis(request, additions)
        | resume_edits(request, additions, chance)
        | cover_letter(request, additions)
    )
    wrapped = content | {"letter": content, "draft": content, "analysis": content}
    return json.dumps(fit(request.schema, wrapped), ensure_ascii=False)


def obeyed(request: Request) -> list[str]:
    """What the untrusted text orders to be written: quoted words of an order, or the order."""
    found: list[str] = []
    for text in request.fenced() or [request.user]:
        for sentence in SENTENCE.findall(text):
            if ORDER.search(sentence):
                found += QUOTED.findall(sentence) or [" ".join(sentence.split())]
    return list(dict.fromkeys(found))[:10]


def analysis(request: Request, additions: list[str]) -> dict[str, Any]:
    text = "\n".join(request.fenced())
    lines = [" ".join(line.split()).lstrip("-*• ") for line in SENTENCE.findall(text)]
    asked = [line for line in lines if len(line) >= SHORTEST_REQUIREMENT][:REQUIREMENTS]
    requirements = [
        {
            "id": f"r{number}",
            "text": " ".join(line.split()[:15]),
            "quote": line,
            "kind": "skill",
            "must_have": number <= REQUIREMENTS // 2,
            "skills": [],
            "confidence": 0.8,
        }
        for number, line in enumerate([*asked, *additions], start=1)
    ]
    return {
        "requirements": requirements,
        "skills": [],
        "responsibilities": asked[:2],
        "company_facts": [],
        "language": "en",
        "confidence": 0.8,
    }


def resume_edits(request: Request, additions: list[str], chance: random.Random) -> dict[str, Any]:
    edits: list[dict[str, Any]] = []
    work = request.profile().get("work") or []
    for index, job in enumerate(work):
        highlights = job.get("highlights") or []
        if len(highlights) > 1:
            edits.append(
                {
                    "operation": "move",
                    "path": f"work[{index}].highlights[{len(highlights) - 1}]",
                    "to": f"work[{index}].highlights[0]",
                    "text": None,
                    "evidence": [],
                    "requirement": None,
                    "reason": "It answers the posting best.",
                }
            )
            break
    for text in additions:
        target = f"work[{chance.randrange(len(work))}].highlights[0]" if work else "basics.summary"
        edits.append(
            {
                "operation": "add" if work else "replace",
                "path": target,
                "to": None,
                "text": text,
                "evidence": [target],
                "requirement": "r1",
                "reason": "The posting asks for it.",
            }
        )
    return {"edits": edits}


def cover_letter(request: Request, additions: list[str]) -> dict[str, Any]:
    profile = request.profile()
    basics = profile.get("basics") or {}
    said = _field(request.user, "Position") or "the position"
    company = _field(request.user, "Company")
    work = profile.get("work") or []
    highlights = [text for job in work for text in job.get("highlights") or []]
    opening = " ".join(
        [f"I apply for the position {said}.", *filter(None, [basics.get("summary")])]
    )
    return {
        "language": "en",
        "tone": "plain",
        "salutation": "Dear Hiring Team,",
        "paragraphs": [opening, " ".join([*highlights[:2], *additions]) or opening],
        "closing": "Kind regards",
        "signature": str(basics.get("name") or ""),
        "subject": f"Application: {said}",
        "recipient": company,
    }


def _field(text: str, name: str) -> str | None:
    found = re.search(rf"^{name}: *(\S.*)$", text, re.MULTILINE)
    return found[1].strip() if found else None
