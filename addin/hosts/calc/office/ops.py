"""Everything that can be asked of the office from outside, by name."""

from __future__ import annotations

from . import books, formats, formulas, names, numberformats, sheets, structure, tables, values, window
from .documents import Office, Problem

MODULES = (books, formats, formulas, names, numberformats, sheets, structure, tables, values, window)
OPS = {name: function for module in MODULES for name, function in module.OPS.items()}


class Ops:
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
            Problem: It cannot be met; the text is readable.
        """
        if name not in OPS:
            raise Problem("the office knows no request %r" % name)
        return OPS[name](self.office, *args)

    def answer(self, name, args):
        """``("ok", value)`` or ``("error", text)``."""
        try:
            return "ok", self.call(name, args)
        except Problem as problem:
            return "error", str(problem)
        except Exception as failure:  # whatever the office throws is told, not died of
            text = str(failure) or "no reason given"
            return "error", "%s: %s (%s)" % (name, text, type(failure).__name__.rsplit(".", 1)[-1])
