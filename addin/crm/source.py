"""A connector's rules as a source for dlt, whose ``rest_api`` asks for the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import dlt
import requests
from dlt.common.schema.typing import TSchemaContractDict
from dlt.common.schema.utils import new_table
from dlt.sources.rest_api import rest_api_source

from addin.crm.connector import Connector, ResourceRule
from addin.crm.paginators import paginator_of
from addin.crm.rows import RowReader
from addin.errors import InputError
from addin.store.schema import KEYS, TABLES

CHANGED = "changed"
"""The resource of the deals that a pull brought, of each of which something more is asked."""
_CONTRACT: TSchemaContractDict = {"columns": "freeze", "data_type": "freeze"}
_SINCE = re.compile(r"\$since\w*")


@dataclass(frozen=True)
class Asked:
    """What one pull asks for.

    Args:
        base_url: of the service.
        session: sends, and lets us in.
        since: ``$since…`` → its text; empty where everything is asked for.
        zone: of moments that name none.
        count: is told the table and how many rows of it came.
    """

    base_url: str
    session: requests.Session
    since: Mapping[str, str]
    zone: ZoneInfo
    count: Callable[[str, int], None]


def source_of(connector: Connector, asked: Asked, step: str, changed: Sequence[str] = ()) -> Any:
    """The source of one step of a pull; None where that asks for nothing.

    Args:
        connector: its rules.
        asked: what is asked for.
        step: ``deals``, ``names`` or ``each_deal``.
        changed: the deals that have come, of each of which the last step asks.
    """
    when = ("always", "changes" if asked.since else "whole")
    parts = [part for part in connector.resources if part.step == step and part.when in when]
    if not parts or (step == "each_deal" and not changed):
        return None
    resources: list[Any] = [_resource(connector, part, asked) for part in parts]
    if step == "each_deal":
        resources.insert(0, dlt.resource([[{"id": one} for one in changed]], name=CHANGED, selected=False))
    client: Any = {"base_url": asked.base_url, "session": asked.session}
    source = rest_api_source({"client": client, "resources": resources}, name="crm", max_table_nesting=0)
    _declare_tables(source)
    return source


def _resource(connector: Connector, part: ResourceRule, asked: Asked) -> dict[str, Any]:
    endpoint = {**part.endpoint, "paginator": paginator_of(part.endpoint["paginator"])}
    for place in ("params", "json"):
        if place in endpoint:
            endpoint[place] = _with_since(endpoint[place], asked.since)
    skipped: list[Any] = [{"status_code": 403, "action": "ignore"}] if part.optional else []
    endpoint["response_actions"] = [*skipped, _selected_checker(connector, part)]
    url = asked.base_url.rstrip("/")
    reader = RowReader(connector.name, part.name, part.rows, part.present, asked.zone, url)
    return {
        "name": part.name,
        "endpoint": endpoint,
        "write_disposition": {"disposition": "merge", "strategy": "upsert"},
        "schema_contract": _CONTRACT,
        "processing_steps": [{"yield_map": _emitter(reader, asked.count)}],
    }


def _with_since(told: Any, since: Mapping[str, str]) -> Any:
    """Parameters with where the last pull ended; without those that need it where there was none.

    A list is a condition: it goes as a whole with a text in it that needs it.
    """
    if isinstance(told, Mapping):
        kept = {key: _with_since(value, since) for key, value in told.items()}
        return {key: value for key, value in kept.items() if value is not None}
    if isinstance(told, list):
        found = [_with_since(one, since) for one in told]
        gone = any(isinstance(one, str) and value is None for one, value in zip(told, found, strict=True))
        return None if gone else [value for value in found if value is not None]
    if isinstance(told, str) and _SINCE.search(told):
        return _SINCE.sub(lambda found: since[found[0]], told) if since else None
    return told


def _selected_checker(connector: Connector, part: ResourceRule) -> Callable[..., None]:
    """Sees that an answer has the list that is asked for: dlt takes one without it for an empty page."""
    top = str(part.endpoint["data_selector"]).removeprefix("$.").split(".", 1)[0].split("[", 1)[0]

    def check(response: requests.Response, *_: object, **__: object) -> None:
        if top in ("", "$") or response.status_code == 204:
            return
        body = response.json()
        if not isinstance(body, Mapping) or top not in body:
            raise InputError("crm_field_gone", crm=connector.name, what=part.name, field=top)

    return check


def _emitter(reader: RowReader, count: Callable[[str, int], None]) -> Callable[[Any], Iterator[Any]]:
    """Records to rows, each marked with its table."""

    def emit(record: Any) -> Iterator[Any]:
        for table, row in reader.rows(record):
            count(table, 1)
            yield dlt.mark.with_table_name(row, table)

    return emit


def _declare_tables(source: Any) -> None:
    """Tell dlt the tables beforehand: it would find them out from every row anew, a thousand times slower."""
    for table, types in TABLES.items():
        keys = KEYS[table]
        columns: list[Any] = [
            {"name": name, "data_type": kind, "nullable": name not in keys, "primary_key": name in keys}
            for name, kind in types.items()
        ]
        source.schema.update_table(
            new_table(table, write_disposition="merge", columns=columns, schema_contract=_CONTRACT)
        )
