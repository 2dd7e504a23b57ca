"""schema.org JobPosting in JSON-LD, as sites really write it.

Seen in the wild and handled: @graph, arrays, nesting, several postings on a page, trailing commas,
line breaks inside strings, HTML comments around the JSON, escaped HTML in descriptions, numbers as
strings, strings where the vocabulary wants objects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from copilot.documents.postings.cleaning import fold, one_line
from copilot.documents.postings.facts import Facts
from copilot.documents.postings.markdown import from_html
from copilot.documents.postings.values import (
    read_date,
    read_employment_types,
    read_period,
    read_salary,
)
from copilot.domain.posting import FieldSource, RemotePolicy, Salary

_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*$", re.DOTALL
)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
_MOST_NODES = 20_000
_DEEPEST = 40

Node = dict[str, Any]


def decoded(texts: Sequence[str]) -> list[Any]:
    """The JSON values that can be made out of the texts; what cannot is left out."""
    values = []
    for text in texts:
        value = _lenient(text)
        if value is not None:
            values.append(value)
    return values


def _lenient(text: str) -> Any:
    text = _WRAPPING.sub("", text.strip().lstrip("\ufeff")).strip().rstrip(";")
    for mended in (str, _without_trailing_commas, lambda t: _without_trailing_commas(unescape(t))):
        try:
            # strict=False lets raw line breaks stand inside strings.
            return json.loads(mended(text), strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
    return None


def _without_trailing_commas(text: str) -> str:
    return _TRAILING_COMMA.sub(lambda match: match[1] or "", text)


def nodes_of_type(values: Sequence[Any], kind: str) -> list[Node]:
    return [node for value in values for node in _walk(value) if kind in _types(node)]


def _walk(value: Any) -> Iterator[Node]:
    waiting: list[tuple[Any, int]] = [(value, 0)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        at, depth = waiting.pop(0)
        if depth > _DEEPEST:
            continue
        if isinstance(at, dict):
            yield at
            waiting += [(v, depth + 1) for v in at.values() if isinstance(v, dict | list)]
        elif isinstance(at, list):
            waiting += [(v, depth + 1) for v in at]


def _types(node: Node) -> set[str]:
    stated = node.get("@type") or node.get("type") or ()
    names = stated if isinstance(stated, list) else [stated]
    return {str(name).rsplit("/", 1)[-1] for name in names}


def read_job_postings(values: Sequence[Any]) -> list[Facts]:
    by_id = {
        str(node["@id"]): node
        for value in values
        for node in _walk(value)
        if node.get("@id") and len(node) > 1
    }
    return [_read(_with_references(node, by_id)) for node in nodes_of_type(values, "JobPosting")]


def _with_references(node: Node, by_id: Mapping[str, Node]) -> Node:
    """The node with what it only points at ("@id") in its place."""

    def resolved(value: Any) -> Any:
        if isinstance(value, list):
            return [resolved(entry) for entry in value]
        if isinstance(value, dict) and len(value) == 1 and "@id" in value:
            return by_id.get(str(value["@id"]), value)
        return value

    return {name: resolved(value) for name, value in node.items()}


def the_one(postings: Sequence[Facts], hints: Sequence[str]) -> Facts | None:
    """The posting that the page is about: the only one, or the one that its headings name.

    Among several that nothing tells apart only one with a description can be the page's subject.
    """
    if len(postings) <= 1:
        return postings[0] if postings else None
    wanted = [fold(hint) for hint in hints if hint]
    for hint in wanted:
        for posting in postings:
            if posting.title and fold(posting.title) in hint:
                return posting
    described = [p for p in postings if p.description]
    titles = {fold(p.title or "") for p in described}
    return max(described, key=lambda p: len(p.description or "")) if len(titles) == 1 else None


def _read(node: Node) -> Facts:
    locations = _places(node.get("jobLocation"))
    remote = "TELECOMMUTE" in str(node.get("jobLocationType") or "").upper()
    if not locations:
        locations = _places(node.get("applicantLocationRequirements"))
    description = _text(node.get("description"))
    extra = [
        (heading, _text(node.get(name)))
        for name, heading in (
            ("responsibilities", "Responsibilities"),
            ("qualifications", "Qualifications"),
            ("skills", "Skills"),
            ("jobBenefits", "Benefits"),
        )
    ]
    markdown = from_html(description) if description else ""
    known = fold(markdown)
    for heading, text in extra:
        part = from_html(text) if text else ""
        if len(part) > 40 and fold(part)[:80] not in known:
            markdown = f"{markdown}\n\n## {heading}\n\n{part}".strip()
    return Facts(
        source=FieldSource.JSON_LD,
        title=one_line(_text(node.get("title")) or _text(node.get("name"))),
        company=_name(node.get("hiringOrganization")),
        locations=locations,
        remote_policy=RemotePolicy.REMOTE if remote else None,
        employment_types=_employment(node.get("employmentType")),
        salary=_salary(node.get("baseSalary")) or _salary(node.get("estimatedSalary")),
        date_posted=read_date(node.get("datePosted")),
        valid_through=read_date(node.get("validThrough")),
        description=markdown or None,
        canonical_url=_address(node.get("url")),
    )


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        parts = [text for entry in value if (text := _text(entry))]
        return "\n".join(parts) or None
    if isinstance(value, dict):
        return _text(value.get("@value") or value.get("name") or value.get("description"))
    return value if isinstance(value, str) and value.strip() else None


def _address(value: Any) -> str | None:
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return next((name for entry in value if (name := _name(entry))), None)
    if isinstance(value, dict):
        return _name(value.get("name") or value.get("legalName"))
    name = one_line(value) if isinstance(value, str) else None
    return None if name is None or fold(name) == "confidential" or "://" in name else name


def _places(value: Any) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else [value]
    places = [place for entry in entries if (place := _place(entry))]
    return tuple(dict.fromkeys(places))


def _place(value: Any) -> str | None:
    if isinstance(value, str):
        return one_line(value)
    if not isinstance(value, dict):
        return None
    address = value.get("address", value)
    if isinstance(address, list):
        address = address[0] if address else {}
    if isinstance(address, str):
        return one_line(address)
    if not isinstance(address, dict):
        return None
    parts: list[str] = []
    for name in ("addressLocality", "addressRegion", "addressCountry"):
        part = _name(address.get(name))
        if part and fold(part) not in (fold(p) for p in parts):
            parts.append(part)
    if parts:
        return ", ".join(parts)
    return _name(value.get("name")) or one_line(_text(address.get("streetAddress")))


def _employment(value: Any) -> tuple[str, ...]:
    text = _text(value)
    return read_employment_types(text.replace("_", " ")) if text else ()


def _salary(value: Any) -> Salary | None:
    if isinstance(value, list):
        return next((salary for entry in value if (salary := _salary(entry))), None)
    if isinstance(value, str):
        return read_salary(value)
    if not isinstance(value, dict):
        return None
    currency = value.get("currency") or value.get("salaryCurrency")
    amount = value.get("value", value)
    if not isinstance(amount, dict):
        amount = {"value": amount}
    low = _number(amount.get("minValue", amount.get("value")))
    high = _number(amount.get("maxValue"))
    if not low and not high:
        return None
    code = str(currency).upper() if currency else None
    return Salary(
        minimum=low,
        maximum=high if high != low else None,
        currency=code if code and re.fullmatch(r"[A-Z]{3}", code) else None,
        period=read_period(str(amount.get("unitText") or value.get("unitText") or "")),
    )


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if 0 < value < 1e12 else None
    match = re.search(r"\d[\d.,' ]*", str(value))
    if not match:
        return None
    digits = re.sub(r"[.,' ](?=\d{3}(?!\d))", "", match[0]).strip(" .,'").replace(",", ".")
    try:
        return float(digits) or None
    except ValueError:
        return None
