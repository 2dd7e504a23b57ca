"""The only reader of the environment.

Values come from environment variables, then from a file ``.env``. Any variable ``NAME`` may be
given as ``NAME_FILE``, a path to a file that holds the value (Docker and Kubernetes secrets).
"""

from __future__ import annotations

import os
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)


class SettingsError(Exception):
    """A setting cannot work; the text names each variable and the reason, never the value."""


class Environment(StrEnum):
    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class SignUp(StrEnum):
    OPEN = "open"
    INVITE = "invite"
    CLOSED = "closed"


class _SecretFiles(PydanticBaseSettingsSource):
    """``NAME_FILE`` beside ``NAME``."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{field_name.upper()}_FILE")
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except OSError as error:
            raise SettingsError(
                f"{field_name.upper()}_FILE: cannot be read ({error.strerror})"
            ) from None

    def __call__(self) -> dict[str, Any]:
        found = {
            name: self.get_field_value(None, name)[0] for name in self.settings_cls.model_fields
        }
        return {name: value for name, value in found.items() if value is not None}


CommaSeparated = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """Every setting, its default and its unit; ``.env.example`` documents each for operators."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    environment: Environment = Environment.DEVELOPMENT
    log_level: str = "INFO"

    # PostgreSQL. Each process is given the URL of its own role.
    database_url: SecretStr
    migrate_database_url: SecretStr | None = None
    operator_database_url: SecretStr | None = None
    database_pool_size: int = Field(default=10, ge=1, le=200)
    database_statement_timeout_ms: int = Field(default=15_000, ge=100)
    database_connect_timeout_s: int = Field(default=3, ge=1)

    # Valkey, as Celery's broker and for what may vanish (rate limits, caches).
    broker_url: SecretStr
    redis_url: SecretStr | None = None
    publish_timeout_ms: int = Field(default=50, ge=5)
    """What a request may spend on handing a run to the broker."""
    task_events: bool = True
    """Tell Flower and the exporter what happens to each task; about a millisecond a step."""

    # API
    web_host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)
    web_workers: int = Field(default=2, ge=1)
    web_threads: int = Field(default=16, ge=2)
    """Requests that one web process answers at a time; half of them may be long polls."""
    trusted_proxies: int = Field(default=0, ge=0)
    """Reverse proxies in front, whose X-Forwarded-For counts."""
    sign_up: SignUp = SignUp.OPEN
    cors_origins: CommaSeparated = ()
    token_days: int = Field(default=90, ge=1)
    session_hours: int = Field(default=12, ge=1)
    public_url: str | None = None
    rate_limit: str = "600 per minute"
    rate_limit_sign_in: str = "20 per minute"

    # Limits before anything is stored
    runs_per_user: int = Field(default=500, ge=1)
    """Queued and running runs of one user."""
    runs_total: int = Field(default=20_000, ge=1)
    window_per_user: int = Field(default=20, ge=1)
    """Runs of one user that may be in the queues at a time."""
    window_total: int = Field(default=200, ge=1)

    # Durability
    lease_seconds: float = Field(default=8.0, gt=0)
    heartbeat_seconds: float = Field(default=2.0, gt=0)
    dispatch_seconds: float = Field(default=1.0, gt=0)
    publish_grace_seconds: float = Field(default=2.0, gt=0)
    """How long a published message may stay unclaimed, with its queue empty, before it counts as
    lost."""
    max_attempts: int = Field(default=8, ge=1)
    soft_shutdown_seconds: float = Field(default=10.0, ge=0)

    # Engines: extractive, openai:MODEL, anthropic:MODEL, or auto: a chat model of a provider whose
    # key is set, extractive without any key. Reading postings is free unless a model is named.
    job_analyzer_engine: str = "extractive"
    resume_optimizer_engine: str = "auto"
    cover_letter_engine: str = "auto"
    openai_model: str = "gpt-5.4-mini"
    """The model that ``auto`` takes."""
    anthropic_model: str = "claude-sonnet-5-5"
    engine_fallbacks: CommaSeparated = ()
    """Tried in order when an agent's own engine does not answer; may name ``extractive``."""
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    anthropic_api_key: SecretStr | None = None
    anthropic_base_url: str | None = None
    llm_timeout_seconds: float = Field(default=60.0, gt=0)
    llm_connect_timeout_seconds: float = Field(default=5.0, gt=0)
    model_prices: CommaSeparated = ()
    """``provider:model=INPUT/OUTPUT`` in US dollars for a million tokens, for models that the price
    list does not know."""
    user_budget_usd: Decimal = Field(default=Decimal("5.00"), ge=0)
    """What one user may spend on models in a calendar month (UTC)."""
    user_daily_budget_usd: Decimal = Field(default=Decimal("2.00"), ge=0)
    """What one user may spend on models in a day (UTC)."""
    total_budget_usd: Decimal = Field(default=Decimal("200.00"), ge=0)
    """What all users together may spend on models in a calendar month (UTC)."""

    # Embeddings
    encoder: str = "all-MiniLM-L6-v2-int8"
    encoder_threads: int = Field(default=1, ge=1)
    vector_index: Literal["hnsw", "ivfflat"] = "hnsw"
    """What finds the nearest postings; ``copilot.database.migrate`` makes it so."""

    # Documents
    fetch_allowed_hosts: CommaSeparated = ()
    """Hosts that may be fetched although their address is not public (tests, intranets)."""

    # Retention
    import_days: int = Field(default=7, ge=1)

    # Operators
    flower_basic_auth: SecretStr | None = None
    sentry_dsn: SecretStr | None = None
    otlp_endpoint: str | None = None
    metrics_port: int = Field(default=0, ge=0, le=65_535)
    """Where each worker process serves its own metrics; 0 for nowhere."""
    metrics_host: str = "127.0.0.1"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _SecretFiles(settings_cls), dotenv_settings

    @field_validator(
        "cors_origins",
        "engine_fallbacks",
        "fetch_allowed_hosts",
        "model_prices",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator(
        "redis_url",
        "migrate_database_url",
        "operator_database_url",
        "public_url",
        "openai_api_key",
        "openai_base_url",
        "anthropic_api_key",
        "anthropic_base_url",
        "flower_basic_auth",
        "sentry_dsn",
        "otlp_endpoint",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
            raise ValueError("must be DEBUG, INFO, WARNING, ERROR or CRITICAL")
        return value.upper()

    @field_validator("database_url", "migrate_database_url", "operator_database_url")
    @classmethod
    def _postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(
            ("postgresql://", "postgresql+psycopg://")
        ):
            raise ValueError("must begin with postgresql://")
        return value

    @field_validator("broker_url", "redis_url")
    @classmethod
    def _redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("redis://", "rediss://")):
            raise ValueError("must begin with redis:// or rediss://")
        return value

    @field_validator("job_analyzer_engine", "resume_optimizer_engine", "cover_letter_engine")
    @classmethod
    def _engine(cls, value: str) -> str:
        if value not in {"auto", "extractive"} and not _is_chat_model(value):
            raise ValueError("must be auto, extractive, openai:MODEL or anthropic:MODEL")
        return value

    @field_validator("engine_fallbacks")
    @classmethod
    def _fallbacks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(name == "extractive" or _is_chat_model(name) for name in value):
            raise ValueError("each must be extractive, openai:MODEL or anthropic:MODEL")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        if self.heartbeat_seconds * 2 > self.lease_seconds:
            raise ValueError("HEARTBEAT_SECONDS must be at most half of LEASE_SECONDS")
        if self.environment is Environment.PRODUCTION:
            self._safe_for_production()
        return self

    def _safe_for_production(self) -> None:
        weak = {"", "postgres", "password", "changeme", "secret", "copilot", "admin", "guest"}
        for name in ("database_url", "migrate_database_url", "operator_database_url"):
            url = getattr(self, name)
            if url is not None and (urlsplit(url.get_secret_value()).password or "") in weak:
                raise ValueError(f"{name.upper()} needs a password that is not a default")
        for name in ("broker_url", "redis_url"):
            url = getattr(self, name)
            if url is not None and (urlsplit(url.get_secret_value()).password or "") in weak:
                raise ValueError(f"{name.upper()} needs a password: the broker must be protected")
        auth = self.flower_basic_auth.get_secret_value() if self.flower_basic_auth else ""
        if auth.partition(":")[2] in weak:
            raise ValueError("FLOWER_BASIC_AUTH needs user:password: Flower must not be open")

    def cache_url(self) -> str:
        """Where rate limits and caches live."""
        return (self.redis_url or self.broker_url).get_secret_value()


def _is_chat_model(name: str) -> bool:
    provider, _, model = name.partition(":")
    return provider in {"openai", "anthropic"} and bool(model.strip())


def load(**overrides: Any) -> Settings:
    """Read the environment. Raises SettingsError that names what is wrong, never a value."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = []
        for fault in error.errors(include_url=False, include_input=False, include_context=False):
            name = "_".join(str(part) for part in fault["loc"]).upper()
            reason = "must be set" if fault["type"] == "missing" else fault["msg"]
            lines.append(f"{name}: {reason}" if name else reason)
        raise SettingsError("; ".join(lines)) from None


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return load()
