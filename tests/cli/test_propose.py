"""``check --propose``: a workbook filled as understood, which later commands take, also of a refused file."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.sample import HEADER, ROWS, Run

STATUSES = ("Новый", "В работе", "Ожидаем оплату", "Оплачен", "Отказ")


def untold(path: Path) -> Path:
    """A file whose headings tell nothing."""
    lines = ["F1;F2;F3;F4;F5;F6;F7"]
    for n in range(40):
        day, status = dt.date(2026, 1, 5) + dt.timedelta(days=n), STATUSES[n % 5]
        closed = f"{day + dt.timedelta(days=9):%d.%m.%Y}" if n % 5 > 2 else ""
        manager = ("Анна Белова", "Олег Котов")[n % 2]
        lines.append(f"A-{n};{status};{day:%d.%m.%Y};{closed};{manager};{1000 + 10 * n};{n % 3}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def sheet(path: Path, name: str) -> list[list[Any]]:
    """The table of a sheet of a proposal, from its headings on."""
    rows = [list(row) for row in openpyxl.load_workbook(path)[name].iter_rows(values_only=True)]
    return rows[4:]


def blocks(run: Run, deals: Path, *options: object) -> Any:
    out = deals.with_name("out.json")
    code, _, err = run("report", deals, "--json", out, "--as-of", "2026-06-30", *options)
    assert (code, err) == (0, "")
    found = json.loads(out.read_text(encoding="utf-8"))
    for name in ("header", "settings", "data_issues"):  # they tell what rests on what
        del found[name]
    told = ("status", "order", "role", "probability", "deals")
    stages = sorted(({name: row[name] for name in told} for row in found["stages"]), key=str)
    return found | {"stages": stages}


@pytest.mark.parametrize(
    ("lang", "names"), [("ru", ["Соответствие", "Этапы"]), ("en", ["Mapping", "Stages"])]
)
def test_the_sheets_are_filled_as_understood(run: Run, deals: Path, lang: str, names: list[str]) -> None:
    out = deals.with_name("own.xlsx")
    code, said, err = run("check", deals, "--propose", out, "--lang", lang)
    assert (code, err) == (0, "")
    assert str(out) in said
    assert openpyxl.load_workbook(out).sheetnames == names
    mapped = {row[0]: row[1] for row in sheet(out, names[0])}
    assert mapped["Дата создания" if lang == "ru" else "created"] == "Дата создания"
    assert mapped["Следующий контакт" if lang == "ru" else "next_contact"] is None
    stages = {row[0]: row[1:5] for row in sheet(out, names[1])[1:]}
    assert stages["Ожидаем оплату"][1] == ("предпродажа" if lang == "ru" else "pre-sale")
    assert [row[1] for row in sheet(out, names[1])[1:]] == [1, 2, 3, 4]


def test_a_report_with_the_proposal_is_the_report_without(run: Run, deals: Path) -> None:
    before = blocks(run, deals)
    out = deals.with_name("own.xlsx")
    assert run("check", deals, "--propose", out)[0] == 0
    assert blocks(run, deals, "--map", out, "--stages", out) == before


def test_it_is_found_beside_the_deals_and_that_is_said(run: Run, deals: Path) -> None:
    before = blocks(run, deals)
    out = deals.with_name("deals-mapping.xlsx")
    assert run("check", deals, "--propose", out)[0] == 0
    for command in ("report", "check", "backtest"):
        code, said, err = run(command, deals, "--lang", "en")
        assert (code, err) == (0, "")
        assert f"Taken from the file beside the deals: {out}" in said
    assert blocks(run, deals) == before


def test_what_is_written_beside_the_deals_counts(run: Run, deals: Path) -> None:
    beside = openpyxl.Workbook()
    beside.active.title = "Этапы"
    for row in (["Статус", "Порядок", "Роль"], ["Новый", 1, "приём"], ["Оплачен", 2, "отказ"]):
        beside.active.append(row)
    for row in (["Отказ", 3, "оплата"], ["Ожидаем оплату", 4, "в работе"]):
        beside.active.append(row)
    beside.save(deals.with_name("deals-mapping.xlsx"))
    assert "Оплачен" in run("check", deals, "--lang", "ru")[1]
    stages = {row["status"]: row["role"] for row in blocks(run, deals)["stages"]}
    assert stages["Оплачен"] == "lost"


def test_a_refused_file_is_proposed_by_its_cells_and_read_as_proposed(run: Run, tmp_path: Path) -> None:
    path = untold(tmp_path / "deals.csv")
    code, _, err = run("report", path, "--lang", "en")
    assert code == 2
    command = f"honest-funnel check {path} --propose {path.with_name('deals-mapping.xlsx')}"
    assert err.rstrip().endswith(command)
    code, said, err = run(*command.split()[1:], "--lang", "en")
    assert (code, err) == (0, "")
    assert "So far there can be no report" in said
    out = path.with_name("deals-mapping.xlsx")
    rows = {row[0]: row for row in sheet(out, "Mapping")}
    wanted = {"id": "F1", "status": "F2", "created": "F3", "closed": "F4", "manager": "F5", "amount": "F6"}
    assert {name: rows[name][1] for name in wanted} == wanted
    assert all(rows[name][3] for name in wanted)
    assert {row[0]: row[2] for row in sheet(out, "Stages")[1:]}["Оплачен"] == "won"
    found = blocks(run, path)
    assert {row["manager"] for row in found["presale"]} == {"Анна Белова", "Олег Котов"}
    assert {row["amount"] for row in found["presale"]} == {1000 + 10 * n for n in range(2, 40, 5)}


def test_a_file_without_a_won_status_is_proposed_with_all_its_statuses(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "young deals.csv"
    path.write_text("ID;Дата создания;Статус\n1;01.06.2026;Новый\n2;02.06.2026;В работе\n", encoding="utf-8")
    out = tmp_path / "young deals-mapping.xlsx"
    code, _, err = run("report", path, "--lang", "ru")
    assert code == 2
    assert err.rstrip().endswith(f'honest-funnel check "{path}" --propose "{out}"')
    assert run("check", path, "--propose", out, "--lang", "ru")[0] == 0
    book = openpyxl.load_workbook(out)
    assert "«оплата»" in str(book["Этапы"]["A4"].value)
    book["Этапы"].append(["Оплачен", 9, "оплата"])
    book.save(out)
    assert run("report", path, "--lang", "ru")[0] == 0


def test_dates_of_either_order_do_not_keep_the_statuses_out(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("ID;Created;Status\n1;01/02/2026;New\n2;03/04/2026;Won\n", encoding="utf-8")
    out = tmp_path / "own.xlsx"
    assert run("check", path, "--propose", out, "--lang", "en")[0] == 0
    assert [row[0] for row in sheet(out, "Stages")[1:]] == ["New", "Won"]


def test_text_that_looks_like_a_formula_stays_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    lines = [
        "ID;Created;Status;=1+1",
        "1;2026-02-01;=cmd|' /C calc'!A0;=2+2",
        "2;2026-03-04;Won;https://a.test",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "own.xlsx"
    assert run("check", path, "--propose", out)[0] == 0
    cells = [cell for page in openpyxl.load_workbook(out) for row in page.iter_rows() for cell in row]
    assert {cell.value for cell in cells} >= {"=1+1", "=cmd|' /C calc'!A0"}
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)


def test_every_column_that_is_not_used_is_listed(run: Run, deals: Path) -> None:
    text = deals.read_text(encoding="utf-8").splitlines()
    extra = [f"{line};{value}" for line, value in zip(text, ["Рост", "180", "175", "", ""], strict=True)]
    deals.write_text("\n".join(extra), encoding="utf-8")
    code, said, _ = run("check", deals, "--lang", "en")
    assert code == 0
    assert "Columns that are not used" in said
    assert "Рост" in said
    assert "180 · 175" in said


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Active", ("False", "True", "True")),
        ("IsWon", ("false", "false", "true")),
        ("Result", ("Lost", "Open", "Won")),
    ],
)
def test_a_column_that_tells_how_deals_ended_is_not_among_the_unused(
    run: Run, tmp_path: Path, heading: str, cells: tuple[str, ...]
) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(
        f"ID,Created,Stage,Lost reason,Close date,Expected close,{heading}\n"
        f"1,2026-09-01,Proposal,Price,2026-09-05,2026-12-01,{cells[0]}\n"
        f"2,2026-09-02,Proposal,,,2026-12-01,{cells[1]}\n"
        f"3,2026-09-02,Won,,2026-09-09,2026-12-01,{cells[2]}\n",
        encoding="utf-8",
    )
    code, said, _ = run("check", path, "--lang", "en")
    assert code == 0
    unused = said.split("Columns that are not used")[1].split("Sheet")[0]
    assert "Expected close" in unused
    assert heading not in unused


def test_nothing_else_is_replaced(run: Run, deals: Path) -> None:
    before = deals.read_bytes()
    code, _, err = run("check", deals, "--propose", deals, "--lang", "en")
    assert (code, deals.read_bytes()) == (2, before)
    assert "--propose" not in err
    history = deals.with_name("history.csv")
    history.write_text("ID;Когда;В статус\n", encoding="utf-8")
    assert run("check", deals, "--history", history, "--propose", history)[0] == 2
    assert history.read_text(encoding="utf-8") == "ID;Когда;В статус\n"


def test_a_mapping_that_has_gone_stale_is_named_and_can_be_proposed_anew(run: Run, deals: Path) -> None:
    out = deals.with_name("deals-mapping.xlsx")
    assert run("check", deals, "--propose", out)[0] == 0
    deals.write_text("\n".join([HEADER.replace("Статус", "Stage"), *ROWS]), encoding="utf-8")
    code, _, err = run("report", deals, "--lang", "en")
    assert code == 2
    assert "«Статус»" in err.replace('"', "«").replace("«Статус«", "«Статус»")
    assert run("check", deals, "--propose", out, "--lang", "en")[0] == 0
    assert run("report", deals)[0] == 0


def test_files_that_no_proposal_can_help_are_refused_without_naming_it(run: Run, tmp_path: Path) -> None:
    code, _, err = run("report", tmp_path / "none.csv")
    assert code == 2
    assert "--propose" not in err


def test_renamed_statuses_are_kept_when_it_is_proposed_anew(run: Run, deals: Path) -> None:
    text = deals.read_text(encoding="utf-8")
    deals.write_text(text + "\n5;15.06.2026;Старое имя;Анна;Сайт;;", encoding="utf-8")
    stages = deals.with_name("stages.csv")
    rows = ["Статус;Порядок;Роль;То же, что", "Новый;1;приём;", "Ожидаем оплату;2;предпродажа;"]
    stages.write_text(
        "\n".join([*rows, "Оплачен;3;оплата;", "Отказ;4;отказ;", "Старое имя;;;Новый"]), encoding="utf-8"
    )
    out = deals.with_name("deals-mapping.xlsx")
    before = blocks(run, deals, "--stages", stages)
    assert run("check", deals, "--stages", stages, "--propose", out, "--lang", "ru")[0] == 0
    assert blocks(run, deals) == before
    assert run("check", deals, "--propose", out, "--lang", "ru")[0] == 0
    assert blocks(run, deals) == before


def test_check_of_a_refused_file_shows_what_its_cells_speak_for(run: Run, tmp_path: Path) -> None:
    code, said, _ = run("check", untold(tmp_path / "deals.csv"), "--lang", "en")
    assert code == 2
    assert "proposed by its" in said


def test_a_status_of_unknown_words_gains_no_place_by_being_listed(run: Run, deals: Path) -> None:
    text = deals.read_text(encoding="utf-8")
    deals.write_text(text + "\n5;15.06.2026;Кукумбер;Анна;Сайт;;", encoding="utf-8")
    before = blocks(run, deals)
    assert run("check", deals, "--propose", deals.with_name("deals-mapping.xlsx"), "--lang", "ru")[0] == 0
    assert blocks(run, deals) == before
