from __future__ import annotations

import os
from typing import ClassVar

from flask import Response, current_app, json
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import text

from config.queues import QueueName
from copilot.errors import DatabaseUnavailable
from copilot.observability import metrics
from webapp.authentication import Resource
from webapp.openapi import ApiBlueprint
from webapp.services import services

BROKER = "copilot-broker"
_TOTALS = text("select queue, waiting, oldest_wait_seconds from totals()")
_STATE = {
    "type": "object",
    "properties": {
        "status": {"type": "string"},
        "database": {"type": "string"},
        "migration": {"type": "string"},
        "broker": {"type": "string"},
    },
}

blueprint = ApiBlueprint("health", __name__, description="For load balancers and Prometheus")


@blueprint.route("/health")
class Liveness(Resource):
    public: ClassVar = frozenset({"GET", "HEAD"})

    @blueprint.doc(security=[])
    @blueprint.response(200, {"type": "object"})
    def get(self) -> Response:
        """The process answers"""
        return Response(json.dumps({"status": "ok"}), mimetype="application/json")


@blueprint.route("/health/ready")
class Readiness(Resource):
    public: ClassVar = frozenset({"GET", "HEAD"})

    @blueprint.doc(security=[])
    @blueprint.response(
        200,
        _STATE,
        description="Ready, or degraded: without the broker work is accepted and starts later",
    )
    @blueprint.alt_response(503, schema=_STATE, description="Not ready")
    def get(self) -> Response:
        """PostgreSQL answers with the right schema; what state the broker is in"""
        # Loads Alembic, which nothing else in this process needs.
        from webapp.readiness import BrokerProbe, schema_state

        database, migration = schema_state(services().database)
        probe = current_app.extensions.setdefault(
            BROKER, BrokerProbe(services().settings.broker_url.get_secret_value())
        )
        broker = probe.state()
        ready = database == "ok" and migration in ("ok", "ahead")
        status = "ready" if ready and broker == "ok" else "degraded" if ready else "unavailable"
        body = {"status": status, "database": database, "migration": migration, "broker": broker}
        headers = {} if ready else {"Retry-After": "5"}
        return Response(
            json.dumps(body), 200 if ready else 503, headers, mimetype="application/json"
        )


@blueprint.route("/metrics")
class Metrics(Resource):
    public: ClassVar = frozenset({"GET", "HEAD"})

    @blueprint.doc(security=[])
    @blueprint.response(200, {"type": "string"}, content_type="text/plain")
    def get(self) -> Response:
        """Prometheus metrics of all processes of this server; they name no person"""
        _measure_queues()
        registry = REGISTRY
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _measure_queues() -> None:
    try:
        with services().database.transaction() as session:
            found = {row.queue: row for row in session.execute(_TOTALS)}
    except DatabaseUnavailable:
        return
    for queue in QueueName:
        row = found.get(queue.value)
        metrics.queue_waiting.labels(queue.value).set(row.waiting if row else 0)
        metrics.queue_oldest_wait.labels(queue.value).set(row.oldest_wait_seconds if row else 0)
