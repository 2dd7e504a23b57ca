"""``python -m devstack.simulator``: listens until it is stopped; prints its address as JSON."""

from __future__ import annotations

import argparse
import contextlib
import json
import signal
import sys
from pathlib import Path

from devstack.simulator.behaviour import Behaviour
from devstack.simulator.faults import Fault, Script
from devstack.simulator.server import Simulator


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m devstack.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--latency", type=_range, default=(0.0, 0.0), metavar="FROM-TO")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--behaviour", type=Behaviour, default=Behaviour.GOOD, choices=Behaviour)
    parser.add_argument("--fault", type=_rate, action="append", default=[], metavar="NAME=RATE")
    parser.add_argument("--retry-after", type=float, default=1.0, metavar="SECONDS")
    parser.add_argument("--ledger", type=Path, help="append each call to this file of JSON lines")
    given = parser.parse_args(arguments)
    script = Script(
        behaviour=given.behaviour,
        latency=given.latency,
        rates=dict(given.fault),
        retry_after=given.retry_after,
        seed=given.seed,
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    simulator = Simulator(script, port=given.port, ledger=given.ledger)
    urls = {"openai_base_url": simulator.openai_url, "anthropic_base_url": simulator.anthropic_url}
    print(json.dumps({"port": simulator.port, **urls}), flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        simulator.serve()
    return 0


def _range(text: str) -> tuple[float, float]:
    first, _, last = text.partition("-")
    return float(first), float(last or first)


def _rate(text: str) -> tuple[Fault, float]:
    name, _, rate = text.partition("=")
    return Fault(name), float(rate)


if __name__ == "__main__":
    sys.exit(main())
