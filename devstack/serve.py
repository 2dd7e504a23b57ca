"""``./scripts/serve``: keep the whole product up until Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import sys

from devstack import folders
from devstack.errors import StackError
from devstack.stack_folder import Addresses, StackFolder
from devstack.supervisor import Supervisor

KEYS_WARNING = (
    "Provider keys and engine settings of your environment are used: runs will spend money at the "
    "providers."
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./scripts/serve", description=__doc__)
    parser.add_argument(
        "--use-keys",
        action="store_true",
        help="keep provider keys and engine settings of the environment and .env (spends money)",
    )
    options = parser.parse_args(arguments)
    try:
        supervisor = Supervisor(
            StackFolder(folders.of_clone()), keep_keys=options.use_keys, say=say
        )
        if options.use_keys:
            say(KEYS_WARNING)
        with supervisor.signals():
            try:
                supervisor.start()
                supervisor.wait_ready()
                assert supervisor.addresses is not None
                for line in describe(supervisor.addresses):
                    say(line)
                say("Ctrl-C stops it all; a second one at once.")
                supervisor.run()
            except KeyboardInterrupt:
                pass
            finally:
                supervisor.stop()
    except StackError as error:
        say(str(error))
        return 1
    return 0


def describe(addresses: Addresses) -> list[str]:
    return [
        f"API       {addresses.web}/v1",
        f"API docs  {addresses.web}/docs",
        f"Flower    {addresses.flower}  (user {addresses.flower_user}, "
        f"password {addresses.flower_password})",
        f"Metrics   {addresses.web}/metrics and {addresses.metrics}",
        f"Logs      {addresses.logs}",
    ]


def say(line: str) -> None:
    # The terminal may be gone by the time that everything has stopped.
    with contextlib.suppress(OSError):
        print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
