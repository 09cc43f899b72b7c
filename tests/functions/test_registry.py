"""The table of cell functions is as hosts expect it, and tells about itself in every language."""

from __future__ import annotations

import inspect

import pytest

from addin.functions.call import call
from addin.functions.registry import FUNCTIONS
from addin.words import LANGS, Lang, catalogue


def test_the_registry_is_as_hosts_expect_it() -> None:
    assert {f.name: [a.name for a in f.arguments] for f in FUNCTIONS} == {
        "DEALS": ["deals", "stages", "history", "spend", "plan", "rates", "settings"],
        "INTAKE": ["deals", "measure", "manager", "source", "period"],
        "STAGE_CONV": ["deals", "from_stage", "to_stage", "manager", "source", "window", "measure"],
        "PRESALE_FORECAST": ["deals", "measure", "manager", "source", "component"],
        "MOVEMENT": ["deals", "change", "measure", "manager", "source", "period"],
        "TREND": ["deals", "measure", "month"],
        "TIME_IN_STAGE": ["deals", "stage", "measure", "manager"],
        "REPORT_BLOCK": ["block", "deals", "period"],
    }
    assert {(f.name, a.name) for f in FUNCTIONS for a in f.arguments if a.required} == {
        ("DEALS", "deals"),
        ("MOVEMENT", "change"),
        ("REPORT_BLOCK", "block"),
    }
    assert list(inspect.signature(call).parameters)[:4] == ["name", "args", "lang", "origin"]


@pytest.mark.parametrize("lang", LANGS)
def test_everything_has_help_and_no_help_is_left_over(lang: Lang) -> None:
    told = {f"function.{f.name}" for f in FUNCTIONS}
    told |= {f"function.{f.name}.{a.name}" for f in FUNCTIONS for a in f.arguments}
    assert told == {key for key in catalogue() if key.startswith("function.")}
    for function in FUNCTIONS:
        assert function.help(lang)
        assert len(function.help(lang)) <= 255, "Excel shows no more"
        for argument in function.arguments:
            assert 0 < len(function.argument_help(argument, lang)) <= 255
            assert function.argument_help(argument.name, lang) == function.argument_help(argument, lang)
