"""A setting that cannot work stops the start with its name and the reason, never its value."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import Settings, SettingsError, load

ROOT = Path(__file__).parents[2]
DATABASE = "postgresql://copilot_web:Xk39-words@127.0.0.1/copilot"
BROKER = "redis://:Xk39-words@127.0.0.1:6379/0"
SECRET = "hunter2-never-shown"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", DATABASE)
    monkeypatch.setenv("BROKER_URL", BROKER)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("DATABASE_URL", f"mysql://root:{SECRET}@db/x", "must begin with postgresql://"),
        ("BROKER_URL", f"amqp://guest:{SECRET}@mq", "must begin with redis://"),
        ("REDIS_URL", f"http://:{SECRET}@cache", "must begin with redis://"),
        ("PORT", f"{SECRET}", "integer"),
        ("PORT", "70001", "65535"),
        ("ENVIRONMENT", SECRET, "production"),
        ("SIGN_UP", SECRET, "invite"),
        ("LOG_LEVEL", SECRET, "WARNING"),
        ("WEB_WORKERS", "0", "greater than or equal to 1"),
        ("LEASE_SECONDS", "-4711", "greater than 0"),
        ("USER_BUDGET_USD", "-4711", "greater than or equal to 0"),
        ("COVER_LETTER_ENGINE", SECRET, "openai:MODEL"),
        ("COVER_LETTER_ENGINE", "openai:", "openai:MODEL"),
        ("ENGINE_FALLBACKS", f"extractive,{SECRET}", "openai:MODEL"),
    ],
)
def test_a_bad_value_is_named_and_not_shown(
    name: str, value: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    said = str(caught.value)
    assert said.startswith(f"{name}")
    assert reason in said
    assert SECRET not in said
    assert "4711" not in said
    assert "70001" not in said


@pytest.mark.parametrize("name", ["DATABASE_URL", "BROKER_URL"])
def test_what_must_be_set_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(SettingsError, match=f"^{name}: must be set$"):
        load()


def test_all_faults_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("SIGN_UP", "x")
    with pytest.raises(SettingsError) as caught:
        load()
    assert "PORT: " in str(caught.value)
    assert "SIGN_UP: " in str(caught.value)


def test_a_lease_outlives_its_heartbeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARTBEAT_SECONDS", "5")
    with pytest.raises(SettingsError, match="HEARTBEAT_SECONDS must be at most half"):
        load()


def test_secrets_do_not_show_in_a_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    assert SECRET not in repr(load())
    assert "Xk39-words" not in repr(load())


def test_a_secret_file_gives_the_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://copilot_web:from-a-file@db/copilot\n", "utf-8")
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DATABASE_URL_FILE", str(file))
    assert load().database_url.get_secret_value().endswith(":from-a-file@db/copilot")


def test_the_variable_wins_over_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://elsewhere/copilot", "utf-8")
    monkeypatch.setenv("DATABASE_URL_FILE", str(file))
    assert load().database_url.get_secret_value() == DATABASE


def test_a_secret_file_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(tmp_path / "nothing"))
    with pytest.raises(SettingsError, match=r"^OPENAI_API_KEY_FILE: cannot be read \(No such"):
        load()


def test_a_dotenv_file_is_read_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("WEB_THREADS=5\nSIGN_UP=closed\nPOSTGRES_PASSWORD=of-compose\n", "utf-8")
    monkeypatch.setitem(Settings.model_config, "env_file", str(file))
    monkeypatch.setenv("SIGN_UP", "invite")
    found = load()
    assert found.web_threads == 5
    assert found.sign_up == "invite"


class TestProduction:
    @pytest.fixture(autouse=True)
    def _production(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ENVIRONMENT", "production")
        monkeypatch.setenv("FLOWER_BASIC_AUTH", "operator:Xk39-words")

    def test_starts_with_secrets_of_its_own(self) -> None:
        assert load().environment == "production"

    @pytest.mark.parametrize("name", ["DATABASE_URL", "MIGRATE_DATABASE_URL"])
    @pytest.mark.parametrize("password", ["", ":postgres", ":copilot", ":changeme", ":password"])
    def test_refuses_default_passwords(
        self, name: str, password: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(name, f"postgresql://copilot_web{password}@db/copilot")
        with pytest.raises(SettingsError, match=f"{name} needs a password"):
            load()

    @pytest.mark.parametrize("name", ["BROKER_URL", "REDIS_URL"])
    @pytest.mark.parametrize("url", ["redis://valkey:6379/0", "redis://:guest@valkey:6379/0"])
    def test_refuses_an_unprotected_broker(
        self, name: str, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(name, url)
        with pytest.raises(SettingsError, match=f"{name} needs a password"):
            load()

    @pytest.mark.parametrize("auth", ["", "operator", "operator:", "admin:admin"])
    def test_refuses_an_open_flower(self, auth: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FLOWER_BASIC_AUTH", auth)
        with pytest.raises(SettingsError, match="FLOWER_BASIC_AUTH needs user:password"):
            load()

    def test_the_web_process_does_not_start(self, tmp_path: Path) -> None:
        ended = subprocess.run(
            [sys.executable, "-c", "from webapp.app import create_app; create_app()"],
            env={
                "PYTHONPATH": str(ROOT),
                "ENVIRONMENT": "production",
                "DATABASE_URL": f"postgresql://copilot_web:{SECRET}@127.0.0.1/copilot",
                "BROKER_URL": "redis://127.0.0.1:6379/0",
                "FLOWER_BASIC_AUTH": "operator:Xk39-words",
            },
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode != 0
        assert "BROKER_URL needs a password" in ended.stderr
        assert SECRET not in ended.stderr
