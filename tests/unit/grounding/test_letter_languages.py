"""Letters in German, French, Spanish and Polish: the company's name, tenures, greetings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from copilot.domain.resume import Resume
from copilot.grounding import check_letter

TODAY = date(2026, 6, 1)


def _profile(position: str, highlight: str) -> dict[str, Any]:
    return {
        "basics": {"name": "Kim Borowa", "label": position},
        "work": [
            {
                "name": "Atelier Varga",
                "position": position,
                "startDate": "2018-05",
                "highlights": [highlight],
            }
        ],
    }


CASES: dict[str, tuple[dict[str, Any], str]] = {
    "de": (
        _profile("Tischlerin", "Bau von Treppen aus Eiche."),
        "Tischlerin\nHolzwerk Sonntag\nWir bauen seit 1974 Möbel und arbeiten mit CNC-Fräsen.",
    ),
    "fr": (
        _profile("Menuisière", "Fabrication d'escaliers en chêne."),
        "Menuisière\nMaison Bellanger\nNous créons des meubles depuis 1974 avec des fraiseuses.",
    ),
    "es": (
        _profile("Carpintera", "Fabricación de escaleras de roble."),
        "Carpintera\nTaller Monterrubio\nHacemos muebles desde 1974 con fresadoras numéricas.",
    ),
    "pl": (
        _profile("Stolarka", "Budowa schodów z dębu."),
        "Stolarka\nZakład Brzozowy\nRobimy meble od 1974 roku i mamy frezarki numeryczne.",
    ),
}

# Tells the language of the letter.
CLOSING = {
    "de": "Ich freue mich auf ein Gespräch mit Ihnen und danke für Ihre Zeit.",
    "fr": "Je serais heureuse de vous rencontrer et je reste à votre disposition.",
    "es": "Me gustaría hablar con ustedes en una entrevista y quedo a su disposición.",
    "pl": "Chętnie porozmawiam o tej pracy z Państwem i dziękuję za uwagę.",
}


def findings(language: str, sentence: str) -> list[str]:
    profile, posting = CASES[language]
    report = check_letter(
        f"{sentence}\n\n{CLOSING[language]}", Resume.from_json(profile), posting, today=TODAY
    )
    return [f"{f.category}: {f.words}" for f in report.findings]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Ich bewerbe mich bei Holzwerk Sonntag auf die Stelle als Tischlerin."),
        ("de", "Ich habe 8 Jahre Erfahrung und freue mich auf ein Gespräch."),
        ("de", "Mein Lebenslauf liegt bei, Ihre Anzeige habe ich mit Interesse gelesen."),
        ("de", "Freundliche Grüße"),
        ("de", "In Ihrer Anzeige steht: „Wir bauen seit 1974 Möbel.“"),
        ("fr", "Je vous adresse ma candidature au poste de menuisière chez Maison Bellanger."),
        ("fr", "Mon expérience : 8 ans."),
        ("fr", "J'ai 8 ans d'expérience."),
        ("fr", "Dans votre annonce : « Nous créons des meubles depuis 1974. »"),
        ("es", "Solicito el puesto de carpintera en Taller Monterrubio."),
        ("es", "Mi experiencia: 8 años."),
        ("es", "Tengo 8 años de experiencia."),
        ("pl", "Aplikuję na stanowisko stolarki w firmie Zakład Brzozowy."),
        ("pl", "Mam 8 lat doświadczenia."),
        ("pl", "W ogłoszeniu jest: „Robimy meble od 1974 roku i mamy frezarki numeryczne.”"),
    ],
)
def test_a_truthful_sentence_passes(language: str, sentence: str) -> None:
    assert findings(language, sentence) == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Ich habe 12 Jahre Erfahrung."),
        ("de", "Ich arbeite mit CNC-Fräsen."),
        ("de", "Bei Holzwerk Sonntag habe ich gearbeitet."),
        ("de", "Ich habe die Werkstatt geleitet."),
        ("fr", "Mon expérience : 12 ans."),
        ("fr", "Je travaille avec des fraiseuses."),
        ("es", "Mi experiencia: 12 años."),
        ("es", "Trabajo con fresadoras numéricas."),
        ("pl", "Mam 12 lat doświadczenia."),
        ("pl", "Obsługiwałam frezarki numeryczne."),
    ],
)
def test_an_invented_sentence_is_found(language: str, sentence: str) -> None:
    assert findings(language, sentence)


def test_the_name_of_the_job_may_hold_a_word_of_skill() -> None:
    profile = Resume.from_json({"basics": {"name": "Ann Roe", "label": "Therapist"}})
    posting = "Board Certified Behavior Analyst\nLarkspur Medical Consulting\nWe help children."
    wish = "I am applying for the Board Certified Behavior Analyst position at "
    assert not check_letter(wish + "Larkspur Medical Consulting.", profile, posting).findings
    past = "I have worked at Larkspur Medical Consulting."
    assert check_letter(past, profile, posting).findings
    assert check_letter("I am a certified behavior analyst.", profile, posting).findings
