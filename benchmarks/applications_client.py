"""A client of the API for the benchmark of whole applications: what an extension does, and the
problem code of whatever goes wrong."""

from __future__ import annotations

import mimetypes
import secrets
import time
from pathlib import Path
from typing import Any

import httpx

_OVER = frozenset({"succeeded", "failed", "cancelled"})
_POLL_SECONDS = 0.5
_MOST_REFUSALS = 20
"""429 answers in a row after which the client gives up."""

JSON = "application/json"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MEDIA_TYPES = {".pdf": PDF, ".docx": DOCX}


class ApiProblem(Exception):
    """The API refused, or a run failed; ``code`` is the problem's."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


class Client:
    """One user. Signs up on creation."""

    def __init__(self, web: str, within_seconds: float) -> None:
        self._http = httpx.Client(base_url=web, timeout=60, trust_env=False)
        self._within = within_seconds
        email = f"bench-{secrets.token_hex(6)}@example.org"
        account = {"email": email, "password": secrets.token_urlsafe(18)}
        self.request("POST", "/v1/users", json=account)
        session = self.request("POST", "/v1/sessions", json=account).json()
        self._http.headers["Authorization"] = f"Bearer {session['token']}"

    def close(self) -> None:
        self._http.close()

    def request(self, method: str, address: str, **options: Any) -> httpx.Response:
        """An answer with success; waits as told when there were too many requests."""
        for _ in range(_MOST_REFUSALS):
            answer = self._http.request(method, address, **options)
            if answer.status_code != 429:
                break
            time.sleep(float(answer.headers.get("Retry-After", "1")))
        if answer.is_success:
            return answer
        try:
            problem = answer.json()
        except ValueError:
            problem = {}
        raise _problem(problem, f"{method} {address} answered {answer.status_code}")

    def import_resume(self, path: Path) -> str:
        """Upload, wait, confirm; the id of the profile."""
        media_type = _MEDIA_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
        upload = {"file": (path.name, path.read_bytes(), media_type)}
        address = self.request("POST", "/v1/imports", files=upload).headers["Location"]
        deadline = time.monotonic() + self._within
        while (found := self.request("GET", address).json())["status"] not in _OVER:
            if time.monotonic() > deadline:
                raise ApiProblem("not-done", f"The import is {found['status']}.")
            time.sleep(_POLL_SECONDS)
        if found["status"] != "succeeded":
            raise _problem(found.get("error") or {}, "The import failed")
        profile = self.request("POST", f"{address}/confirm", json={}).json()
        return str(profile["id"])

    def submit(self, profile: str, posting: dict[str, Any]) -> dict[str, Any]:
        body = {"profile_id": profile, "posting": posting}
        answer: dict[str, Any] = self.request("POST", "/v1/applications", json=body).json()
        return answer

    def over(self) -> dict[str, str]:
        """Application id → status of its run, of all whose run is over."""
        statuses: dict[str, str] = {}
        address: str | None = "/v1/applications?limit=100"
        while address:
            page = self.request("GET", address).json()
            for entry in page["items"]:
                if entry["run"] and entry["run"]["status"] in _OVER:
                    statuses[entry["id"]] = entry["run"]["status"]
            address = page["next"]
        return statuses

    def run(self, run_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.request("GET", f"/v1/runs/{run_id}").json()
        return found

    def match(self, application: str) -> dict[str, Any]:
        answer = self.request("GET", f"/v1/applications/{application}/match").json()
        found: dict[str, Any] = answer["match"]
        return found

    def document(self, application: str, kind: str, media_type: str) -> httpx.Response:
        address = f"/v1/applications/{application}/documents/{kind}"
        return self.request("GET", address, headers={"Accept": media_type})


def failure(run: dict[str, Any]) -> ApiProblem:
    """Why a run did not succeed."""
    return _problem(run.get("error") or {}, f"The run {run['status']}")


def _problem(problem: dict[str, Any], otherwise: str) -> ApiProblem:
    code = problem.get("code") or str(problem.get("type") or "").rpartition("/")[2]
    detail = str(problem.get("detail") or problem.get("title") or "")
    if problem.get("errors"):
        detail += f" {problem['errors']}"
    return ApiProblem(code or "unknown", f"{otherwise}: {detail}")
