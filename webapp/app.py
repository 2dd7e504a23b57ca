"""The application factory."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request
from flask_cors import CORS
from werkzeug.middleware.proxy_fix import ProxyFix

from config.settings import Settings
from config.settings import settings as settings_of_process
from copilot.database.session import Database
from copilot.observability.queries import measure_queries
from webapp import authentication, limits, problems, telemetry, waiting
from webapp.openapi import docs, make_api
from webapp.resources import (
    applications,
    documents,
    health,
    imports,
    insights,
    postings,
    profiles,
    runs,
    search,
    sessions,
    tokens,
    usage,
    users,
)
from webapp.services import EXTENSION, Services

BLUEPRINTS = (
    users.blueprint,
    sessions.blueprint,
    tokens.blueprint,
    imports.blueprint,
    profiles.blueprint,
    search.blueprint,
    postings.blueprint,
    applications.blueprint,
    documents.blueprint,
    runs.blueprint,
    insights.blueprint,
    usage.blueprint,
    health.blueprint,
)

_MEGABYTE = 1024 * 1024
# Uploads of 10 MB with what a form adds; a page of 5 MB grows when JSON escapes it.
MAX_UPLOAD = 11 * _MEGABYTE
MAX_BODY = _MEGABYTE
_MAX_BODY_OF = {
    "imports.Imports": MAX_UPLOAD,
    "postings.Postings": MAX_UPLOAD,
    "applications.Applications": MAX_UPLOAD,
    # The truth gate reads it within the request.
    "documents.OneDocument": _MEGABYTE // 4,
}

_EXPOSED = (
    "ETag", "Idempotency-Replayed", "Link", "Location", "Preference-Applied", "RateLimit-Limit",
    "RateLimit-Remaining", "RateLimit-Reset", "Retry-After", "X-Request-ID", "Content-Disposition",
)  # fmt: skip
_SENT = (
    "Accept", "Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "Prefer",
    "X-Request-ID",
)  # fmt: skip


class _Request(Request):
    @property
    def max_content_length(self) -> int | None:
        return _MAX_BODY_OF.get(self.endpoint or "", MAX_BODY)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        raise AttributeError("the endpoint decides")


class _Flask(Flask):
    request_class = _Request


def create_app(settings: Settings | None = None) -> Flask:
    """``settings`` stand for those of the environment, for tests."""
    settings = settings or settings_of_process()
    app = _Flask("webapp", static_folder="static", template_folder="templates")
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.extensions[EXTENSION] = Services(settings, _database(settings))
    app.extensions[waiting.WAITERS] = waiting.waiters(settings.web_threads)
    _observe(app, settings)

    telemetry.register(app)
    problems.register(app)
    app.before_request(authentication.identify)
    limits.register(app, settings)
    authentication.register(app)
    if settings.cors_origins:
        CORS(
            app,
            origins=list(settings.cors_origins),
            allow_headers=list(_SENT),
            expose_headers=list(_EXPOSED),
            max_age=600,
        )
    api = make_api(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    app.register_blueprint(docs)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


def _database(settings: Settings) -> Database:
    database = Database(
        settings.database_url.get_secret_value(),
        pool_size=settings.database_pool_size,
        statement_timeout_ms=settings.database_statement_timeout_ms,
        connect_timeout_s=settings.database_connect_timeout_s,
        application_name="copilot-web",
    )
    measure_queries(database.engine)
    return database


def _observe(app: Flask, settings: Settings) -> None:
    environment = settings.environment.value
    if settings.sentry_dsn is not None:
        from copilot.observability.errors import configure_error_reports

        configure_error_reports(
            settings.sentry_dsn.get_secret_value(), environment=environment, process="web"
        )
    if settings.otlp_endpoint is not None:
        from opentelemetry.instrumentation.flask import FlaskInstrumentor

        from copilot.observability.tracing import configure_tracing

        configure_tracing(settings.otlp_endpoint, process="web", environment=environment)
        instrumentor: Any = FlaskInstrumentor()
        instrumentor.instrument_app(app, excluded_urls="health,metrics")
