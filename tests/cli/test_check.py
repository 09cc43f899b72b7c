"""``honest-funnel check``: how everything was taken, even where no report can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.cli.commands import check, understanding
from addin.deals.asof import Deals
from addin.refresh import LoadedData, deals_of
from tests.cli.sample import Run


def test_check_shows_how_everything_was_taken_and_writes_nothing(run: Run, deals: Path) -> None:
    before = sorted(deals.parent.iterdir())
    code, out, err = run("check", deals, "--lang", "ru")
    assert (code, err) == (0, "")
    assert sorted(deals.parent.iterdir()) == before
    for word in (
        "Дата создания",
        "created",
        "Ожидаем оплату",
        "предпродажа",
        "слова",
        "прочитано 4",
    ):
        assert word in out


def test_check_shows_the_tables_even_where_no_report_can_be(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "young.csv"
    path.write_text("ID;Дата создания;Статус\n1;01.06.2026;Новый\n", encoding="utf-8")
    code, out, err = run("check", path, "--lang", "ru")
    assert code == 2
    assert "приём" in out
    assert "«оплата»" in err


def test_check_cuts_the_deals_once(run: Run, deals: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cuts: list[object] = []

    def counted(loaded: LoadedData) -> Deals:
        cuts.append(loaded)
        return deals_of(loaded)

    monkeypatch.setattr(understanding, "deals_of", counted)
    monkeypatch.setattr(check, "deals_of", counted, raising=False)
    assert run("check", deals, "--lang", "en")[0] == 0
    assert len(cuts) == 1
