"""The base of all value objects."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; unknown fields are refused, so that a typo never passes for data."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
