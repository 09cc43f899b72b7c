"""The table of systems in ``docs/input.md`` and ``docs/input.ru.md``, made of the files that tests read.

``python -m tools.pages`` writes it anew.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from addin.deals.issues import IssueLog
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.deals.tables.merging import merge_columns
from addin.deals.tables.table import find_table
from addin.readers.sources import open_sources

_TESTS = Path(__file__).parents[1] / "tests"
FILES = _TESTS / "fixtures/systems"
EXPECTED = _TESTS / "deals/crm_exports/systems.toml"
_WISHED = ("manager", "source", "amount", "closed", "lost_reason", "next_contact")
RUSSIAN = Path(__file__).with_name("systems_russian.toml")
_HEAD = {
    "en": "| system | language | form | read | not in it | headings not seen published | how to export |\n",
    "ru": "| система | язык | вид | читается | чего нет | заголовки, которых нет в открытых источниках"
    " | как выгрузить |\n",
}


def refreshed_input(page: str, lang: str = "en") -> str:
    """The page in that language with the table of systems as the files are read now."""
    rows = sorted(map(_row, _files(EXPECTED).items()), key=str.casefold)
    lines = "".join(_in_russian(row, _files(RUSSIAN)) for row in rows) if lang == "ru" else "".join(rows)
    head = re.escape(_HEAD[lang]) + r"(\|[-|]+\|\n)(?:\|.*\n)*"
    return re.sub(head, lambda found: _HEAD[lang] + found[1] + lines, page, count=1)


def _in_russian(row: str, said: dict[str, str]) -> str:
    """A row with what is said in it, whole cells first, else their parts."""
    cells = row.strip("|\n ").split(" | ")
    parts = ("".join(said.get(part, part) for part in re.split("([;,] )", cell)) for cell in cells)
    return f"| {' | '.join(said.get(cell, part) for cell, part in zip(cells, parts, strict=True))} |\n"


def _files(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _row(entry: tuple[str, dict[str, Any]]) -> str:
    name, of = entry
    columns = _columns(name)
    lacking = [f"`{column}`" for column in _WISHED if column not in columns]
    if _unplaced(name):
        lacking.append("what its stages mean: write Stages")
    cells = (
        of["system"],
        of["language"],
        of.get("form", "list"),
        ", ".join(f"`{column}`" for column in columns),
        ", ".join(lacking) or "–",
        of["unseen"] or "–",
        _files(Path(__file__).with_suffix(".toml"))[of["system"]],
    )
    return f"| {' | '.join(cells)} |\n"


def _columns(name: str) -> list[str]:
    """Our columns that the file fills."""
    table = find_table("deals", open_sources(FILES / name, {}).tables["deals"], {}, IssueLog())
    if table is None:
        raise ValueError(f"{name} is empty")
    return [column for column in merge_columns(table).columns if not column.startswith("is_")]


def _unplaced(name: str) -> bool:
    """Whether nothing tells what some of its stages are."""
    stages = read(open_sources(FILES / name, {}).tables, ReadOptions()).stages
    return bool(stages["evidence"].eq("none").any())
