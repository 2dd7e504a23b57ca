"""Vectors of many postings, made from real texts: chunks encoded once, then pooled anew.

The chunks are the sentences of the postings in the data folder, as the product embeds them: each
requirement or sentence is read by itself, and the posting's vector is the mean of the chunks'
vectors, weighted by their tokens and scaled to length 1 (``copilot.embeddings.encode_document``).
Encoding takes minutes, so the chunks' vectors are kept in the user's cache folder, by encoder and
content; the folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from copilot.embeddings import Encoder, encoder_id
from devstack.folders import PRODUCT, owned_folder

SHORTEST, LONGEST = 20, 1000
"""Characters of a chunk."""
CHUNKS_PER_POSTING = (4, 12)
"""How many chunks a made posting has, at least and at most."""

_SENTENCES = re.compile(r"\n+|(?<=[.!?])\s+")
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n.*?\n---[ \t]*\n", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_BATCH = 1000

Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Chunks:
    vectors: Vectors
    tokens: np.ndarray[tuple[int], np.dtype[np.float32]]
    posting: Numbers
    """Which posting each chunk is of; chunks of one posting stand together."""


def read_chunks(data: Path, limit: int) -> list[tuple[int, str]]:
    """(posting, text) of at most ``limit`` different sentences from all postings in ``data``."""
    found: list[tuple[int, str]] = []
    known: set[str] = set()
    for number, text in enumerate(_postings(data)):
        for part in _SENTENCES.split(text):
            chunk = " ".join(part.split())[:LONGEST]
            if len(chunk) >= SHORTEST and chunk not in known:
                known.add(chunk)
                found.append((number, chunk))
                if len(found) == limit:
                    return found
    return found


def _postings(data: Path) -> Iterator[str]:
    for path in sorted([*data.glob("**/postings*.jsonl"), *data.glob("**/jobs.jsonl")]):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                record: dict[str, Any] = json.loads(line)
                yield str(record.get("description") or record.get("text") or "")
    for path in sorted(data.glob("postings_*/*.html")):
        yield _TAGS.sub(" ", _FRONT_MATTER.sub("", path.read_text("utf-8", "replace")))


def encode_chunks(encoder: Encoder, chunks: list[tuple[int, str]]) -> Chunks:
    """From the cache, where they were encoded before."""
    texts = [text for _, text in chunks]
    vectors, tokens = _encoded(encoder, texts)
    return Chunks(vectors, tokens, np.array([number for number, _ in chunks], dtype=np.int64))


def _encoded(
    encoder: Encoder, texts: list[str]
) -> tuple[Vectors, np.ndarray[tuple[int], np.dtype[np.float32]]]:
    digest = hashlib.sha256("\x00".join([encoder_id(encoder), *texts]).encode()).hexdigest()[:16]
    kept = cache_folder() / f"chunks-{digest}.npz"
    if kept.exists():
        with np.load(kept) as file:
            return file["vectors"], file["tokens"]
    parts = []
    for at in range(0, len(texts), _BATCH):
        parts.append(encoder.encode(texts[at : at + _BATCH]))
        sys.stderr.write(f"encoded {min(at + _BATCH, len(texts))} of {len(texts)} chunks\n")
    vectors: Vectors = np.concatenate(parts)
    tokens = np.array(
        [sum(size for _, size in encoder.split(text, LONGEST)) for text in texts], np.float32
    )
    making = kept.with_suffix(f".{os.getpid()}")
    with making.open("wb") as file:
        np.savez(file, vectors=vectors, tokens=tokens)
    making.rename(kept)
    return vectors, tokens


def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return owned_folder((Path(base) if base else Path.home() / ".cache") / PRODUCT)


def pool(chunks: Chunks, rows: int, random: np.random.Generator) -> Vectors:
    """``rows`` vectors of made postings: each mixes chunks of two real ones, so that there are as
    many different ones as asked for and each still speaks of something."""
    order = np.argsort(chunks.posting, kind="stable")
    _, begins, sizes = np.unique(chunks.posting[order], return_index=True, return_counts=True)
    fewest, most = CHUNKS_PER_POSTING
    counts = random.integers(fewest, most + 1, rows)
    pooled: Vectors = np.zeros((rows, chunks.vectors.shape[1]), dtype=np.float32)
    pairs = random.integers(0, len(begins), (rows, 2))
    for turn in range(most):
        taken = pairs[:, turn % 2]
        chosen = order[begins[taken] + (random.random(rows) * sizes[taken]).astype(np.int64)]
        weights = np.where(turn < counts, chunks.tokens[chosen], 0.0).astype(np.float32)
        pooled += weights[:, None] * chunks.vectors[chosen]
    pooled /= np.linalg.norm(pooled, axis=1, keepdims=True)
    return pooled
