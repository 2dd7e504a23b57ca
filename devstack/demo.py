"""``./scripts/demo``: from a clean clone to a tailored résumé and a letter.

Starts the whole product on this machine (or uses the one that ./scripts/serve keeps up), signs a
user up through the API, imports a résumé, submits a posting as the browser extension does, and
shows what comes out.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from devstack import folders
from devstack.errors import StackError
from devstack.serve import KEYS_WARNING, describe, say
from devstack.simulated import LATENCY, NOTICE, PROVIDERS, settings_for
from devstack.stack_folder import AlreadyRunning, StackFolder
from devstack.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from devstack.demo_journey import Outcome
    from devstack.stack_folder import Addresses

EXAMPLE_POSTING = folders.CLONE / "examples" / "posting.html"
EXAMPLE_RESUME = folders.CLONE / "examples" / "resume.pdf"


@dataclass(frozen=True, slots=True)
class Options:
    posting: str
    resume: Path
    exit: bool
    json: bool
    use_keys: bool
    simulator: str | None
    out: Path


def parse(arguments: list[str] | None) -> Options:
    parser = argparse.ArgumentParser(prog="./scripts/demo", description=__doc__)
    parser.add_argument("--posting", metavar="FILE|URL", help="a saved page, a text, or an address")
    parser.add_argument("--resume", metavar="FILE", type=Path, help="PDF, DOCX or text")
    parser.add_argument("--out", metavar="DIR", type=Path, help="where documents go (out/)")
    parser.add_argument("--exit", action="store_true", help="stop everything when done")
    parser.add_argument(
        "--json", action="store_true", help="one JSON object as the last line of stdout"
    )
    parser.add_argument(
        "--use-keys",
        action="store_true",
        help="keep provider keys and engine settings of the environment and .env (spends money)",
    )
    parser.add_argument(
        "--simulator",
        choices=PROVIDERS,
        help="let the chat model of a provider write, played by a simulator (spends nothing)",
    )
    given = parser.parse_args(arguments)
    if given.use_keys and given.simulator:
        parser.error("--simulator and --use-keys exclude each other")
    options = Options(
        posting=given.posting or str(EXAMPLE_POSTING),
        resume=given.resume or EXAMPLE_RESUME,
        exit=given.exit,
        json=given.json,
        use_keys=given.use_keys,
        simulator=given.simulator,
        out=given.out or folders.CLONE / "out",
    )
    for name in (options.resume, None if _is_url(options.posting) else Path(options.posting)):
        if name is not None and not name.is_file():
            raise StackError(f"{name} is not a file.")
    return options


def main(arguments: list[str] | None = None) -> int:
    started = time.monotonic()
    try:
        options = parse(arguments)
        try:
            return _with_own(options, StackFolder(folders.of_clone()), started)
        except AlreadyRunning as running:
            if running.addresses is None:
                raise
            if options.simulator:
                raise StackError(
                    f"The stack that runs already ({running.addresses.web}) asks its own engines. "
                    "Stop it, then start the demo with --simulator."
                ) from running
            return _with_running(options, running.addresses, started)
    except StackError as error:
        say(str(error))
        return 1


def _with_running(options: Options, addresses: Addresses, started: float) -> int:
    say(f"Using the stack that runs already ({addresses.web}).")
    try:
        outcome = _travel(options, addresses.web, started)
    except KeyboardInterrupt:
        return 130
    return _finish(options, outcome, addresses)


def _with_own(options: Options, folder: StackFolder, started: float) -> int:
    if options.use_keys:
        say(KEYS_WARNING)
    with _models(options) as settings:
        supervisor = Supervisor(folder, keep_keys=options.use_keys, settings=settings, say=say)
        return _supervised(options, supervisor, started)


@contextlib.contextmanager
def _models(options: Options) -> Iterator[Mapping[str, str]]:
    """Settings for the models that write, and whoever plays them for as long as that lasts."""
    if options.simulator is None:
        yield {}
        return
    from devstack.simulator.faults import Script
    from devstack.simulator.server import Simulator

    say(NOTICE.format(provider=options.simulator))
    with Simulator(Script(latency=LATENCY)) as simulator:
        yield settings_for(simulator, options.simulator)


def _supervised(options: Options, supervisor: Supervisor, started: float) -> int:
    with supervisor.signals():
        try:
            supervisor.start()
            supervisor.wait_ready()
            assert supervisor.addresses is not None
            web = supervisor.addresses.web
            # In a thread: this one must watch the processes, whose lives hang on it.
            thread = ThreadPoolExecutor(1)
            journey = thread.submit(_travel, options, web, started)
            thread.shutdown(wait=False)
            supervisor.run(done=journey.done)
            if supervisor.stop_requests:
                raise KeyboardInterrupt
            code = _finish(options, journey.result(), supervisor.addresses)
            if not options.exit and not supervisor.stop_requests:
                say("Everything stays up until Ctrl-C.")
                supervisor.run()
            return code
        except KeyboardInterrupt:
            return 130
        finally:
            supervisor.stop()


def _travel(options: Options, web: str, started: float) -> Outcome:
    # Loaded here: while the processes of the stack start.
    from devstack.demo_journey import travel
    from devstack.demo_report import progress_on

    # With --json stdout belongs to the JSON line.
    progress = progress_on(sys.stderr if options.json else sys.stdout)
    return travel(web, options.posting, options.resume, options.out, progress, started)


def _finish(options: Options, outcome: Outcome, addresses: Addresses) -> int:
    from devstack.demo_report import show

    outcome.simulated = options.simulator is not None
    show(outcome, sys.stderr if options.json else sys.stdout)
    for line in describe(addresses):
        say(line)
    if options.json:
        with contextlib.suppress(OSError):
            print(json.dumps(outcome.as_json(), ensure_ascii=False), flush=True)
    return 0 if outcome.succeeded else 1


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


if __name__ == "__main__":
    sys.exit(main())
