"""A proposal as a workbook: Mapping, Stages and what else is asked for, to be corrected and read back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from addin.deals.proposal import (
    ColumnProposal,
    Proposal,
    StageProposal,
    in_language,
    place,
    shown_name,
)
from addin.deals.stages import Role
from addin.deals.tables.columns import SETTINGS
from addin.output_files import replace_bytes
from addin.words import Lang, say

_CREATED = dt.datetime(2026, 1, 1)
_HEADS = 4
"""The row of the headings, from 0: above it stands what a reader of tables passes over."""
_A4 = 9
_LONGEST = 32_767
_FROM = "2000-01-01"
"""The day from which a rate counts that somebody gives without one: long before any deal."""


def write_proposal_workbook(proposal: Proposal, path: Path, lang: Lang, refusal: str = "") -> None:
    """Write the workbook; the same proposal gives the same bytes.

    Args:
        proposal: what stands in it.
        path: replaced as a whole or not at all.
        lang: the language of its words.
        refusal: why there can be no report so far; "" where there can.

    Raises:
        InputError: the file cannot be written; one that was there stays as it was.
    """
    content = io.BytesIO()
    # whatever text of a CRM looks like a formula or a link stays text
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, {**safe, "in_memory": True}) as book:
        book.set_properties({"title": say("proposal.mapping", lang), "created": _CREATED})
        _Page(book, "mapping", lang, refusal).fill_mapping(proposal)
        _Page(book, "stages", lang, refusal).fill_stages(proposal.stages)
        if proposal.settings:
            _Page(book, "settings", lang, "").fill_settings(proposal.settings)
        if proposal.rates:
            _Page(book, "rates", lang, "").fill_rates(proposal.rates)
    replace_bytes(path, content.getvalue())


class _Page:
    """One sheet: words above, headings, rows below them of which the doubtful ones are yellow."""

    def __init__(self, book: Any, name: str, lang: Lang, refusal: str) -> None:
        self.lang, self.name = lang, name
        self.sheet = book.add_worksheet(say(f"proposal.{name}", lang))
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "top"})
        self.doubtful = book.add_format({"bg_color": "#FFF2CC"})
        self.plain = book.add_format({})
        self.red = book.add_format({"bold": True, "font_color": "#C00000"})
        title = book.add_format({"bold": True, "font_size": 14, "font_color": "#1F4E79"})
        self.sheet.write_string(0, 0, say(f"proposal.{name}", lang), title)
        if name not in ("settings", "rates"):
            self.sheet.write_string(1, 0, say(f"proposal.{name}_note", lang))
            self.sheet.write_string(2, 0, say("proposal.how_to_use", lang))
        if refusal:
            self.sheet.write_string(3, 0, say("proposal.refused", lang, why=refusal)[:_LONGEST], self.red)

    def heads(self, first: int, *keys: str) -> None:
        """The headings from a column on."""
        for at, key in enumerate(keys, first):
            self.sheet.write_string(_HEADS, at, say(f"proposal.head.{key}", self.lang), self.head)

    def row(self, at: int, first: int, values: Sequence[str | float | None], form: Any) -> None:
        """A row of cells: numbers as such, everything else as text, whatever it looks like."""
        for column, value in enumerate(values, first):
            if value is None or value == "":
                self.sheet.write_blank(at, column, None, form)
            elif isinstance(value, str):
                self.sheet.write_string(at, column, value[:_LONGEST], form)
            else:
                self.sheet.write_number(at, column, value, form)

    def widths(self, *widths: float) -> None:
        """The widths of the first columns, in letters."""
        for at, width in enumerate(widths):
            self.sheet.set_column(at, at, width)
        self.sheet.freeze_panes(_HEADS + 1, 0)

    def fill_mapping(self, proposal: Proposal) -> None:
        """Our columns and their headings; beside them every heading there is, to choose from."""
        self.heads(0, "column", "header", "examples", "check")
        self.heads(5, "every", "taken", "examples")
        for at, column in enumerate(proposal.columns, _HEADS + 1):
            note = _column_note(column, self.lang)
            form = self.doubtful if column.doubt else self.plain
            cells = (shown_name(column, self.lang), column.header, _listed(column.examples), note)
            self.row(at, 0, cells, form)
        unused = say("proposal.unused", self.lang)
        for at, heading in enumerate(proposal.headings, _HEADS + 1):
            taken = place(heading.table, heading.column) if heading.column else unused
            self.row(at, 5, (heading.text, taken, _listed(heading.examples)), self.plain)
        if proposal.headings and proposal.columns:
            source = f"=$F${_HEADS + 2}:$F${_HEADS + len(proposal.headings) + 1}"
            choice = {"validate": "list", "source": source, "error_type": "warning"}
            self.sheet.data_validation(_HEADS + 1, 1, _HEADS + len(proposal.columns), 1, choice)
        self.widths(28, 30, 54, 44, 3, 30, 22, 54)

    def fill_stages(self, stages: Sequence[StageProposal]) -> None:
        """The statuses with role and place; roles are chosen from a list."""
        pipelines = any(stage.pipeline for stage in stages)
        first = 1 if pipelines else 0
        renamed = ("same_as",) if any(stage.same_as for stage in stages) else ()
        keys = ("status", "order", "role", "probability", "deals", "evidence", "check", *renamed)
        self.heads(0, *(("pipeline",) if pipelines else ()), *keys)
        for at, stage in enumerate(stages, _HEADS + 1):
            form = self.doubtful if stage.doubt else self.plain
            if pipelines:
                self.row(at, 0, (stage.pipeline,), form)
            role = say(f"code.{stage.role}", self.lang) if stage.role else ""
            note = say(f"proposal.doubt.{stage.doubt}", self.lang) if stage.doubt else ""
            evidence = say(f"evidence.{stage.evidence}", self.lang) if stage.status else ""
            cells = (
                stage.status,
                stage.order,
                role,
                stage.probability,
                stage.deals,
                evidence,
                note,
                stage.same_as,
            )
            self.row(at, first, cells, form)
        roles = [say(f"code.{role}", self.lang) for role in Role]
        below = max(len(stages) + 20, 40)  # a status nobody stands in yet may be added
        choice = {"validate": "list", "source": roles}
        self.sheet.data_validation(_HEADS + 1, first + 2, _HEADS + below, first + 2, choice)
        self.widths(*((24,) if pipelines else ()), 34, 10, 16, 14, 10, 44, 44)

    def fill_settings(self, settings: Mapping[str, str]) -> None:
        """Settings that were asked for."""
        self.heads(0, "setting", "value")
        for at, (name, value) in enumerate(settings.items(), _HEADS + 1):
            form = self.plain if value else self.doubtful
            self.row(at, 0, (in_language(SETTINGS[name], self.lang), value), form)
            if name == "date_order":
                self.sheet.data_validation(at, 1, at, 1, {"validate": "list", "source": ["dmy", "mdy"]})
        self.widths(28, 20)

    def fill_rates(self, currencies: Sequence[str]) -> None:
        """A row for each currency, its rate to be filled in."""
        self.sheet.write_string(1, 0, say("proposal.rates_note", self.lang))
        self.heads(0, "date", "currency", "rate")
        for at, currency in enumerate(currencies, _HEADS + 1):
            self.row(at, 0, (_FROM, currency, ""), self.doubtful)
        self.widths(16, 16, 16)


def _column_note(column: ColumnProposal, lang: Lang) -> str:
    if column.made_of:
        return say("proposal.made_of", lang, headers=" + ".join(f"«{header}»" for header in column.made_of))
    return say(f"proposal.doubt.{column.doubt}", lang) if column.doubt else ""


def _listed(values: Sequence[str]) -> str:
    return " · ".join(value if len(value) <= 40 else f"{value[:39]}…" for value in values)
