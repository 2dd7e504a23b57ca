"""From judged requirements to scores.

A dimension's score is the weighted share of its requirements that are met: a met one counts in
full, a partly met one half. The total is the mean of the dimensions that have something to
compare, weighted as the candidate wants.
"""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.match import Dimension, DimensionScore, Fulfilment, RequirementMatch
from copilot.domain.posting import Requirement, RequirementKind
from copilot.domain.profile import Weights
from copilot.matching.wishes import Wish

MUST_HAVE, NICE_TO_HAVE = 1.0, 0.4
# Traits are in every posting and proven by none; duties are learnt on the job.
KIND_WEIGHTS = {RequirementKind.TRAIT: 0.3, RequirementKind.RESPONSIBILITY: 0.5}
CREDIT = {Fulfilment.MET: 1.0, Fulfilment.PARTLY: 0.5, Fulfilment.MISSING: 0.0}

DIMENSION_OF = {
    RequirementKind.SKILL: Dimension.SKILLS,
    RequirementKind.CERTIFICATE: Dimension.SKILLS,
    RequirementKind.LANGUAGE: Dimension.SKILLS,
    RequirementKind.EXPERIENCE: Dimension.EXPERIENCE,
    RequirementKind.EDUCATION: Dimension.EXPERIENCE,
    RequirementKind.RESPONSIBILITY: Dimension.EXPERIENCE,
    RequirementKind.TRAIT: Dimension.EXPERIENCE,
    RequirementKind.LOCATION: Dimension.GOALS,
    RequirementKind.PERMIT: Dimension.GOALS,
}


def weight_of(requirement: Requirement) -> float:
    """Must-haves before nice-to-haves, and what the analyzer doubts counts less."""
    asked = MUST_HAVE if requirement.must_have else NICE_TO_HAVE
    doubt = 0.5 + 0.5 * requirement.confidence
    return round(asked * KIND_WEIGHTS.get(requirement.kind, 1.0) * doubt, 4)


def dimension_score(
    dimension: Dimension, judged: Sequence[RequirementMatch], wishes: Sequence[Wish] = ()
) -> DimensionScore:
    total = sum(entry.weight for entry in judged) + sum(wish.weight for wish in wishes)
    if not total:
        return DimensionScore(dimension=dimension, score=None, reason=_NOTHING[dimension])
    reached = sum(CREDIT[entry.verdict] * entry.weight for entry in judged)
    reached += sum(wish.credit * wish.weight for wish in wishes)
    parts = [_counted(judged)] if judged else []
    parts += [wish.reason for wish in wishes]
    return DimensionScore(
        dimension=dimension, score=round(100 * reached / total, 1), reason=" ".join(parts)
    )


_NOTHING = {
    Dimension.SKILLS: "The posting names no skills to compare.",
    Dimension.EXPERIENCE: "The posting names no experience or education to compare.",
    Dimension.GOALS: "There are no goals to compare with what the posting says.",
}


def _counted(judged: Sequence[RequirementMatch]) -> str:
    must = [entry for entry in judged if entry.requirement.must_have]
    nice = [entry for entry in judged if not entry.requirement.must_have]
    said = []
    for entries, name in ((must, "must-haves"), (nice, "nice-to-haves")):
        if entries:
            full = sum(entry.verdict is Fulfilment.MET for entry in entries)
            half = sum(entry.verdict is Fulfilment.PARTLY for entry in entries)
            partly = f", {half} partly" if half else ""
            said.append(f"{full} of {len(entries)} {name} met{partly}")
    lacking = [entry for entry in must if entry.verdict is Fulfilment.MISSING]
    text = "; ".join(said) + "."
    if lacking:
        first = max(lacking, key=lambda entry: entry.weight)
        text += f" Missing above all: {_short(first.requirement.text)}."
    return text


def _short(text: str, limit: int = 90) -> str:
    plain = text.rstrip(" .;")
    return plain if len(plain) <= limit else plain[:limit].rsplit(" ", 1)[0] + " …"


def total_score(scores: Sequence[DimensionScore], weights: Weights) -> float:
    """0 where nothing can be compared."""
    wanted = {
        Dimension.SKILLS: weights.skills,
        Dimension.EXPERIENCE: weights.experience,
        Dimension.GOALS: weights.goals,
    }
    counted = [
        (entry.score, wanted[entry.dimension]) for entry in scores if entry.score is not None
    ]
    total = sum(weight for _, weight in counted)
    if not total:
        # The user's weights leave only dimensions without a score: then all count alike.
        return round(sum(s for s, _ in counted) / len(counted), 1) if counted else 0.0
    return round(sum(score * weight for score, weight in counted) / total, 1)
