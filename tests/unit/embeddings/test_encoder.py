from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from copilot.embeddings import (
    DIMENSIONS,
    HostedEncoder,
    encode_document,
    encoder_id,
    load_encoder,
    loading,
)
from copilot.errors import Misconfigured

TEXTS = [
    "Baked bread and cakes for forty guests a day.",
    "Prepared pastries in a busy bakery.",
    "Audited the annual accounts of listed companies.",
]


def test_similar_texts_get_similar_vectors() -> None:
    bread, pastry, audit = load_encoder().encode(TEXTS)
    assert bread @ pastry > 0.4 > bread @ audit


def test_vectors_have_length_one_and_keep_the_order() -> None:
    encoder = load_encoder()
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (3, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert np.array_equal(encoder.encode([text])[0], vector)


def test_a_text_gets_the_same_vector_in_any_company_and_from_any_thread() -> None:
    encoder = load_encoder()
    alone = encoder.encode([TEXTS[0]])[0]
    with ThreadPoolExecutor(4) as pool:
        crowded = list(
            pool.map(lambda n: encoder.encode([*TEXTS[1:], "x " * n, TEXTS[0]]), range(8))
        )
    assert all(np.array_equal(vectors[-1], alone) for vectors in crowded)


def test_a_text_without_words_is_no_direction() -> None:
    vectors = load_encoder().encode(["", "  \n", "word"])
    assert not vectors[:2].any()
    assert vectors[2].any()
    assert load_encoder().encode([]).shape == (0, DIMENSIONS)


def test_a_process_loads_an_encoder_once() -> None:
    assert load_encoder() is load_encoder()
    assert encoder_id(load_encoder()) == "all-MiniLM-L6-v2-int8@1"


def test_a_document_counts_to_its_end() -> None:
    encoder = load_encoder()
    long = "We bake bread every morning. " * 150
    with_end = long + "Knowledge of maritime law is required. " * 150
    first, second = encode_document(encoder, [long]), encode_document(encoder, [with_end])
    law = encoder.encode(["maritime law"])
    assert float((second @ law.T)[0, 0]) > float((first @ law.T)[0, 0]) + 0.1
    assert np.isclose(np.linalg.norm(second), 1, atol=1e-5)
    assert not encode_document(encoder, ["", " "]).any()


def test_an_unknown_encoder_is_refused_by_name() -> None:
    with pytest.raises(Misconfigured, match="no encoder 'word2vec'"):
        load_encoder("word2vec")


def test_a_damaged_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    files = loading.ENCODERS[loading.DEFAULT_ENCODER]
    damaged = loading.ModelFiles(files.version, files.model, "0" * 64, files.tokenizer, "0" * 64)
    monkeypatch.setitem(loading.ENCODERS, "damaged", damaged)
    with pytest.raises(Misconfigured, match="damaged"):
        load_encoder("damaged")


def test_a_hosted_encoder_of_another_width_is_refused() -> None:
    def embed(texts: Sequence[str]) -> list[list[float]]:
        return [[1.0] * 1536 for _ in texts]

    with pytest.raises(Misconfigured, match="1536"):
        HostedEncoder("hosted", "1", embed, dimensions=1536)
    with pytest.raises(Misconfigured, match="1536"):
        HostedEncoder("hosted", "1", embed).encode(["a text"])


def test_a_hosted_encoder_scales_and_spares_empty_texts() -> None:
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> list[list[float]]:
        asked.extend(texts)
        return [[2.0] + [0.0] * (DIMENSIONS - 1) for _ in texts]

    vectors = HostedEncoder("hosted", "1", embed).encode(["", "a text"])
    assert asked == ["a text"]
    assert vectors[1, 0] == 1.0
    assert not vectors[0].any()
