"""What a client asked for, whichever protocol it speaks."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

FENCE = re.compile(
    r'<data id="(?P<mark>[0-9a-f]+)">\n?(?P<text>.*?)\n?</data id="(?P=mark)">', re.DOTALL
)
# The estimate that published comparisons of prompts use; real tokenizers differ by some percent.
CHARACTERS_PER_TOKEN = 4


class BadRequest(Exception):
    """The request is one that the provider would refuse with 400."""


@dataclass(frozen=True, slots=True)
class Request:
    provider: str
    """``openai`` or ``anthropic``."""
    model: str
    system: str
    user: str
    schema: dict[str, Any] | None
    """JSON Schema of the answer; None for plain text."""
    tool: str | None
    """The function that the answer must call, if the schema came as a tool."""
    hash: str
    """Of provider, path and body: the same request has the same hash."""

    @property
    def prompt(self) -> str:
        return f"{self.system}\n{self.user}"

    @property
    def input_tokens(self) -> int:
        schema = json.dumps(self.schema) if self.schema else ""
        return max(1, (len(self.prompt) + len(schema)) // CHARACTERS_PER_TOKEN)

    def fenced(self) -> list[str]:
        """The untrusted texts in the prompt."""
        return [found["text"] for found in FENCE.finditer(self.user)]

    def profile(self) -> dict[str, Any]:
        """The JSON Resume document in the prompt; empty if there is none."""
        decoder = json.JSONDecoder()
        for found in re.finditer(r"\{", self.user):
            try:
                value, _ = decoder.raw_decode(self.user, found.start())
            except ValueError:
                continue
            if isinstance(value, dict) and value.keys() & {"basics", "work"}:
                return value
        return {}

    def profile_texts(self) -> list[str]:
        """All that the profile says, place by place."""

        def texts(node: Any) -> list[str]:
            if isinstance(node, str):
                return [node]
            parts = node.values() if isinstance(node, dict) else node
            return (
                [t for part in parts for t in texts(part)] if isinstance(node, (dict, list)) else []
            )

        return texts(self.profile())


def from_chat_completions(body: dict[str, Any]) -> Request:
    _no_stream(body)
    wanted = (body.get("response_format") or {}).get("json_schema") or {}
    schema, tool = wanted.get("schema"), None
    if schema is None and body.get("tools"):
        function = body["tools"][0]["function"]
        schema, tool = function["parameters"], function["name"]
    return _request("openai", body, body["messages"], schema, tool)


def from_responses(body: dict[str, Any]) -> Request:
    _no_stream(body)
    wanted = (body.get("text") or {}).get("format") or {}
    schema, tool = wanted.get("schema"), None
    if schema is None and body.get("tools"):
        schema, tool = body["tools"][0]["parameters"], body["tools"][0]["name"]
    given = body["input"]
    messages = [{"role": "user", "content": given}] if isinstance(given, str) else list(given)
    if body.get("instructions"):
        messages.insert(0, {"role": "system", "content": body["instructions"]})
    return _request("openai", body, messages, schema, tool)


def from_messages(body: dict[str, Any]) -> Request:
    _no_stream(body)
    for refused in ("temperature", "top_p", "top_k"):
        if body.get(refused) is not None:
            raise BadRequest(f"{refused}: Extra inputs are not permitted")
    if not isinstance(body.get("max_tokens"), int):
        raise BadRequest("max_tokens: Field required")
    wanted = (body.get("output_config") or {}).get("format") or body.get("output_format") or {}
    schema, tool = wanted.get("schema"), None
    if schema is None and body.get("tools"):
        schema, tool = body["tools"][0]["input_schema"], body["tools"][0]["name"]
    system = [{"role": "system", "content": body["system"]}] if body.get("system") else []
    return _request("anthropic", body, system + list(body["messages"]), schema, tool)


def _request(
    provider: str,
    body: dict[str, Any],
    messages: list[dict[str, Any]],
    schema: dict[str, Any] | None,
    tool: str | None,
) -> Request:
    roles = {"system": "", "user": ""}
    for message in messages:
        role = "system" if message.get("role") in {"system", "developer"} else "user"
        roles[role] += _text(message.get("content")) + "\n"
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(f"{provider}\n{canonical}".encode()).hexdigest()
    return Request(
        provider, str(body["model"]), roles["system"], roles["user"], schema, tool, digest
    )


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return ""


def _no_stream(body: dict[str, Any]) -> None:
    if body.get("stream"):
        raise BadRequest("This simulator does not stream; ask without stream.")
