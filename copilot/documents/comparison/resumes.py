"""A tailored résumé beside the profile's, change by change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from copilot.documents.comparison.alignment import aligned, moved, word_changes
from copilot.documents.comparison.reasons import Grounds, Reasons
from copilot.documents.comparison.texts import text_of, title_of
from copilot.domain.changes import Change, ChangeKind, Comparison
from copilot.domain.resume import Resume

_SECTIONS = tuple(name for name in Resume.model_fields if name != "meta")


def compare_resumes(profile: Resume, document: Resume, grounds: Grounds) -> Comparison:
    """What the document says otherwise, in the document's order; ``grounds`` gives the reasons."""
    before, after = profile.to_json(), document.to_json()
    walk = _Walk(Reasons(grounds, before))
    changes = [
        change
        for section in (*_SECTIONS, *(name for name in after if name not in (*_SECTIONS, "meta")))
        for change in walk.compared(before.get(section), after.get(section), section, section, "")
    ]
    return Comparison(changes=tuple(changes), unchanged=walk.unchanged)


class _Walk:
    def __init__(self, reasons: Reasons) -> None:
        self._reasons = reasons
        self.unchanged = 0

    def compared(
        self, before: Any, after: Any, source_path: str, path: str, place: str
    ) -> Iterator[Change]:
        if before is None and after is None:
            return
        if isinstance(before, dict) and isinstance(after, dict):
            for name in {**before, **after}:
                yield from self.compared(
                    before.get(name),
                    after.get(name),
                    f"{source_path}.{name}",
                    f"{path}.{name}",
                    place,
                )
        elif isinstance(before or [], list) and isinstance(after or [], list):
            yield from self._lists(before or [], after or [], source_path, path, place)
        elif before is None:
            yield self._change(ChangeKind.ADDED, None, path, place, after=text_of(after))
        elif after is None:
            kind = self._reasons.removal_of(source_path)
            yield self._change(kind, source_path, None, place, before=text_of(before))
        elif before == after:
            self.unchanged += 1
        else:
            yield self._reworded(text_of(before), text_of(after), source_path, path, place)

    def _lists(
        self, before: list[Any], after: list[Any], source_path: str, path: str, place: str
    ) -> Iterator[Change]:
        found = aligned(path.rpartition(".")[2], before, after)
        sources = [n for n, _ in found.pairs]
        rearranged = moved(sources, lambda n: self._reasons.stays(f"{source_path}[{n}]"))
        partner = {m: n for n, m in found.pairs}
        gone = list(found.gone)
        for m, item in enumerate(after):
            here = f"{path}[{m}]"
            inside = place or _title(item)
            if m not in partner:
                yield self._change(ChangeKind.ADDED, None, here, place, after=text_of(item))
                continue
            n = partner[m]
            # What is gone is told where it stood, before what came after it.
            while gone and gone[0] < n and n not in rearranged:
                yield self._gone(before, gone.pop(0), source_path, place)
            if n in rearranged:
                yield self._change(
                    ChangeKind.REORDERED,
                    f"{source_path}[{n}]",
                    here,
                    place,
                    after=_title(item) or text_of(item),
                    moved_from=n + 1,
                    moved_to=m + 1,
                )
            yield from self.compared(before[n], item, f"{source_path}[{n}]", here, inside)
        for n in gone:
            yield self._gone(before, n, source_path, place)

    def _gone(self, before: list[Any], n: int, source_path: str, place: str) -> Change:
        source = f"{source_path}[{n}]"
        kind = self._reasons.removal_of(source)
        return self._change(kind, source, None, place, before=text_of(before[n]))

    def _reworded(self, before: str, after: str, source_path: str, path: str, place: str) -> Change:
        return self._change(
            ChangeKind.REWORDED,
            source_path,
            path,
            place,
            before=before,
            after=after,
            words=word_changes(before, after),
        )

    def _change(
        self,
        kind: ChangeKind,
        source_path: str | None,
        path: str | None,
        place: str,
        **said: Any,
    ) -> Change:
        reason = self._reasons.of(kind, source_path, path, said.get("after"))
        where = source_path or path or ""
        return Change(
            kind=kind,
            section=where.partition(".")[0].partition("[")[0],
            place=place,
            source_path=source_path,
            path=path,
            reason=reason.text,
            requirement=reason.requirement,
            evidence=reason.evidence,
            stated_by_you=reason.stated_by_you,
            **said,
        )


def _title(item: Any) -> str:
    return title_of(item) if isinstance(item, Mapping) else ""
