"""A record of a CRM's answer as rows of the store, by a connector's rules."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

import jmespath
from dateutil import parser as date_parser

from addin.crm.answers import check_present
from addin.errors import InputError
from addin.store.schema import FLAG, MOMENT, NUMBER, TABLES, TEXT

Record = Mapping[str, Any]
_EARLIEST, _LATEST = 0.0, 4_102_444_800.0
"""Unix seconds between which a moment of a deal lies, 1970 to 2100."""


@dataclass(frozen=True)
class FieldRule:
    """Where a column's value stands in a record.

    Args:
        path: JMESPath; of one of several rows of a record, ``parent`` is the record.
        means: value in the CRM → ours; what is not in it stays as it is, or is nothing where ``else_none``.
        else_none: see ``means``.
        text: a text into which the value is put, at ``{}``, and the service's address, at ``$url``.
        needed: whether a record without it is a change of the answer's form.
    """

    path: str
    means: Mapping[str, Any] = field(default_factory=dict)
    else_none: bool = False
    text: str = ""
    needed: bool = False


@dataclass(frozen=True)
class RowRule:
    """How records become rows of one table.

    Args:
        table: of the store.
        fields: column → where its value stands.
        each: JMESPath of a list in the record, each of which is a row; "": the record is one.
        when: JMESPath that must be true of what becomes a row.
        more: other fields of a deal: heading → JMESPath; a path may give an object of headings.
    """

    table: str
    fields: Mapping[str, FieldRule]
    each: str = ""
    when: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowReader:
    """Reads the records of one resource.

    Args:
        crm, what: names for messages.
        rules: a record may give rows of several tables.
        present: fields that every record has had as long as its form is known.
        zone: of moments that name none.
        url: of the service, without a slash at its end.
    """

    crm: str
    what: str
    rules: Sequence[RowRule]
    present: Sequence[str]
    zone: ZoneInfo
    url: str = ""

    def rows(self, record: Record) -> Iterator[tuple[str, dict[str, Any]]]:
        """The rows of a record, each with its table.

        Raises:
            InputError: ``crm_field_gone`` or ``crm_field_form``.
        """
        if not isinstance(record, Mapping):
            raise InputError("crm_field_form", crm=self.crm, what=self.what, field="", value=str(record)[:40])
        check_present(self.crm, self.what, record, self.present)
        for rule in self.rules:
            for part in _parts(rule.each, record):
                if not rule.when or _search(rule.when, part):
                    yield rule.table, self._row(rule, part)

    def _row(self, rule: RowRule, part: Record) -> dict[str, Any]:
        types = TABLES[rule.table]
        row = {column: self._value(types[column], at, part) for column, at in rule.fields.items()}
        if rule.more:
            more = dict(_more(rule.more, part))
            row["more"] = json.dumps(more, ensure_ascii=False, sort_keys=True) if more else None
        return row

    def _value(self, kind: str, at: FieldRule, part: Record) -> Any:
        path = at.path
        found = _search(path, part)
        if at.means:
            found = at.means.get(_key(found), None if at.else_none else found)
        if found is None or found == "":
            if at.needed:
                raise InputError("crm_field_gone", crm=self.crm, what=self.what, field=path)
            return None
        if at.text:
            found = at.text.replace("$url", self.url).replace("{}", str(found))
        try:
            return _READERS[kind](found, self.zone)
        except (ValueError, TypeError, OverflowError) as error:
            value = str(found)[:40]
            raise InputError(
                "crm_field_form", crm=self.crm, what=self.what, field=path, value=value
            ) from error


def _parts(path: str, record: Record) -> Iterator[Record]:
    """The record itself, or each of a list in it, with the record as its ``parent``."""
    if not path:
        yield record
    else:
        yield from ({**part, "parent": record} for part in _search(path, record) or ())


def _more(paths: Mapping[str, str], part: Record) -> Iterator[tuple[str, str]]:
    """Other fields by their headings; a value that is an object names its own."""
    for heading, path in paths.items():
        found = _search(path, part)
        for name, value in found.items() if isinstance(found, Mapping) else ((heading, found),):
            if isinstance(value, (str, int, float)) and value != "":
                yield str(name), str(value)


def _search(path: str, record: object) -> Any:
    return _finder(path)(record)


@lru_cache(maxsize=1024)
def _finder(path: str) -> Callable[[object], Any]:
    """What finds a path; most are bare names, for which the way through JMESPath is thirty times longer."""
    if not re.fullmatch(r"\w+(\.\w+)*", path):
        found: Callable[[object], Any] = jmespath.compile(path).search
        return found
    return partial(_named, path.split("."))


def _named(names: Sequence[str], record: object) -> Any:
    for name in names:
        record = record.get(name) if isinstance(record, dict) else None
    return record


def _key(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _as_text(value: Any, _: ZoneInfo) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (Mapping, list)):
        raise TypeError("a part of an answer where a value was")
    return str(value)


def _as_number(value: Any, _: ZoneInfo) -> float:
    if isinstance(value, bool):
        raise TypeError("yes or no where a number was")
    return float(value)


def _as_flag(value: Any, _: ZoneInfo) -> bool:
    if not isinstance(value, bool) and str(value).upper() not in ("0", "1", "Y", "N", "TRUE", "FALSE"):
        raise ValueError("neither yes nor no")
    return value if isinstance(value, bool) else str(value).upper() in ("1", "Y", "TRUE")


def _as_moment(value: Any, zone: ZoneInfo) -> dt.datetime | None:
    """A moment: ISO 8601, ``dd.mm.yyyy`` with a time or without, Unix seconds or milliseconds; 0 is none."""
    text = str(value).strip()
    digits = text.removeprefix("-")
    if isinstance(value, (int, float)) or (digits.isdigit() and len(digits) > 8):
        number = float(value)
        seconds = number / 1000 if abs(number) > 1e11 else number
        if not seconds:
            return None
        if not _EARLIEST < seconds < _LATEST:
            raise ValueError("no moment of a deal")
        return dt.datetime.fromtimestamp(seconds, dt.UTC)
    if text.startswith("0000"):
        return None
    found = _parsed(text)
    return found.replace(tzinfo=zone) if found.tzinfo is None else found


def _parsed(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return date_parser.parse(text, dayfirst=text[2:3] in (".", "/"))


_READERS: dict[str, Callable[[Any, ZoneInfo], Any]] = {
    TEXT: _as_text,
    NUMBER: _as_number,
    FLAG: _as_flag,
    MOMENT: _as_moment,
}
