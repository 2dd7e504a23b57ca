"""Makes any value fit a JSON Schema: what fits is kept, what is missing gets a least value."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def fit(schema: Schema, value: Any, root: Schema | None = None) -> Any:
    """``value`` as an instance of ``schema``. Understands what client libraries make of typed
    models: references, unions, enumerations, bounds; not patterns or formats."""
    root = schema if root is None else root
    schema = _resolved(schema, root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return value if value in schema["enum"] else schema["enum"][0]
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return fit(_choice(schema[union], value, root), value, root)
    kind = schema.get("type", "object" if "properties" in schema else None)
    if isinstance(kind, list):
        matching = [name for name in kind if _is_a(name, value)]
        kind = matching[0] if matching else kind[0]
    if kind == "object":
        return _object(schema, value, root)
    if kind == "array":
        return _array(schema, value, root)
    return _scalar(schema, kind, value)


def _object(schema: Schema, value: Any, root: Schema) -> dict[str, Any]:
    given = value if isinstance(value, dict) else {}
    properties = schema.get("properties", {})
    required = set(schema.get("required", ()))
    return {
        name: fit(part, given.get(name), root)
        for name, part in properties.items()
        if name in given or name in required
    }


def _array(schema: Schema, value: Any, root: Schema) -> list[Any]:
    items = list(value) if isinstance(value, (list, tuple)) else []
    least = schema.get("minItems", 0)
    items += [None] * (least - len(items))
    most = schema.get("maxItems")
    return [fit(schema.get("items", {}), item, root) for item in items[:most]]


def _scalar(schema: Schema, kind: str | None, value: Any) -> Any:
    if kind == "string":
        text = value if isinstance(value, str) else ""
        text = text[: schema.get("maxLength")]
        return text.ljust(schema.get("minLength", 0), "x")
    if kind in {"number", "integer"}:
        number = value if _is_a("number", value) else 0
        number = max(number, schema.get("minimum", schema.get("exclusiveMinimum", number)))
        number = min(number, schema.get("maximum", schema.get("exclusiveMaximum", number)))
        return int(number) if kind == "integer" else number
    if kind == "boolean":
        return bool(value)
    if kind == "null":
        return None
    return value


def _choice(options: list[Schema], value: Any, root: Schema) -> Schema:
    """The first alternative that ``value`` has the type of."""
    for option in options:
        resolved = _resolved(option, root)
        if value in resolved.get("enum", ()) or _is_a(str(resolved.get("type")), value):
            return option
    nulls = [option for option in options if _resolved(option, root).get("type") == "null"]
    return nulls[0] if value is None and nulls else options[0]


def _resolved(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema or ("allOf" in schema and len(schema["allOf"]) == 1):
        if "allOf" in schema:
            schema = schema["allOf"][0]
            continue
        found: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def _is_a(kind: str, value: Any) -> bool:
    kinds: dict[str, Any] = {
        "object": dict,
        "array": (list, tuple),
        "string": str,
        "boolean": bool,
        "null": type(None),
    }
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return kind in kinds and isinstance(value, kinds[kind])
