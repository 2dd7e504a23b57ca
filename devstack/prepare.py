"""Makes roles, database and schema of a stack, in a process of its own.

Started together with the servers, so that its imports load while they start; reads one JSON line
(``admin_url``, ``database``, ``passwords``) from stdin once they are ready.
"""

from __future__ import annotations

import json
import sys

import copilot.database.bootstrap
import copilot.database.migrate  # noqa: F401 -- loaded early, see above
from devstack.database import prepare


def main() -> int:
    line = sys.stdin.readline()
    if not line:  # the supervisor gave up
        return 1
    told = json.loads(line)
    prepare(told["admin_url"], told["database"], told["passwords"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
