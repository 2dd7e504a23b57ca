"""Nothing of the caller's shell decides what the stack does."""

from __future__ import annotations

import pytest

from devstack.environment import scrub

HOSTILE = {
    "PGHOST": "db.example.com",
    "PGSERVICEFILE": "/etc/pg_service.conf",
    "HTTPS_PROXY": "http://proxy.example.com",
    "no_proxy": "*",
    "DATABASE_URL": "postgresql://u:p@db.example.com/live",
    "DATABASE_URL_FILE": "/run/secrets/url",
    "BROKER_URL": "redis://broker.example.com",
    "SENTRY_DSN": "https://key@sentry.example.com/1",
    "SENTRY_ENVIRONMENT": "live",
    "ENVIRONMENT": "production",
    "PYTHONPATH": "/elsewhere",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "https://otel.example.com",
}
KEYS = {
    "OPENAI_API_KEY": "sk-x",
    "OPENAI_BASE_URL": "https://api.example.com",
    "ANTHROPIC_API_KEY": "sk-y",
    "ANTHROPIC_API_KEY_FILE": "/run/secrets/key",
    "COVER_LETTER_ENGINE": "anthropic:x",
}


def test_keys_go_with_everything_else() -> None:
    environment = HOSTILE | KEYS | {"PATH": "/bin", "TERM": "xterm"}
    assert scrub(environment) == []
    assert environment == {"PATH": "/bin", "TERM": "xterm"}


def test_keys_stay_when_the_person_says_so() -> None:
    environment = HOSTILE | KEYS | {"PATH": "/bin"}
    assert scrub(environment, keep_keys=True) == sorted(KEYS)
    assert environment == KEYS | {"PATH": "/bin"}


@pytest.mark.parametrize("name", ["PATH", "HOME", "TERM", "COLUMNS", "SSL_CERT_FILE"])
def test_what_a_process_needs_stays(name: str) -> None:
    environment = {name: "x"}
    scrub(environment)
    assert environment == {name: "x"}
