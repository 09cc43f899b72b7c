"""What the button and the ribbon run: messages, and never a traceback."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings as xw

from addin.defect_log import LOG_VARIABLE
from addin.errors import InputError
from addin.functions.registry import FUNCTIONS
from addin.hosts import workbook
from addin.hosts.excel import macros
from addin.hosts.workbook.checking import summary
from addin.refresh import Request, load
from addin.words import LANGS, Lang


@dataclass
class App:
    """Excel, which shows messages."""

    shown: list[tuple[str, str]] = field(default_factory=list)

    def alert(self, prompt: str, title: str, mode: str) -> None:
        assert title == "Honest Funnel"
        self.shown.append((mode, prompt))


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> App:
    app = App()
    monkeypatch.setattr(xw.Book, "caller", staticmethod(lambda: SimpleNamespace(app=app)))
    return app


def test_refresh_tells_of_success_in_the_workbook_alone(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def refresh(book: Any, lang: Lang) -> str:
        seen.append((book.app, lang))
        return "done"

    monkeypatch.setattr(workbook, "refresh", refresh)
    macros.macros_for("ru")["refresh"]()
    assert seen == [(app, "ru")]
    assert app.shown == []


def test_an_error_is_a_message_in_the_users_language(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> str:
        raise InputError("excel_not_here")

    monkeypatch.setattr(workbook, "refresh", refuse)
    macros.macros_for("ru")["refresh"]()
    macros.macros_for("en")["refresh"]()
    assert [mode for mode, _ in app.shown] == ["critical", "critical"]
    assert app.shown[0][1].startswith("Excel для Windows здесь нет")
    assert app.shown[1][1].startswith("There is no Excel")


def test_a_defect_is_a_message_and_a_log(app: App, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object) -> str:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(workbook, "check", broken)
    monkeypatch.setenv(LOG_VARIABLE, str(tmp_path / "log"))
    macros.macros_for("en")["check"]()
    assert "ZeroDivisionError" in app.shown[0][1]
    assert "Traceback" not in app.shown[0][1]
    assert "ZeroDivisionError: oh" in (tmp_path / "log").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGS)
def test_help_names_every_function_and_fits_a_message(app: App, lang: Lang) -> None:
    macros.macros_for(lang)["show_help"]()
    ((mode, text),) = app.shown
    assert mode == "info"
    assert len(text) < macros.MAX_MESSAGE
    assert all(f"={function.name}(" in text for function in FUNCTIONS)


def test_a_long_message_is_cut_to_what_excel_shows(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "check", lambda *_: "x" * 5000)
    macros.macros_for("en")["check"]()
    assert len(app.shown[0][1]) == macros.MAX_MESSAGE


@pytest.fixture
def deals(tmp_path: Path) -> Any:
    rows = [
        "ID;Created;Status;Manager;Amount;Closed",
        "1;2026-06-01;New;Anna;;",
        "2;2026-06-02;Invoice sent;Anna;150 000;",
        "3;soon;Paid;Boris;90 000;2026-06-13",
        "4;2026-06-03;Paid;Boris;#N/A;2026-06-13",
    ]
    path = tmp_path / "deals.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return load(Request(path))


def test_a_check_tells_rows_roles_and_issues(deals: Any) -> None:
    text = summary(deals)
    assert "4 read" in text
    assert "1 set aside" in text
    assert "Nobody stated the roles; found: " in text
    assert "Invoice sent" in text
    assert len([line for line in text.splitlines() if line.startswith("1 – ")]) >= 2
