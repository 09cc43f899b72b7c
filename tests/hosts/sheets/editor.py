"""A person who types, sorts and puts rows in, and remembers what has to be found again."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from addin.placement.ranges import Rect
from tests.hosts.fakes.updates import batch_update
from tests.hosts.sheets.team import Team

BLOCKS = ("hf_attention", "hf_presale")


@dataclass
class Editor:
    """What he typed: text → the deal it was typed beside, "" where it was free text.

    ``around``: what stands around the blocks; ``moved``: how often cells have left their places.
    """

    some: Team
    chance: random.Random
    typed: dict[str, str] = field(default_factory=dict)
    around: Counter[str] = field(default_factory=Counter)
    moved: int = 0

    def begin(self) -> None:
        """Notes that are there already, and what stands around the blocks."""
        for _ in range(self.chance.randrange(2, 7)):
            self.note()
        self.around = self._around()

    def act(self, *, moving: bool = False) -> None:
        """One thing, at once; ``moving``: one by which cells leave their places, more often than not."""
        moves = (self.rows_above, self.row_within, self.row_out, self.sort, self.column_before)
        types = (self.note, self.note, self.note, self.below, self.below, self.rename)
        chosen = self.chance.choice(moves if moving and self.chance.random() < 0.6 else (*types, *moves))
        self.moved += chosen in moves
        chosen()

    def note(self) -> None:
        """A note beside a deal, in the first or the second free column."""
        title, rect = self._block()
        row = self.chance.randrange(rect.top + 1, rect.bottom + 1)
        column = rect.right + self.chance.choice((1, 1, 1, 2))
        self._type(title, row, column, str(self.some.value(title, row, rect.left) or ""))

    def below(self) -> None:
        """A text in a free cell below a block."""
        title, rect = self._block()
        row, column = rect.bottom + self.chance.randrange(1, 12), rect.left + self.chance.randrange(4)
        if self.some.value(title, row, column) is None and row <= self.some.tab(title).rows:
            self._type(title, row, column, "")

    def rows_above(self) -> None:
        """Rows put in somewhere above a block."""
        title, rect = self._block()
        at = self.chance.randrange(max(rect.top - 2, 1))
        self._insert(title, "ROWS", at, self.chance.choice((1, 2, 5, 300)))

    def row_within(self) -> None:
        """A row put in between those of a block."""
        title, rect = self._block()
        if rect.bottom - rect.top > 1:
            self._insert(title, "ROWS", self.chance.randrange(rect.top + 1, rect.bottom), 1)

    def row_out(self) -> None:
        """A row of a block taken out, and what he had typed in it."""
        title, rect = self._block()
        if rect.bottom - rect.top > 2:
            row = self.chance.randrange(rect.top + 1, rect.bottom + 1)
            before = self._around()
            for at, _ in enumerate(range(30), 1):
                self.typed.pop(str(self.some.value(title, row, at)), None)
            self._do("deleteDimension", range=self._span(title, "ROWS", row - 1, 1))
            self.around -= before - self._around()

    def column_before(self) -> None:
        """A column put in on the left of everything."""
        self._insert(self._block()[0], "COLUMNS", 0, 1)

    def sort(self) -> None:
        """A block sorted, with the notes beside it."""
        title, rect = self._block()
        rows = {"startRowIndex": rect.top, "endRowIndex": rect.bottom}
        columns = {"startColumnIndex": rect.left - 1, "endColumnIndex": rect.right + 2}
        spec = {"dimensionIndex": rect.left - 1, "sortOrder": self.chance.choice(("ASCENDING", "DESCENDING"))}
        area = {"sheetId": self.some.tab(title).id, **rows, **columns}
        self._do("sortRange", range=area, sortSpecs=[spec])

    def rename(self) -> None:
        """A tab called otherwise."""
        self.some.tab(self._block()[0]).properties["title"] += "!"

    def make_room(self) -> None:
        """Take away the free texts that are in the way; they must be there."""
        for sheet in self.some.book.sheets:
            for at, cell in list(sheet.cells.items()):
                text = cell.get("effectiveValue", {}).get("stringValue")
                if sheet.title != "Notes kept" and self.typed.get(str(text)) == "":
                    sheet.put(*at, {"userEnteredValue": None, "effectiveValue": None})
                    del self.typed[str(text)]

    def missing(self) -> Iterator[str]:
        """What he typed and what is neither beside its deal nor on the list under its name."""
        kept = {str(self.some.value("Notes kept", row, 4)): self.some.value("Notes kept", row, 2)
                for row in range(2, self.some.tab("Notes kept").rows)} \
            if self.some.book.titled("Notes kept") else {}  # fmt: skip
        for text, deal in self.typed.items():
            about = kept.get(text) if text in kept else self._beside(text)
            if about is None or (deal and about != deal):
                yield f"{text} of {deal or 'nobody'} stands at {about}"

    def strewn(self) -> Iterator[str]:
        """What a report has left beside its blocks, and what it has taken from there."""
        now = self._around()
        yield from (f"{text} was left behind" for text in now - self.around)
        yield from (f"{text} is gone" for text in self.around - now)

    def _around(self) -> Counter[str]:
        """All in the tabs of his two blocks that is neither in a block nor typed by him."""
        places = self.some.places()
        titles = {places[name][0] for name in BLOCKS if name in places}
        taken = [(title, rect) for title, rect in places.values() if title in titles]
        return Counter(
            text
            for title in titles
            for (row, column), cell in self.some.tab(title).cells.items()
            if not any(title == where and rect.contains(_one(row, column)) for where, rect in taken)
            for text in map(str, cell.get("effectiveValue", {}).values())
            if not text.startswith("typed ")
        )

    def _beside(self, text: str) -> Any:
        """What the row of a text is about; "" where it is free, None where the text is nowhere."""
        for sheet in self.some.book.sheets:
            for (row, _), cell in sheet.cells.items():
                if cell.get("effectiveValue", {}).get("stringValue") == text:
                    return self._deal(sheet.title, row + 1)
        return None

    def _deal(self, title: str, row: int) -> str:
        for name, (where, rect) in self.some.places().items():
            if where == title and name in BLOCKS and rect.top < row <= rect.bottom:
                return str(self.some.value(title, row, rect.left) or "")
        return ""

    def _block(self) -> tuple[str, Rect]:
        return self.some.places()[self.chance.choice(BLOCKS)]

    def _type(self, title: str, row: int, column: int, deal: str) -> None:
        self.typed.pop(str(self.some.value(title, row, column)), None)
        text = f"typed {len(self.typed)} {self.chance.randrange(10**6)}"
        self.some.put(title, row, column, text)
        self.typed[text] = deal

    def _insert(self, title: str, along: str, at: int, count: int) -> None:
        self._do("insertDimension", range=self._span(title, along, at, count))

    def _span(self, title: str, along: str, at: int, count: int) -> dict[str, Any]:
        sheet = self.some.tab(title).id
        return {"sheetId": sheet, "dimension": along, "startIndex": at, "endIndex": at + count}

    def _do(self, kind: str, **given: Any) -> None:
        batch_update(self.some.book, {"requests": [{kind: given}]})


def _one(row: int, column: int) -> Rect:
    """A cell by row and column from 0."""
    return Rect(row + 1, column + 1, row + 1, column + 1)
