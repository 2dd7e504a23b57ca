"""What turns texts into vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from copilot.errors import Misconfigured

DIMENSIONS = 384
"""The width of every stored vector; an encoder of another width cannot serve."""

MAX_TOKENS = 256
"""The length the default model was trained on; what comes after is not read."""

Vectors: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.float32]]
"""float32, one row a text, each row of length 1 (or all zeros for a text without words)."""


class Encoder(Protocol):
    name: str
    version: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, in order. The same text gets the same vector in any company."""
        ...

    def split(self, text: str, limit: int) -> list[tuple[str, int]]:
        """The text in parts of at most ``limit`` tokens, each with its number of tokens."""
        ...


def encoder_id(encoder: Encoder) -> str:
    """What is stored with each vector; vectors of two ids are never compared."""
    return f"{encoder.name}@{encoder.version}"


class OnnxEncoder:
    """A sentence encoder on onnxruntime. Safe to use from several threads and, because no session
    has threads of its own, before and after a fork."""

    dimensions = DIMENSIONS

    def __init__(
        self, name: str, version: str, model: Path, tokenizer: Path, threads: int = 1
    ) -> None:
        self.name = name
        self.version = version
        self._threads = max(1, threads)
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            places.setdefault(text, []).append(place)
        # Longest first, so that no thread is left alone with a long text at the end.
        distinct = sorted(places, key=len, reverse=True)
        if self._threads == 1 or len(distinct) == 1:
            for text in distinct:
                vectors[places[text]] = self._encode_one(text)
            return vectors
        with ThreadPoolExecutor(self._threads, thread_name_prefix="encode") as pool:
            for text, vector in zip(distinct, pool.map(self._encode_one, distinct), strict=True):
                vectors[places[text]] = vector
        return vectors

    def _encode_one(self, text: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        # One text a run: the 8-bit activations take their scale from the whole run, so the vector
        # of a text in a batch would depend on its neighbours. On one core a batch is not faster.
        ids = self._tokenizer.encode(text).ids
        if len(ids) <= 2:  # nothing but the marks of begin and end
            return np.zeros(self.dimensions, dtype=np.float32)
        if len(ids) > MAX_TOKENS:
            ids = [*ids[: MAX_TOKENS - 1], ids[-1]]
        row = np.array([ids], dtype=np.int64)
        outputs = self._session.run(
            ["sentence_embedding"], {"input_ids": row, "attention_mask": np.ones_like(row)}
        )
        vector: np.ndarray[tuple[int], np.dtype[np.float32]] = outputs[0][0]
        return vector

    def word_features(
        self, words: Sequence[str]
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        """What three layers of the model make of each word in its sentence: float32, one row a
        word, three times as wide as a vector; zeros for a word beyond MAX_TOKENS."""
        encoded = self._tokenizer.encode(list(words), is_pretokenized=True)
        ids = encoded.ids[:MAX_TOKENS]
        row = np.array([ids], dtype=np.int64)
        outputs = self._session.run(
            ["token_features"], {"input_ids": row, "attention_mask": np.ones_like(row)}
        )
        pieces: np.ndarray[tuple[int, int], np.dtype[np.float32]] = outputs[0][0]
        features = np.zeros((len(words), pieces.shape[1]), dtype=np.float32)
        counts = np.zeros((len(words), 1), dtype=np.float32)
        for piece, word in zip(pieces, encoded.word_ids[:MAX_TOKENS], strict=True):
            if word is not None:
                features[word] += piece
                counts[word] += 1
        features /= np.maximum(counts, 1)
        return features

    def split(self, text: str, limit: int) -> list[tuple[str, int]]:
        offsets = [place for place, special in self._offsets(text) if not special]
        parts = []
        for begin in range(0, len(offsets), limit):
            piece = offsets[begin : begin + limit]
            parts.append((text[piece[0][0] : piece[-1][1]], len(piece)))
        return parts

    def _offsets(self, text: str) -> list[tuple[tuple[int, int], int]]:
        encoded = self._tokenizer.encode(text)
        return list(zip(encoded.offsets, encoded.special_tokens_mask, strict=True))


class HostedEncoder:
    """An encoder behind a provider's API; the call itself is handed in.

    Raises Misconfigured if the provider's vectors are not DIMENSIONS wide: they could not be stored
    beside the others.
    """

    def __init__(
        self,
        name: str,
        version: str,
        embed: Callable[[Sequence[str]], Sequence[Sequence[float]]],
        dimensions: int = DIMENSIONS,
    ) -> None:
        if dimensions != DIMENSIONS:
            raise Misconfigured(
                f"The encoder {name} makes vectors of {dimensions} numbers; the database holds "
                f"vectors of {DIMENSIONS}. Choose a model, or its size, that makes {DIMENSIONS}."
            )
        self.name = name
        self.version = version
        self.dimensions = dimensions
        self._embed = embed

    def encode(self, texts: Sequence[str]) -> Vectors:
        spoken = [place for place, text in enumerate(texts) if text.strip()]
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if not spoken:
            return vectors
        made = np.asarray(self._embed([texts[place] for place in spoken]), dtype=np.float32)
        if made.shape != (len(spoken), self.dimensions):
            raise Misconfigured(
                f"The encoder {self.name} answered with vectors of {made.shape[-1]} numbers "
                f"instead of {self.dimensions}."
            )
        vectors[spoken] = made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12)
        return vectors

    def split(self, text: str, limit: int) -> list[tuple[str, int]]:
        """By words: a provider's tokens are not known here, three quarters of a word is usual."""
        words = text.split()
        size = max(1, limit * 3 // 4)
        parts = (words[at : at + size] for at in range(0, len(words), size))
        return [(" ".join(part), len(part)) for part in parts]
