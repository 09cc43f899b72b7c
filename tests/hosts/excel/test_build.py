"""The workbook and the add-in as files: their parts, and what Calc draws of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

import addin
from addin.cli.app import main
from addin.deals.tables.columns import SHEETS
from addin.errors import InputError
from addin.functions.registry import FUNCTIONS
from addin.hosts.excel import build, project, settings
from addin.words import Lang, say
from tests.hosts.excel.packages import KINDS, as_workbook, book_of, parts, sheet
from tests.office import converted


@pytest.mark.parametrize("kind", KINDS)
def test_the_package_is_whole(made: dict[str, Path], kind: str) -> None:
    found = parts(made[kind])
    types = etree.fromstring(found["[Content_Types].xml"])
    overrides = {
        node.get("PartName").lstrip("/"): node.get("ContentType") for node in types.iter("{*}Override")
    }
    defaults = {node.get("Extension") for node in types.iter("{*}Default")}
    for name in set(found) - {"[Content_Types].xml"}:
        assert name in overrides or name.rpartition(".")[2] in defaults, name
    assert set(overrides) <= set(found)
    main_type = {".xlsm": "sheet.macroEnabled.main+xml", ".xlam": "addin.macroEnabled.main+xml"}[kind]
    assert overrides["xl/workbook.xml"] == f"application/vnd.ms-excel.{main_type}"
    for name, content in found.items():
        if name.endswith(".rels"):
            folder = Path(name).parent.parent
            for node in etree.fromstring(content):
                if node.get("TargetMode") != "External":
                    target = node.get("Target")
                    path = target.lstrip("/") if target.startswith("/") else os.path.normpath(folder / target)
                    assert path in found, f"{name}: {target}"
        if name.endswith((".xml", ".rels", ".vml")):
            etree.fromstring(content)
    kinds = [node.get("Type").rpartition("/")[2] for node in etree.fromstring(found["_rels/.rels"])]
    assert kinds.count("extensibility") == (kind == ".xlam")
    assert book_of(made[kind]).sheetnames


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_ribbon_and_button_call_macros_that_are_there(
    tmp_path: Path, made: dict[str, Path], lang: Lang
) -> None:
    ribbon = etree.fromstring(parts(build.build_addin(tmp_path / "a.xlam", lang))["customUI/customUI.xml"])
    buttons = list(ribbon.iter("{*}button"))
    assert [button.get("label") for button in buttons] == [
        say(f"excel.{name}", lang) for name in ("refresh", "check", "show_help")
    ]
    assert len({node.get("id") for node in ribbon.iter() if node.get("id")}) == 5
    macros = project._code("HonestFunnel")
    for button in buttons:
        module, _, name = button.get("onAction").partition(".")
        assert module == "HonestFunnel"
        assert f"Public Sub {name}(control As Object)" in macros
    drawings = b"".join(part for name, part in parts(made[".xlsm"]).items() if "drawings/drawing" in name)
    assert drawings.count(b'macro="[0]!HonestFunnel.RefreshReport"') == 2
    assert "Public Sub RefreshReport()" in macros


def test_what_the_ribbon_asks_for_is_there() -> None:
    for lang in ("ru", "en"):
        module = __import__(project.module_of(lang), fromlist=["refresh"])
        for name in re.findall(r'Ask "(\w+)"', project._code("HonestFunnel")):
            assert callable(getattr(module, name))


@pytest.mark.parametrize("kind", KINDS)
def test_the_settings_find_our_modules(made: dict[str, Path], kind: str) -> None:
    told = dict(map(tuple, sheet(made[kind], project.CONFIG)))
    assert told["UDF Modules"] == "addin.hosts.excel.ru"
    assert (Path(told["PYTHONPATH"]) / "addin" / "__init__.py") == Path(addin.__file__)
    # what stands beside a workbook is never imported
    assert told["ADD_WORKBOOK_TO_PYTHONPATH"] is False
    assert "Interpreter_Win" not in told


def test_the_interpreter_stands_there_on_its_own_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", r"C:\Python\python.exe")
    monkeypatch.setattr(sys, "platform", "win32")
    assert settings.config_rows("ru")[0] == ("Interpreter_Win", r"C:\Python\python.exe")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert settings.config_rows("en")[0][0] == "Interpreter_Mac"


@pytest.mark.parametrize("kind", KINDS)
def test_the_function_wizard_has_its_texts(made: dict[str, Path], kind: str) -> None:
    first, *rows = sheet(made[kind], project.HELP)
    assert first[1] == say("excel.no_workbook", "ru")
    for function, row in zip(FUNCTIONS, rows, strict=True):
        texts = [cell for cell in row[1:] if cell is not None]
        hints = [function.argument_help(argument, "ru") for argument in function.arguments]
        assert row[0] == function.name
        assert texts == [function.help("ru"), *hints]
        assert max(map(len, texts)) <= 255, "Excel takes no longer ones"


def test_the_workbook_has_raw_sheets_report_and_formulas(made: dict[str, Path]) -> None:
    book = book_of(made[".xlsm"])
    assert {SHEETS[table][1] for table in ("deals", "stages", "settings")} <= set(book.sheetnames)
    assert {"hf_deals", "hf_presale"} <= set(book.defined_names)
    assert book[project.HELP].sheet_state == "veryHidden"
    assert book[project.CONFIG].sheet_state == "hidden"
    formulas = [
        cell.value for row in book[say("live.formulas", "ru")] for cell in row if cell.data_type == "f"
    ]
    assert any(str(formula).startswith("=DEALS(") for formula in formulas)


def test_the_same_files_every_time(made: dict[str, Path], tmp_path: Path) -> None:
    for path in build.build(tmp_path, "ru"):
        assert path.read_bytes() == made[path.suffix].read_bytes()


def test_what_was_there_stays_until_the_new_file_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no room")

    (tmp_path / "a.xlam").write_text("old")
    monkeypatch.setattr(build, "_pack", full)
    with pytest.raises(InputError) as caught:
        build.build_addin(tmp_path / "a.xlam", "en")
    assert caught.value.key == "output_not_writable"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlam"]
    assert (tmp_path / "a.xlam").read_text() == "old"


# --- as users meet them ---


def test_the_sample_workbook_is_read_by_our_own_reader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["excel", "build", str(tmp_path), "--lang", "en", "--sample"]) == 0
    assert main(["report", str(tmp_path / "HonestFunnel.xlsm"), "--lang", "en"]) == 0
    assert "HonestFunnel-report.xlsx" in capsys.readouterr().out


def pages(path: Path) -> str:
    pdf = converted(path, "pdf")
    return subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout


def test_calc_draws_both(made: dict[str, Path], tmp_path: Path) -> None:
    workbook = tmp_path / "workbook.xlsm"
    workbook.write_bytes(made[".xlsm"].read_bytes())
    drawn = pages(workbook)
    for text in (
        "Отчёт о воронке продаж",
        "Обновить отчёт",
        "Сделки (hf_deals)",
        "INTAKE(hf_deals",
    ):
        assert text in drawn
    addin_file = tmp_path / "addin.xlsm"
    addin_file.write_bytes(as_workbook(made[".xlam"]))
    assert f"Honest Funnel {addin.__version__}" in pages(addin_file)
