"""The requests that the office can be sent from outside, by name, and what executes them."""

from __future__ import annotations

from importlib import import_module

from . import application, filters
from .documents import Office, OfficeError

MODULES = (
    "application", "books", "buttons", "edits", "filters", "formats", "names", "number_formats",
    "on_load", "read_formulas", "read_values", "sheets", "tables", "write_formulas", "write_values",
)  # fmt: skip
"""The modules that have handlers of requests."""
HANDLERS = {
    name: function
    for module in MODULES
    for name, function in import_module("." + module, __package__).HANDLERS.items()
}

WRITES = {
    **dict.fromkeys((
        "set_values", "fill_value", "set_formulas", "fill_formula", "set_array_formula", "clear",
        "insert_cells", "delete_cells", "move_cells", "merge", "unmerge", "set_format",
        "set_number_format", "set_text_format", "set_link", "set_links", "set_note",
        "set_size", "set_hidden", "autofit",
    ), 0),
    **dict.fromkeys(("copy_cells", "copy_formats", "copy_contents"), 1),
}  # fmt: skip
"""Requests that change cells, and which argument names the cells."""


class Dispatcher:
    """Executes requests.

    Args:
        context: The component context of the office.
        headless: Whether nobody sees the office, so that no message may wait for an answer.
    """

    def __init__(self, context, headless=False):
        self.office = Office(context, headless)

    def call(self, name, args):
        """Execute one request and give its answer, made of what ``marshal`` can write.

        Raises:
            OfficeError: It cannot be met; the text is readable.
        """
        if name not in HANDLERS:
            raise OfficeError(f"the office knows no request {name!r}")
        if name in WRITES:
            self.office.check_writable(args[WRITES[name]])
        return HANDLERS[name](self.office, *args)

    def finish(self):
        """Give back what the peer held and did not give back: calculation, the screen and the status bar."""
        filters.resume_all(self.office)
        application.resume_calculation(self.office)
        application.set_screen_updating(self.office, True)
        application.set_status(self.office, "")

    def answer(self, name, args):
        """``("ok", value)`` or ``("error", text)``."""
        try:
            return "ok", self.call(name, args)
        except OfficeError as problem:
            return "error", str(problem)
        except Exception as failure:  # noqa: BLE001 - whatever the office throws is told
            text = str(failure) or "no reason given"
            return "error", "{}: {} ({})".format(name, text, type(failure).__name__.rsplit(".", 1)[-1])
