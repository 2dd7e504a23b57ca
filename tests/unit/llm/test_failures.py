"""What client libraries raise, in the product's terms; nothing of the request goes on."""

from __future__ import annotations

from typing import Any

import httpx2
import openai
import pytest

from copilot.errors import Misconfigured, ProviderUnavailable
from copilot.llm.failures import translated

REQUEST = httpx2.Request("POST", "https://api.example.com/v1/chat/completions")
SECRET = "sk-secret-and-a-whole-resume"


def of_status(status: int, code: str | None = None, **headers: str) -> Exception:
    response = httpx2.Response(status, request=REQUEST, headers=headers)
    body = {"message": SECRET, "code": code}
    return openai.APIStatusError(SECRET, response=response, body=body)


def translate(error: Exception) -> Any:
    return translated(error, openai, "openai")


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
def test_what_passes_is_tried_again(status: int) -> None:
    error = translate(of_status(status, **{"retry-after": "7"}))
    assert isinstance(error, ProviderUnavailable)
    assert error.retry_after == 7
    assert not error.extra.get("maybe_charged")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({}, None),
    ],
)
def test_the_wish_of_the_provider_is_read_in_each_of_its_forms(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert translate(of_status(429, **headers)).retry_after == seconds


@pytest.mark.parametrize(
    ("status", "says"),
    [(401, "OPENAI_API_KEY"), (403, "does not allow"), (404, "OPENAI_BASE_URL"), (400, "JSON")],
)
def test_what_a_setting_must_mend_names_it(status: int, says: str) -> None:
    error = translate(of_status(status, "model_not_found"))
    assert isinstance(error, Misconfigured)
    assert says in error.detail
    assert "model_not_found" in error.detail


def test_an_empty_account_says_so() -> None:
    assert "no credit" in translate(of_status(429, "insufficient_quota")).detail


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429, 500])
def test_no_text_of_the_provider_goes_on(status: int) -> None:
    for code in (None, SECRET):
        assert SECRET not in str(translate(of_status(status, code)).as_problem())


@pytest.mark.parametrize(
    ("cause", "charged"),
    [
        (httpx2.ConnectError("x"), False),
        (httpx2.ConnectTimeout("x"), False),
        (httpx2.WriteError("x"), False),
        (httpx2.ReadTimeout("x"), True),
        (httpx2.ReadError("x"), True),
        (httpx2.RemoteProtocolError("x"), True),
    ],
)
def test_only_what_cannot_have_arrived_is_free(cause: Exception, charged: bool) -> None:
    for kind in (openai.APIConnectionError, openai.APITimeoutError):
        error = kind(request=REQUEST)
        error.__cause__ = cause
        assert bool(translate(error).extra.get("maybe_charged")) is charged
