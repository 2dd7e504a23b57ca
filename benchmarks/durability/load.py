"""Users who submit applications through the API, and go on when it is down."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx

from devstack.people import POSTING, RESUME

USERS = 4
_ATTEMPTS = 600
_LONGEST_WAIT_S = 5.0


class Account:
    """One user of the API, with a profile."""

    def __init__(self, web: str, number: int) -> None:
        self.client = httpx.Client(base_url=web, timeout=30, trust_env=False)
        account = {"email": f"user{number}@example.org", "password": uuid4().hex}
        self.patiently("/v1/users", account)
        self.token: str = self.patiently("/v1/sessions", account).json()["token"]
        self.client.headers["Authorization"] = f"Bearer {self.token}"
        profile = self.patiently("/v1/profiles", {"name": "Main", "resume": RESUME})
        self._profile = profile.json()["id"]

    def application(self) -> dict[str, object]:
        """The body of a request; no two postings are the same."""
        return {
            "profile_id": self._profile,
            "posting": {"text": f"{POSTING}\n\nReference: {uuid4()}\n"},
        }

    def patiently(self, path: str, body: object) -> httpx.Response:
        """Send until somebody answers for good; the key makes repeats harmless."""
        key = uuid4().hex
        for _ in range(_ATTEMPTS):
            try:
                answer = self.client.post(path, json=body, headers={"Idempotency-Key": key})
            except httpx.TransportError:
                time.sleep(0.5)
                continue
            if answer.status_code < 500 and answer.status_code != 429:
                return answer
            time.sleep(min(_LONGEST_WAIT_S, float(answer.headers.get("Retry-After", 1))))
        raise RuntimeError(f"{path} was not answered")


def run_of(answer: httpx.Response) -> UUID:
    return UUID(answer.headers["Location"].rsplit("/", 1)[1])


@dataclass
class Load:
    """``runs`` applications of four users, each from a thread of its own."""

    web: str
    runs: int
    accepted: dict[UUID, str] = field(default_factory=dict)
    """Run → the token of its user."""
    refused: list[str] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        for number in range(USERS):
            thread = threading.Thread(target=self._user, args=(number,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def done(self) -> bool:
        return not any(thread.is_alive() for thread in self._threads)

    def _user(self, number: int) -> None:
        account = Account(self.web, number)
        with closing(account.client):
            for _ in range(self.runs // USERS + (number < self.runs % USERS)):
                answer = account.patiently("/v1/applications", account.application())
                if answer.status_code == 202:
                    self.accepted[run_of(answer)] = account.token
                else:
                    self.refused.append(answer.text[:300])


def statuses(web: str, runs: Iterable[tuple[UUID, str]]) -> dict[UUID, str]:
    """What the API says of every (run, token of its user)."""
    found = {}
    with httpx.Client(base_url=web, timeout=30, trust_env=False) as client:
        for run, token in runs:
            answer = client.get(f"/v1/runs/{run}", headers={"Authorization": f"Bearer {token}"})
            found[run] = str(answer.json().get("status", answer.status_code))
    return found
