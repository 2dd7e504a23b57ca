"""Vectors of texts longer than an encoder reads at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.embeddings.encoder import Encoder, Vectors

CHUNK_TOKENS = 200


def encode_document(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """One vector for all the texts together: each is read in chunks of CHUNK_TOKENS tokens, and
    the mean of the chunks' vectors, weighted by their tokens, is scaled to length 1.

    Shape (1, dimensions); zeros if there are no words.
    """
    parts = [part for text in texts for part in encoder.split(text, CHUNK_TOKENS)]
    if not parts:
        return np.zeros((1, encoder.dimensions), dtype=np.float32)
    vectors = encoder.encode([text for text, _ in parts])
    weights = np.array([tokens for _, tokens in parts], dtype=np.float32)
    mean = weights @ vectors
    length = float(np.linalg.norm(mean))
    scaled: Vectors = (mean / length if length else mean).reshape(1, -1).astype(np.float32)
    return scaled
