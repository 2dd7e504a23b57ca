"""Alerts and dashboards ask for metrics that exist and can be scraped."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import celery_redis_prometheus.exporter as celery_exporter
import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from copilot.observability import metrics

ROOT = Path(__file__).parents[2]
ALERTS: dict[str, Any] = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8"))
SCRAPES: dict[str, Any] = yaml.safe_load(
    (ROOT / "deploy/prometheus/prometheus.yml").read_text("utf-8")
)
DASHBOARDS = sorted((ROOT / "deploy/grafana/dashboards").glob("*.json"))
NAME = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b(?=\{|\[|\)|\s|$)")
FUNCTIONS = {"histogram_quantile"}


def rules() -> list[dict[str, Any]]:
    return [rule for group in ALERTS["groups"] for rule in group["rules"]]


def questions() -> list[str]:
    asked = [rule["expr"] for rule in rules()]
    for path in DASHBOARDS:
        for panel in json.loads(path.read_text("utf-8"))["panels"]:
            asked += [target["expr"] for target in panel.get("targets", [])]
    return asked


def exported() -> set[str]:
    names = set()
    for metric in vars(metrics).values():
        if not isinstance(metric, MetricWrapperBase):
            continue
        for family in metric.describe():
            suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}
            names |= {family.name + end for end in suffixes.get(family.type, [""])}
    source = Path(celery_exporter.__file__).read_text("utf-8")
    for name in re.findall(r"""['"](celery_[a-z_]+)['"]""", source):
        names |= {name, f"{name}_bucket", f"{name}_total"}
    return names


def test_there_are_questions() -> None:
    assert len(rules()) >= 5
    assert DASHBOARDS
    assert len(questions()) >= 15


@pytest.mark.parametrize("question", questions())
def test_a_question_names_metrics_that_exist(question: str) -> None:
    named = set(NAME.findall(question)) - FUNCTIONS
    assert named - exported() == set()
    assert named or "up{" in question


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_an_alert_leads_to_a_section_of_the_guide(rule: dict[str, Any]) -> None:
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    headings = re.findall(r"^#+ (.+)$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", text.lower()).replace(" ", "-") for text in headings}
    assert anchor in anchors


def test_what_is_scraped_is_a_service_at_its_port() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    jobs = {job["job_name"]: job for job in SCRAPES["scrape_configs"]}
    (web,) = jobs["web"]["dns_sd_configs"]
    assert web["names"] == ["web"]
    assert compose["web"]["ports"][0].endswith(f":{web['port']}")
    (target,) = jobs["celery"]["static_configs"][0]["targets"]
    host, _, port = target.partition(":")
    command = [str(word) for word in compose[host]["command"]]
    assert command[command.index("--port") + 1] == port
