"""The declarative base and what all tables share."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, ForeignKeyConstraint, MetaData, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

from copilot.database.identifiers import new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {
        datetime: DateTime(timezone=True),
        # None is SQL's NULL, never JSON's null, so that constraints can speak of it.
        dict[str, Any]: JSONB(none_as_null=True),
        list[Any]: JSONB(none_as_null=True),
    }


Id = Annotated[UUID, mapped_column(primary_key=True, default=new_id)]
CreatedAt = Annotated[datetime, mapped_column(server_default=func.now())]
UserId = Annotated[UUID, mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)]
"""The tenant of a row. Every table that has it is under row-level security."""


def tenant_key() -> UniqueConstraint:
    """What rows of the same tenant refer to; see ``of_tenant``."""
    return UniqueConstraint("user_id", "id")


def of_tenant(column: str, table: str, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """A reference that can only point at a row of the same user: foreign keys are not subject to
    row-level security, so the user is part of the key."""
    return ForeignKeyConstraint(
        ["user_id", column], [f"{table}.user_id", f"{table}.id"], ondelete=ondelete
    )
