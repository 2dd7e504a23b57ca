"""Files that mean harm, made on the spot: what a reader must survive. None is stored."""

from __future__ import annotations

from benchmarks.hostile_files import pages, pdfs, texts, words
from benchmarks.hostile_files.case import Case

CASES: tuple[Case, ...] = (*pdfs.CASES, *words.CASES, *texts.CASES, *pages.CASES)

__all__ = ["CASES", "Case"]
