"""A workbook whose file has another ending than its content calls for.

The library that reads workbooks goes by the ending, so it gets a copy under the right one.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from addin.deals.grids import Body, TopRow
from addin.errors import InputError
from addin.readers.xlsx.grid import XlsxGrid


@dataclass(frozen=True)
class MisnamedGrid:
    """A sheet of such a workbook.

    Args:
        path: the file.
        name: the sheet.
        ending: the one the content calls for, such as ``.xlsx``.
    """

    path: Path
    name: str
    ending: str

    def top(self, n: int) -> list[TopRow]:
        """The first ``n`` rows that hold anything."""
        with self._renamed() as grid:
            return grid.top(n)

    def body(self, after: int) -> Body:
        """All rows below sheet row ``after``.

        Raises:
            InputError: the sheet's part of the file is damaged.
        """
        with self._renamed() as grid:
            return grid.body(after)

    @contextmanager
    def _renamed(self) -> Iterator[XlsxGrid]:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / f"copy{self.ending}"
            shutil.copyfile(self.path, copy)
            try:
                yield XlsxGrid(copy, self.name)
            except InputError as error:
                raise InputError(error.key, **{**error.params, "path": self.path}) from error
