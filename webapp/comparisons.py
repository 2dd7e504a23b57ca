"""A document beside the profile it was made from: what is compared, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from copilot.database.models import Document, PostingRow
from copilot.database.repositories import applications, documents, postings
from copilot.domain.changes import ChangeKind, Comparison
from copilot.domain.claims import GateReport
from copilot.domain.resume import Resume
from webapp.services import transaction


@dataclass(frozen=True, slots=True)
class ComparedDocument:
    kind: str
    version: int
    author: str
    language: str
    profile_version: int
    posting_title: str | None
    company: str | None
    comparison: Comparison

    @property
    def counts(self) -> dict[str, int]:
        """How many changes of each kind there are."""
        kinds = [change.kind for change in self.comparison.changes]
        return {kind.value: kinds.count(kind) for kind in ChangeKind}


def compared(application_id: UUID, kind: str, version: int | None) -> ComparedDocument:
    """The newest version, or the named one. Raises NotFound."""
    with transaction() as session:
        row = documents.get(session, application_id, kind, version)
        profile = documents.profile_version_of(session, row)
        made = row if row.author == "engine" else documents.made_before(session, row)
        # Edits name places in the profile version that they were made from.
        if made is not None and documents.profile_version_of(session, made).id != profile.id:
            made = None
        posting = postings.get(session, applications.get(session, application_id).posting_id)
    return ComparedDocument(
        kind=row.kind,
        version=row.version,
        author=row.author,
        language=row.language,
        profile_version=profile.number,
        posting_title=posting.title,
        company=posting.company,
        comparison=_comparison(row, profile.resume, made, posting),
    )


def _comparison(
    row: Document, profile: dict[str, Any], made: Document | None, posting: PostingRow
) -> Comparison:
    # Loaded with the first comparison: the web process starts without it.
    from copilot.documents.comparison import Grounds, compare_letter, compare_resumes

    pages = (made.provenance.get("pages") if made is not None else None) or {}
    grounds = Grounds(
        report=GateReport.model_validate(row.report),
        edits=made.edits if made is not None else (),
        left_out=frozenset(pages.get("left_out", ())),
        requirements={
            requirement["id"]: requirement["text"]
            for requirement in (posting.analysis or {}).get("requirements", ())
        },
        by_user=row.author == "user",
    )
    if row.kind == "resume":
        return compare_resumes(Resume.from_json(profile), Resume.from_json(row.content), grounds)
    return compare_letter(profile, grounds)
