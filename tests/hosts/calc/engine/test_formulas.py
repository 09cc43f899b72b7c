"""Formulas are written and read as Excel has them, whatever Calc keeps."""

from __future__ import annotations

import pytest
import xlwings as xw

from addin.hosts.calc.engine import CalcError

SAME = [
    "=1+1", "=SUM(A1:A3)", "=SUM($A$1:A3,B2,3)", "=Data!A1", "=SUM('My Data'!$A$1:$B$2)", "=SUM(A:A)",
    "=SUM(2:3)",
    '=IF(A1>1,"a,b;c",\'My Data\'!B2)', '=IFERROR(A1/0,"")', "=SUM({1,2;3,4})", "=CONCAT(A1,\"x\")",
    "=IFS(A1>1,2,A1<1,3)", "=SUMIFS(Data!C:C,Data!A:A,\">=\"&A1,Data!B:B,\"won\")",
    "=COUNTIFS(Data!$A$2:$A$100,\"won\",Data!$B$2:$B$100,\"=\"&D1)", "=-A1^2%", "=\"a\"\"b\"&'It''s'!A1",
    "=IFERROR(#REF!,#N/A)", "=BETA.DIST(0.5,1,2,1,0,1)", "=CEILING(5,2)", "=A1:A3 A2:B2", "=hf_total*2",
    "=NETWORKDAYS(A1,B1)", "=TEXT(A1,\"0.0%\")", "=INDEX(A1:B3,2,)", "=STDEV.S(A1:A3)", "=INDIRECT(\"A1\")",
    "=OFFSET(A1,1,2)", "=MATCH(1,A1:A3,0)", "=SUMPRODUCT((A1:A3>1)*(B1:B3=\"x\"))", "=AND(TRUE(),A1)",
]  # fmt: skip


@pytest.fixture
def filled(book: xw.Book) -> xw.Sheet:
    for name in ("Data", "My Data", "It's"):
        book.sheets.add(name, after=book.sheets[-1])
    book.names.add("hf_total", "=Data!$A$1")
    book.sheets["Data"]["A1"].value = [[5, "won", 2.5], [6, "lost", 3.5]]
    book.sheets["My Data"]["A1"].value = [[1, 2], [3, 4]]
    return book.sheets[0]


@pytest.mark.parametrize("formula", SAME)
def test_a_formula_comes_back_as_written(filled: xw.Sheet, formula: str) -> None:
    filled["E5"].formula = formula
    assert filled["E5"].formula == formula
    filled["E6:F6"].formula = [["x", formula]]
    assert filled["F6"].formula == formula


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUM('My Data'!A1:B2,10)", 20.0), ("=SUM(Data!A1:A2)*hf_total", 55.0), ("=SUM({1,2;3,4})", 10.0),
        ('=IF(Data!B1="won","y,;es","no")', "y,;es"), ("=CONCAT(Data!A1,\"-\")", "5-"),
        ("=IFERROR(#REF!,7)", 7.0),
        ("=SUMIFS(Data!C:C,Data!A:A,\">5\")", 3.5), ("=IFS(1>2,1,TRUE,9)", 9.0), ("=2>1", True),
    ],
)  # fmt: skip
def test_a_formula_computes(filled: xw.Sheet, formula: str, value: object) -> None:
    filled["E5"].formula = formula
    assert filled["E5"].value == value
    filled["E6"].value = formula
    assert filled["E6"].value == value


def test_one_formula_fills_a_range_with_its_references_moving(filled: xw.Sheet) -> None:
    filled["A1:B2"].formula = "='My Data'!A1*$C$1+#REF!"
    assert filled["A1:B2"].formula == [
        ["='My Data'!A1*$C$1+#REF!", "='My Data'!B1*$C$1+#REF!"],
        ["='My Data'!A2*$C$1+#REF!", "='My Data'!B2*$C$1+#REF!"],
    ]
    filled["D1:D2"].value = "=A1"
    assert filled["D1:D2"].formula == [["=A1"], ["=A2"]]


