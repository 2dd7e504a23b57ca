"""Ticks of periodic work: the row that exists once decides who does it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from copilot.database.base import Base, CreatedAt


class Tick(Base):
    __tablename__ = "ticks"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    worker: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[CreatedAt]
