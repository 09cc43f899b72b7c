"""What a report does not show at first: a workbook with its hidden sheets, or its folded columns, shown."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

_HIDES = rb' state="hidden"|<definedName name="_xlnm.Print_Area".*?</definedName>'


def with_all_sheets(workbook: Path) -> Path:
    """The same workbook with its hidden sheets shown and all of each sheet printed, beside it."""
    return _changed(workbook, "shown.xlsx", partial(re.sub, _HIDES, b""))


def unfold(workbook: Path) -> Path:
    """The same workbook with every hidden column shown, beside it."""
    return _changed(workbook, "unfolded.xlsx", partial(re.sub, b"<cols>.*?</cols>", _shown))


def _changed(workbook: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A workbook whose parts are changed so, beside the other one."""
    out = workbook.with_name(name)
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)))
    return out


def _shown(columns: re.Match[bytes]) -> bytes:
    return re.sub(rb' (hidden|outlineLevel|collapsed)="\d"', b"", columns[0])
