"""What error cells show, in whatever language a spreadsheet speaks."""

from __future__ import annotations

import re

from addin.deals.tables.columns import ERRORS

SIGNS = tuple(sorted({text[0] for text in ERRORS}))
"""The letters that texts of errors begin with: much quicker to look for."""
_KNOWN = frozenset(text.casefold() for text in ERRORS)
_FORM = re.compile(r"#[¡¿]?(?P<word>[^\W\d_](?:[^\W_]|[_'’/ ]){1,18})[!?]|Err:[0-9]{3}")


def is_error_text(text: str) -> bool:
    """Whether an error cell shows this: a known text of one, or a word of capitals between # and ! or ?."""
    plain = text.strip()
    found = _FORM.fullmatch(plain)
    if found is not None and (found["word"] is None or found["word"].isupper()):
        return True
    return plain.casefold() in _KNOWN
