"""An ordinary xlwings macro: it knows nothing of LibreOffice, nor of this project."""

from __future__ import annotations

import pandas as pd
import xlwings as xw


def refresh_report() -> None:
    book = xw.Book.caller()
    deals = book.sheets["Data"].range("A1").expand().options(pd.DataFrame, index=False).value
    deals["month"] = deals["date"].dt.strftime("%Y-%m")
    report = deals.pivot_table(index="month", columns="stage", values="amount", aggfunc="sum", fill_value=0)
    names = [sheet.name for sheet in book.sheets]
    sheet = (
        book.sheets["Report"] if "Report" in names else book.sheets.add("Report", after=book.sheets["Data"])
    )
    sheet.clear_contents()
    sheet["A1"].value = report
    rows, columns = report.shape
    head = sheet["A1"].resize(1, columns + 1)
    head.font.bold = True
    head.color = (31, 120, 180)
    sheet.range((rows + 3, 1)).value = ["Total"] + [
        f"=SUM({sheet.range((2, column), (rows + 1, column)).get_address(False, False)})"
        for column in range(2, columns + 2)
    ]
    sheet.range((2, 2), (rows + 3, columns + 1)).number_format = "#,##0"
    sheet.autofit()
