"""Bodies checked against the discovery document that Google publishes for the Sheets API.

The document tells names, types and enums. What it leaves out stands here by hand, from the reference:
required fields, unions of which one member may be given, and masks that must name fields there are.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import googleapiclient

from tests.hosts.fakes.refusals import Json, bad

_UNIONS = ("Request", "ExtendedValue")
"""Messages of which at most one field may be given; of a Request exactly one."""
_REQUIRED = {
    "UpdateSheetPropertiesRequest": ("fields", "properties"),
    "UpdateSpreadsheetPropertiesRequest": ("fields", "properties"),
    "UpdateDimensionPropertiesRequest": ("fields", "properties"),
    "RepeatCellRequest": ("fields", "cell", "range"),
    "UpdateCellsRequest": ("fields",),
    "UpdateNamedRangeRequest": ("fields", "namedRange"),
    "UpdateProtectedRangeRequest": ("fields", "protectedRange"),
    "MergeCellsRequest": ("range", "mergeType"),
    "AddNamedRangeRequest": ("namedRange",),
    "AddProtectedRangeRequest": ("protectedRange",),
    "AddChartRequest": ("chart",),
    "CopyPasteRequest": ("source", "destination"),
    "InsertRangeRequest": ("range", "shiftDimension"),
    "DeleteRangeRequest": ("range", "shiftDimension"),
    "BatchUpdateValuesRequest": ("valueInputOption",),
}
_UPDATED = {"UpdateCellsRequest": "CellData"}
"""The message a mask is about, where it is not that of the request's only message."""


@cache
def schemas() -> dict[str, Any]:
    place = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents" / "sheets.v4.json"
    found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))["schemas"]
    return found


def camel(key: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), key)


def check(message: str, body: object) -> None:
    """Refuse a body that does not fit the message, as Google does."""
    wrong = _errors({"$ref": message}, body, "")
    if wrong:
        violations = [{"description": text} for text in wrong]
        detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations}
        raise bad("\n".join(f"Invalid JSON payload received. {text}" for text in wrong), [detail])


def answer_errors(message: str, body: object) -> list[str]:
    """What does not fit in an answer of ours; read-only fields are at home there."""
    return _errors({"$ref": message}, body, "", answer=True)


def _errors(schema: Json, value: object, path: str, *, answer: bool = False) -> list[str]:
    name = schema.get("$ref")
    if name is not None:
        schema = schemas()[name]
    if value is None or schema.get("type") == "any":
        return []
    if schema.get("type") == "array":
        if not isinstance(value, list):
            return [f"Invalid value at '{path}' (ListValue), {value!r}"]
        items = schema["items"]
        return [e for i, x in enumerate(value) for e in _errors(items, x, f"{path}[{i}]", answer=answer)]
    if schema.get("type") != "object":
        return _scalar(schema, value, path)
    if not isinstance(value, dict):
        return [f"Invalid value at '{path}' (type.googleapis.com/google.apps.sheets.v4.{name}), {value!r}"]
    found = _fields(schema, value, path, answer=answer)
    return found if answer or name is None else found + _rules(name, schema, value, path)


def _fields(schema: Json, value: Json, path: str, *, answer: bool) -> list[str]:
    found: list[str] = []
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    for key, inner in value.items():
        below = known.get(camel(key), others)
        if below is None:
            found.append(f"Unknown name \"{key}\" at '{path.lstrip('.')}': Cannot find field.")
        else:
            found += _errors(below, inner, f"{path}.{key}", answer=answer)
    return found


def _scalar(schema: Json, value: object, path: str) -> list[str]:
    kind, options = schema.get("type"), schema.get("enum")
    if options is not None:
        fits = value in options
        return (
            [] if fits else [f"Invalid value at '{path.lstrip('.')}' ({schema.get('id', 'enum')}), {value!r}"]
        )
    fits = {
        "string": isinstance(value, str),
        "boolean": isinstance(value, bool),
        "integer": isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31,
        "number": isinstance(value, (int, float)) and not isinstance(value, bool),
    }[str(kind)]
    type_ = {
        "integer": "TYPE_INT32",
        "number": "TYPE_DOUBLE",
        "boolean": "TYPE_BOOL",
        "string": "TYPE_STRING",
    }
    return [] if fits else [f"Invalid value at '{path.lstrip('.')}' ({type_[str(kind)]}), {value!r}"]


def _rules(name: str, schema: Json, value: Json, path: str) -> list[str]:
    found = [
        f"'{path.lstrip('.')}.{field}' is required but not specified."
        for field in _REQUIRED.get(name, ())
        if value.get(field) in (None, "", {})
    ]
    if name in _UNIONS:
        given = [key for key, inner in value.items() if inner is not None]
        if len(given) > 1 or (name == "Request" and not given):
            found.append(f"'{path.lstrip('.')}': oneof of {name} takes one field, got {given}")
    mask = value.get("fields")
    if isinstance(mask, str) and "fields" in schema["properties"]:
        found += _mask(_masked(name, schema), mask, path)
    return found


def _masked(name: str, schema: Json) -> Json | None:
    """The message that the mask of a request is about."""
    if name in _UPDATED:
        found: Json = schemas()[_UPDATED[name]]
        return found
    skipped = ("GridRange", "GridCoordinate", "DimensionRange", "DataSourceSheetDimensionRange", "DataFilter")
    refs = [field["$ref"] for field in schema["properties"].values() if "$ref" in field]
    refs = [ref for ref in refs if ref not in skipped]
    return schemas()[refs[0]] if len(refs) == 1 else None


def _mask(schema: Json | None, mask: str, path: str) -> list[str]:
    return [
        f"Invalid field mask at '{path.lstrip('.')}.fields': {one!r}"
        for one in paths(mask)
        if one != "*" and schema is not None and not _leads_somewhere(schema, one.split("."))
    ]


def _leads_somewhere(schema: Json, steps: list[str]) -> bool:
    field = schema.get("properties", {}).get(camel(steps[0]))
    if field is None:
        return False
    if len(steps) == 1:
        return True
    inner = field.get("items", field)
    return "$ref" in inner and _leads_somewhere(schemas()[inner["$ref"]], steps[1:])


def paths(mask: str) -> list[str]:
    """A mask such as ``a,b(c,d/e)`` as dotted paths: a, b.c, b.d.e."""
    found: list[str] = []
    for part in _split(mask.replace("/", ".")):
        inside = re.fullmatch(r"([\w.]+)\((.*)\)", part.strip(), re.DOTALL)
        found += [f"{inside[1]}.{below}" for below in paths(inside[2])] if inside else [part.strip()]
    return [one for one in found if one]


def _split(mask: str) -> list[str]:
    parts, depth = [""], 0
    for letter in mask:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def masked(value: object, mask: str) -> object:
    """What of an answer a mask lets through."""
    tree: Json = {}
    for path in paths(mask):
        node = tree
        for step in path.split("."):
            node = node.setdefault(camel(step), {})
    return _through(value, tree)


def _through(value: object, tree: Json) -> object:
    if not tree or "*" in tree:
        return value
    if isinstance(value, list):
        return [_through(one, tree) for one in value]
    return (
        {key: _through(value[key], tree[key]) for key in tree if key in value}
        if isinstance(value, dict)
        else value
    )
