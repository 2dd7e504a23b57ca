"""Résumés in: PDF, DOCX, text, Markdown or JSON Resume → a reading with its evidence."""

from copilot.documents.resumes.reader import READER_VERSION, read_resume, warm_up
from copilot.documents.resumes.reading import ResumeReading, SourceSpan

__all__ = ["READER_VERSION", "ResumeReading", "SourceSpan", "read_resume", "warm_up"]
