"""``python -m benchmarks.chaos [--case NAME …] [--scale full|short] [--without]``

Plays each case on an embedded PostgreSQL and Valkey with real processes, and prints one JSON
object: for each case its target, figures, ``held``, and what was broken. With ``--without`` each is
played with its mechanism taken out, and ``held`` must be false. Progress goes to stderr. Exit code
0 only if everything came out as it must.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.chaos.stage import set_stage
from benchmarks.chaos.table import CASES, Case
from devstack import database, folders
from devstack.services import Postgres

if TYPE_CHECKING:
    from pathlib import Path


def play(case: Case, folder: Path, scale: str, without: bool) -> dict[str, Any]:
    own = folder / case.name
    own.mkdir(mode=0o711)
    passwords = {role: secrets.token_hex(8) for role in database.ROLES}
    began = time.monotonic()
    # Durable as in production where the server is killed; nowhere else does the disk matter.
    with Postgres(own / "postgres", durable=case.hurts_postgres) as postgres:
        addresses = database.prepare(postgres.admin_url, "copilot", passwords)
        removal = case.removal if without else None
        with set_stage(addresses, own, removal=removal, postgres=postgres) as stage:
            findings = case.play(stage, **case.scale(scale, without=without))
    return {
        "target": case.target,
        **({"without": case.removal.without, "must_break": case.breaks} if without else {}),
        "held": not findings.broken,
        **({"broken": findings.broken} if findings.broken else {}),
        **findings.figures,
        "seconds": round(time.monotonic() - began, 1),
    }


def as_it_must(case: Case, report: dict[str, Any], without: bool) -> bool:
    if without:
        return case.breaks in report.get("broken", {})
    return bool(report["held"])


def main() -> int:
    names = [case.name for case in CASES]
    parser = argparse.ArgumentParser(description="Kill, freeze, wipe and repeat, case by case.")
    parser.add_argument("--case", choices=names, nargs="+", default=names, metavar="NAME")
    parser.add_argument("--scale", choices=("full", "short"), default="full")
    parser.add_argument("--without", action="store_true", help="take each case's mechanism out")
    arguments = parser.parse_args()
    reports: dict[str, Any] = {}
    good = True
    folder = folders.temporary("chaos-")
    try:
        for case in CASES:
            if case.name not in arguments.case or (arguments.without and not case.without):
                continue
            sys.stderr.write(f"{case.name} …\n")
            sys.stderr.flush()
            report = play(case, folder, arguments.scale, arguments.without)
            reports[case.name] = report
            good = good and as_it_must(case, report, arguments.without)
            sys.stderr.write(f"  {json.dumps(report)}\n")
    finally:
        folders.remove(folder)
    sys.stdout.write(json.dumps(reports) + "\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
