"""Imported by the server that isolated processes are forked from: importing it loads what they
need, so that a process made for one step begins its work at once.

Models and threads are left out: they do not survive a fork.
"""

from __future__ import annotations

from copilot.agents import rehearsal
from copilot.pipeline import isolation  # noqa: F401  what the processes run
from copilot.pipeline.steps import (  # noqa: F401
    embed_posting,
    match_profile,
    parse_posting,
    read_resume,
    tailor_resume,
    write_cover_letter,
)

rehearsal.analyze()
rehearsal.tailor()
rehearsal.write()
