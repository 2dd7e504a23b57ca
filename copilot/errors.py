"""Every error the product raises on purpose.

CopilotError
├── InvalidInput                    the caller can mend it
│   ├── UnsupportedMedia
│   ├── ContentTooLarge
│   ├── EmptyContent
│   ├── InvalidResume               not a JSON Resume document
│   ├── UnreadableDocument
│   │   ├── EncryptedDocument
│   │   ├── ScannedDocument         pictures of text, no text
│   │   └── ReadingLimitExceeded    CPU, memory, time, pages (a bomb)
│   ├── NotAPosting
│   │   ├── SearchResultsPage
│   │   ├── ExpiredPosting
│   │   ├── LoginWall
│   │   └── PostingWithoutText
│   └── ForbiddenAddress            a URL that points at a private network
├── Unauthenticated
├── Forbidden
│   ├── InsufficientScope
│   └── SignUpClosed
├── NotFound
├── Conflict
│   └── IdempotencyKeyReused        the key came before with another request
├── LimitReached                    too much at once; carries retry_after
│   └── BudgetExhausted             the user's money for models is spent
├── Transient                       worth another try; may carry retry_after
│   ├── ProviderUnavailable         a model provider: 429, 5xx, time-out
│   ├── PageUnavailable             a page that could not be fetched just now
│   ├── DatabaseUnavailable
│   └── BrokerUnavailable
├── UnusableResponse                a model answered, but with nothing usable
├── LeaseLost                       the step belongs to another worker now
├── RunStopped                      the run was cancelled or is over
├── StepQuarantined                 the step killed its worker too often
└── Misconfigured                   a setting that cannot work
"""

from __future__ import annotations

from typing import Any, ClassVar


class CopilotError(Exception):
    """Base of the tree.

    ``code`` is stable and machine-readable, ``title`` is the same for each occurrence, ``detail``
    tells a person what happened here and what to do. ``detail`` must never hold personal data or a
    secret: it is logged, stored and shown.
    """

    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(self, detail: str = "", **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.extra = extra

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors cross process borders (reading happens in subprocesses).
        return (_rebuild, (type(self), self.detail, self.extra))

    def as_problem(self) -> dict[str, Any]:
        """The RFC 9457 members that do not depend on HTTP."""
        return {
            "type": f"urn:copilot:problem:{self.code}",
            "code": self.code,
            "title": self.title,
            "detail": self.detail,
            **self.extra,
        }


def _rebuild(cls: type[CopilotError], detail: str, extra: dict[str, Any]) -> CopilotError:
    return cls(detail, **extra)


class InvalidInput(CopilotError):
    code = "invalid-input"
    title = "The input cannot be used"


class UnsupportedMedia(InvalidInput):
    code = "unsupported-media"
    title = "This kind of file is not supported"


class ContentTooLarge(InvalidInput):
    code = "content-too-large"
    title = "The content is too large"


class EmptyContent(InvalidInput):
    code = "empty-content"
    title = "The content is empty"


class InvalidResume(InvalidInput):
    code = "invalid-resume"
    title = "The document is not a valid JSON Resume"


class UnreadableDocument(InvalidInput):
    code = "unreadable-document"
    title = "The document cannot be read"


class EncryptedDocument(UnreadableDocument):
    code = "encrypted-document"
    title = "The document is protected by a password"


class ScannedDocument(UnreadableDocument):
    code = "scanned-document"
    title = "The document holds pictures of text, not text"


class ReadingLimitExceeded(UnreadableDocument):
    code = "reading-limit-exceeded"
    title = "The document takes too much time, memory or too many pages to read"


class NotAPosting(InvalidInput):
    code = "not-a-posting"
    title = "The page is not a job posting"


class SearchResultsPage(NotAPosting):
    code = "search-results-page"
    title = "The page is a list of search results, not one posting"


class ExpiredPosting(NotAPosting):
    code = "expired-posting"
    title = "The posting has expired"


class LoginWall(NotAPosting):
    code = "login-wall"
    title = "The page asks to sign in and does not show the posting"


class PostingWithoutText(NotAPosting):
    code = "posting-without-text"
    title = "The page holds no posting text"


class ForbiddenAddress(InvalidInput):
    code = "forbidden-address"
    title = "This address must not be fetched"


class Unauthenticated(CopilotError):
    code = "unauthenticated"
    title = "Sign in first"


class Forbidden(CopilotError):
    code = "forbidden"
    title = "This is not allowed"


class InsufficientScope(Forbidden):
    code = "insufficient-scope"
    title = "The token does not allow this"


class SignUpClosed(Forbidden):
    code = "sign-up-closed"
    title = "Sign-up is not open"


class NotFound(CopilotError):
    code = "not-found"
    title = "There is no such thing"


class Conflict(CopilotError):
    code = "conflict"
    title = "This contradicts what is already there"


class IdempotencyKeyReused(Conflict):
    code = "idempotency-key-reused"
    title = "This Idempotency-Key came before with another request"


class LimitReached(CopilotError):
    """``retry_after`` is in seconds."""

    code = "limit-reached"
    title = "Too much at once"

    def __init__(self, detail: str = "", *, retry_after: float = 30.0, **extra: Any) -> None:
        super().__init__(detail, retry_after=retry_after, **extra)
        self.retry_after = retry_after


class BudgetExhausted(LimitReached):
    code = "budget-exhausted"
    title = "The budget for language models is used up"


class Transient(CopilotError):
    """Worth another try. ``retry_after`` (seconds) is the other side's wish, if it stated one."""

    code = "temporarily-unavailable"
    title = "Temporarily unavailable"

    def __init__(self, detail: str = "", *, retry_after: float | None = None, **extra: Any) -> None:
        super().__init__(detail, retry_after=retry_after, **extra)
        self.retry_after = retry_after


class ProviderUnavailable(Transient):
    code = "provider-unavailable"
    title = "The language model provider did not answer"


class PageUnavailable(Transient):
    code = "page-unavailable"
    title = "The page could not be fetched"


class DatabaseUnavailable(Transient):
    code = "database-unavailable"
    title = "The database does not answer"


class BrokerUnavailable(Transient):
    code = "broker-unavailable"
    title = "The broker does not answer"


class UnusableResponse(CopilotError):
    code = "unusable-response"
    title = "The language model answered with nothing usable"


class LeaseLost(CopilotError):
    code = "lease-lost"
    title = "Another worker holds this step now"


class RunStopped(CopilotError):
    code = "run-stopped"
    title = "The run is over"


class StepQuarantined(CopilotError):
    code = "step-quarantined"
    title = "This step killed its worker too often and was set aside"


class Misconfigured(CopilotError):
    code = "misconfigured"
    title = "A setting cannot work"
