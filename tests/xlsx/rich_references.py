"""How every reference of the customised template reads, told by hand for each kind."""

from __future__ import annotations

from tests.xlsx.rich_template import FIRST, SHEET

SHEETS = tuple(f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3, 4))


def references(last: int) -> dict[str, tuple[str, ...]]:
    """Part → how its references read where the deals end on row ``last`` and the months on row 8."""
    return _of_sheets(last) | _elsewhere(last)


def _of_sheets(last: int) -> dict[str, tuple[str, ...]]:
    """Formulas, formats, validations and sparklines."""
    area = "C10" if last == FIRST else f"C10:C{last}"
    chance = area.replace("C", "F")
    money, ids = (f"'{SHEET}'!${letter}$10:${letter}${last}" for letter in "CD")
    spark = money.replace("$", "")
    return {
        SHEETS[0]: (
            f"<f>SUM(C10:C{last})</f>", f"<f>SUMIFS($C$10:$C${last},$D$10:$D${last},", '"id C10:C14")</f>',
            f"MAX(IF(F10:F{last}&gt;0,C10:C{last}))", "SUM(Deals[Деньги])+LOG10(100)", "SUM(C10:C1000))",
            f'sqref="{area}"', f'sqref="{area} {chance}"', f"C10&gt;AVERAGE($C$10:$C${last})</formula>",
            f'val="AVERAGE($C$10:$C${last})"', f"<xm:f>MAX($F$10:$F${last})</xm:f>",
            f"<xm:sqref>{chance}</xm:sqref>", f'sqref="{area.replace("C", "D")}"', "<formula>$L1&gt;3<",
        ),
        SHEETS[2]: (
            f"INDEX({money},MATCH(", f",{ids},0)", f"LARGE({money},{{1;2}})", f"<xm:f>{spark}</xm:f>",
            f"<xm:f>{spark.replace('C', 'F')}</xm:f>", "<xm:f>Months!C5:C8</xm:f>",
            "'!$C$10:$C$1000)", "'!$C$10:$C$14", f"SUM({money})/SUM(Months!$C$5:$C$8)",
            f"<formula>MAX({money})<",
        ),
        SHEETS[3]: (f"<formula1>{ids}<", f"<xm:f>{ids}<", f"location=\"'{SHEET}'!D10:D{last}\""),
    }  # fmt: skip


def _elsewhere(last: int) -> dict[str, tuple[str, ...]]:
    """Tables, names, pivots, charts and controls."""
    money, ids = (f"'{SHEET}'!${letter}$10:${letter}${last}" for letter in "CD")
    return {
        "xl/tables/table1.xml": (
            f'ref="C9:F{last}"', f'<autoFilter ref="C9:F{last}"', f"]/SUM($C$10:$C${last})</calculated",
        ),
        "xl/workbook.xml": (
            f">'{SHEET}'!$C$9:$F${last}<", f">{money}<", f"OFFSET('{SHEET}'!$C$9:$C${last},1,0)",
            f">'{SHEET}'!$A$1:$J${last}<", f">'{SHEET}'!$9:$9<", f">'{SHEET}'!$C$10<", ">Months!$C$5:$C$8<",
            ">Months!$B$4:$D$8<", ">0.2<", ">#REF!$A$1:$B$2<",
        ),
        "xl/pivotCache/pivotCacheDefinition1.xml": (f'ref="C9:F{last}" sheet="{SHEET}"',),
        "xl/charts/chartEx1.xml": (f"<cx:f>{ids}<", f'<cx:f>{money}<'),
        "xl/charts/chart1.xml": (f"<c:f>'{SHEET}'!$C$9<", f"<c:f>{ids}<", f"<c:f>{money}<"),
        "xl/charts/chart5.xml": ("<c:f>Months!$B$5:$C$8<", "<c:f>Months!$D$5:$D$8<"),
        "xl/ctrlProps/ctrlProp1.xml": (f'fmlaRange="{ids}"',),
    }  # fmt: skip
