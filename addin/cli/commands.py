"""What the commands do: the steps of a refresh, and the words printed about them."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import as_file, files
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from addin.errors import HonestFunnelError, InputError
from addin.hosts.system import Finding
from addin.refresh import Loaded, Request, deals_of, keep_ledger, load, prepare, report_of
from addin.words import Lang, has, say

if TYPE_CHECKING:
    from addin.report.build import Report

TABLES = ("stages", "history", "spend", "plan", "rates", "mapping")
_STYLES = {"ok": "", "warn": "yellow", "fail": "bold red"}
OPTIONS = ("as_of", "period", "window", "horizon", "lang", "pipeline", "currency", "timezone", "date_order")


def request(params: Mapping[str, Any], lang: Lang) -> Request:
    """The request of a command's parameters."""
    return Request(
        deals=params["deals"],
        extra={name: params[name] for name in TABLES if params.get(name) is not None},
        options={name: params.get(name) for name in OPTIONS},
        template=params.get("template"),
        ledger=params.get("ledger"),
        system_lang=lang,
    )


def report(asked: Request, out: Path | None, json: Path | None) -> None:
    """Write the report and say where it lies."""
    target = out or asked.deals.with_name(f"{asked.deals.stem}-report{_suffix(asked.template)}")
    check_outputs(asked, target, json)
    prepare()
    with _progress(asked.system_lang) as step:
        loaded = load(asked, step)
        lang = loaded.settings.lang
        found = report_of(loaded, step)
        step("writing")
        write(found, asked.template, target, json)
        added = keep_ledger(asked.ledger, loaded) if asked.ledger is not None else 0
    console = _console()
    _summary(console, found)
    _say(console, "done.report", lang, path=target)
    if json is not None:
        _say(console, "done.json", lang, path=json)
    if asked.ledger is not None:
        _say(console, "done.ledger", lang, path=asked.ledger, n=added)


def check_outputs(asked: Request, out: Path, json: Path | None) -> None:
    """See that what will be written is nobody's input, that no two outputs are one file, and can be written.

    The report may take the place of its own template: it is one, filled.

    Raises:
        InputError: ``output_is_input``, ``output_twice``, ``ledger_suffix`` or ``output_not_writable``.
    """
    inputs = [asked.deals, *asked.extra.values()]
    templates = [asked.template] if asked.template is not None else []
    outputs = [path for path in (out, json, asked.ledger) if path is not None]
    for number, path in enumerate(outputs):
        for other in inputs if path is out else [*inputs, *templates]:
            if _same(path, other):
                raise InputError("output_is_input", file=path)
        if any(_same(path, other) for other in outputs[:number]):
            raise InputError("output_twice", file=path)
        if not os.access(path.parent, os.W_OK) or path.is_dir():
            raise InputError("output_not_writable", file=path)
    if asked.ledger is not None and asked.ledger.suffix.casefold() != ".csv":
        raise InputError("ledger_suffix", file=asked.ledger)


