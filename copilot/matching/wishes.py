"""What the candidate looks for against what the posting offers."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.domain.posting import Posting, RemotePolicy, SalaryPeriod
from copilot.domain.profile import Goals
from copilot.domain.resume import Resume
from copilot.embeddings import Encoder
from copilot.matching.whereabouts import judge_place, places_of
from copilot.matching.words import coverage, stems

TITLE_MET, TITLE_PARTLY = 0.72, 0.45
# Usual weeks, days and hours of a year of full-time work, to compare pay of different periods.
_PER_YEAR = {
    SalaryPeriod.YEAR: 1.0,
    SalaryPeriod.MONTH: 12.0,
    SalaryPeriod.WEEK: 52.0,
    SalaryPeriod.DAY: 220.0,
    SalaryPeriod.HOUR: 1760.0,
}
_FULL_TIME = frozenset({"full time", "fulltime", "vollzeit", "permanent"})


@dataclass(frozen=True, slots=True)
class Wish:
    """One goal of the candidate that the posting says something about."""

    credit: float
    """0 to 1."""
    weight: float
    reason: str


def judge_wishes(
    posting: Posting, goals: Goals, resume: Resume, encoder: Encoder
) -> tuple[Wish, ...]:
    """Only goals that are stated and that the posting speaks of; nothing else counts."""
    found = (
        _title(posting, goals, encoder),
        _place(posting, goals, resume),
        _remote(posting, goals),
        _employment(posting, goals),
        _salary(posting, goals),
    )
    return tuple(wish for wish in found if wish is not None)


def title_closeness(title: str, wanted: str, encoder: Encoder) -> float:
    """0 to 1: the words of the wanted title that the posting's has, and the vectors of both."""
    vectors = encoder.encode([title, wanted])
    cosine = float(vectors[0] @ vectors[1])
    words = coverage(stems(wanted), frozenset(stems(title)))
    return max(0.0, min(1.0, 0.5 * words + 0.5 * cosine))


def _title(posting: Posting, goals: Goals, encoder: Encoder) -> Wish | None:
    if not goals.titles:
        return None
    rated = [(title_closeness(posting.title, wanted, encoder), wanted) for wanted in goals.titles]
    close, wanted = max(rated, key=lambda pair: pair[0])
    if close >= TITLE_MET:
        return Wish(1.0, 2.0, f"The title is close to the {wanted} you look for.")
    if close >= TITLE_PARTLY:
        return Wish(0.5, 2.0, f"The title is related to the {wanted} you look for.")
    return Wish(0.0, 2.0, f"The title is far from the {wanted} you look for.")


def _place(posting: Posting, goals: Goals, resume: Resume) -> Wish | None:
    if not goals.locations or not places_of(posting):
        return None
    judged = judge_place(places_of(posting), posting.remote_policy, "", resume, goals)
    return Wish(judged.strength if judged.verdict != "missing" else 0.0, 1.0, judged.reason)


def _remote(posting: Posting, goals: Goals) -> Wish | None:
    if posting.remote_policy is None or not goals.remote_policies:
        return None
    offered = posting.remote_policy
    if offered in goals.remote_policies:
        return Wish(1.0, 1.0, f"The work is {offered.value}, as you want it.")
    near = offered is RemotePolicy.HYBRID or RemotePolicy.HYBRID in goals.remote_policies
    wanted = " or ".join(policy.value for policy in goals.remote_policies)
    return Wish(0.5 if near else 0.0, 1.0, f"The work is {offered.value}; you want {wanted}.")


def _employment(posting: Posting, goals: Goals) -> Wish | None:
    offered = {_plain(kind) for kind in posting.employment_types}
    wanted = {_plain(kind) for kind in goals.employment_types}
    if not offered or not wanted:
        return None
    if offered & wanted or (offered & _FULL_TIME and wanted & _FULL_TIME):
        return Wish(1.0, 1.0, f"It is {', '.join(sorted(offered))}, as you want it.")
    return Wish(
        0.0, 1.0, f"It is {', '.join(sorted(offered))}; you want {', '.join(sorted(wanted))}."
    )


def _plain(kind: str) -> str:
    return kind.replace("_", " ").replace("-", " ").casefold().strip()


def _salary(posting: Posting, goals: Goals) -> Wish | None:
    salary = posting.salary
    if goals.salary_minimum is None or salary is None:
        return None
    highest = salary.maximum if salary.maximum is not None else salary.minimum
    if highest is None or salary.period is None:
        return None
    if salary.currency and goals.salary_currency and salary.currency != goals.salary_currency:
        return None  # there is no exchange rate here to compare with
    a_year = highest * _PER_YEAR[salary.period]
    shown = f"{a_year:,.0f} {salary.currency or goals.salary_currency or ''}".strip()
    if a_year >= goals.salary_minimum:
        return Wish(1.0, 1.0, f"The pay reaches {shown} a year, your minimum.")
    return Wish(0.0, 1.0, f"The pay ends at {shown} a year, under your minimum.")
