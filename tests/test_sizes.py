"""Every file holds one idea and every function one step: 250 lines a file, 30 a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parents[1]
FOLDERS = ("addin", "sheets_templates", "tests", "benchmarks", "tools", "findings")
MOST_FILE, MOST_FUNCTION = 250, 30
"""Lines; a function's without its docstring."""
STILL: frozenset[str] = frozenset({"addin/deals/asof.py", "addin/deals/values/dates.py"})
"""Files that are still too long or hold a function that is."""


@cache
def too_long() -> dict[str, str]:
    """File → what in it is too long."""
    files = [path for folder in FOLDERS for path in sorted((PROJECT / folder).rglob("*.py"))]
    assert len(files) > 400
    found = {path.relative_to(PROJECT).as_posix(): ", ".join(long_parts(path)) for path in files}
    return {name: parts for name, parts in found.items() if parts}


def long_parts(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    if lines > MOST_FILE:
        yield f"{lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > MOST_FUNCTION:
            yield f"{node.name} of {length(node)} lines"


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    assert function.end_lineno is not None
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    assert docstring.end_lineno is not None
    return lines - (docstring.end_lineno - docstring.lineno + 1)


def test_no_file_and_no_function_is_too_long() -> None:
    assert {name: parts for name, parts in too_long().items() if name not in STILL} == {}


def test_what_is_short_enough_is_no_longer_excused() -> None:
    assert set(too_long()) >= STILL
