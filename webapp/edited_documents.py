"""What a user writes into a document: stored as theirs, judged beside it, held back by nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from copilot.database.models import Document
from copilot.database.repositories import applications, documents, postings
from copilot.domain.letter import CoverLetter
from copilot.domain.resume import Resume
from copilot.errors import Conflict
from webapp.services import transaction

STATED_BY_YOU = "Stated by you. Add it to your profile if it holds for other applications too."


def store_edit(application_id: UUID, kind: str, document: Resume | CoverLetter) -> Document:
    """A new version, whose author is the user. Raises NotFound, or Conflict if another version was
    stored in the same moment."""
    with transaction() as session:
        previous = documents.get(session, application_id, kind, None)
        application = applications.get(session, application_id)
        profile = Resume.from_json(documents.newest_profile_version(session, application).resume)
        posting = postings.get(session, application.posting_id)
    posting_text = "\n\n".join(filter(None, (posting.title, posting.company, posting.description)))
    # The gate computes: no connection waits for it. Its word lists load with the first edit.
    from copilot.grounding import check_letter, check_resume

    if isinstance(document, Resume):
        report = check_resume(document, profile, posting_text)
        content, language = document.to_json(), previous.language
    else:
        report = check_letter(document.text(), profile, posting_text)
        content, language = document.model_dump(mode="json"), document.language
    try:
        with transaction() as session:
            return documents.add_of_user(
                session,
                applications.get(session, application_id, lock="change"),
                kind,
                content=content,
                report=report.model_dump(mode="json"),
                edits=[],
                language=language,
            )
    except IntegrityError:
        raise Conflict("Another version was stored just now; look at it first.") from None


def stated_by_user(document: Document) -> list[dict[str, Any]]:
    """What the user's version says and the profile does not."""
    if document.author != "user":
        return []
    return [
        {"path": finding["path"], "words": finding["words"], "note": STATED_BY_YOU}
        for finding in document.report["findings"]
    ]
