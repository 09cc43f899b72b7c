"""A stand-in for xlwings Lite, run as a program: no threads, no libraries but those a browser has.

``python browser_stand_in.py SITE MAIN`` loads MAIN with the package in SITE and prints as JSON what was
registered, what functions answered, and what Refresh did to a workbook of plain lists.
"""

from __future__ import annotations

import json
import sys
import threading
import types
from collections.abc import Callable
from typing import Any

LACKING = ("fastexcel", "xlsxwriter", "pyopenvba", "typer", "rich", "openpyxl", "narwhals")


class Lacking:
    """Libraries that cannot be installed in a browser."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        if name.partition(".")[0] in LACKING:
            raise ModuleNotFoundError(name)


class Range:
    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet, self.row, self.column, self.bottom, self.right = sheet, top, left, bottom, right

    def options(self, **_: object) -> Range:
        return self

    @property
    def last_cell(self) -> Range:
        return Range(self.sheet, self.bottom, self.right, self.bottom, self.right)

    @property
    def value(self) -> list[list[object]]:
        columns = range(self.column, self.right + 1)
        return [[self.sheet.cells.get((row, c)) for c in columns] for row in range(self.row, self.bottom + 1)]

    @value.setter
    def value(self, given: object) -> None:
        rows = given if isinstance(given, list) else [[given]]
        for down, line in enumerate(rows):
            for across, one in enumerate(line):
                self.sheet.cells[self.row + down, self.column + across] = one

    def __getitem__(self, _: object) -> Range:
        return Range(self.sheet, self.row, self.column, self.row, self.column)

    def _format(self, form: str) -> None:
        self.sheet.formats[f"{self.row},{self.column}"] = form

    number_format = property(None, _format)


class Sheet:
    def __init__(self, name: str, rows: list[list[object]]) -> None:
        self.name, self.formats = name, dict[str, str]()
        self.book: Book
        self.cells = {(r, c): one for r, row in enumerate(rows, 1) for c, one in enumerate(row, 1)}

    def range(self, first: tuple[int, int], last: tuple[int, int] | None = None) -> Range:
        return Range(self, *first, *(last or first))

    @property
    def used_range(self) -> Range:
        return Range(self, 1, 1, max(row for row, _ in self.cells), max(column for _, column in self.cells))


class Name:
    def __init__(self, name: str, refers_to: str, cell: Range) -> None:
        self.name, self.refers_to, self.refers_to_range = name, refers_to, cell


class Sheets(dict[str, Sheet]):
    def __iter__(self) -> Any:
        return iter(self.values())


class Book:
    name = "Book1"
    api = None  # what is sent of a workbook does not tell of 1904

    def __init__(self, *sheets: Sheet) -> None:
        self.sheets = Sheets({sheet.name: sheet for sheet in sheets})
        self.sheet_names = [sheet.name for sheet in sheets]
        self.names: list[Name] = []
        for sheet in sheets:
            sheet.book = self


REGISTERED: dict[str, dict[str, Any]] = {}
SCRIPTS: dict[str, Callable[[Book], None]] = {}


def func(body: Callable[..., object]) -> Callable[..., object]:
    known = REGISTERED.setdefault(body.__name__, {"arguments": {}})
    known |= {"help": body.__doc__, "arguments": dict(reversed(known["arguments"].items()))}
    return body


def arg(name: str, **options: object) -> Callable[[Any], Any]:
    def inner(body: Callable[..., object]) -> Callable[..., object]:
        REGISTERED.setdefault(body.__name__, {"arguments": {}})["arguments"][name] = options
        return body

    return inner


def script(body: Callable[[Book], None]) -> Callable[[Book], None]:
    SCRIPTS[body.__name__] = body
    return body


HEAD: list[object] = ["ID", "Created", "Status", "Manager", "Amount", "Closed"]
DEALS: list[list[object]] = [
    HEAD,
    [1.0, 46174.0, "New", "Anna", "", ""],
    [2.0, 46175.0, "Invoice", "=1+1", 150_000.0, ""],
    [3.0, 46176.0, "Paid", "Boris", 90_000.0, 46186.0],
    [4.0, 46187.0, "Lost", "Boris", "", 46193.0],
]


def answers(main: dict[str, Any]) -> dict[str, object]:
    handle = main["DEALS"](DEALS)
    return {
        "DEALS": handle,
        "INTAKE": main["INTAKE"](handle),
        "INTAKE_ONLY": main["INTAKE"](),
        "NONE": main["STAGE_CONV"](handle, "Invoice", "Paid"),
        "PRESALE": main["PRESALE_FORECAST"](handle, "amount"),
        "WRONG": main["INTAKE"](handle, "leads", "Nobody"),
        "BLOCK": main["REPORT_BLOCK"]("presale", handle),
    }


def workbook(notes: object) -> Book:
    filled: list[list[object]] = [["old", None, None, notes], ["older", "x", 1.0]]
    report = Sheet("Pre-sale", [["Pre-sale"], ["id", "manager", "amount"], *filled])
    deals = Sheet("Deals", [[one or None for one in row] for row in DEALS])
    book = Book(report, deals, Sheet("Status", [["-"]]))
    book.names = [
        Name("hf_presale", "='Pre-sale'!$A$2:$C$3", report.range((2, 1))),
        Name("hf_status", "=Status!$A$1", book.sheets["Status"].range((1, 1))),
    ]
    return book


def seen(book: Book) -> dict[str, object]:
    sheet = book.sheets["Pre-sale"]
    return {
        "rows": sheet.range((3, 1), (3, 3)).value,
        "below": sheet.range((4, 1), (4, 3)).value[0],
        "status": book.sheets["Status"].cells[1, 1],
        "formats": sheet.formats,
        "name": book.names[0].refers_to,
    }


def become_browser() -> None:
    """Python as a browser has it: no threads, another xlwings, some modules missing."""
    sys.meta_path.insert(0, Lacking())
    import pandas  # noqa: F401, ICN001 - its own threads, if any, are none of our doing

    sys.platform = "emscripten"

    def no_thread(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    threading.Thread.start = no_thread  # type: ignore[method-assign, assignment]
    lite: Any = types.ModuleType("xlwings")
    lite.__dict__.update(func=func, arg=arg, script=script, Book=Book, Sheet=Sheet, Range=Range, App=object)
    sys.modules["xlwings"] = lite


def run() -> None:
    site, path = sys.argv[1:]
    sys.path.insert(0, site)
    become_browser()
    main: dict[str, Any] = {}
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        exec(compile(file.read(), path, "exec"), main)  # noqa: S102 - what Lite does with it
    printed: list[str] = []
    main["print"] = printed.append
    fine, noted = workbook(None), workbook("call her on Monday")
    for book in (fine, noted):
        SCRIPTS["refresh_report"](book)
    import addin

    print(  # noqa: T201
        json.dumps(
            {
                "from_wheel": str(addin.__file__).startswith(site),
                "functions": REGISTERED,
                "answers": answers(main),
                "refresh": seen(fine) | {"said": printed[0]},
                "notes": seen(noted),
            }
        )
    )


if __name__ == "__main__":
    run()
