"""The sheets of money as they are filled: tables in their places, charts over all their rows."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from addin.report.build import Report, build
from addin.xlsx.fill import fill
from tests.make import TODAY
from tests.report.test_money import SETTINGS, held, planned
from tests.xlsx.samples import TEMPLATE, load


@pytest.fixture(scope="module")
def report() -> Report:
    return build(planned(held(), Ann=4000.0, Bob=1000.0), SETTINGS, TODAY)


@pytest.fixture(scope="module")
def filled(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("money") / "report.xlsx"
    fill(TEMPLATE["en"], report, out)
    return out


def charts(path: Path, sheet: str) -> list[str]:
    """The charts that draw cells of a sheet."""
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if name.startswith("xl/charts/chart")]
        texts = [book.read(name).decode("utf-8") for name in names]
    return [text for text in texts if re.search(rf"<c:f>'?{re.escape(sheet)}'?!", text)]


def rows(chart: str) -> set[tuple[int, int]]:
    """First and last rows of its series' values."""
    found = re.findall(r"<c:val>.*?<c:f>[^<]*?\$(\d+):\$[A-Z]+\$(\d+)</c:f>", chart)
    return {(int(first), int(last)) for first, last in found}


def test_the_forecast_stands_with_its_record(filled: Path, report: Report) -> None:
    page = load(filled)["Forecast"]
    cells = {cell.value for row in page.iter_rows() for cell in row}
    assert {"Jun 2026", "Jul 2026", "pre-sale", "this report", "average of 3 months"} <= cells
    head = next(r for r in range(1, 80) if page.cell(r, 1).value == "Made on")
    record = report.blocks["forecast_record"]
    came = [page.cell(head + 1 + k, 3).value for k in range(len(record))]
    assert came == pytest.approx(record["came"].tolist())
    months, past = sorted(charts(filled, "Forecast"), key=lambda text: "<c:errBars>" not in text)
    assert rows(past) == {(head + 1, head + len(record))}
    assert len(rows(months)) == 1
    assert months.count("<c:errBars>") == 1


@pytest.mark.parametrize(("sheet", "block"), [("Plan and fact", "plan_fact"), ("Sources", "sources")])
def test_charts_draw_every_row(filled: Path, report: Report, sheet: str, block: str) -> None:
    (chart,) = charts(filled, sheet)
    ((first, last),) = rows(chart)
    page = load(filled)[sheet]
    assert last - first + 1 == len(report.blocks[block])
    named = 2 if block == "plan_fact" else 1
    assert page.cell(first, named).value
    assert not page.cell(last + 1, named).value
    assert chart.count("errBars") == 2  # opened and closed: one series has an interval
