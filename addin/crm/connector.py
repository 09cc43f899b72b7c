"""How one CRM is asked and read: the files of ``addin/crm/connectors``, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from addin.crm.answers import AnswerRules
from addin.crm.rows import FieldRule, RowRule
from addin.datafile import load_toml

_PACKAGE = "addin.crm.connectors"


@dataclass(frozen=True)
class ResourceRule:
    """One thing that is asked for, page by page.

    Args:
        name: for messages and for dlt.
        endpoint: as dlt's ``rest_api`` takes it; ``$since…`` in a parameter stands for where the last pull
            ended, and the parameter is left out where all is asked for.
        rows: what its records become.
        present: fields that every record has.
        step: ``deals``: asked first; ``each_deal``: asked of every deal that has come, by
            ``{resources.changed.id}``; ``names``: what ids stand for, asked where any deal has changed.
        optional: whether a pull goes on, and says so, where the user may not read it.
        when: ``always``, ``whole`` (only where all is asked for) or ``changes`` (only where not).
    """

    name: str
    endpoint: Mapping[str, Any]
    rows: Sequence[RowRule]
    present: Sequence[str] = ()
    step: str = "deals"
    when: str = "always"
    optional: bool = False


@dataclass(frozen=True)
class Connector:
    """A CRM.

    Args:
        key: as the command line calls it.
        name: as its maker does.
        address: of its service; "" where every account has one of its own.
        keys: what lets in, in the order a newcomer is asked for it.
        auth: ``headers``, ``query`` or ``path`` → texts with ``$key`` in them.
        per_second: requests it allows.
        says_changes: whether it can be asked for what has changed.
        answers: how it says no.
        resources: what is asked.
        probe: the smallest request there is: ``path``, ``method``, ``params``, ``json``.
        also: other names it goes by, in small letters.
        oauth: how an expired token is renewed; empty where it never is.
    """

    key: str
    name: str
    address: str
    keys: Sequence[str]
    auth: Mapping[str, Any]
    per_second: float
    says_changes: bool
    answers: AnswerRules
    resources: Sequence[ResourceRule]
    probe: Mapping[str, Any]
    oauth: Mapping[str, str] = field(default_factory=dict)
    also: Sequence[str] = ()


def connectors() -> tuple[str, ...]:
    """The keys of the CRMs that can be pulled, in the order of the alphabet."""
    found = files(_PACKAGE).iterdir()
    return tuple(sorted(one.name.removesuffix(".toml") for one in found if one.name.endswith(".toml")))


def connector_named(name: str) -> Connector | None:
    """The rules of a CRM by its key or another name it goes by; None where there is none."""
    wanted = name.casefold()
    return next((one for one in map(connector, connectors()) if wanted in (one.key, *one.also)), None)


@cache
def connector(key: str) -> Connector:
    """The rules of a CRM by its key, one of :func:`connectors`."""
    told = load_toml(_PACKAGE, f"{key}.toml")
    answers = told.get("answers", {})
    return Connector(
        key,
        told["name"],
        told.get("address", ""),
        tuple(told["keys"]),
        told["auth"],
        float(told.get("per_second", 0)),
        bool(told.get("says_changes", True)),
        AnswerRules(answers.get("failed", ""), answers.get("text", ""), answers.get("words", {})),
        tuple(_resources(told["resources"])),
        told["probe"],
        told.get("oauth", {}),
        tuple(told.get("also", ())),
    )


def _resources(told: Sequence[Mapping[str, Any]]) -> Iterator[ResourceRule]:
    """The resources; one may be read as another is, which ``rows_of`` names."""
    rows = {one["name"]: tuple(map(_rows, one.get("rows", ()))) for one in told}
    for one in told:
        yield _resource(one, rows[one.get("rows_of", one["name"])])


def _resource(told: Mapping[str, Any], rows: tuple[RowRule, ...]) -> ResourceRule:
    return ResourceRule(
        told["name"],
        told["endpoint"],
        rows,
        tuple(told.get("present", ())),
        told.get("step", "deals"),
        told.get("when", "always"),
        bool(told.get("optional", False)),
    )


def _rows(told: Mapping[str, Any]) -> RowRule:
    fields = {column: _field(rule) for column, rule in told["fields"].items()}
    return RowRule(told["table"], fields, told.get("each", ""), told.get("when", ""), told.get("more", {}))


def _field(told: str | Mapping[str, Any]) -> FieldRule:
    return FieldRule(told) if isinstance(told, str) else FieldRule(**told)
