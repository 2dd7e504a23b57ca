"""Whatever the simulated model wants to say, its answer fits the schema."""

from __future__ import annotations

from typing import Literal

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, Field

from devstack.simulator.schema import fit


class Part(BaseModel):
    kind: Literal["a", "b"]
    text: str = Field(min_length=3)
    share: float = Field(ge=0, le=1)
    note: str | None
    tags: list[str] = Field(min_length=1)


class Whole(BaseModel):
    parts: list[Part]
    first: Part
    count: int = Field(ge=1)


@pytest.mark.parametrize(
    "value",
    [
        {},
        None,
        "prose",
        {"parts": [{"kind": "z", "share": 7}], "count": "many", "surplus": 1},
        {"parts": [{}, {}], "first": {"kind": "b", "note": "yes", "tags": ["x"]}, "count": 3},
    ],
)
def test_any_value_is_made_to_fit(value: object) -> None:
    schema = Whole.model_json_schema()
    made = fit(schema, value)
    Draft202012Validator(schema).validate(made)
    Whole.model_validate(made)


def test_what_fits_is_kept() -> None:
    part = {"kind": "b", "text": "long enough", "share": 0.5, "note": None, "tags": ["x", "y"]}
    whole = {"parts": [part], "first": part, "count": 2}
    assert fit(Whole.model_json_schema(), whole) == whole
