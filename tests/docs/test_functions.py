"""docs/functions.md says what cell functions there are and what they take."""

from __future__ import annotations

import re

from addin import defect_log
from addin.functions import arguments, disk_cache, measures, registry
from addin.report.layout import BLOCK
from tests.docs.markdown import FUNCTIONS, section, tables, text, ticked
from tools import pages


def test_functions_their_arguments_and_names_are_told_as_they_are() -> None:
    assert text(FUNCTIONS) == pages.refreshed_functions(text(FUNCTIONS)), "run python -m tools.pages"
    for function in registry.FUNCTIONS:
        rows = [row for row in tables(section(FUNCTIONS, f"## {function.name}")) if len(row) == 3]
        told = {ticked(name)[0]: needed for name, needed, _ in rows if needed in ("", "yes")}
        assert told == {a.name: "yes" if a.required else "" for a in function.arguments}
    for name, measure in measures.DEFAULT_MEASURE.items():
        assert f"`{measure}` if left out" in section(FUNCTIONS, f"## {name}")


def test_the_examples_of_formulas_name_what_there_is() -> None:
    examples = [row[:2] for row in tables(text(FUNCTIONS).split("## What a cell shows")[0])]
    assert len(examples) >= len(registry.FUNCTIONS)
    assert {ticked(one)[0][1:].split("(")[0] for one, _ in examples} == set(registry.BY_NAME)
    for row in examples:
        for separator, example in zip(";,", (ticked(cell)[0] for cell in row), strict=True):
            name, given = re.fullmatch(r"=(\w+)\((.*)\)", example).groups()
            args = given.split(separator)
            declared = registry.BY_NAME[name].arguments
            assert len(args) <= len(declared), example
            for argument, arg in zip(declared, args, strict=False):
                if argument.kind == "handle":
                    assert arg == "hf_deals"
                if argument.name == "measure" and arg:
                    assert measures.measures(name).find(arg.strip('"'))
                if argument.name == "block":
                    assert arg.strip('"') in BLOCK
                if argument.name in ("period", "window") and arg:
                    assert arguments.period(arg.strip('"'), argument.name)


def test_the_cache_is_as_told() -> None:
    assert f"at\nmost {disk_cache.MAX_ENTRIES} of them and {disk_cache.MAX_BYTES // 2**20} MB" in text(
        FUNCTIONS
    )
    assert defect_log.LOG_VARIABLE in text(FUNCTIONS)
