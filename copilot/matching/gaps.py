"""What postings ask for that the profile does not hold, and what one more skill would open.

A requirement stands open if the match of profile and posting did not find it met; where a posting
has not been matched with the profile, if the profile does not name the skills that it names. A
skill of an open requirement that the profile does not name is a gap.

A posting is *open* to the candidate if all its must-haves are met. Traits and duties do not count
here: they are in every posting, and no skill settles them. Nor is a posting said to be open or
closed that was not matched. A skill *opens* a posting if it alone would meet all must-haves that
are not met yet: it is the last one of a list that is lacking, or one of a list of alternatives.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from copilot.domain.match import Fulfilment
from copilot.domain.posting import RequirementKind
from copilot.matching.alternatives import SKILLS_MET, offers_alternatives
from copilot.skills import canonical

_SETTLED_BY_NO_SKILL = {RequirementKind.TRAIT, RequirementKind.RESPONSIBILITY}
_OF_SKILLS = {
    RequirementKind.SKILL,
    RequirementKind.EXPERIENCE,
    RequirementKind.CERTIFICATE,
    RequirementKind.LANGUAGE,
}


@dataclass(frozen=True, slots=True)
class AskedFor:
    kind: RequirementKind
    must_have: bool
    quote: str
    skills: tuple[str, ...]
    years: float | None
    verdict: Fulfilment | None
    """None if the posting was not matched with the profile."""


@dataclass(frozen=True, slots=True)
class PostingAsks:
    posting_id: UUID
    dated: date
    requirements: Sequence[AskedFor]

    @property
    def matched(self) -> bool:
        return all(entry.verdict is not None for entry in self.requirements)


@dataclass(frozen=True, slots=True)
class SkillGap:
    skill: str
    postings: int
    must_have: int
    """Of these, how many say that they must have it."""
    first_asked: date
    last_asked: date
    opens: tuple[UUID, ...]
    """Postings whose must-haves would all be met with this skill alone."""


@dataclass(frozen=True, slots=True)
class SkillGaps:
    postings: int
    """Postings that were read."""
    without_requirements: int
    matched: int
    open_now: int
    """Matched postings whose must-haves are all met."""
    gaps: Sequence[SkillGap]
    """Most asked for first."""


def skill_gaps(postings: Iterable[PostingAsks], held: frozenset[str]) -> SkillGaps:
    """``held`` are canonical labels."""
    asked: dict[str, list[PostingAsks]] = defaultdict(list)
    must: Counter[str] = Counter()
    opened: dict[str, list[UUID]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for posting in postings:
        counts["postings"] += 1
        if not posting.requirements:
            counts["empty"] += 1
            continue
        lacking = _lacking(posting.requirements, held)
        for skill, is_must in lacking.items():
            asked[skill].append(posting)
            must[skill] += is_must
        if not posting.matched:
            continue
        counts["matched"] += 1
        keys = _keys(posting.requirements, held)
        if keys is None:
            counts["open"] += 1
        for skill in keys or ():
            opened[skill].append(posting.posting_id)
    gaps = [
        SkillGap(
            skill=skill,
            postings=len(where),
            must_have=must[skill],
            first_asked=min(posting.dated for posting in where),
            last_asked=max(posting.dated for posting in where),
            opens=tuple(opened.get(skill, ())),
        )
        for skill, where in asked.items()
    ]
    gaps.sort(key=lambda gap: (-gap.postings, -gap.must_have, -len(gap.opens), gap.skill))
    return SkillGaps(
        counts["postings"], counts["empty"], counts["matched"], counts["open"], tuple(gaps)
    )


def _lacking(requirements: Sequence[AskedFor], held: frozenset[str]) -> dict[str, bool]:
    """Skills of open requirements that are not held, and whether any of them is a must-have."""
    found: dict[str, bool] = {}
    for entry in requirements:
        if entry.kind in _OF_SKILLS and not _is_met(entry, held):
            for skill in _names(entry):
                if skill not in held:
                    found[skill] = found.get(skill, False) or entry.must_have
    return found


def _keys(requirements: Sequence[AskedFor], held: frozenset[str]) -> frozenset[str] | None:
    """The skills that would each open the posting; None if it is open already."""
    keys: frozenset[str] | None = None
    for entry in requirements:
        if entry.must_have and entry.kind not in _SETTLED_BY_NO_SKILL and not _is_met(entry, held):
            settling = _settling(entry, held)
            keys = settling if keys is None else keys & settling
    return keys


def _settling(entry: AskedFor, held: frozenset[str]) -> frozenset[str]:
    """The skills each of which alone would meet the requirement. Years come with time only."""
    if entry.years or entry.kind not in _OF_SKILLS:
        return frozenset()
    names = _names(entry)
    return frozenset(name for name in names - held if _suffices(entry, names, held | {name}))


def _is_met(entry: AskedFor, held: frozenset[str]) -> bool:
    if entry.verdict is not None:
        return entry.verdict is Fulfilment.MET
    names = _names(entry)
    return not names or _suffices(entry, names, held)


def _suffices(entry: AskedFor, names: frozenset[str], held: frozenset[str]) -> bool:
    known = len(names & held)
    if known and len(names) > 1 and offers_alternatives(entry.quote):
        return True
    return known / len(names) >= SKILLS_MET


def _names(entry: AskedFor) -> frozenset[str]:
    return frozenset(canonical(name) for name in entry.skills)
