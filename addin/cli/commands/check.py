"""``honest-funnel check``: what was read and how it was taken, printed; and a workbook to correct it in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from addin.cli.commands.understanding import Understanding, check_proposal_path, understand
from addin.cli.console import print_beside, print_message, progress
from addin.cli.questions import Questions, is_interactive
from addin.cli.refusals import reporting_command
from addin.deals.asof import Deals
from addin.deals.dataset import Dataset
from addin.deals.evidence import Ints
from addin.deals.proposal import Proposal
from addin.deals.stages import OPEN, evidence_in_words
from addin.readers.beside import mapping_beside
from addin.refresh import LoadedData, Request
from addin.words import Lang, has, say


def run(request: Request, out: Path | None = None) -> None:
    """Print what was read and how it was taken.

    Args:
        request: what was asked for.
        out: the workbook to write in which the user can correct it; None: nothing is written.
    """
    if out is not None:
        check_proposal_path(request, out)
    ask = out is None and is_interactive()
    with progress(request.system_lang, ("reading",)) as step:
        found = understand(request, step, statuses=out is not None or ask)
    if out is not None:
        _write(request, found, out)
    elif ask:
        found = _ask(request, found)
    print_beside(found.beside, found.lang)
    if found.loaded is not None:
        _print_read(found.loaded, found.deals, found.proposal)
    else:
        Console().print(_proposed_table(found.proposal, found.lang))
        _print_unused(found.proposal, found.lang)
    if found.refusal is not None:
        if out is None:
            raise found.refusal
        print_message("check.refused", found.lang, why=found.refusal.text(found.lang))


def _ask(request: Request, found: Understanding) -> Understanding:
    """Ask what is open and write the answers beside the deals, as often as answers open further questions."""
    from addin.xlsx.proposal_workbook import write_proposal_workbook

    questions, path = Questions(found.lang, Console()), mapping_beside(request.deals)
    while True:
        # roles are asked for when it is known what the statuses are
        known = found.proposal if found.loaded is not None else replace(found.proposal, stages=())
        answered = questions.answered(known, found.refusal)
        if answered is None:
            return found
        check_proposal_path(request, path)
        write_proposal_workbook(answered, path, found.lang)
        print_message("check.answers", found.lang, path=path)
        found = understand(request, statuses=True)


def _write(request: Request, found: Understanding, out: Path) -> None:
    """Write the proposal; say where it lies, how much in it is doubtful and what to run then."""
    from addin.xlsx.proposal_workbook import write_proposal_workbook

    why = found.refusal.text(found.lang) if found.refusal is not None else ""
    lacks_won = found.refusal is not None and found.refusal.key == "no_won_status"
    proposal = found.proposal.with_won_asked() if lacks_won else found.proposal
    write_proposal_workbook(proposal, out, found.lang, why)
    given = {**request.extra, **request.options}
    command = reporting_command(request.deals, out, given)
    print_message("check.proposed", found.lang, path=out, n=proposal.doubts, command=command)


def _print_read(loaded: LoadedData, deals: Deals | None, proposal: Proposal) -> None:
    lang, console = loaded.settings.lang, Console()
    _print_exports(loaded, lang)
    console.print(_columns_table(loaded, lang))
    _print_unused(proposal, lang)
    if deals is None:
        # what must be mended is in these tables; the error itself follows as the last line
        console.print(_stages_table(loaded.data.stages, _counted(loaded.data), lang))
        console.print(_issues_table(loaded.data.issues.frame(), lang))
        return
    _print_rows(deals, loaded.data.sheet, lang)
    console.print(_stages_table(deals.stages.table, deals.deals_by_status, lang))
    issues = deals.issues.frame()
    console.print(say("cli.check.no_issues", lang) if issues.empty else _issues_table(issues, lang))


def _proposed_table(proposal: Proposal, lang: Lang) -> Table:
    """The columns of a refused file: those understood, those that cells speak for, those that are lacking."""
    table = _table("columns", lang, "table", "column", "header", "doubt")
    for column in proposal.columns:
        if column.header or column.made_of or column.doubt:
            header = column.header or " + ".join(column.made_of)
            doubt = say(f"proposal.doubt.{column.doubt}", lang) if column.doubt else ""
            table.add_row(column.table, column.column, escape(header), doubt)
    return table


def _print_unused(proposal: Proposal, lang: Lang) -> None:
    """List the columns that nothing uses, with what they may be and a few of their values."""
    if not proposal.unused:
        return
    table = _table("unused", lang, "table", "header", "values")
    for heading in proposal.unused:
        column = proposal.proposed.get((heading.table, heading.text))
        hint = [say("cli.check.may_be", lang, column=column)] if column else []
        table.add_row(heading.table, escape(heading.text), escape(" · ".join([*hint, *heading.examples])))
    Console().print(table)


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
    table = _table("stages", lang, "status", "role", "place", "origin", "deals")
    for row, count in zip(stages.to_dict("records"), deals.tolist(), strict=True):
        place = f"{row['order']:g}" if row["role"] in OPEN and pd.notna(row["order"]) else ""
        origin = evidence_in_words(row["evidence"], row["placed_by"], lang)
        table.add_row(row["status"], _word(row["role"], lang), place, origin, str(count))
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
