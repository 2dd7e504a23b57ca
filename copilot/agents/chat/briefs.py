"""What a chat model is told about a profile and a posting.

Deterministic: the same inputs give the same text, so that a call that was paid for is found again.
Everything that comes from a posting stands between the marks of `fenced`. Contact data and other
people's words (references) stay here: no agent needs them.
"""

from __future__ import annotations

import json
from typing import Any

from copilot.agents.contracts import DraftRequest
from copilot.agents.prompts import fenced
from copilot.agents.untrusted import visible_text
from copilot.domain.claims import Finding
from copilot.domain.match import RequirementMatch
from copilot.domain.posting import Posting
from copilot.domain.resume import Resume

MAX_POSTING = 24_000
"""Characters; what stands behind is not read by people either."""
MAX_REQUIREMENTS = 25
MAX_EVIDENCE = 2
MAX_FACTS = 5
MAX_FINDINGS = 20

_BASICS_KEPT = ("name", "label", "summary")
_SECTIONS_LEFT_OUT = ("references", "meta")


def profile_text(profile: Resume) -> str:
    """JSON without contact data; paths are those of the whole document."""
    document = profile.to_json()
    basics: dict[str, Any] = document.get("basics", {})
    location: dict[str, Any] = basics.get("location", {})
    kept: dict[str, Any] = {name: basics[name] for name in _BASICS_KEPT if name in basics}
    if "city" in location:
        kept["location"] = {"city": location["city"]}
    shown = {
        name: [_without_urls(entry) for entry in entries]
        for name, entries in document.items()
        if name in Resume.model_fields and name not in ("basics", *_SECTIONS_LEFT_OUT)
    }
    written = json.dumps({"basics": kept, **shown}, ensure_ascii=False, separators=(",", ":"))
    return visible_text(written)


def posting_text(posting: Posting) -> str:
    return fenced(
        f"Title: {posting.title}\nCompany: {posting.company or 'not stated'}\n\n"
        f"{posting.description[:MAX_POSTING]}"
    )


def requirements_text(request: DraftRequest) -> str:
    return fenced("\n".join(_requirements(request)))


def letter_facts_text(request: DraftRequest) -> str:
    """All of the posting that a letter may use."""
    posting, analysis = request.posting, request.analysis
    lines = [f"Position: {posting.title}", f"Company: {posting.company or 'not stated'}"]
    if posting.locations:
        lines.append(f"Place: {', '.join(posting.locations)}")
    facts = [f"- {fact}" for fact in analysis.company_facts[:MAX_FACTS]]
    lines += ["Requirements:", *_requirements(request), "About the company:", *facts]
    return fenced("\n".join(lines))


def findings_text(findings: tuple[Finding, ...]) -> str:
    """Fenced as well: the words at fault may be a stranger's that the draft took over."""
    lines = [
        f"- {finding.path}: “{finding.words}” ({finding.category}): {finding.reason}"
        for finding in findings[:MAX_FINDINGS]
    ]
    return fenced("\n".join(lines))


def _requirements(request: DraftRequest) -> list[str]:
    # The must-haves first, each group in the posting's order.
    ranked = sorted(request.match.requirements, key=lambda m: not m.requirement.must_have)
    return [_requirement(match) for match in ranked[:MAX_REQUIREMENTS]]


def _requirement(match: RequirementMatch) -> str:
    asked = match.requirement
    weight = "must" if asked.must_have else "nice"
    places = ", ".join(found.path for found in match.evidence[:MAX_EVIDENCE])
    skills = f" [{', '.join(asked.skills)}]" if asked.skills else ""
    shown = f" at {places}" if places else ""
    return f"{asked.id} {weight} {match.verdict.value}{shown}: {asked.quote}{skills}"


def _without_urls(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    return {name: value for name, value in entry.items() if name != "url"}
