"""The API less what ``CHAOS_WITHOUT`` names: ``gunicorn benchmarks.chaos.web:create_app()``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from benchmarks.chaos import removals

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> Flask:
    removals.take_out_of_process(os.environ.get("CHAOS_WITHOUT"))
    from webapp import app

    return app.create_app()
