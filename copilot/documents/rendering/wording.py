"""The renderer's own words (headings, "present", dates) in the document's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from copilot.documents.rendering.formats import Paper
from copilot.errors import InvalidInput

_LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's words. ``language`` is the language of the document itself, which stays what
    the caller said even where our words fall back to English."""

    language: str
    locale: str
    """Of dates and of country names, for Babel."""
    resume: str
    summary: str
    work: str
    volunteer: str
    education: str
    awards: str
    certificates: str
    publications: str
    skills: str
    languages: str
    interests: str
    references: str
    projects: str
    present: str
    grade: str
    courses: str

    def partial_date(self, value: str) -> str:
        """``2021-03`` → ``Mar 2021``; a year stays a year."""
        parts = [int(part) for part in value.split("-")]
        if len(parts) == 1:
            return value
        if len(parts) == 2:
            return _shown("yMMM", date(parts[0], parts[1], 1), self.locale)
        try:
            day = date(parts[0], parts[1], parts[2])
        except ValueError:  # the schema's pattern lets 30 February pass
            return value
        return _shown("yMMMd", day, self.locale)

    def date_range(self, start: str | None, end: str | None) -> str:
        """Months suffice for a span: days of its dates are left out."""
        first = self.partial_date(start[:7]) if start else ""
        last = self.partial_date(end[:7]) if end else ""
        if not first:
            return last
        if not end:
            return f"{first} – {self.present}"
        return first if first == last else f"{first} – {last}"

    def letter_date(self, day: date) -> str:
        return format_date(day, format="long", locale=self.locale)

    def country(self, code: str) -> str:
        """The country's name; an unknown code stays as it is."""
        name: str | None = Locale.parse(self.locale).territories.get(code.upper())
        return name if len(code) == 2 and name else code


def _shown(skeleton: str, day: date, locale: str) -> str:
    shown: str = format_skeleton(skeleton, day, locale=locale)
    return shown


# resume, summary, work, volunteer, education, awards, certificates, publications, skills,
# languages, interests, references, projects, present, grade, courses
_WORDS: dict[str, tuple[str, ...]] = {
    "en": (
        "Résumé", "Summary", "Experience", "Volunteering", "Education", "Awards", "Certificates",
        "Publications", "Skills", "Languages", "Interests", "References", "Projects", "present",
        "Grade", "Courses",
    ),
    "de": (
        "Lebenslauf", "Profil", "Berufserfahrung", "Ehrenamt", "Ausbildung", "Auszeichnungen",
        "Zertifikate", "Veröffentlichungen", "Kenntnisse", "Sprachen", "Interessen", "Referenzen",
        "Projekte", "heute", "Note", "Schwerpunkte",
    ),
    "pl": (
        "CV", "Podsumowanie", "Doświadczenie", "Wolontariat", "Wykształcenie", "Nagrody",
        "Certyfikaty", "Publikacje", "Umiejętności", "Języki", "Zainteresowania", "Referencje",
        "Projekty", "obecnie", "Ocena", "Kursy",
    ),
    "fr": (
        "CV", "Profil", "Expérience", "Bénévolat", "Formation", "Distinctions", "Certifications",
        "Publications", "Compétences", "Langues", "Centres d’intérêt", "Références", "Projets",
        "aujourd’hui", "Note", "Cours",
    ),
    "es": (
        "Currículum", "Perfil", "Experiencia", "Voluntariado", "Formación", "Premios",
        "Certificados", "Publicaciones", "Competencias", "Idiomas", "Intereses", "Referencias",
        "Proyectos", "actualidad", "Nota", "Cursos",
    ),
    "it": (
        "Curriculum vitae", "Profilo", "Esperienza", "Volontariato", "Istruzione", "Premi",
        "Certificati", "Pubblicazioni", "Competenze", "Lingue", "Interessi", "Referenze",
        "Progetti", "oggi", "Voto", "Corsi",
    ),
    "nl": (
        "Cv", "Profiel", "Werkervaring", "Vrijwilligerswerk", "Opleiding", "Onderscheidingen",
        "Certificaten", "Publicaties", "Vaardigheden", "Talen", "Interesses", "Referenties",
        "Projecten", "heden", "Cijfer", "Vakken",
    ),
    "pt": (
        "Currículo", "Perfil", "Experiência", "Voluntariado", "Formação", "Prémios", "Certificados",
        "Publicações", "Competências", "Idiomas", "Interesses", "Referências", "Projetos",
        "presente", "Nota", "Cursos",
    ),
}  # fmt: skip


def wording(language: str, paper: Paper = Paper.A4) -> Wording:
    """Words for an ISO 639 code or a BCP 47 tag (``en``, ``de-CH``). A language without words of
    ours gets English ones. Letter paper means North American English dates.

    Raises InvalidInput for what is no language tag.
    """
    tag = _LANGUAGE_TAG.fullmatch(language.strip())
    if tag is None:
        raise InvalidInput("The language must be an ISO 639 code such as en, de or pl.")
    code = tag[1].lower()
    known = code if code in _WORDS else "en"
    locale = known
    if known == "en":
        locale = "en_US" if paper is Paper.LETTER else "en_GB"
    return Wording(code, locale, *_WORDS[known])


def is_right_to_left(language: str) -> bool:
    try:
        return Locale.parse(language).text_direction == "rtl"
    except (UnknownLocaleError, ValueError):
        return False
