"""What a process of the stack inherits from the shell that started it, and what not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping

PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy", "socks_proxy")
PROVIDER_PREFIXES = ("OPENAI_", "ANTHROPIC_", "AZURE_OPENAI_", "LANGCHAIN_", "LANGSMITH_")
# The settings that decide whether and where paid models are asked; kept with --use-keys.
ENGINE_SETTINGS = (
    "JOB_ANALYZER_ENGINE",
    "RESUME_OPTIMIZER_ENGINE",
    "COVER_LETTER_ENGINE",
    "ENGINE_FALLBACKS",
    "USER_BUDGET_USD",
    "USER_DAILY_BUDGET_USD",
    "TOTAL_BUDGET_USD",
    "LLM_TIMEOUT_SECONDS",
    "LLM_CONNECT_TIMEOUT_SECONDS",
    "MODEL_PRICES",
)
OTHER_PREFIXES = ("PG", "SENTRY_", "OTEL_", "CELERY_", "FLASK_", "GUNICORN_", "FLOWER_")
OTHER_NAMES = (
    "WEB_CONCURRENCY",
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "PYTHONOPTIMIZE",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
)


def is_provider_setting(name: str) -> bool:
    base = name.removesuffix("_FILE")
    return base.startswith(PROVIDER_PREFIXES) or base in ENGINE_SETTINGS


def scrub(environment: MutableMapping[str, str], *, keep_keys: bool = False) -> list[str]:
    """Remove what would lead the stack astray; the provider settings that were kept.

    Gone are the product's own settings (a DATABASE_URL of another system among them), PG*, proxies,
    error reporting and tracing, and provider keys unless ``keep_keys``.
    """
    from config.settings import Settings

    own = {name.upper() for name in Settings.model_fields}
    kept = []
    for name in list(environment):
        if is_provider_setting(name):
            if keep_keys:
                kept.append(name)
            else:
                del environment[name]
        elif (
            name.lower() in PROXIES
            or name.removesuffix("_FILE") in own
            or name.startswith(OTHER_PREFIXES)
            or name in OTHER_NAMES
        ):
            del environment[name]
    return sorted(kept)
