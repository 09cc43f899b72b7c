"""``honest-funnel check``: what was read and how it was taken, printed; nothing is written."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from addin.cli.console import print_message, progress
from addin.deals.asof import Deals
from addin.deals.dataset import Dataset
from addin.deals.evidence import Ints
from addin.errors import HonestFunnelError
from addin.refresh import LoadedData, Request, deals_of, load
from addin.words import Lang, has, say


def run(request: Request) -> None:
    """Print what was read and how it was taken; nothing is written."""
    with progress(request.system_lang) as step:
        loaded = load(request, step)
    lang, console = loaded.settings.lang, Console()
    _print_exports(loaded, lang)
    console.print(_columns_table(loaded, lang))
    try:
        deals = deals_of(loaded)
    except HonestFunnelError:
        # what must be mended is in these tables; the error itself follows as the last line
        console.print(_stages_table(loaded.data.stages, _counted(loaded.data), lang))
        console.print(_issues_table(loaded.data.issues.frame(), lang))
        raise
    _print_rows(deals, loaded.data.sheet, lang)
    console.print(_stages_table(deals.stages.table, deals.deals_by_status, lang))
    issues = deals.issues.frame()
    console.print(say("cli.check.no_issues", lang) if issues.empty else _issues_table(issues, lang))


def _print_rows(deals: Deals, sheet: str, lang: Lang) -> None:
    """Tell how many rows were read and used, and which dates were left out of the report's day."""
    rows = deals.rows
    print_message(
        "check.rows",
        lang,
        sheet=sheet,
        read=rows["read"],
        used=rows["used"],
        aside=rows["set_aside"],
        after=rows["after_asof"],
        as_of=deals.as_of,
    )
    if len(deals.strays):
        from addin.report.wording import stray_words

        text = say("summary.strays", lang, as_of=deals.as_of, deals=stray_words(deals.strays, lang))
        Console().print(text, style="bold", markup=False)


def _print_exports(loaded: LoadedData, lang: Lang) -> None:
    """Name the CRMs whose exports were recognised, and what was put together."""
    for table, export in loaded.data.exports.items():
        print_message("check.export", lang, sheet=loaded.data.sheets[table], crm=export.crm)
        for column, headers in export.combined_headers.items():
            listed = ", ".join(f"«{header}»" for header in headers)
            print_message("check.made", lang, column=column, headers=listed)
        if export.from_changes:
            print_message("check.changes", lang)


def _columns_table(loaded: LoadedData, lang: Lang) -> Table:
    table = _table("columns", lang, "table", "column", "header")
    for name, columns in loaded.data.matched.items():
        for column, header in columns.items():
            table.add_row(name, column, header)
    return table


def _counted(data: Dataset) -> Ints:
    """Rows of each status as the file has them."""
    counts = data.deals["status"].value_counts()
    return np.asarray(data.stages["status"].map(counts).fillna(0), dtype=np.int64)


def _stages_table(stages: pd.DataFrame, deals: Ints, lang: Lang) -> Table:
    table = _table("stages", lang, "status", "role", "origin", "deals")
    for row, count in zip(stages.to_dict("records"), deals.tolist(), strict=True):
        origin = say("cli.check.guessed" if row["guessed"] else "cli.check.given", lang)
        table.add_row(row["status"], _word(row["role"], lang), origin, str(count))
    return table


def _issues_table(issues: pd.DataFrame, lang: Lang) -> Table:
    table = _table("issues", lang, "action", "reason", "count", "example")
    for (action, reason), rows in issues.groupby(["action", "reason"], sort=False):
        listed = rows["row"].notna()
        # beside listed rows a record without one counts the rest of them
        rest = ~listed & bool(listed.any()) & rows["value"].str.fullmatch(r"\d+")
        count = int((~rest).sum()) + int(rows["value"][rest].astype(int).sum())
        first = (rows[listed] if listed.any() else rows).iloc[0]
        example = first["value"]
        if listed.any():
            row = int(first["row"])
            example = say("cli.example", lang, sheet=first["sheet"], row=row, value=first["value"])
        table.add_row(_word(str(action), lang), _word(str(reason), lang), str(count), example)
    return table


def _table(title: str, lang: Lang, *heads: str) -> Table:
    table = Table(title=say(f"cli.check.{title}", lang), title_justify="left", show_lines=False)
    for head in heads:
        table.add_column(
            say(f"cli.head.{head}", lang), justify="right" if head in ("count", "deals") else "left"
        )
    return table


def _word(code: str, lang: Lang) -> str:
    return say(f"code.{code}", lang) if has(f"code.{code}") else code
