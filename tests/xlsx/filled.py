"""Our own templates filled, and what is read back of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from addin.words import Lang
from addin.xlsx.fill import fill
from tests.xlsx.samples import TEMPLATE, Sample, load

HEAD = 4


def opened(path: Path, sheet: str) -> Worksheet:
    found = load(path)[sheet]
    assert isinstance(found, Worksheet)
    return found


def filled(
    tmp_path: Path, blocks: dict[str, pd.DataFrame], lang: Lang = "en", template: Path | None = None
) -> Path:
    out = tmp_path / "report.xlsx"
    fill(template or TEMPLATE[lang], Sample(blocks, lang), out)
    return out


def column_of(sheet: Worksheet, number: int) -> list[object]:
    return [
        row[0] for row in sheet.iter_rows(min_row=HEAD + 1, min_col=number, max_col=number, values_only=True)
    ]
