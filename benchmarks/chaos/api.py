"""The API as a user sees it."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from devstack import people
from devstack.ports import HOST

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    """0 if nobody answered."""
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def json(self) -> Any:
        return json.loads(self.body)


class Web:
    """A user's view of the API."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._token = ""
        self._profile = ""

    def sign_up(self) -> None:
        account = {"email": f"{uuid4().hex}@example.org", "password": uuid4().hex}
        made = self.ask("POST", "/v1/users", account)
        assert made.status == 201, made.body
        self._token = self.ask("POST", "/v1/sessions", account).json()["token"]
        profile = {"name": "Main", "resume": people.RESUME}
        self._profile = self.ask("POST", "/v1/profiles", profile).json()["id"]

    def submit(self) -> Reply:
        posting = {"text": f"{people.POSTING}\n\nReference: {uuid4()}\n"}
        return self.ask(
            "POST", "/v1/applications", {"profile_id": self._profile, "posting": posting}
        )

    def ask(self, method: str, path: str, body: object = None) -> Reply:
        request = urllib.request.Request(f"http://{HOST}:{self.port}{path}", method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        began = time.monotonic()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                status, headers, content = answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            with error:
                status, headers, content = error.code, dict(error.headers), error.read()
        except OSError:
            status, headers, content = 0, {}, b""
        return Reply(status, headers, content, time.monotonic() - began)
