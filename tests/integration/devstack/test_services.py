"""The servers of the stack start anywhere, keep their data, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from devstack import folders, processes
from devstack.errors import StackError
from devstack.postgres import Postgres
from devstack.services import Services
from devstack.valkey import Valkey

STARTER = """
import sys, time
from pathlib import Path
from devstack.services import Services
Services(Path(sys.argv[1]), durable=False).start()
print("up", flush=True)
time.sleep(60)
"""


def _count(server: Postgres) -> int:
    with psycopg.connect(server.admin_url) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def test_postgres_keeps_rows_password_and_port_over_stop_and_kill(own_postgres: Postgres) -> None:
    with psycopg.connect(own_postgres.admin_url) as connection:
        connection.execute("CREATE EXTENSION vector")
        connection.execute("CREATE TABLE kept AS SELECT uuidv7() AS id")
    url = own_postgres.admin_url
    own_postgres.restart()
    assert own_postgres.admin_url == url
    assert _count(own_postgres) == 1
    own_postgres.kill()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)
    own_postgres.start()
    assert own_postgres.admin_url == url
    assert _count(own_postgres) == 1


def test_postgres_refuses_a_wrong_password(postgres: Postgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres.url("postgres", "wrong", "postgres"))


def test_valkey_keeps_keys_over_stop_and_refuses_the_unknown(own_valkey: Valkey) -> None:
    with redis.Redis.from_url(own_valkey.url()) as client:
        client.set("kept", "1")
    own_valkey.restart()
    with redis.Redis.from_url(own_valkey.url()) as client:
        assert client.get("kept") == b"1"
    with (
        redis.Redis(host="127.0.0.1", port=own_valkey.port) as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()


def test_passwords_are_not_on_the_command_line(postgres: Postgres, valkey: Valkey) -> None:
    for server in (postgres, valkey):
        assert server.pid is not None
        assert server.password not in " ".join(psutil.Process(server.pid).cmdline())


def test_a_frozen_server_answers_nobody_until_it_is_thawed(own_valkey: Valkey) -> None:
    own_valkey.freeze()
    with redis.Redis.from_url(own_valkey.url(), socket_timeout=0.3, retry=None) as client:
        with pytest.raises(redis.TimeoutError):
            client.ping()
        own_valkey.thaw()
    with redis.Redis.from_url(own_valkey.url()) as client:
        assert client.ping()


def test_two_stacks_cannot_use_one_folder(own_valkey: Valkey) -> None:
    with pytest.raises(StackError, match="in use by another running stack"):
        Valkey(own_valkey.folder).start()


@pytest.mark.skipif(sys.platform != "linux", reason="ends with its parent on Linux alone")
def test_servers_end_when_their_starter_is_killed(tmp_services_folder: Path) -> None:
    starter = _start_elsewhere(tmp_services_folder)
    servers = processes.tree(starter.pid)[1:]
    assert servers
    starter.kill()
    starter.wait()
    assert processes.wait_gone(servers, 10) == []


def test_a_start_ends_servers_that_an_earlier_stack_left(tmp_services_folder: Path) -> None:
    left = Services(tmp_services_folder, durable=False, tied=False)
    left.start()
    first = [left.postgres.pid, left.valkey.pid]
    # What SIGKILL to a starter that could not tie them leaves: servers, and a lock let go.
    for server in (left.postgres, left.valkey):
        server._release_folder()
    with Services(tmp_services_folder, durable=False) as second:
        assert [second.postgres.pid, second.valkey.pid] != first
        with psycopg.connect(second.postgres.admin_url) as connection:
            connection.execute("SELECT 1")
    for pid, gone in zip(first, (left.postgres, left.valkey), strict=True):
        assert pid is not None
        gone.stop()
        assert not psutil.pid_exists(pid)


def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(
    tmp_services_folder: Path,
) -> None:
    server = Postgres(tmp_services_folder / "postgres", durable=False).start()
    server.kill()
    pid_file = server.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with server:
        assert server.is_alive()


def test_a_taken_port_is_exchanged_for_another(tmp_services_folder: Path, valkey: Valkey) -> None:
    server = Valkey(tmp_services_folder / "valkey", durable=False)
    (server.folder / "port").write_text(f"{valkey.port}\n")
    with server:
        assert server.port != valkey.port


def test_data_is_for_its_owner_alone(tmp_services_folder: Path) -> None:
    before = os.umask(0)
    try:
        with Services(tmp_services_folder, durable=False) as services:
            for server in (services.postgres, services.valkey):
                assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
                assert stat.S_IMODE((server.folder / "password").stat().st_mode) == 0o600
                assert stat.S_IMODE(server.log.stat().st_mode) == 0o600
    finally:
        os.umask(before)


def test_starting_works_in_a_poor_environment(tmp_services_folder: Path) -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "xx_YY.nonsense",
        "PGPORT": "1",
        "PGDATA": "/",
    }
    starter = _start_elsewhere(tmp_services_folder, environment, umask=0o077)
    starter.send_signal(signal.SIGKILL)
    starter.wait()


def test_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        folder = tmp_path / "given-away"
        folder.mkdir()
        os.chown(folder, 12_345, 12_345)
    else:
        folder = Path("/usr")
    with pytest.raises(StackError, match="belongs to another user"):
        folders.owned_folder(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="a normal user's servers run as that user")
def test_a_place_that_the_servers_cannot_reach_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("COPILOT_STACK_DIR", str(closed / "stack"))
    with pytest.raises(StackError, match="cannot pass"):
        folders.base()


def test_a_clone_has_one_folder_and_another_clone_another(tmp_path: Path) -> None:
    here, there = folders.of_clone(tmp_path / "a"), folders.of_clone(tmp_path / "b")
    try:
        assert here == folders.of_clone(tmp_path / "a") != there
    finally:
        folders.remove(here)
        folders.remove(there)


def test_folders_of_dead_test_processes_are_swept() -> None:
    left = folders.temporary("swept-")
    (left / folders.OWNER_FILE).write_text("999999999 1.0\n")
    fresh = folders.temporary("swept-")
    try:
        assert fresh.exists()
        assert not left.exists()
    finally:
        folders.remove(fresh)


def _start_elsewhere(
    folder: Path, environment: dict[str, str] | None = None, umask: int = -1
) -> subprocess.Popen[bytes]:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder)],
        cwd=folders.CLONE,
        env=environment,
        umask=umask,
        stdout=subprocess.PIPE,
    )
    assert starter.stdout is not None
    with starter.stdout as said:
        assert said.readline() == b"up\n"
    return starter
