"""``.env.example`` names every setting, with the default that holds."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from config.settings import Settings, load

ROOT = Path(__file__).parents[2]
ENTRY = re.compile(r"^(?:# )?(?P<name>[A-Z][A-Z0-9_]*)=(?P<value>.*)$", re.MULTILINE)
REQUIRED = {"DATABASE_URL", "BROKER_URL"}


def documented() -> dict[str, str]:
    text = (ROOT / ".env.example").read_text("utf-8")
    found = ENTRY.findall(text)
    twice = [name for name, count in Counter(name for name, _ in found).items() if count > 1]
    assert twice == []
    return dict(found)


def test_every_setting_is_documented() -> None:
    assert {name.upper() for name in Settings.model_fields} - documented().keys() == set()


def test_what_must_be_set_is_known() -> None:
    required = {
        name.upper() for name, field in Settings.model_fields.items() if field.is_required()
    }
    assert required == REQUIRED


@pytest.mark.parametrize("name", sorted(Settings.model_fields.keys() - {"database_url"}))
def test_the_documented_default_is_the_default(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = documented()
    for required in REQUIRED:
        monkeypatch.setenv(required, entries[required])
    before = getattr(load(), name)
    monkeypatch.setenv(name.upper(), entries[name.upper()])
    assert getattr(load(), name) == before


def test_what_composition_files_read_is_documented() -> None:
    used = set()
    for file in ("Procfile", "docker-compose.yml"):
        used |= set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / file).read_text("utf-8")))
    used.add("PROMETHEUS_MULTIPROC_DIR")
    assert used - documented().keys() == set()


def test_every_entry_is_read_somewhere() -> None:
    known = {name.upper() for name in Settings.model_fields} | {"PROMETHEUS_MULTIPROC_DIR"}
    for file in ("Procfile", "docker-compose.yml"):
        known |= set(re.findall(r"\$\{([A-Z_]+)", (ROOT / file).read_text("utf-8")))
    secret_files = {f"{name}_FILE" for name in known}
    assert documented().keys() - known - secret_files == set()
