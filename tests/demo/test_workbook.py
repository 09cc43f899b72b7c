"""The sample workbook: equal every time, tidy, with every kind of fault where it is said to be."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from addin.deals.tables.columns import SETTINGS, SHEETS, column_named
from addin.demo import sheets
from addin.demo.data_faults import FAULTS, NBSP
from addin.demo.department import Department
from addin.demo.people import AS_OF, FIRST_DAY, MANAGERS, RUNGS, STATUSES
from addin.demo.workbook import DemoFacts, write_demo
from addin.errors import InputError

NAMES = [m.name for m in MANAGERS]


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> DemoFacts:
    return write_demo(tmp_path_factory.mktemp("demo") / "made" / "deals.xlsx")


@pytest.fixture(scope="module")
def book(facts: DemoFacts) -> openpyxl.Workbook:
    return openpyxl.load_workbook(facts.path, data_only=True)


@pytest.fixture(scope="module")
def cells(book: openpyxl.Workbook) -> pd.DataFrame:
    """The deals sheet below its headers, cells as a spreadsheet shows them."""
    rows = list(book["Сделки"].iter_rows(min_row=4, values_only=True))
    return pd.DataFrame(rows[1:], columns=[str(h) for h in rows[0]], dtype=object)


def test_two_runs_are_equal_byte_for_byte(facts: DemoFacts, tmp_path: Path) -> None:
    again = write_demo(tmp_path / "again.xlsx")
    assert again.path.read_bytes() == facts.path.read_bytes()
    assert again.faults == facts.faults
    with zipfile.ZipFile(again.path) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
    assert [file.name for file in tmp_path.iterdir()] == ["again.xlsx"]


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deals.xlsx").mkdir()
    with pytest.raises(InputError, match=r"deals\.xlsx"):
        write_demo(tmp_path / "deals.xlsx")
    assert [file.name for file in tmp_path.iterdir()] == ["deals.xlsx"]


def test_the_sheets_are_there_with_headers_frozen(facts: DemoFacts, book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["Сделки", "Этапы", "История", "Расходы", "План", "Настройки"]
    assert book["Сделки"].freeze_panes == "A5"
    assert [c.value for c in book["История"][1]] == [
        "ID",
        "Дата изменения",
        "Из статуса",
        "В статус",
        "Менеджер",
    ]
    assert book["История"].max_row == facts.history + 1
    assert book["Этапы"].max_row == len(STATUSES) + 1
    roles = {row[0]: row[2] for row in book["Этапы"].iter_rows(min_row=2, values_only=True)}
    assert roles["Ожидаем оплату"] == "presale"
    settings = {row[0]: row[1] for row in book["Настройки"].iter_rows(min_row=2, values_only=True)}
    assert settings["Горизонт"] == "auto"
    assert settings["Дата отчёта"] is None
    assert book["Сделки"]["B5"].number_format == "dd.mm.yyyy hh:mm"


@pytest.mark.parametrize("table", ["deals", "stages", "history", "spend", "plan"])
def test_headers_are_those_the_reader_looks_for(table: str) -> None:
    sheet: sheets.Sheet = getattr(sheets, table.upper())
    found = {column.key: column_named(table, column.header) for column in sheet.columns}
    unread = {"comment"}
    assert sheet.name in SHEETS[table]
    assert found == {key: None if key in unread else key for key in found}


def test_settings_are_those_the_reader_looks_for() -> None:
    known = {name for names in SETTINGS.values() for name in names}
    assert sheets.SETTINGS.name in SHEETS["settings"]
    assert {name for name, _ in sheets.SETTING_ROWS} <= known


def test_clean_cells_are_those_of_the_department(cells: pd.DataFrame, department: Department) -> None:
    numbered = (
        cells[cells["ID"].map(lambda v: isinstance(v, int))].drop_duplicates("ID", keep=False).set_index("ID")
    )
    clean = department.deals.set_index("id").loc[lambda d: d.index.isin(numbered.index)]
    shown = numbered.loc[clean.index]
    created = shown["Дата создания"].map(lambda v: not isinstance(v, str))
    assert (shown["Дата создания"][created] == clean["created"][created]).all()
    changed = pd.to_datetime(shown["Дата смены статуса"])
    assert (changed == clean["status_changed"]).all()
    assert (shown["Статус"] != clean["status"]).sum() == 4


def test_counts_add_up(facts: DemoFacts, cells: pd.DataFrame) -> None:
    assert facts.as_of == AS_OF
    assert facts.deals == 12_001
    assert facts.rows == len(cells) == facts.deals + facts.faults["repeated_id"] + 1
    assert 0.03 < sum(facts.faults.values()) / facts.rows < 0.07
    assert {fault.kind for fault in FAULTS} < set(facts.faults)


def _is_text(values: pd.Series) -> pd.Series:
    return values.map(lambda v: isinstance(v, str))


def _shown(cells: pd.DataFrame) -> dict[str, int]:
    """How many rows of the sheet show each kind of fault, looked for by other means than it was made."""
    body, last = cells.iloc[:-1], cells.iloc[-1]
    return {
        **_dates_shown(cells),
        **_amounts_shown(cells["Сумма"]),
        **_managers_shown(body["Менеджер"]),
        "status_typo": int((~body["Статус"].isin(STATUSES)).sum()),
        # the test deal has no source either
        "no_source": int(body["Источник"].isna().sum()) - 1,
        "no_id": int(body["ID"].isna().sum()),
        "formula_client": int(cells["Клиент"].fillna("").str.match("[=+@-]").sum()),
        "formula_comment": int(cells["Комментарий"].fillna("").str.match("[=+@-]").sum()),
        "repeated_id": int(body["ID"].dropna().duplicated().sum()),
        "test_deal": int((body["Статус"] == STATUSES[8]).sum()),
        "totals_row": int(last["ID"] == "Итого"),
    }


def _dates_shown(cells: pd.DataFrame) -> dict[str, int]:
    day = r"\d\d\.\d\d\.20\d\d"
    created = cells["Дата создания"].map(lambda v: v if isinstance(v, str) else "")
    readable = created.str.fullmatch(day) & ~created.eq("31.02.2026")
    texts = pd.concat([cells[c][_is_text(cells[c])] for c in ("Дата закрытия", "Следующий контакт")])
    ends = pd.to_datetime(cells["Дата закрытия"].where(~_is_text(cells["Дата закрытия"])))
    return {
        "text_date": int(readable.sum()) + int(texts.str.fullmatch(day).sum()),
        "unreadable_created": int((created.ne("") & ~readable).sum()),
        "closed_before_created": int((ends < pd.Timestamp(FIRST_DAY)).sum()),
    }


def _amounts_shown(cells: pd.Series) -> dict[str, int]:
    text = cells.map(lambda v: v if isinstance(v, str) else "")
    number = cells.map(lambda v: v if isinstance(v, (int, float)) else np.nan).astype(float)
    return {
        "error_cell": int(text.eq("#REF!").sum()),
        "amount_zero": int(number.eq(0).sum()),
        "amount_negative": int((number < 0).sum()),
        "amount_rubles": int(text.str.fullmatch(rf"\d{{1,3}}({NBSP}\d{{3}})*{NBSP}₽").sum()),
        "amount_comma": int(text.str.fullmatch(r"\d{1,3}( \d{3})*,5").sum()),
    }


def _managers_shown(cells: pd.Series) -> dict[str, int]:
    name = cells.fillna("")
    known = {manager.replace("ё", "е") for manager in NAMES}
    return {
        "manager_case": int((name.str.isupper() | name.str.islower()).sum()),
        "manager_spaces": int((name != name.str.split().str.join(" ")).sum()),
        "manager_yo": int((name.str.replace("ё", "е").isin(known) & ~name.isin(NAMES)).sum()),
        "no_manager": int(cells.isna().sum()),
    }


def test_faults_of_every_kind_are_on_the_sheet(facts: DemoFacts, cells: pd.DataFrame) -> None:
    assert _shown(cells) == facts.faults
    assert min(facts.faults.values()) >= 1


def test_text_dates_tell_their_order(cells: pd.DataFrame) -> None:
    for header in ("Дата создания", "Дата закрытия", "Следующий контакт"):
        days = cells[header][_is_text(cells[header])].str.extract(r"^(\d\d)\.")[0].dropna()
        assert days.astype(int).max() > 12


def test_text_that_looks_like_a_formula_is_text_in_the_file(facts: DemoFacts) -> None:
    with zipfile.ZipFile(facts.path) as parts:
        formulas = parts.read("xl/worksheets/sheet1.xml").decode().count("<f>")
        strings = parts.read("xl/sharedStrings.xml").decode()
    # only the error cell is a formula
    assert formulas == 1
    assert "=СУММ(A1)" in strings


def test_a_repeated_id_shows_an_older_state(cells: pd.DataFrame) -> None:
    body = cells.iloc[:-1]
    twice = body[body["ID"].notna() & body["ID"].duplicated(keep=False)]
    changed = pd.to_datetime(twice["Дата смены статуса"])
    older = twice["Статус"] == RUNGS[0]
    assert older.sum() == len(twice) / 2
    by_id = changed.groupby(twice["ID"].astype(int))
    assert (changed[older].to_numpy() == by_id.min().loc[twice["ID"][older].astype(int)].to_numpy()).all()
    assert (by_id.max() > by_id.min()).all()
