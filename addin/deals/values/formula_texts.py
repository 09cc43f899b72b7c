"""Texts that a spreadsheet would take for formulas when it opens a text file: told apart by an apostrophe.

The characters are those of OWASP's page on formula injection into CSV.
"""

from __future__ import annotations

import pandas as pd

_GUARDED = r"^('*[=+\-@\t\r\n＝＋－＠])"
_PLAIN = r"^'('*[=+\-@\t\r\n＝＋－＠])"


def guarded(texts: pd.Series) -> pd.Series:
    """Texts as they may stand in a file: an apostrophe before one that begins like a formula."""
    return texts.str.replace(_GUARDED, r"'\1", regex=True)


def unguarded(texts: pd.Series) -> pd.Series:
    """Texts as they were before :func:`guarded`."""
    return texts.str.replace(_PLAIN, r"\1", regex=True)
