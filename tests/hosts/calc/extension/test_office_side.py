"""The office's side where it needs no office: arguments for the wire, the language, the log."""

from __future__ import annotations

import json
import marshal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from addin.hosts.calc.extension.build import parts
from addin.hosts.calc.extension.package import PACKAGE
from addin.hosts.calc.office import settings as office_settings
from addin.hosts.calc.office.arguments import BLOCK_ROWS, days_since, encode_argument
from addin.hosts.calc.office.worker_client import WorkerClient


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(parts("python", None)[f"pythonpath/{PACKAGE}/settings.json"])
    monkeypatch.setattr(office_settings, "settings", lambda: found)
    return found


@dataclass(frozen=True)
class Context:
    """As much of an office as tells its language."""

    locale: str

    @property
    def ServiceManager(self) -> Any:
        access = SimpleNamespace(getByName=lambda name: {"ooLocale": self.locale}[name])
        provider = SimpleNamespace(createInstanceWithArguments=lambda *_: access)
        return SimpleNamespace(createInstanceWithContext=lambda *_: provider)


@pytest.mark.parametrize(
    ("locale", "chosen", "said", "lang"),
    [
        ("ru-RU", "", None, "ru"), ("ru", "", None, "ru"), ("en-US", "", None, "en"), ("de", "", None, "en"),
        ("", "", None, "en"), ("ru", "en", None, "en"), ("en-US", "ru", None, "ru"), ("ru", "ru", "en", "en"),
        ("ru", "", "xx", "ru"),
    ],
)  # fmt: skip
def test_the_language_is_the_offices_unless_another_is_chosen(
    locale: str,
    chosen: str,
    said: str | None,
    lang: str,
    written: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "uno", SimpleNamespace(createUnoStruct=lambda _: SimpleNamespace()))
    monkeypatch.delenv("HONEST_FUNNEL_LANG", raising=False)
    if said is not None:
        monkeypatch.setenv("HONEST_FUNNEL_LANG", said)
    written["lang"] = chosen
    assert office_settings.language(Context(locale)) == lang


def test_single_values_cross_as_they_are() -> None:
    assert [encode_argument(value) for value in (None, 1.5, "x", True, 2)] == [None, 1.5, "x", True, 2.0]


def test_an_array_loses_its_empty_rows_at_the_end_only() -> None:
    rows = (("a", 1.0), ("", ""), ("b", None), ("", None), ("", ""))
    table = encode_argument(rows)
    assert table.head == ("cells", "", 1)
    assert list(table.parts()) == list(table.parts()) == [rows[:3]]
    assert not list(encode_argument((("", ""),) * 3).parts())


def test_a_long_array_is_handed_over_in_parts() -> None:
    rows = tuple((float(row),) for row in range(BLOCK_ROWS + 1))
    assert list(encode_argument(rows).parts()) == [rows[:BLOCK_ROWS], rows[BLOCK_ROWS:]]


class Sent:
    """A channel that keeps what is sent."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    def send_bytes(self, message: bytes) -> None:
        self.messages.append(marshal.loads(message))  # noqa: S302


def test_cells_that_cannot_be_told_leave_nothing_with_the_worker() -> None:
    def parts() -> Iterator[Any]:
        yield ((1.0,),)
        raise RuntimeError("disposed")

    channel = Sent()
    with pytest.raises(RuntimeError, match="disposed"):
        WorkerClient()._send_tables(channel, {3: parts})
    assert channel.messages == [("rows", 0, 3, ((1.0,),)), ("forget", 0)]


def test_nothing_is_logged_unless_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HONEST_FUNNEL_LOG", raising=False)
    monkeypatch.chdir(tmp_path)
    office_settings.log("secret")
    assert not list(tmp_path.iterdir())
    monkeypatch.setenv("HONEST_FUNNEL_LOG", str(tmp_path / "log"))
    office_settings.log("worker", 1, "started")
    assert (tmp_path / "log").read_text(encoding="utf-8").endswith("worker 1 started\n")


def test_the_day_zero_of_a_document_is_told_where_it_is_unusual() -> None:
    usual, mac = SimpleNamespace(Year=1899, Month=12, Day=30), SimpleNamespace(Year=1904, Month=1, Day=1)
    assert [days_since(day) for day in (None, usual, mac)] == [(), (), (1462,)]
