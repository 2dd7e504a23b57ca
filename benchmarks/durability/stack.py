"""The product as it is run, with several processes of what scales and a simulated model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from devstack import folders
from devstack.simulator.server import Simulator
from devstack.stack_folder import StackFolder
from devstack.supervisor import Supervisor

COPIES = {
    "worker_parse": 2,
    "worker_embed": 2,
    "worker_generate": 2,
    "worker_dispatch": 2,
    "beat": 2,
}
MODEL = "openai:gpt-5.4-mini"
_READY_WITHIN_S = 180
_NOT_MEASURED = ("flower", "exporter")


@contextmanager
def product(
    folder: Path, simulator: Simulator, copies: Mapping[str, int] = COPIES
) -> Iterator[Supervisor]:
    """Servers and all processes of the Procfile, ready; everything is gone afterwards."""
    lines = folder / "Procfile"
    lines.write_text(_several(folders.CLONE / "Procfile", copies), encoding="utf-8")
    supervisor = Supervisor(
        StackFolder(folder / "stack"),
        lines=lines,
        settings={
            "OPENAI_API_KEY": "simulated",
            "OPENAI_BASE_URL": simulator.openai_url,
            "JOB_ANALYZER_ENGINE": "extractive",
            "RESUME_OPTIMIZER_ENGINE": MODEL,
            "COVER_LETTER_ENGINE": MODEL,
            "USER_BUDGET_USD": "1000",
            "RUNS_PER_USER": "10000",
            "WINDOW_PER_USER": "50",
            "RATE_LIMIT": "100000 per minute",
            "RATE_LIMIT_SIGN_IN": "1000 per minute",
        },
    )
    try:
        supervisor.start()
        supervisor.wait_ready(_READY_WITHIN_S)
        yield supervisor
    finally:
        supervisor.stop()


def _several(procfile: Path, copies: Mapping[str, int]) -> str:
    lines = []
    for line in procfile.read_text(encoding="utf-8").splitlines():
        name = line.partition(":")[0]
        if name in _NOT_MEASURED:
            continue
        lines.append(line)
        for copy in range(2, copies.get(name, 1) + 1):
            again = line.replace(f"{name}:", f"{name}_copy{copy}:", 1)
            again = again.replace("@%h", f"{copy}@%h").replace(
                "celerybeat-schedule", f"celerybeat-schedule-{copy}"
            )
            lines.append(again)
    return "\n".join(lines) + "\n"
