"""Fits a tailored résumé on its pages by choosing what it says, never by smaller type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from copilot.agents.contracts import DraftRequest, PageFit, ResumeEdit, TailoredResume
from copilot.agents.extractive.facts import years_worked
from copilot.agents.resume_optimizer.edits import AppliedEdits, apply_edits, leave_out
from copilot.agents.resume_optimizer.expendable import Expendable, expendable
from copilot.agents.untrusted import readable_posting
from copilot.documents.rendering import Extent, fewest_cuts
from copilot.domain.resume import Resume
from copilot.grounding import check_resume

MOST_PAGES = 2
"""Where the candidate asks for no number."""
_ONE_PAGE_YEARS = 10
_ONE_PAGE_HEIGHT = 1.5
"""A shorter career that takes no more pages than this gets one, where that loses nothing that the
posting asks for."""

_IDLE = "Answers nothing this posting asks for, and the page is full"
_LEAST = "Answers the posting least of what was left, and the page is full"


def fit_to_pages(
    request: DraftRequest,
    tailored: TailoredResume,
    extent_of: Callable[[Resume], Extent],
    *,
    pages: int | None,
    today: date,
) -> TailoredResume:
    """The résumé with the least relevant left out until it ends on a full page, or on one that is
    well begun. A résumé that fits stays as it is. What was left out stands among the edits as
    removed, and in the provenance.

    ``pages`` is the candidate's limit; without one two pages are the most, and a career of less
    than ten years that takes up to a page and a half gets one page, if only what answers nothing
    is lost by it.
    """
    applied = apply_edits(request.profile, tailored.edits)
    whole = extent_of(tailored.resume)
    if whole.pages == 1:
        return _fitted(tailored, pages, whole, ())
    items = expendable(request, tuple(_standing(applied)))
    idle = 0
    brief = whole.height <= _ONE_PAGE_HEIGHT
    if pages is None and brief and years_worked(request.profile, today) < _ONE_PAGE_YEARS:
        idle = sum(1 for item in items if item.idle)

    @cache
    def without(cuts: int) -> AppliedEdits:
        return _without(request.profile, applied, items[:cuts])

    fit = fewest_cuts(
        lambda cuts: extent_of(without(cuts).document) if cuts else whole,
        cuts=len(items),
        most_pages=pages or MOST_PAGES,
        idle_cuts=idle,
    )
    if fit.cuts == 0:
        return _fitted(tailored, pages, whole, ())
    shorter = without(fit.cuts)
    report = check_resume(shorter.document, request.profile, readable_posting(request.posting))
    changed = tailored.model_copy(
        update={"resume": shorter.document, "edits": shorter.edits, "report": report}
    )
    return _fitted(changed, pages, fit.extent, tuple(item.path for item in items[: fit.cuts]))


def _without(profile: Resume, applied: AppliedEdits, items: tuple[Expendable, ...]) -> AppliedEdits:
    removals = [
        ResumeEdit(
            operation="remove",
            path=item.path,
            evidence=(item.path,),
            reason=_IDLE if item.idle else _LEAST,
        )
        for item in items
    ]
    return apply_edits(profile, leave_out(applied, removals))


def _fitted(
    tailored: TailoredResume, asked: int | None, extent: Extent, left_out: tuple[str, ...]
) -> TailoredResume:
    fit = PageFit(
        asked=asked,
        pages=extent.pages,
        last_page_filled=round(extent.last_page, 2),
        left_out=left_out,
    )
    provenance = tailored.provenance.model_copy(update={"pages": fit})
    return tailored.model_copy(update={"provenance": provenance})


_PROSE = {
    "work": ("description", "summary"),
    "projects": ("description",),
    "volunteer": ("summary",),
}
_ENTRIES = ("projects", "publications", "awards", "certificates", "interests", "references")


def _standing(applied: AppliedEdits) -> Iterator[str]:
    """Where in the profile the lines, texts and entries of the finished document come from; what
    an edit added comes from nowhere."""
    document = applied.document.to_json()
    paths: list[str] = []
    for section in ("work", "projects", "volunteer"):
        for n, entry in enumerate(document.get(section, ())):
            paths += [f"{section}[{n}].{name}" for name in _PROSE[section] if name in entry]
            count = len(entry.get("highlights", ()))
            paths += [f"{section}[{n}].highlights[{m}]" for m in range(count)]
    for section in _ENTRIES:
        paths += [f"{section}[{n}]" for n in range(len(document.get(section, ())))]
    for path in paths:
        if (source := applied.source_of(path)) is not None:
            yield source
