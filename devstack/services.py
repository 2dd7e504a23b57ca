"""The two servers that everything else needs: PostgreSQL with pgvector, and Valkey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from devstack.postgres import Postgres
from devstack.valkey import Valkey

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Postgres", "Services", "Valkey"]


class Services:
    """Both servers on one folder, started together and stopped in order."""

    def __init__(self, folder: Path, *, durable: bool = True, tied: bool = True) -> None:
        self.postgres = Postgres(folder / "postgres", durable=durable, tied=tied)
        self.valkey = Valkey(folder / "valkey", durable=durable, tied=tied)

    def start(self) -> Self:
        self.postgres.launch()
        try:
            self.valkey.start()
            self.postgres.wait_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        self.valkey.stop()
        self.postgres.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
