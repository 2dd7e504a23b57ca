"""Prometheus metrics, one name for one thing. Labels have few values and name no person."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)

http_requests = Counter("http_requests_total", "Requests", ["method", "route", "status"])
http_request_duration = Histogram(
    "http_request_duration_seconds", "Time to answer", ["method", "route"], buckets=_SECONDS
)
db_queries = Counter("db_queries_total", "Statements sent to PostgreSQL", ["kind"])
db_query_duration = Histogram(
    "db_query_duration_seconds", "Time of a statement", ["kind"], buckets=_SECONDS
)
llm_api_calls = Counter(
    "llm_api_calls_total", "Requests to model providers", ["provider", "model", "outcome"]
)
llm_tokens = Counter("llm_tokens_total", "Tokens", ["provider", "model", "direction"])
llm_estimated_cost = Counter("llm_estimated_cost_usd", "Price of tokens", ["provider", "model"])
agent_executions = Counter(
    "agent_executions_total", "Documents and analyses made", ["agent", "engine", "outcome"]
)
vector_search_operations = Counter("vector_search_operations_total", "Searches", ["kind"])

step_duration = Histogram(
    "pipeline_step_duration_seconds", "Time a step worked", ["step", "outcome"], buckets=_SECONDS
)
step_wait = Histogram(
    "pipeline_step_wait_seconds", "Time a step waited for a worker", ["step"], buckets=_SECONDS
)
step_attempts = Counter("pipeline_step_attempts_total", "Claims that succeeded", ["step"])
step_refusals = Counter(
    "pipeline_step_refusals_total", "Messages that found nothing to do", ["step", "reason"]
)
recoveries = Counter("pipeline_recoveries_total", "Steps taken back or sent again", ["reason"])
runs_finished = Counter("pipeline_runs_finished_total", "Runs that are over", ["status"])
queue_waiting = Gauge(
    "pipeline_queue_waiting",
    "Steps that wait for a worker",
    ["queue"],
    multiprocess_mode="mostrecent",
)
queue_oldest_wait = Gauge(
    "pipeline_queue_oldest_wait_seconds",
    "Age of the oldest waiting step",
    ["queue"],
    multiprocess_mode="mostrecent",
)
gate_verdicts = Counter("gate_verdicts_total", "Truth gate verdicts", ["document", "verdict"])
cache_hits = Counter("cache_hits_total", "Work that was not done again", ["cache"])
