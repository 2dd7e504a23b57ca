"""Stems of words (Snowball), for any number of threads."""

from __future__ import annotations

import threading
from functools import lru_cache

import snowballstemmer


class _Stemmers(threading.local):
    """A stemmer keeps the word it works on in itself: two threads with one stemmer mix their
    words. So each thread has its own."""

    def __init__(self) -> None:
        self._made: dict[str, snowballstemmer.stemmer] = {}

    def of(self, language: str) -> snowballstemmer.stemmer:
        if language not in self._made:
            self._made[language] = snowballstemmer.stemmer(language)
        return self._made[language]


_stemmers = _Stemmers()


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of a word in lower case. ``language`` is Snowball's name for it, such as
    ``english``; KeyError if Snowball does not know it."""
    return str(_stemmers.of(language).stemWord(word))
