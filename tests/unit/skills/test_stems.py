"""Stems do not depend on what other threads do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import snowballstemmer

from copilot.skills import stems

WORDS = ["managing", "organisations", "responsibilities", "effectively", "deployments"] * 2000


def test_threads_do_not_mix_their_words() -> None:
    alone = snowballstemmer.stemmer("english")
    expected = [alone.stemWord(word) for word in WORDS]
    with ThreadPoolExecutor(8) as pool:
        # Past the cache, as words that nobody has met before.
        found = list(pool.map(lambda word: stems.stem.__wrapped__(word, "english"), WORDS))
    assert found == expected
