"""Edits that bring the profile's own lines into the order this posting asks for."""

from __future__ import annotations

from datetime import date

from copilot.agents.contracts import DraftRequest, ResumeDraft, ResumeEdit
from copilot.agents.extractive.facts import HeldSkill, held_skills, holder_of, stated_in_prose
from copilot.agents.extractive.generic import is_generic
from copilot.agents.extractive.relevance import Relevance, weight_of
from copilot.agents.extractive.summary import composed_summary, worth_listing
from copilot.domain.posting import Requirement
from copilot.domain.resume import Resume
from copilot.skills import same_skill

MAX_ADDED_SKILLS = 12


def draft_resume(request: DraftRequest, today: date) -> ResumeDraft:
    relevance = Relevance(request)
    edits: list[ResumeEdit] = []
    summary = composed_summary(request, relevance, today)
    if summary is not None:
        edits.append(summary)
    edits += _skills(request)
    profile = request.profile
    lists = [(f"work[{n}]", work.highlights) for n, work in enumerate(profile.work)]
    lists += [(f"projects[{n}]", entry.highlights) for n, entry in enumerate(profile.projects)]
    lists += [(f"volunteer[{n}]", entry.highlights) for n, entry in enumerate(profile.volunteer)]
    for entry_path, highlights in lists:
        edits += _highlights(entry_path, highlights, relevance)
    return ResumeDraft(edits=tuple(edits))


def _highlights(entry: str, highlights: tuple[str, ...], relevance: Relevance) -> list[ResumeEdit]:
    paths = [f"{entry}.highlights[{n}]" for n in range(len(highlights))]
    ranked = sorted(paths, key=lambda path: -relevance.of(path))
    order = [place for place in ranked if relevance.of(place) > 0]
    order += [place for place in paths if place not in order]
    return _moves(paths, order, relevance)


def _moves(before: list[str], after: list[str], relevance: Relevance) -> list[ResumeEdit]:
    """The moves that turn one order into the other; entries in a common order need none."""
    edits = []
    for place, path in enumerate(after):
        if before[place] == path:
            continue
        requirement = relevance.best_requirement(path)
        reason = (
            f"Answers: {_brief(requirement)}" if requirement else "Makes room for what is asked"
        )
        edits.append(
            ResumeEdit(
                operation="move",
                path=path,
                to=f"{path[: path.rindex('[')]}[{place}]",
                evidence=(path,),
                requirement=requirement.id if requirement else None,
                reason=reason,
            )
        )
    return edits


def _brief(requirement: Requirement) -> str:
    text = requirement.text
    return text if len(text) <= 80 else text[: text.rfind(" ", 0, 80)] + " …"


def _skills(request: DraftRequest) -> list[ResumeEdit]:
    """Skills asked for come first; those that stand only in the prose join the list."""
    profile = request.profile
    asked = asked_skills(request)
    held = held_skills(profile)
    edits: list[ResumeEdit] = []
    ranks: list[tuple[float, int]] = []
    for n, skill in enumerate(profile.skills):
        names = [skill.name or "", *skill.keywords]
        order = _ranked(list(skill.keywords), asked)
        edits += [
            _skill_move(f"skills[{n}].keywords", order[place], place, asked, skill.keywords)
            for place in range(len(order))
            if order[place] != place
        ]
        best = min((_rank(name, asked) for name in names if name), default=len(asked))
        ranks.append((best, n))
    surfaced = _surfaced(profile, asked, held)
    order_of_entries = [n for _, n in sorted(ranks)]
    edits += [
        ResumeEdit(
            operation="move",
            path=f"skills[{n}]",
            to=f"skills[{place}]",
            evidence=(f"skills[{n}]",),
            requirement=_requirement_of(profile.skills[n].name or "", asked),
            reason="What the posting asks for first",
        )
        for place, n in enumerate(order_of_entries)
        if place != n
    ]
    end = len(profile.skills)
    for place, (own, requirement) in enumerate(surfaced):
        edits.append(
            ResumeEdit(
                operation="add",
                path=f"skills[{end + place}]",
                text=own.name[0].upper() + own.name[1:],
                evidence=(own.path,),
                requirement=requirement.id,
                reason="Asked for, and shown in your own text",
            )
        )
    return edits


def asked_skills(request: DraftRequest) -> list[tuple[str, Requirement]]:
    """The skills of the requirements, the weightiest requirement first, each skill once."""
    ranked = sorted(request.analysis.requirements, key=lambda r: -weight_of(r))
    asked: dict[str, tuple[str, Requirement]] = {}
    for requirement in ranked:
        for skill in requirement.skills:
            asked.setdefault(skill.lower(), (skill, requirement))
    return list(asked.values())


def _rank(name: str, asked: list[tuple[str, Requirement]]) -> int:
    return next((n for n, (skill, _) in enumerate(asked) if same_skill(skill, name)), len(asked))


def _ranked(names: list[str], asked: list[tuple[str, Requirement]]) -> list[int]:
    return sorted(range(len(names)), key=lambda n: _rank(names[n], asked))


def _requirement_of(name: str, asked: list[tuple[str, Requirement]]) -> str | None:
    return next((r.id for skill, r in asked if same_skill(skill, name)), None)


def _skill_move(
    path: str,
    source: int,
    place: int,
    asked: list[tuple[str, Requirement]],
    names: tuple[str, ...],
) -> ResumeEdit:
    requirement = _requirement_of(names[source], asked)
    return ResumeEdit(
        operation="move",
        path=f"{path}[{source}]",
        to=f"{path}[{place}]",
        evidence=(f"{path}[{source}]",),
        requirement=requirement,
        reason="Asked for by the posting" if requirement else "Makes room for what is asked",
    )


def _surfaced(
    profile: Resume, asked: list[tuple[str, Requirement]], held: tuple[HeldSkill, ...]
) -> list[tuple[HeldSkill, Requirement]]:
    surfaced: list[tuple[HeldSkill, Requirement]] = []
    for skill, requirement in asked:
        own = holder_of(skill, held) or stated_in_prose(profile, skill)
        if own is None or own.listed or any(same_skill(own.name, s.name) for s, _ in surfaced):
            continue
        # A field of study is no tool beside others; it stands with its degree.
        if own.path.startswith("education") or is_generic(own.name):
            continue
        if worth_listing(own.name, requirement):
            surfaced.append((own, requirement))
    # Names of things before common nouns: "PostgreSQL, Celery, migrations".
    surfaced.sort(key=lambda entry: entry[0].name.islower())
    return surfaced[:MAX_ADDED_SKILLS]