def _same(one: Path, other: Path) -> bool:
    """Whether two paths name one file, by whatever links."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


def write(found: Report, template: Path | None, out: Path, json: Path | None) -> None:
    """Fill the template, ours where none is given, and write the JSON file if one is named.

    Raises:
        InputError: a file cannot be read or written; nothing is half-written.
    """
    from addin.atomic_write import replace_text
    from addin.report.json_export import as_json
    from addin.xlsx.fill import fill

    if template is None:
        with as_file(files("sheets_templates") / f"report.{found.lang}.xlsx") as ours:
            fill(ours, found, out)
    else:
        fill(template, found, out)
    if json is not None:
        replace_text(json, as_json(found))


def demo(folder: Path, lang: Lang, chosen: str | None) -> None:
    """Make the sample workbook and its report."""
    from addin.demo.workbook import write_demo

    deals = folder / "deals.xlsx"
    with _progress(lang) as step:
        step("sample")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_demo(deals)
        except OSError as error:
            raise InputError("output_not_writable", file=deals) from error
    _say(_console(), "done.deals", lang, path=deals)
    asked = Request(deals, options={"lang": chosen}, system_lang=lang)
    report(asked, None, folder / "report.json")


def doctor(workbook: Path | None, lang: Lang, more: Iterable[Finding] = ()) -> bool:
    """Show what may keep a spreadsheet from working with us, then ``more``; whether nothing does."""
    from addin.hosts.doctor import findings
    from addin.hosts.system import ThisSystem

    console, well = _console(), True
    for found in chain(findings(ThisSystem(), workbook), more):
        word, text = say(f"cli.doctor_{found.outcome}", lang), found.text(lang)
        console.print(f"{word}: {text}", style=_STYLES[found.outcome], markup=False, soft_wrap=True)
        well = well and found.outcome != "fail"
    return well


def backtest(asked: Request, out: Path | None) -> None:
    """Print the record of past forecasts and save its chart; where none can be made, say why."""
    from addin.cli.backtest_table import print_record
    from addin.xlsx.backtest_workbook import write_record

    target = out or asked.deals.with_name(f"{asked.deals.stem}-backtest.xlsx")
    asked = replace(asked, template=None)
    check_outputs(replace(asked, ledger=None), target, None)
    with _progress(asked.system_lang) as step:
        loaded = load(asked, step)
        found = report_of(loaded, step)
    console, lang = _console(), found.lang
    if found.blocks["forecast_record"].empty:
        _say(console, "backtest.none", lang, why=found.blocks["backtest"]["note"].iloc[0])
        return
    print_record(console, found)
    write_record(found, target)
    _say(console, "done.chart", lang, path=target)


def check(asked: Request) -> None:
    """Show what was read and how it was taken; nothing is written."""
    with _progress(asked.system_lang) as step:
        loaded = load(asked, step)
    lang, console = loaded.settings.lang, _console()
    _tell_exports(console, loaded, lang)
    console.print(_columns_table(loaded, lang))
    try:
        deals = deals_of(loaded)
    except HonestFunnelError:
        # what must be mended is in these tables; the error itself follows as the last line
        console.print(_stages_table(loaded.data.stages, loaded.data.deals["status"], lang))
        console.print(_issues_table(loaded.data.issues.frame(), lang))
        raise
    rows = deals.rows
    _say(
        console,
        "check.rows",
        lang,
        sheet=loaded.data.sheet,
        read=rows["read"],
        used=rows["used"],
        aside=rows["set_aside"],
        after=rows["after_asof"],
        as_of=deals.as_of,
    )
    console.print(_stages_table(deals.stages.table, deals.frame["status"], lang))
    issues = deals.issues.frame()
    console.print(say("cli.check.no_issues", lang) if issues.empty else _issues_table(issues, lang))


def _tell_exports(console: Console, loaded: Loaded, lang: Lang) -> None:
    """Name the CRMs whose exports were recognised, and what was put together."""
    for table, export in loaded.data.exports.items():
        _say(console, "check.export", lang, sheet=loaded.data.sheets[table], crm=export.crm)
        for column, headers in export.made.items():
            listed = ", ".join(f"«{header}»" for header in headers)
            _say(console, "check.made", lang, column=column, headers=listed)
        if export.changes:
            _say(console, "check.changes", lang)


def _columns_table(loaded: Loaded, lang: Lang) -> Table:
    table = _table("columns", lang, "table", "column", "header")
    for name, columns in loaded.data.matched.items():
        for column, header in columns.items():
            table.add_row(name, column, header)
    return table


def _stages_table(stages: pd.DataFrame, statuses: pd.Series, lang: Lang) -> Table:
    table = _table("stages", lang, "status", "role", "origin", "deals")
    counts = statuses.value_counts()
    for row in stages.to_dict("records"):
        origin = say("cli.check.guessed" if row["guessed"] else "cli.check.given", lang)
        table.add_row(row["status"], _word(row["role"], lang), origin, str(counts.get(row["status"], 0)))
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


def _summary(console: Console, found: Report) -> None:
    header = found.blocks["header"].iloc[0]
    head = say(
        "cli.done.head",
        found.lang,
        as_of=header["as_of"],
        start=header["period_from"],
        end=header["period_to"],
        horizon=int(header["horizon_days"]),
    )
    console.print(head, style="bold", markup=False)
    for text in found.blocks["summary"]["text"]:
        # unlike rich, textwrap keeps the parts of a number together that a no-break space joins
        lines = textwrap.fill(str(text), console.width, initial_indent="• ", subsequent_indent="  ")
        console.print(lines, markup=False, highlight=False, soft_wrap=True)


def _say(console: Console, key: str, lang: Lang, **params: object) -> None:
    console.print(say(f"cli.{key}", lang, **params), markup=False, highlight=False, soft_wrap=True)


def _console() -> Console:
    return Console(soft_wrap=False)


def _suffix(template: Path | None) -> str:
    """The ending of a report: that of its template, or of a workbook made from Excel's own templates."""
    ending = template.suffix.lower() if template is not None else ".xlsx"
    return {".xltx": ".xlsx", ".xltm": ".xlsm"}.get(ending, ending)


@contextmanager
def _progress(lang: Lang) -> Iterator[Any]:
    """A line that tells the step, on a terminal only, on the error stream."""
    console = Console(stderr=True)
    with console.status("") as status:
        yield lambda key: status.update(say(f"cli.step.{key}", lang))
