"""The few open questions about a deals file, asked in a terminal; never in a pipe or on a build server."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace

from rich.console import Console
from rich.markup import escape
from rich.prompt import Prompt

from addin.deals.proposal import ColumnProposal, Proposal, StageProposal, shown_name
from addin.deals.stages import OPEN, Role
from addin.errors import HonestFunnelError
from addin.words import Lang, say

_NONE = "0"


def is_interactive() -> bool:
    """Whether somebody sits at a terminal and can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")


@dataclass
class Questions:
    """Asks what is open, each question once.

    Args:
        lang: the language to ask in.
        console: where to ask.
    """

    lang: Lang
    console: Console
    asked: set[tuple[str, ...]] = field(default_factory=set)

    def answered(self, proposal: Proposal, refusal: HonestFunnelError | None) -> Proposal | None:
        """The proposal with the answers; None where there was nothing to ask, or nobody answered."""
        before = len(self.asked)
        try:
            found = self._date_order(proposal, refusal)
            found = replace(found, columns=tuple(self._column(c, found) for c in found.columns))
            found = replace(found, stages=tuple(map(self._stage, found.stages)))
            found = self._won(found, refusal)
        except EOFError:
            return None
        return found if len(self.asked) > before else None

    def _date_order(self, proposal: Proposal, refusal: HonestFunnelError | None) -> Proposal:
        if refusal is None or refusal.key != "dates_ambiguous" or not self._is_new("date_order"):
            return proposal
        text = say("question.date_order", self.lang, **refusal.params)
        answer = self._ask(text, ["dmy", "mdy"])
        return replace(proposal, settings={**proposal.settings, "date_order": answer})

    def _column(self, column: ColumnProposal, proposal: Proposal) -> ColumnProposal:
        """Which heading a doubtful column has; none of them leaves it out."""
        if not column.doubt or not self._is_new("column", column.table, column.column):
            return column
        headings = [heading for heading in proposal.headings if heading.table == column.table]
        options = {heading.text: " · ".join(heading.examples) for heading in headings}
        text = say("question.column", self.lang, column=shown_name(column, self.lang))
        chosen = self._choose(text, options, column.header)
        return replace(column, header=chosen, doubt="")

    def _stage(self, stage: StageProposal) -> StageProposal:
        """The role of a status of unknown words."""
        if not stage.doubt or not self._is_new("status", stage.pipeline, stage.status):
            return stage
        roles = {say(f"code.{role}", self.lang): say(f"question.role.{role}", self.lang) for role in Role}
        text = say("question.role", self.lang, status=stage.status, n=stage.deals)
        chosen = self._choose(text, roles, "")
        codes = {say(f"code.{role}", self.lang): str(role) for role in Role}
        return replace(stage, role=codes[chosen], doubt="") if chosen else stage

    def _won(self, proposal: Proposal, refusal: HonestFunnelError | None) -> Proposal:
        """Which status means that money came, where none is known to."""
        if refusal is None or refusal.key != "no_won_status" or not self._is_new("won"):
            return proposal
        options = {s.status: "" for s in proposal.stages if s.role in OPEN or not s.role}
        chosen = self._choose(say("question.won", self.lang), options, "")
        stages = (replace(s, role="won", doubt="") if s.status == chosen else s for s in proposal.stages)
        return replace(proposal, stages=tuple(stages))

    def _is_new(self, *question: str) -> bool:
        new = question not in self.asked
        self.asked.add(question)
        return new

    def _choose(self, text: str, options: dict[str, str], proposed: str) -> str:
        """One of the options by its number; "" for none of them."""
        names = list(options)
        self.console.print(f"\n[bold]{escape(text)}[/bold]")
        for number, (name, hint) in enumerate(options.items(), 1):
            self.console.print(f"  {number}. {escape(name)}  [dim]{escape(hint)}[/dim]", highlight=False)
        self.console.print(f"  {_NONE}. {escape(say('question.none', self.lang))}", highlight=False)
        default = str(names.index(proposed) + 1) if proposed in options else _NONE
        numbers = [str(number) for number in range(len(names) + 1)]
        number = int(self._ask(say("question.number", self.lang), numbers, default))
        return names[number - 1] if number else ""

    def _ask(self, text: str, choices: list[str], default: str | None = None) -> str:
        if default is None:
            return Prompt.ask(escape(text), console=self.console, choices=choices)
        return Prompt.ask(
            escape(text), console=self.console, choices=choices, default=default, show_choices=False
        )
