"""Answers and errors as each provider writes them."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import random
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from devstack.simulator.request import (
    CHARACTERS_PER_TOKEN,
    BadRequest,
    Request,
    from_chat_completions,
    from_messages,
    from_responses,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DECLINED = "I cannot help with that request."
EMBEDDING_WIDTH = 384


@dataclass(frozen=True, slots=True)
class Answer:
    request: Request
    text: str
    cached_tokens: int
    refused: bool = False

    @property
    def output_tokens(self) -> int:
        return max(1, len(self.text) // CHARACTERS_PER_TOKEN)

    @property
    def id(self) -> str:
        return self.request.hash[:24]


@dataclass(frozen=True, slots=True)
class Protocol:
    provider: str
    read: Callable[[dict[str, Any]], Request]
    write: Callable[[Answer], dict[str, Any]]


def _chat_completion(answer: Answer) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": answer.text, "refusal": None}
    if answer.refused:
        message |= {"content": None, "refusal": answer.text}
    elif answer.request.tool:
        function = {"name": answer.request.tool, "arguments": answer.text}
        call = {"id": f"call_{answer.id}", "type": "function", "function": function}
        message |= {"content": None, "tool_calls": [call]}
    reason = "tool_calls" if message.get("tool_calls") else "stop"
    return {
        "id": f"chatcmpl-{answer.id}",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": answer.request.model,
        "choices": [{"index": 0, "message": message, "finish_reason": reason, "logprobs": None}],
        "usage": {
            "prompt_tokens": answer.request.input_tokens,
            "completion_tokens": answer.output_tokens,
            "total_tokens": answer.request.input_tokens + answer.output_tokens,
            "prompt_tokens_details": {"cached_tokens": answer.cached_tokens},
            "completion_tokens_details": {"reasoning_tokens": 0},
        },
    }


def _response(answer: Answer) -> dict[str, Any]:
    content: dict[str, Any] = {"type": "output_text", "text": answer.text, "annotations": []}
    if answer.refused:
        content = {"type": "refusal", "refusal": answer.text}
    item: dict[str, Any] = {
        "type": "message",
        "id": f"msg_{answer.id}",
        "role": "assistant",
        "status": "completed",
        "content": [content],
    }
    if answer.request.tool and not answer.refused:
        item = {
            "type": "function_call",
            "id": f"fc_{answer.id}",
            "call_id": f"call_{answer.id}",
            "name": answer.request.tool,
            "arguments": answer.text,
            "status": "completed",
        }
    return {
        "id": f"resp_{answer.id}",
        "object": "response",
        "created_at": 1_700_000_000,
        "model": answer.request.model,
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
        "output": [item],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": answer.request.input_tokens,
            "input_tokens_details": {"cached_tokens": answer.cached_tokens},
            "output_tokens": answer.output_tokens,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": answer.request.input_tokens + answer.output_tokens,
        },
    }


def _message(answer: Answer) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "text", "text": answer.text}
    reason = "end_turn"
    if answer.refused:
        reason = "refusal"
    elif answer.request.tool:
        try:
            given = json.loads(answer.text)
        except ValueError:
            given = {"text": answer.text}
        block = {
            "type": "tool_use",
            "id": f"toolu_{answer.id}",
            "name": answer.request.tool,
            "input": given,
        }
        reason = "tool_use"
    return {
        "id": f"msg_{answer.id}",
        "type": "message",
        "role": "assistant",
        "model": answer.request.model,
        "content": [block],
        "stop_reason": reason,
        "stop_sequence": None,
        "usage": {
            # Anthropic counts what came from the cache apart.
            "input_tokens": answer.request.input_tokens - answer.cached_tokens,
            "cache_read_input_tokens": answer.cached_tokens,
            "cache_creation_input_tokens": 0,
            "output_tokens": answer.output_tokens,
        },
    }


PROTOCOLS = {
    "/v1/chat/completions": Protocol("openai", from_chat_completions, _chat_completion),
    "/v1/responses": Protocol("openai", from_responses, _response),
    "/v1/messages": Protocol("anthropic", from_messages, _message),
}


def error(provider: str, status: int, text: str) -> dict[str, Any]:
    kinds = {
        400: "invalid_request_error",
        401: "authentication_error",
        404: "not_found_error",
        429: "rate_limit_error",
        500: "api_error" if provider == "anthropic" else "server_error",
        503: "server_error",
        529: "overloaded_error",
    }
    fault = {"type": kinds[status], "message": text}
    if provider == "anthropic":
        return {"type": "error", "error": fault}
    return {"error": {**fault, "param": None, "code": None}}


def embeddings(body: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Vectors of unit length that depend on the text alone, and the tokens they cost."""
    given = body.get("input")
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadRequest("input: a text or a list of texts")
    width = int(body.get("dimensions") or EMBEDDING_WIDTH)
    data = []
    for index, text in enumerate(texts):
        vector: Any = _vector(text, width)
        if body.get("encoding_format") == "base64":
            vector = base64.b64encode(struct.pack(f"<{width}f", *vector)).decode()
        data.append({"object": "embedding", "index": index, "embedding": vector})
    tokens = sum(max(1, len(text) // CHARACTERS_PER_TOKEN) for text in texts)
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return {"object": "list", "data": data, "model": body["model"], "usage": usage}, tokens


def _vector(text: str, width: int) -> list[float]:
    seed = hashlib.sha256(text.encode()).hexdigest()
    chance = random.Random(seed)  # noqa: S311 -- repeatable on purpose
    raw = [chance.gauss(0, 1) for _ in range(width)]
    length = math.sqrt(sum(value * value for value in raw))
    return [value / length for value in raw]
