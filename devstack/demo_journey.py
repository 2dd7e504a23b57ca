"""What a person does through the API: sign up, import a résumé, submit a posting, download."""

from __future__ import annotations

import mimetypes
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import httpx

from devstack.errors import StackError

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
}
KINDS = ("resume", "cover_letter")
OVER = {"succeeded", "failed", "cancelled"}
POLL_SECONDS = 0.25
WITHIN_SECONDS = 600.0


class JourneyFailed(StackError):
    """The API refused, or a run failed; the text is the API's own reason."""


class Progress(Protocol):
    def said(self, text: str) -> None: ...

    def run(self, run: dict[str, Any]) -> None:
        """Called with each new state of the run."""


@dataclass(slots=True)
class Outcome:
    run: dict[str, Any]
    match: dict[str, Any] | None = None
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Kind of document to its JSON form, with what the truth gate checked."""
    documents: dict[str, dict[str, str]] = field(default_factory=dict)
    """Kind to format to path."""
    models: list[dict[str, Any]] = field(default_factory=list)
    """What each model was asked for and cost, as the API counts it."""
    simulated: bool = False
    """Whether a simulator played them."""
    seconds: float = 0.0

    @property
    def calls(self) -> int:
        return sum(int(model["calls"]) for model in self.models)

    @property
    def succeeded(self) -> bool:
        return bool(self.run.get("status") == "succeeded")

    def engine(self) -> str | None:
        """What made the documents; several engines are named in order."""
        names = [report.get("engine") for report in self.reports.values()]
        return ", ".join(dict.fromkeys(name for name in names if name)) or None

    def as_json(self) -> dict[str, Any]:
        return {
            "run": self.run,
            "steps": self.run.get("steps", []),
            "match": self.match,
            "documents": self.documents,
            "engine": self.engine(),
            "simulated": self.simulated,
            "calls": self.calls,
            "models": self.models,
            "cost_usd": float(self.run.get("cost_usd") or 0),
            "seconds": round(self.seconds, 2),
        }


def travel(
    web: str, posting: str, resume: Path, out: Path, progress: Progress, started: float
) -> Outcome:
    """Everything from signing up to documents on the disk. Raises JourneyFailed."""
    try:
        with httpx.Client(base_url=web, timeout=60, trust_env=False) as client:
            sign_up(client)
            progress.said("Signed up and got a token.")
            profile = import_resume(client, resume)
            progress.said(f"Imported {resume.name} into a profile.")
            run = submit(client, profile, posting)
            progress.said(f"Submitted {posting}.")
            outcome = Outcome(follow(client, run, progress))
            outcome.seconds = time.monotonic() - started
            outcome.models = _ok(client.get("/v1/usage")).json()["models"]
            if outcome.succeeded:
                _collect(client, outcome, out)
            outcome.seconds = time.monotonic() - started
            return outcome
    except httpx.HTTPError as error:
        raise JourneyFailed(f"The API did not answer: {type(error).__name__}.") from error
    except OSError as error:
        raise JourneyFailed(f"{error.filename}: {error.strerror}") from error


def posting_body(posting: str) -> dict[str, str]:
    """A posting as the extension submits it: a page as the browser holds it, a text, or an
    address that the server fetches."""
    if posting.startswith(("http://", "https://")):
        return {"url": posting}
    text = Path(posting).read_text("utf-8", "replace")
    is_page = Path(posting).suffix.lower() in {".html", ".htm", ".xhtml", ".mhtml"}
    return {"html" if is_page or "<html" in text[:2000].lower() else "text": text}


def sign_up(client: httpx.Client) -> None:
    """Make an account and a token, which the client carries from then on."""
    email, password = f"demo-{secrets.token_hex(4)}@example.org", secrets.token_urlsafe(18)
    _ok(client.post("/v1/users", json={"email": email, "password": password}))
    session = _ok(client.post("/v1/sessions", json={"email": email, "password": password})).json()
    client.headers["Authorization"] = f"Bearer {session['token']}"
    token = _ok(client.post("/v1/tokens", json={"name": "demo"})).json()
    client.headers["Authorization"] = f"Bearer {token['token']}"


def import_resume(client: httpx.Client, resume: Path) -> str:
    """Upload, wait for the reading and confirm it; the id of the profile."""
    media = mimetypes.guess_type(resume.name)[0] or "text/plain"
    upload = {"file": (resume.name, resume.read_bytes(), media)}
    answer = _ok(client.post("/v1/imports", files=upload))
    address = answer.headers["Location"]
    found: dict[str, Any] = {}
    for found in _states(client, address):
        if found["status"] in OVER:
            break
    if found["status"] != "succeeded":
        raise JourneyFailed(f"{resume.name} was not read: {_reason(found)}")
    confirmed = _ok(client.post(f"{address}/confirm", json={})).json()
    return str(confirmed["id"])


def submit(client: httpx.Client, profile: str, posting: str) -> str:
    """Submit an application; the address of its run."""
    body = {"profile_id": profile, "posting": posting_body(posting)}
    return _ok(client.post("/v1/applications", json=body)).headers["Location"]


def follow(client: httpx.Client, address: str, progress: Progress) -> dict[str, Any]:
    """Poll a run until it is over; its last state."""
    run: dict[str, Any] = {}
    for run in _states(client, address):
        progress.run(run)
        if run["status"] in OVER:
            break
    return run


def _states(client: httpx.Client, address: str) -> Iterator[dict[str, Any]]:
    """The resource again and again, each state once."""
    deadline = time.monotonic() + WITHIN_SECONDS
    tag = ""
    while time.monotonic() < deadline:
        answer = client.get(address, headers={"If-None-Match": tag} if tag else {})
        if answer.status_code != 304:
            tag = _ok(answer).headers.get("ETag", "")
            yield answer.json()
        time.sleep(POLL_SECONDS)
    raise JourneyFailed(f"{address} was not done after {WITHIN_SECONDS:.0f} s.")


def _collect(client: httpx.Client, outcome: Outcome, out: Path) -> None:
    application = outcome.run["application_id"]
    outcome.match = _ok(client.get(f"/v1/applications/{application}/match")).json()["match"]
    folder = out / str(outcome.run["id"])
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        address = f"/v1/applications/{application}/documents/{kind}"
        accept = {"Accept": "application/json"}
        outcome.reports[kind] = _ok(client.get(address, headers=accept)).json()
        outcome.documents[kind] = {}
        for name, media in FORMATS.items():
            content = _ok(client.get(address, headers={"Accept": media})).content
            path = folder / f"{kind}.{name}"
            path.write_bytes(content)
            outcome.documents[kind][name] = str(path.absolute())


def _ok(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    request = answer.request
    said = problem.get("detail") or problem.get("title") or answer.reason_phrase
    faults = problem.get("errors")
    raise JourneyFailed(
        f"{request.method} {request.url.path} answered {answer.status_code}: {said}"
        + (f" {faults}" if faults else "")
    )


def _reason(found: dict[str, Any]) -> str:
    problem = found.get("error") or {}
    return str(problem.get("detail") or problem.get("title") or found["status"])
