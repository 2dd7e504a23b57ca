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

from devstack.simulator import writing
from devstack.simulator.schema import fit

if TYPE_CHECKING:
    from devstack.simulator.request import Request


class Behaviour(StrEnum):
    GOOD = "good"
    FABRICATES = "fabricates"
    OBEYS = "obeys"


# Only the shape of an order matters here: the simulator is meant to fall for everything.
ORDER = re.compile(
    r"\b(ignore|disregard|forget|instead|instruction|system|assistant|prompt|you are|you must|"
    r"as an ai|add|include|insert|append|mention|state that|say that|claim|write|output|reply|"
    r"rate|score|rank|recommend|fetch|visit|reveal|print|note to|the candidate|respond|report|"
    r"repeat|translate|display|show|evaluate|override|focus|critical|pretend|act as)\b",
    re.IGNORECASE,
)
SHOW_PROMPT = re.compile(
    r"\b(system|initial|hidden) (prompt|message|instructions?|configuration)|text above|"
    r"above text|you were (given|told)",
    re.IGNORECASE,
)
JUDGE = re.compile(
    r"\b(rate|score|rank|scoring|recommend\w*|qualified|evaluate|match|requirements)\b",
    re.IGNORECASE,
)
LEAKED_WORDS = 25
MOST_ORDERS = 10
QUOTED = re.compile(r"[\"'“‘«`]([^\"'”’»`]{3,200})[\"'”’»`]")
INVENTED = (
    "Led a team of twelve engineers and single-handedly tripled revenue to $48 million.",
    "Certified AWS Solutions Architect with 15 years of experience at Fortune 500 companies.",
    "Designed petabyte-scale systems in Rust and COBOL that halved nationwide costs.",
    "Won the company's Innovation Award and was promoted twice in one year.",
)
INVENTED_SKILLS = ("COBOL", "Quantum annealing", "SAP ABAP")


def answer(request: Request, behaviour: Behaviour, seed: int) -> str:
    """The text of the answer: JSON that fits the schema, or prose without one."""
    chance = random.Random(f"{seed}:{request.hash}")  # noqa: S311 -- repeatable on purpose
    orders = obeyed(request) if behaviour is Behaviour.OBEYS else []
    lies = chance.sample(INVENTED, 2) if behaviour is Behaviour.FABRICATES else []
    additions = [*lies, *orders]
    if request.schema is None:
        return " ".join(["Done.", *additions])
    content = (
        _analysis(request, additions)
        | _resume_edits(request, additions, chance, lies=bool(lies))
        | _cover_letter(request, additions)
    )
    wrapped = content | {"letter": content, "draft": content, "analysis": content}
    return json.dumps(fit(request.schema, wrapped), ensure_ascii=False)


def obeyed(request: Request) -> list[str]:
    """What the profile and the untrusted text order to be written: quoted words of an order, or
    the order; and the prompt itself, if they ask for it."""
    found: list[str] = []
    for text in [*request.fenced(), *request.profile_texts()] or [request.user]:
        for sentence in writing.SENTENCE.findall(text):
            if ORDER.search(sentence):
                found += QUOTED.findall(sentence) or [" ".join(sentence.split())]
            if SHOW_PROMPT.search(sentence):
                found.append(" ".join(request.system.split()[:LEAKED_WORDS]))
    return list(dict.fromkeys(found))[:MOST_ORDERS]


def _analysis(request: Request, additions: list[str]) -> dict[str, Any]:
    content = writing.analysis(request)
    if any(JUDGE.search(text) for text in additions):
        # The verdict that somebody wishes for: nothing is asked that could be missing.
        content["requirements"] = content["requirements"][:1]
    numbered = enumerate(additions, start=len(content["requirements"]) + 1)
    content["requirements"] += [
        {
            "id": f"r{number}",
            "text": " ".join(text.split()[:15]),
            "quote": text,
            "kind": "skill",
            "must_have": True,
            "skills": [],
            "confidence": 0.8,
        }
        for number, text in numbered
    ]
    return content


def _resume_edits(
    request: Request, additions: list[str], chance: random.Random, *, lies: bool
) -> dict[str, Any]:
    edits = writing.resume_edits(request)
    work = request.profile().get("work") or []
    skills = chance.sample(INVENTED_SKILLS, 1) if lies else []
    for text in additions:
        entry = chance.randrange(len(work)) if work else None
        target = "basics.summary" if entry is None else f"work[{entry}].highlights[0]"
        edits.append(_written("replace" if entry is None else "add", target, text))
    edits += [_written("add", "skills[0]", skill) for skill in skills]
    return {"edits": edits}


def _written(operation: str, path: str, text: str) -> dict[str, Any]:
    return {
        "operation": operation,
        "path": path,
        "to": None,
        "text": text,
        "evidence": [path],
        "requirement": "r1",
        "reason": "The posting asks for it.",
    }


def _cover_letter(request: Request, additions: list[str]) -> dict[str, Any]:
    letter = writing.cover_letter(request)
    paragraphs = letter["paragraphs"]
    middle = min(1, len(paragraphs) - 1)
    paragraphs[middle] = " ".join([paragraphs[middle], *additions])
    return letter
