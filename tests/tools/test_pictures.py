"""Reports as they come out of the printer: small, big and empty ones, in both languages."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import os
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from addin.deals.dataset import Dataset
from addin.report.build import Report, build
from addin.report.headings import heading
from addin.report.layout import BLOCK
from addin.settings import resolve
from addin.words import LANGS, Lang, say
from addin.xlsx.fill import fill
from sheets_templates.make import FOLDER, RECORDS
from sheets_templates.tabs import PAGES, SHEETS, SHOWN
from tests.make import dataset
from tests.random_deals import random_dataset
from tests.tools.hidden_parts import unfold, with_all_sheets
from tools.pictures import NotInstalledError, Page, pages, printed, sizes

SURNAMES = [
    start + end
    for end, start in itertools.product(
        [
            *("преображенский", "рождественский", "вознесенский", "воскресенский", "богоявленский"),
            *("благовещенский", "крестовоздвиженский", "введенский", "архангельский", "каменский"),
        ],
        ("Ново", "Старо", "Бело", "Красно", "Велико", "Мало"),
    )
]
NAMES = [f"{surname} Константин Владиславович" for surname in SURNAMES]
MONDAY_TITLES = ("header", "plan_bar", "top_scoreboard", "top_calls")
SUMMARY_TITLES = ("summary", "funnel", "top_heatmap", "growth")
FIGURES = ("leads", "taken_rate", "nontarget_rate", "conversion", "presale", "to_act")
BROKEN = r"#REF!|#NAME\?|#VALUE!|#DIV/0!|#N/A|Err:\d+|\b(nan|NaN|None|NaT|inf|<NA>)\b"
STATUSES = {
    "New": "Новая заявка с сайта или звонок",
    "Work": "Выявление потребностей и квалификация клиента",
    "Demo": "Коммерческое предложение отправлено клиенту",
    "Invoice": "Счёт выставлен, ожидаем оплату от клиента",
    "Won": "Успешно реализовано",
}
TODAY = dt.date(2026, 10, 1)

Options = dict[str, str]
Case = tuple[Callable[[], Dataset], Options]

ONE = [{"id": "1", "created": "2026-09-01", "status": "Invoice", "manager": NAMES[0], "amount": 90_000.0}]
EMPTY: dict[str, Case] = {
    "a period without deals": (
        lambda: random_dataset(200, 1),
        {"as_of": "2026-09-30", "period": "2026-09"},
    ),
    "a period before all deals": (lambda: random_dataset(200, 1), {"period": "2024"}),
    "one deal": (lambda: dataset(ONE), {"as_of": "2026-09-30"}),
    "no history": (lambda: random_dataset(200, 2, history=False), {}),
    "a snapshot": (lambda: random_dataset(200, 3, history=False, dates=False), {}),
}


def report(data: Dataset, lang: Lang, **options: str) -> Report:
    return build(data, resolve({"as_of": "2026-06-30", **options}, {}, {}, lang), TODAY)


def named_in_full(data: Dataset) -> Dataset:
    """The same deals, their statuses with long names."""
    renamed = {
        table: getattr(data, table).replace(dict.fromkeys(columns, STATUSES))
        for table, columns in {
            "deals": ["status"],
            "history": ["from_status", "to_status"],
            "stages": ["status"],
        }.items()
    }
    return dataclasses.replace(data, **renamed)


def filled(found: Report, folder: Path) -> Path:
    fill(FOLDER / f"report.{found.lang}.xlsx", found, folder / "report.xlsx")
    return folder / "report.xlsx"


def paper(workbook: Path) -> list[Page]:
    """The pages of a workbook; the test is skipped where nothing prints, and fails where CI promises it."""
    try:
        return pages(printed(workbook, workbook.parent))
    except NotInstalledError as error:
        message = str(error)
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def assert_well_printed(found: Report, paper: list[Page]) -> None:
    """What holds for every report: the Summary on one page, each sheet from a page of its own, no debris."""
    assert_sheets(found.lang, paper)
    assert [page.sheet for page in paper[:5]] == [
        say(f"sheet.{name}", found.lang) for name in ("how", "monday", "trend", "trend", "trend")
    ]
    assert_monday(found, paper[1].text)
    assert_summary(found, paper[5].text)
    for page in paper:
        debris = re.search(BROKEN, page.text)
        assert not debris, f"{page.sheet}, page {page.number}: {debris}"


TOPS = RECORDS | {"forecast_record": "forecast_months"}


def assert_sheets(lang: Lang, paper: list[Page]) -> None:
    order = {
        sheet: [page.text for page in group]
        for sheet, group in itertools.groupby(paper, lambda page: page.sheet)
    }
    assert list(order) == [say(f"sheet.{name}", lang) for name in ("how", *PAGES, *SHOWN)]
    assert [len(order[say(f"sheet.{name}", lang)]) for name in PAGES] == [1, 3, 1]
    for name in SHOWN:
        first = order[say(f"sheet.{name}", lang)][0]
        assert first.strip().splitlines()[0] == say(f"block.{TOPS.get(name, name)}", lang)


def assert_summary(found: Report, text: str) -> None:
    lang = found.lang
    titles = [say("sheet_title.summary", lang), *(say(f"block.{name}", lang) for name in SUMMARY_TITLES)]
    labels = [heading("key_figures", key, lang) for key in FIGURES]
    assert [words for words in titles + labels if words not in text] == []
    findings = between(titles[1], titles[2], text).splitlines()
    assert len([line for line in findings if line.strip()]) == len(found.blocks["summary"]) <= 7
    assert_managers(found, between(titles[3], titles[4], text))


def assert_monday(found: Report, text: str) -> None:
    """The first page shows every manager of the scoreboard and every deal to call."""
    lang = found.lang
    titles = [say(f"block.{name}", lang) for name in MONDAY_TITLES]
    labels = [heading("tiles", key, lang) for key in BLOCK["tiles"].keys[::2]]
    assert [words for words in titles + labels if words not in text] == []
    for block, key in (("top_scoreboard", "manager"), ("top_calls", "id")):
        shown = [str(value).split()[0] for value in found.blocks[block][key] if value]
        assert [value for value in shown if value not in text] == []


def between(start: str, end: str, text: str) -> str:
    """What stands after the first ``start`` and before the next ``end``."""
    return text.partition(start)[2].partition(end)[0]


def assert_managers(found: Report, text: str) -> None:
    """The heat map of the Summary has its first rows, all together on top, and no other."""
    shown = found.blocks["heatmap"]["manager"].head(BLOCK["top_heatmap"].fixed_rows or 0)
    assert shown[0] == say("heatmap.all", found.lang)
    printed_ = Counter(re.findall("|".join([shown[0], *SURNAMES]), text))
    expected = [name.split()[0] for name in shown if name in NAMES]
    assert printed_ == Counter([shown[0], *expected])


@pytest.mark.parametrize(
    ("people", "deals", "lang", "most"),
    [(1, 100, "ru", 15), (2, 200, "en", 15), (6, 400, "ru", 15), (6, 400, "en", 15), (40, 1500, "ru", 18)],
)
def test_departments_of_any_size_print_well(
    people: int, deals: int, lang: Lang, most: int, tmp_path: Path
) -> None:
    """Large letters, few pages: those to hand out, one a manager, are not counted."""
    found = report(random_dataset(deals, 1, managers=NAMES[:people]), lang)
    assert set(NAMES[:people]) < set(found.blocks["heatmap"]["manager"])
    workbook = filled(found, tmp_path)
    printed_ = paper(workbook)
    assert_well_printed(found, printed_)
    assert_readable(workbook, printed_, filled_in=people > 2)
    to_act = [say(f"sheet.{name}", lang) for name in ("to_call", "handout")]
    assert len([page for page in printed_ if page.sheet not in to_act]) <= most


def assert_readable(workbook: Path, paper: list[Page], *, filled_in: bool) -> None:
    """Headings and explanations have 7 points and more, what they are about has 7.5.

    Pages laid out by hand make long names smaller.
    """
    by_hand = [say(f"sheet.{name}", lang) for lang in LANGS for name in ("how", *PAGES)]
    for page, sizes_ in zip(paper, sizes(workbook.with_suffix(".pdf")), strict=True):
        assert min(sizes_) >= (5.5 if page.sheet in by_hand else 7), f"{page.sheet}: {sizes_}"
        if filled_in and sizes_.total() > 40:  # a sheet without rows has headings alone
            assert sizes_.most_common(1)[0][0] >= 7.5, f"{page.sheet}: {sizes_}"


@pytest.mark.parametrize(("case", "lang"), [*zip(EMPTY, itertools.cycle(LANGS), strict=False)])
def test_reports_of_little_or_nothing_print_well(case: str, lang: Lang, tmp_path: Path) -> None:
    data, options = EMPTY[case]
    found = report(data(), lang, **options)
    assert_well_printed(found, paper(filled(found, tmp_path)))


@pytest.mark.parametrize("lang", LANGS)
def test_headings_and_long_names_are_whole(lang: Lang, tmp_path: Path) -> None:
    """No heading breaks inside a word; long names are shortened between words, or made smaller."""
    found = report(named_in_full(random_dataset(400, 5, managers=NAMES[:6])), lang)
    workbook = with_all_sheets(filled(found, tmp_path))
    pages_ = paper(workbook)
    for name in SHEETS:
        whole = words(pages_, say(f"sheet.{name}", lang))
        shown = [column.key for column in BLOCK[name].columns if not column.detail]
        heads = [heading(name, key, lang) for key in shown if not re.search(r"_\d$", key)]
        if name in RECORDS:
            heads += [heading(RECORDS[name], key, lang) for key in BLOCK[RECORDS[name]].keys]
        assert [word for text in heads for word in text.split() if word not in whole] == [], name
    whole = words(pages_, say("sheet.monday", lang))
    tables = ("header", "top_scoreboard", "top_calls")
    heads = [heading(name, key, lang) for name in tables for key in BLOCK[name].keys]
    assert [word for text in heads for word in text.split() if word not in whole] == []
    whole = words(pages_, say("sheet.summary", lang))
    heads = [heading("funnel", key, lang) for key in ("name", "entered", "advanced", "lost", "rate")]
    steps = [found.headings["heatmap"][f"rate_{k}"] for k in range(1, len(STATUSES))]
    assert [text for text in steps if text.endswith("…")]
    shown = [*heads, *steps, *found.blocks["funnel"]["name"]]
    assert [word for text in shown for word in text.split() if word not in whole] == []
    assert min(sizes(workbook.with_suffix(".pdf"))[1]) >= 5.5


def words(pages_: list[Page], sheet: str) -> set[str]:
    """The words printed of a sheet."""
    return {word for page in pages_ if page.sheet == sheet for word in page.text.split()}


def test_figures_fit_their_columns_even_the_folded_ones(tmp_path: Path) -> None:
    """LibreOffice writes ### into folded columns, where nobody sees it: so all are unfolded."""
    data = random_dataset(400, 4, managers=NAMES[:3])
    data.deals["amount"] = data.deals["amount"].mask(data.deals["amount"].notna(), 1_234_567_890.0)
    unfolded = unfold(with_all_sheets(filled(report(data, "ru"), tmp_path)))
    assert [f"{page.sheet}: {page.text}" for page in paper(unfolded) if "###" in page.text] == []
