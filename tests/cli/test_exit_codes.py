"""What is wrong is one readable line and an exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.cli.app import main
from addin.cli.commands import report
from tests.cli.sample import Run

BAD: list[tuple[list[str], str]] = [
    (["report"], "Missing argument 'DEALS'"),
    (["report", "no-such.xlsx"], "no-such.xlsx"),
    (["report", "DEALS", "--wrong"], "No such option: --wrong"),
    (["report", "DEALS", "--period", "sometimes"], 'period = "sometimes"'),
    (["report", "DEALS", "--horizon", "0"], 'horizon = "0"'),
    (["report", "DEALS", "--as-of", "2026-13-01"], 'as_of = "2026-13-01"'),
    (["report", "DEALS", "--timezone", "Europe/Moskva"], "Europe/Moscow"),
    (["report", "DEALS", "--pipeline", "Retail"], 'no pipeline "Retail"'),
    (["report", "DEALS", "--lang", "de"], "ru, en"),
    (["report", "DEALS", "--as-of", "2020-01-01"], "no deal is left"),
    (["report", "DEALS", "--history", "no-such.csv"], "no-such.csv"),
    (["report", "DEALS", "--template", "no-such.xlsx"], "no-such.xlsx"),
    (["report", "DEALS", "--out", "no-folder/x.xlsx"], "no-folder"),
    (["report", "DEALS", "--json", "no-folder/x.json"], "no-folder"),
    (["demo", "DEALS"], "deals.csv"),
    (["report", "DEALS", "--out", "DEALS"], "one of your input files"),
    (["report", "DEALS", "--json", "DEALS"], "one of your input files"),
    (["report", "DEALS", "--out", "a.xlsx", "--json", "a.xlsx"], "two different outputs"),
    (["report", "DEALS", "--ledger", "a.xlsx"], "ends in .csv"),
    (["report", "DEALS", "--period", "2030-01"], "begins after the report's day"),
    (["nonsense"], "nonsense"),
]


@pytest.mark.parametrize(("args", "part"), BAD, ids=[" ".join(args) for args, _ in BAD])
def test_what_is_wrong_is_said_in_one_line_with_exit_code_2(
    run: Run, deals: Path, args: list[str], part: str
) -> None:
    code, _, err = run(*(str(deals) if arg == "DEALS" else arg for arg in args))
    assert code == 2
    assert err.count("\n") == 1
    assert part in err
    assert "Traceback" not in err


def test_missing_columns_name_what_was_found(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("Номер;Создано когда-то;Стутус\n1;2026-01-01;Новый\n", encoding="utf-8")
    code, _, err = run("report", path)
    assert code == 2
    assert "Стутус" in err


def test_a_defect_shows_no_traceback_unless_asked(
    run: Run, deals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(report, "load", broken)
    code, _, err = run("report", deals)
    assert (code, err.count("\n")) == (1, 1)
    assert "ZeroDivisionError: oh" in err
    with pytest.raises(ZeroDivisionError):
        main(["report", str(deals), "--debug"])
