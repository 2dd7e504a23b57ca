"""What is encoded for each dimension: the texts behind the stored vectors."""

from __future__ import annotations

from copilot.domain.match import Dimension
from copilot.domain.posting import Posting, PostingAnalysis, RequirementKind
from copilot.domain.profile import Goals
from copilot.domain.resume import Resume
from copilot.skills import find_skills

_ASKED_IN_SKILLS = {RequirementKind.SKILL, RequirementKind.CERTIFICATE, RequirementKind.LANGUAGE}
_ASKED_IN_GOALS = {RequirementKind.LOCATION, RequirementKind.PERMIT}


def dimension_texts_for_profile(resume: Resume, goals: Goals) -> dict[Dimension, list[str]]:
    """Texts per dimension; an empty list where the profile says nothing."""
    skills: list[str] = []
    for skill in resume.skills:
        skills += [name for name in (skill.name, *skill.keywords) if name]
    skills += [entry.name for entry in resume.certificates if entry.name]
    skills += [entry.language for entry in resume.languages if entry.language]
    experience: list[str] = [resume.basics.summary] if resume.basics.summary else []
    for work in resume.work:
        experience += [text for text in (work.position, work.summary, *work.highlights) if text]
    for project in resume.projects:
        experience += [t for t in (project.name, project.description, *project.highlights) if t]
    for study in resume.education:
        if study.study_type or study.area:
            experience.append(" ".join(filter(None, (study.study_type, study.area))))
    if not skills:
        skills = [m.name for text in experience for m in find_skills(text)]
    wanted = [*goals.titles, *goals.locations, *(policy.value for policy in goals.remote_policies)]
    wanted += goals.employment_types
    if goals.text:
        wanted.append(goals.text)
    if not goals.titles:
        wanted += [title for title in (resume.basics.label,) if title]
    return {
        Dimension.SKILLS: _together(skills),
        Dimension.EXPERIENCE: experience,
        Dimension.GOALS: wanted,
    }


def dimension_texts_for_posting(
    posting: Posting, analysis: PostingAnalysis
) -> dict[Dimension, list[str]]:
    """Texts per dimension; an empty list where the posting says nothing."""
    asked = {r.kind: [] for r in analysis.requirements}  # type: dict[RequirementKind, list[str]]
    for requirement in analysis.requirements:
        asked[requirement.kind].append(requirement.text)
    skills = list(analysis.skills)
    experience = [
        text
        for kind, texts in asked.items()
        if kind not in _ASKED_IN_SKILLS | _ASKED_IN_GOALS
        for text in texts
    ]
    experience += [text for text in analysis.responsibilities if text not in experience]
    if not skills:
        skills = [text for kind in _ASKED_IN_SKILLS for text in asked.get(kind, [])]
    offered = [posting.title, *posting.locations, *posting.employment_types]
    if posting.remote_policy is not None:
        offered.append(posting.remote_policy.value)
    return {
        Dimension.SKILLS: _together(skills),
        Dimension.EXPERIENCE: [posting.title, *experience],
        Dimension.GOALS: offered,
    }


def _together(names: list[str]) -> list[str]:
    """Names as one text: a list of skills is read as a whole."""
    distinct = list(dict.fromkeys(names))
    return [", ".join(distinct)] if distinct else []
