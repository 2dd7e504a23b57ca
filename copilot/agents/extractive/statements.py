"""Lines of the profile as sentences of a letter: where, and what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from copilot.agents.extractive.facts import is_current
from copilot.agents.extractive.first_person import first_person
from copilot.agents.extractive.phrases import Phrases
from copilot.agents.extractive.relevance import Line, first_sentence
from copilot.agents.extractive.spoken import spoken_employer, spoken_position, with_article
from copilot.agents.extractive.summary import resume_language
from copilot.domain.resume import Resume

_ENTRY = re.compile(r"(work|projects|volunteer)\[(\d+)\]")


@dataclass(slots=True)
class Speaker:
    """Says lines in turn, so that places are not repeated word for word."""

    profile: Resume
    phrases: Phrases
    introduced: set[str] = field(default_factory=set)
    """Entries whose position the letter has named."""
    last_entry: str = ""
    in_a_row: bool = False
    """The sentence before spoke of the same entry, with nothing between."""
    _spoken: int = 0
    _run: int = 0
    """Sentences in a row on the entry, after the first."""

    def says(self, line: Line, *, in_a_row: bool = False) -> str:
        """A sentence in lower case at its beginning, without its full stop where it is not a
        quotation."""
        self.in_a_row = in_a_row
        entry = entry_of(line)
        employer, position, kind, current = self._place(entry)
        again = entry == self.last_entry and bool(entry)
        self._run = self._run + 1 if again and in_a_row else 0
        self.last_entry = entry
        self._spoken += 1
        spoken = (
            first_person(line.text, current=current)
            if self.phrases.language == "en" and resume_language(self.profile) == "en"
            else None
        )
        if spoken is None or spoken.quoted:
            text = spoken.text if spoken else first_sentence(line.text).rstrip(" .;")
            return self._quotation(text, employer, kind)
        frame = self._frame(entry, employer, position, kind, again)
        return frame.format(
            employer=employer,
            position=position,
            project=employer,
            clause=spoken.text,
            also=_also(spoken.text),
        )

    def _frame(self, entry: str, employer: str, position: str, kind: str, again: bool) -> str:
        if again and self.in_a_row:
            variants = self.phrases.all("evidence", "also")
            return variants[(self._run - 1) % len(variants)]
        if not employer:
            if position and not again:
                return self.phrases.pick("evidence", "position")
            return "{clause}"
        if kind in ("project", "volunteer"):
            return self.phrases.pick("evidence", kind)
        if again:
            return self.phrases.pick("evidence", "again", self._spoken)
        if entry in self.introduced or not position:
            return self.phrases.pick("evidence", "introduced")
        self.introduced.add(entry)
        return self.phrases.pick("evidence", "place", self._spoken)

    def _quotation(self, text: str, employer: str, kind: str) -> str:
        name = "quoted" if employer else "quoted_nowhere"
        if kind == "project" and employer:
            name = "quoted_project"
        frame = self.phrases.pick("evidence", name, self._spoken)
        return frame.format(
            employer=employer, project=employer, quote=self.phrases.quoted(f"{text}.")
        )

    def can_say(self, line: Line) -> bool:
        """Whether the line makes a sentence of the letter's own, not only a quotation."""
        if self.phrases.language != "en" or resume_language(self.profile) != "en":
            return False
        return not first_person(line.text, current=False).quoted

    def _place(self, entry: str) -> tuple[str, str, str, bool]:
        """Employer or project, position, kind of entry, whether it lasts until today."""
        if not entry:
            return "", "", "", False
        section, number = entry[:-1].split("[")
        n = int(number)
        if section == "work":
            work = self.profile.work[n]
            employer, position = spoken_employer(work.name), spoken_position(work.position)
            if position and self.phrases.language == "en":
                position = with_article(position)
            return employer, position, "work", is_current(work)
        if section == "projects":
            project = self.profile.projects[n]
            return _short_name(project.name), "", "project", False
        volunteer = self.profile.volunteer[n]
        current = volunteer.start_date is not None and volunteer.end_date is None
        return spoken_employer(volunteer.organization), "", "volunteer", current


def entry_of(line: Line) -> str:
    """The entry that a line stands in, as a path; empty for a line of the summary."""
    hit = _ENTRY.match(line.path)
    return hit.group() if hit else ""


def _short_name(name: str | None) -> str:
    """A project's name, unless it is a list of tools or a sentence."""
    return name if name and len(name.split()) <= 5 and name.count(",") == 0 else ""


def _also(clause: str) -> str:
    """The clause as a further one: "I also …", "my work also included …"."""
    if re.match(r"(?:\S+ ){0,4}also\b", clause):
        return clause
    for opening, longer in (
        ("I was ", "I was also "),
        ("I am ", "I am also "),
        ("I ", "I also "),
        ("my work included ", "my work also included "),
        ("my work includes ", "my work also includes "),
        ("my job was to ", "my job was also to "),
        ("my job is to ", "my job is also to "),
    ):
        if clause.startswith(opening):
            return longer + clause.removeprefix(opening)
    return clause


def sentence(text: str) -> str:
    """With a capital at the beginning and a full stop at the end."""
    text = text.strip()
    if not text:
        return ""
    text = re.sub(r"(?<=\w)\.\.$", ".", text)
    if not text.endswith((".", "!", "?", ".”", ".“", ".»", ". »")):
        text += "."
    return text[0].upper() + text[1:]