def test_constants_among_formulas(sheet: xw.Sheet) -> None:
    sheet["A1:F1"].value = [0.1 + 0.2, "'=1+1", True, "'00123", 1e300, "TRUE"]
    assert sheet["A1:F1"].formula == [["0.30000000000000004", "'=1+1", "TRUE", "'00123", "1e+300", "'TRUE"]]
    sheet["A1:F1"].formula = sheet["A1:F1"].formula
    assert sheet["A1:F1"].value == [0.1 + 0.2, "=1+1", True, "00123", 1e300, "TRUE"]


def test_formulas_alone_are_those_among_all(filled: xw.Sheet) -> None:
    filled["A1:C1"].value = [1, "'=1+1", "text"]
    filled["A2"].formula = "=SUM('My Data'!A1:A2)"
    filled["B2:C3"].formula_array = "='My Data'!A1:B2*2"
    filled["A3"].formula = '=IFERROR(1/0,"=")'
    cells = filled["A1:D4"]
    told = [
        (r, c, text) for r, line in enumerate(cells.formula) for c, text in enumerate(line) if text[:1] == "="
    ]
    assert sorted(cells.impl.formula_cells()) == told
    assert len(told) == 6
    assert not filled["A1:D1"].impl.formula_cells()


def test_a_reference_to_deleted_cells_is_told(filled: xw.Sheet) -> None:
    filled["E5"].formula = "='My Data'!A1+1"
    filled.book.sheets["My Data"].delete()
    assert "#REF!" in filled["E5"].formula


def test_an_array_formula(filled: xw.Sheet) -> None:
    filled["A1:B2"].formula_array = "='My Data'!A1:B2*2"
    assert filled["A1:B2"].value == [[2.0, 4.0], [6.0, 8.0]]
    assert filled["B2"].has_array
    assert not filled["C1"].has_array
    assert filled["A1"].formula_array == "='My Data'!A1:B2*2"
    assert filled["C1"].formula_array is None
    assert filled["A1"].formula == "='My Data'!A1:B2*2"
    assert filled["A1"].expand().address == "$A$1:$B$2"
    with pytest.raises(CalcError, match="are part of an array formula"):
        filled["A1"].value = 1
    with pytest.raises(CalcError, match="part of another one stands there"):
        filled["B2:C3"].formula_array = "=1"
    with pytest.raises(CalcError, match="formats cannot be copied over an array formula"):
        filled["A1:B2"].copy_from(filled["F1"], "formats")


def test_formulas_of_another_shape_are_refused(sheet: xw.Sheet) -> None:
    with pytest.raises(CalcError, match=r"^formulas of another shape than the 1 × 2 cells they are for$"):
        sheet["A1:B1"].impl.formula = [["=1"], ["=2"]]


def test_a_long_column_of_like_formulas_is_filled(sheet: xw.Sheet) -> None:
    sheet["A1:A30"].value = [[number] for number in range(30)]
    sheet["C11:C12"].color = (1, 2, 3)
    sheet["C20"].add_note("kept")
    sheet["15:16"].impl.row_hidden = True
    formulas = [[f"=A{row}*2+$A$1"] for row in range(1, 31)]
    formulas[4] = ["=A1"]
    sheet["C1:C30"].formula = formulas
    assert sheet["C1:C30"].formula == formulas
    assert sheet["C1:C30"].value == [row * 2.0 if row != 4 else 0.0 for row in range(30)]
    assert [sheet[cell].color for cell in ("C10", "C11", "C13")] == [None, (1, 2, 3), None]
    assert sheet["C20"].note is not None
    sheet["D1:E30"].formula = "=$A1+C1"
    assert sheet["E16"].formula == "=$A16+D16"
    assert sheet["E30"].value == 29.0 * 2 + 58


def test_a_formula_in_a_cell_of_text_is_text(sheet: xw.Sheet) -> None:
    sheet["B1:B2"].number_format = "@"
    sheet["A1"].value = ["=1+1", "=1+1", "=2+2"]
    sheet["A2:C2"].formula = "=1+2"
    assert sheet["A1:C2"].value == [[2, "=1+1", 4], [3, "=1+2", 3]]
