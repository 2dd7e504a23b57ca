"""Fields that hold value objects of the domain, and texts as the product wants them."""

from __future__ import annotations

from typing import Any

import pydantic
from marshmallow import ValidationError, fields, validate
from pydantic import BaseModel

from copilot.domain.resume import Resume


class ModelField(fields.Field[BaseModel]):
    """A pydantic value object: validated by its own rules, documented by its own schema."""

    def __init__(self, model: type[BaseModel], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.model = model

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> BaseModel:
        if self.model is Resume:
            return Resume.from_json(value)
        try:
            return self.model.model_validate(value)
        except pydantic.ValidationError as error:
            faults: dict[str, list[str]] = {}
            for fault in error.errors(
                include_url=False, include_input=False, include_context=False
            ):
                path = ".".join(str(part) for part in fault["loc"]) or "_schema"
                faults.setdefault(path, []).append(fault["msg"])
            raise ValidationError(faults) from None

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        if isinstance(value, BaseModel):
            return value.model_dump(mode="json", by_alias=True)
        return value


class Text(fields.String):
    """Stripped; not empty unless ``minimum`` is 0."""

    def __init__(self, maximum: int, *, minimum: int = 1, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(minimum, maximum), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return str(super()._deserialize(value, attr, data, **kwargs)).strip()


class Money(fields.Decimal):
    """US dollars, as a number with six places."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {"type": "number"})
        super().__init__(places=6, **kwargs)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else round(float(value), 6)
