"""The macro code of the workbook and the add-in."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import xlwings as xw
from lxml import etree
from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import parse_module

from addin.functions.registry import FUNCTIONS
from addin.hosts.excel import project
from addin.words import Lang
from tests.hosts.excel import golden
from tests.hosts.excel.packages import KINDS, parts


@pytest.mark.parametrize("kind", KINDS)
def test_the_macro_code_is_the_golden_one(made: dict[str, Path], kind: str) -> None:
    """Read back by olevba; after a change look at it, then ``python -m tests.hosts.excel.golden``."""
    assert golden.read(made[kind]) == golden.kept(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_code_of_xlwings_is_that_of_the_library_installed(
    made: dict[str, Path], kind: project.Kind
) -> None:
    example = Path(xw.__file__).parent / project._EXAMPLES[kind]
    with ExcelFile(str(made[kind])) as ours, ExcelFile(str(example)) as theirs:
        for name in ("xlwings", "Dictionary"):
            new, old = ours.get_module(name).splitlines(), theirs.get_module(name).splitlines()
            differing = [(a, b) for a, b in zip(old, new, strict=True) if a.rstrip() != b]
            assert len(differing) == (name == "xlwings")
            assert all("PROJECT_NAME As String" in line for pair in differing for line in pair)
        assert f"Version: {xw.__version__}" in ours.get_module("xlwings")


@pytest.mark.parametrize("kind", KINDS)
def test_every_sheet_has_its_module_and_the_project_is_whole(made: dict[str, Path], kind: str) -> None:
    found = parts(made[kind])
    named = [
        str(etree.fromstring(content).find("{*}sheetPr").get("codeName"))
        for name, content in found.items()
        if name.startswith("xl/worksheets/sheet")
    ]
    with ExcelFile(str(made[kind])) as file:
        assert file.validate() == []
        modules = file.module_names()
    ours = ["xlwings", "Dictionary", "xlwings_udfs", "HonestFunnel"]
    assert sorted(modules) == sorted(["ThisWorkbook", *named, *ours])
    assert etree.fromstring(found["xl/workbook.xml"]).find("{*}workbookPr").get("codeName") == "ThisWorkbook"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_our_code_is_ascii_short_enough_and_compiles(kind: project.Kind, lang: Lang) -> None:
    for module in project.modules(kind, lang):
        if module.name in ("xlwings_udfs", "HonestFunnel"):
            assert module.code.isascii()
            assert max(map(len, module.code.splitlines())) < 1000
            assert parse_module(module.code)


def test_no_argument_is_called_as_its_function_and_those_left_out_come_last() -> None:
    code = project.wrappers(".xlsm", "en")
    heads = re.findall(r"^Function (\w+)\((.*)\)", code, re.MULTILINE)
    assert {name for name, _ in heads} == {function.name for function in FUNCTIONS}
    for name, taken in heads:
        names = [part.removeprefix("Optional ") for part in taken.split(", ")]
        assert name.casefold() not in map(str.casefold, names)
        optional = [part.startswith("Optional ") for part in taken.split(", ")]
        assert optional == sorted(optional)


def test_no_windows_module_is_left_behind_by_the_generator() -> None:
    before = set(sys.modules)
    project.wrappers(".xlam", "ru")
    assert not {name for name in set(sys.modules) - before if "win32" in name or "pythoncom" in name}
    assert "xlwings.udfs" not in sys.modules
    assert not hasattr(xw, "udfs")


RUN = """
Public Function Kinds(found As Variant) As String
    Dim told As Variant, r As Long, c As Long
    told = Shown(found)
    If Not IsArray(told) Then
        Kinds = TypeName(told)
        Exit Function
    End If
    For r = LBound(told, 1) To UBound(told, 1)
        For c = LBound(told, 2) To UBound(told, 2)
            Kinds = Kinds & TypeName(told(r, c)) & " "
        Next c
    Next r
End Function

Public Function Case1() As String
    Case1 = Kinds("#N/A") & " " & Kinds("N/A") & " " & Kinds(2.5)
End Function

Public Function Case2() As String
    Dim rows(0 To 0, 0 To 0) As Variant
    rows(0, 0) = "#N/A"
    Case2 = Kinds(rows)
    rows(0, 0) = 7.5
    Case2 = Case2 & " " & Kinds(rows)
End Function

Public Function Case3() As String
    Dim rows(0 To 1, 0 To 1) As Variant
    rows(0, 0) = "Manager": rows(0, 1) = "Rate": rows(1, 0) = "#N/A": rows(1, 1) = 0.25
    Case3 = Kinds(rows)
End Function
"""


def test_a_missing_number_becomes_an_error_value() -> None:
    """Our macro code run by an interpreter."""
    app = ExcelApplication()
    app.add_module(project._code("functions") + RUN, name="Functions")
    assert app.run("Case1") == "Error String Double"
    assert app.run("Case2") == "Error Double"
    assert app.run("Case3").split() == ["String", "String", "Error", "Double"]
