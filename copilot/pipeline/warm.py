"""Imported by the server that isolated processes are forked from: importing it loads what they
need, so that a process made for one step begins its work at once.

Models and threads are left out: they do not survive a fork.
"""

from __future__ import annotations

from config.settings import settings
from copilot.agents import rehearsal
from copilot.pipeline import isolation  # noqa: F401  what the processes run
from copilot.pipeline.resources import AGENTS, ProcessResources
from copilot.pipeline.steps import (  # noqa: F401
    embed_posting,
    match_profile,
    parse_posting,
    read_resume,
    tailor_resume,
    write_cover_letter,
)

_resources = ProcessResources(settings())
for _agent in AGENTS:
    # The libraries of the chat models that the settings name take seconds to import.
    _resources.prepare_engine(_agent)
rehearsal.analyze()
rehearsal.tailor()
rehearsal.write()
