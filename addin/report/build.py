"""A dataset and settings in, a report out: every block as a table, ready for any host."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from addin.deals.dataset import Dataset
from addin.deals.stages import evidence_in_words
from addin.metrics import cohorts, comparison, conversion, intake, managers, presale, scoreboard
from addin.metrics.leads import BY, in_period
from addin.parallel import run_pair
from addin.report import wording
from addin.report.dimension_blocks import dimension_blocks, dimension_headings
from addin.report.figures import Figures, compute_figures
from addin.report.findings import findings
from addin.report.handout import handout
from addin.report.layout import BLOCK
from addin.report.monday_page import monday_blocks
from addin.report.money_blocks import money_blocks, source_blocks
from addin.report.movement_tables import movement_blocks
from addin.report.scoreboard_block import scoreboard_block
from addin.report.settings_block import settings_table
from addin.report.summary_page import headings, summary_blocks
from addin.report.trend_page import trend_page_blocks
from addin.report.trend_tables import trend_blocks
from addin.settings import Settings
from addin.words import Lang


@dataclass(frozen=True)
class Report:
    """All blocks of a report.

    Args:
        blocks: name → table with exactly the columns of the layout, missing values None, NaN or NaT; views
            of other blocks are not among them.
        lang: the language of its words.
        currency: ISO code of its money, "" where the data name none.
        headings: block → column → its heading, where that depends on the data.
    """

    blocks: dict[str, pd.DataFrame]
    lang: Lang
    currency: str
    headings: dict[str, dict[str, str]]


def build(data: Dataset, settings: Settings, today: dt.date) -> Report:
    """The report of a dataset; the same input gives the same report, whatever the order of its rows.

    Args:
        data: what was read; not changed.
        settings: checked settings.
        today: the present day; only the default as-of date looks at it.

    Raises:
        InputError, OptionError: see :func:`addin.deals.asof.cut`.
    """
    return report_of(compute_figures(data, settings, today))


def report_of(f: Figures) -> Report:
    """The report that these figures make, in the language of their settings."""
    money, counted = run_pair(partial(money_blocks, f), partial(_counted_blocks, f), len(f.deals.frame))
    tables = {**counted, **_lists(f)}
    return _report(f, {**tables, **_summed_up(f, tables, money)}, settings=settings_table(f))


def parts_of(f: Figures) -> Iterator[Report]:
    """The same report in two parts, each block in one of them: the first can be filled in meanwhile.

    The first holds what happened to the deals, and lists of those that are open; the second the money that
    they may bring, and what sums up both.
    """
    tables = {**_counted_blocks(f), **_lists(f)}
    yield _report(f, tables)
    yield _report(f, _summed_up(f, tables, money_blocks(f)), settings=settings_table(f))


def _report(f: Figures, tables: dict[str, pd.DataFrame], **worded: pd.DataFrame) -> Report:
    """A report of these blocks, those of ``tables`` with the codes of their notes put into words."""
    lang = f.settings.lang
    noted = {name: wording.with_notes(table, f, lang) for name, table in tables.items()} | worded
    blocks = {name: noted[name][block.keys] for name, block in BLOCK.items() if name in noted}
    told = dimension_headings(f) | (headings(tables) if "heatmap" in tables else {})
    return Report(blocks, lang, f.currency, told)


def _lists(f: Figures) -> dict[str, pd.DataFrame]:
    """The blocks of single deals."""
    lists = {"attention": presale.attention(f.open_deals), "presale": presale.presale(f.open_deals)}
    to_call = scoreboard.to_call(f.open_deals)
    return {**lists, "to_call": to_call, "handout": handout(to_call, f.settings.lang)}


def _summed_up(
    f: Figures, tables: dict[str, pd.DataFrame], money: dict[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """The blocks of money, those about the report itself, and the Summary's, which look at all others."""
    more = {
        **money,
        "scoreboard": scoreboard_block(f, tables),
        "header": _header(f),
        "data_issues": f.deals.issues.frame(),
        "stages": _stages(f),
    }
    every = {**tables, **more}
    pages = {**summary_blocks(f, every), **monday_blocks(f, every), **trend_page_blocks(every)}
    return {**more, "summary": findings(f, every), **pages}


def _counted_blocks(f: Figures) -> dict[str, pd.DataFrame]:
    """The blocks of leads, conversions and sources, of direction and time, and of what moved."""
    counted = {**_intake_blocks(f), **_conversion_blocks(f), **source_blocks(f)}
    counted |= dimension_blocks(f, counted)
    return {**counted, **trend_blocks(f), **movement_blocks(f)}


def _intake_blocks(f: Figures) -> dict[str, pd.DataFrame]:
    start, end = f.period
    leads = in_period(f.leads, start, end)
    by = {f"intake_by_{by}": intake.intake_by(leads, by) for by in BY}
    if end < f.first_day:  # there are no records of that time: a zero would say that nobody came
        nothing = intake.intake(leads)
        nothing[nothing.columns.drop("note")] = np.nan
        none = intake.intake_by_week(leads, start, end).iloc[:0]
        return {"intake": nothing.assign(note="no_records"), **by, "intake_by_week": none}
    return {
        "intake": intake.intake(leads),
        **by,
        "intake_by_week": intake.intake_by_week(leads, start, min(end, f.deals.as_of)),
    }


def _conversion_blocks(f: Figures) -> dict[str, pd.DataFrame]:
    by_manager = comparison.conversion_by(f.visits, f.horizon.days, f.window, "manager")
    recent = (f.leads.created >= f.window.first) & (f.leads.created <= f.window.last)
    taken = intake.taken_by_week(f.leads.select(recent))
    table, highlights = managers.managers(f.visits, by_manager, taken, f.horizon.days, f.window)
    return {
        "conversion": conversion.conversion(f.visits, f.horizon.days, f.window).assign(
            pipeline=f.deals.pipeline
        ),
        "conversion_by_manager": by_manager,
        "conversion_by_source": comparison.conversion_by(f.visits, f.horizon.days, f.window, "source"),
        "cohorts": cohorts.cohorts(f.visits, f.horizon.days, f.window),
        "managers": wording.with_portraits(table, highlights, f.settings.lang),
    }


def _header(f: Figures) -> pd.DataFrame:
    rows = f.deals.rows
    return pd.DataFrame(
        [
            {
                "as_of": f.deals.as_of,
                "period_from": f.period[0],
                "period_to": f.period[1],
                "horizon_days": f.horizon.days,
                "pipeline": f.deals.pipeline,
                "rows_read": rows["read"],
                "rows_used": rows["used"],
                "rows_set_aside": rows["set_aside"],
                "rows_after_asof": rows["after_asof"],
            }
        ]
    )


def _stages(f: Figures) -> pd.DataFrame:
    """The statuses, each with what it rests on and the deals that stand in it at T."""
    table, lang = f.deals.stages.table, f.settings.lang
    words = [evidence_in_words(*of, lang) for of in zip(table["evidence"], table["placed_by"], strict=True)]
    return table.assign(pipeline=f.deals.pipeline, evidence=words, deals=f.deals.deals_by_status)
