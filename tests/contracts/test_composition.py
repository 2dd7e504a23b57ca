"""Procfile, docker-compose.yml and the Celery app follow config/queues.py."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.queues import POOLS, QUEUE_OF_TASK, QueueName, TaskName
from config.settings import Settings
from devstack import procfile

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
LINES = {line.name: list(line.words) for line in procfile.read(ROOT / "Procfile")}
# Fixed by the container itself.
NOT_PASSED_ON = {"WEB_HOST", "PORT"}


def words(service: str) -> list[str]:
    command = SERVICES[service]["command"]
    return shlex.split(command) if isinstance(command, str) else [str(word) for word in command]


def option(command: list[str], name: str) -> str:
    return command[command.index(name) + 1]


def workers_of_procfile() -> dict[str, list[str]]:
    return {name: command for name, command in LINES.items() if "worker" in command}


def workers_of_compose() -> dict[str, list[str]]:
    return {
        name: words(name)
        for name, service in SERVICES.items()
        if "worker" in service.get("command", [])
    }


@pytest.mark.parametrize("place", [workers_of_procfile, workers_of_compose])
def test_every_queue_has_one_worker(place: Any) -> None:
    served = [option(command, "--queues") for command in place().values()]
    assert sorted(served) == sorted(queue.value for queue in QueueName)


@pytest.mark.parametrize("place", [workers_of_procfile, workers_of_compose])
@pytest.mark.parametrize("queue", QueueName)
def test_a_worker_has_the_pool_of_its_queue(place: Any, queue: QueueName) -> None:
    command = place()[f"worker_{queue.value}"]
    assert option(command, "--queues") == queue.value
    assert option(command, "--pool") == POOLS[queue].kind
    assert option(command, "--concurrency") == str(POOLS[queue].concurrency)
    assert option(command, "--hostname").startswith(f"{queue.value}@")


@pytest.mark.parametrize("kind", ["beat", "flower", "prometheus"])
def test_beat_flower_and_exporter_run_in_both(kind: str) -> None:
    assert [name for name, command in LINES.items() if kind in command]
    assert [
        name
        for name, service in SERVICES.items()
        if "profiles" not in service and kind in " ".join(map(str, service.get("command", [])))
    ]


def test_both_run_the_same_processes() -> None:
    of_compose = {
        name
        for name, service in SERVICES.items()
        if "build" in service and "profiles" not in service
    }
    assert of_compose - {"bootstrap", "migrate"} == LINES.keys()


def test_flower_of_the_composition_asks_for_a_password() -> None:
    assert '--basic-auth="$$FLOWER_BASIC_AUTH"' in " ".join(words("flower"))
    assert ":?" in SERVICES["flower"]["environment"]["FLOWER_BASIC_AUTH"]


def test_ports_are_open_to_this_machine_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


@pytest.mark.parametrize("name", sorted({n.upper() for n in Settings.model_fields}))
def test_every_setting_reaches_a_process_of_the_composition(name: str) -> None:
    if name in NOT_PASSED_ON:
        return
    given = [service.get("environment", {}) for service in SERVICES.values()]
    assert any(name in environment for environment in given)


def test_no_process_is_told_more_of_the_database_than_it_needs() -> None:
    web = str(SERVICES["web"]["environment"])
    assert "COPILOT_WORKER_PASSWORD" not in web
    assert "API_KEY" not in web
    for name in (*workers_of_compose(), "beat", "web", "flower", "exporter"):
        environment = str(SERVICES[name]["environment"])
        assert "POSTGRES_PASSWORD" not in environment
        assert "MIGRATE" not in environment
        assert "OPERATOR" not in environment


def test_every_task_is_registered_and_routed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1/none")
    monkeypatch.setenv("BROKER_URL", "redis://127.0.0.1:1/0")
    from workers.app import app

    app.loader.import_default_modules()
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    assert ours == {task.value for task in TaskName}
    assert QUEUE_OF_TASK.keys() == set(TaskName)
    for task in TaskName:
        route = app.amqp.router.route({}, task.value)
        assert route["queue"].name == QUEUE_OF_TASK[task].value


def test_beat_sends_tasks_that_exist_to_their_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    from config.settings import load
    from workers.schedule import beat_schedule

    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1/none")
    monkeypatch.setenv("BROKER_URL", "redis://127.0.0.1:1/0")
    entries: dict[str, Any] = beat_schedule(load())
    for entry in entries.values():
        assert entry["options"]["queue"] == QUEUE_OF_TASK[TaskName(entry["task"])].value
    tasks = {entry["task"] for entry in entries.values()}
    assert {TaskName.DISPATCH, TaskName.REPROCESS_OUTDATED, TaskName.PURGE_EXPIRED} <= tasks
