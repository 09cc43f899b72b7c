"""What the pages of methods, functions and inputs take from the code: headings, names and numbers.

``python -m tools.pages`` writes them anew after one has changed; meanings are written by hand.
"""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

from addin.functions.measures import MEASURES, measure_names
from addin.report.headings import heading as heading_text
from addin.report.layout import BLOCK
from addin.words import LANGS, say
from tools.systems import refreshed_input

METHOD = Path(__file__).parents[1] / "docs/method.md"
FUNCTIONS = METHOD.with_name("functions.md")
INPUT = METHOD.with_name("input.md")
INPUT_RUSSIAN = METHOD.with_name("input.ru.md")


def refreshed_method(page: str) -> str:
    """The page with headings and fixed numbers as they are in the code now."""
    title, lines = "", []
    for line in page.splitlines():
        title = line if line.startswith("#") else title
        key = re.match(r"\| `(\w+)` \|", line)
        place = re.search(r"\| `(\S+)` \|$", line)
        if key and title.startswith("### Block"):
            lines.append(_with_cell(line, 2, heading(title, key[1])))
        elif place and title == "## Fixed numbers":
            lines.append(_with_cell(line, 2, number(place[1])))
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _with_cell(line: str, at: int, value: str) -> str:
    cells = line.split("|")
    cells[at] = f" {value} "
    return "|".join(cells)


def heading(title: str, key: str) -> str:
    """How a column is headed in the blocks that a title names, English and Russian; "" if none has it."""
    blocks = [name for name in re.findall(r"`(\w+)`", title) if key in BLOCK[name].keys]
    shown = {f"{heading_text(name, key, 'en')} · {heading_text(name, key, 'ru')}" for name in blocks}
    return " / ".join(sorted(shown))


def number(place: str) -> str:
    """The value of ``module.NAME``, or the default of ``module.function(argument)``, in ``addin``."""
    module, name, _, argument = re.findall(r"^([\w.]+)\.(\w+)(\((\w+)\))?$", place)[0]
    thing = getattr(importlib.import_module(f"addin.{module}"), name)
    value = inspect.signature(thing).parameters[argument].default if argument else thing
    return ", ".join(f"{x:g}" for x in (value if isinstance(value, tuple) else (value,)))


def refreshed_functions(page: str) -> str:
    """The page of cell functions with the names of measures and tables as they are in the code now."""
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    return "".join(map(_with_names, parts))


def _with_names(part: str) -> str:
    title = part.partition("\n")[0].removeprefix("## ")
    if title in MEASURES:
        rows = [
            [measure, " · ".join(dict.fromkeys(measure_names(title, measure)))] for measure in MEASURES[title]
        ]
    elif title == "REPORT_BLOCK":
        rows = [[name, *(say(f"block.{name}", lang) for lang in reversed(LANGS))] for name in BLOCK]
    else:
        return part
    lines = "".join(f"| `{name}` | {' | '.join(names)} |\n" for name, *names in rows)
    head = r"(^\| (?:measure|block) \|.*\n\|[-|]+\|\n)(?:\|.*\n)*"
    return re.sub(head, lambda found: found[1] + lines, part, count=1, flags=re.MULTILINE)


if __name__ == "__main__":
    FUNCTIONS.write_text(refreshed_functions(FUNCTIONS.read_text(encoding="utf-8")), encoding="utf-8")
    METHOD.write_text(refreshed_method(METHOD.read_text(encoding="utf-8")), encoding="utf-8")
    INPUT.write_text(refreshed_input(INPUT.read_text(encoding="utf-8")), encoding="utf-8")
    russian = INPUT_RUSSIAN.read_text(encoding="utf-8")
    INPUT_RUSSIAN.write_text(refreshed_input(russian, "ru"), encoding="utf-8")
