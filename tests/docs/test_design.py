"""The words of the design page stand for something in the code, and its rooms are there."""

from __future__ import annotations

import importlib
import re

import pytest

from tests.docs.markdown import ROOT

PAGE = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
GLOSSARY = PAGE.partition("## Words")[2].partition("## The flow")[0]
SYMBOLS = re.findall(r"\| `([\w.]+)` \|$", GLOSSARY, re.MULTILINE)
ROOMS = PAGE.partition("## The rooms")[2].partition("## What holds")[0]


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_each_word_has_its_symbol(symbol: str) -> None:
    module, _, name = symbol.rpartition(".")
    assert hasattr(importlib.import_module(module), name)


def test_every_word_has_a_symbol() -> None:
    words = [line for line in GLOSSARY.splitlines() if line.startswith("|")][2:]
    assert len(words) == len(SYMBOLS) >= 20


def test_the_rooms_are_those_of_the_tree() -> None:
    told = set(re.findall(r"`(addin/\w+)/?(?:\.py)?`", ROOMS))
    there = {
        f"addin/{path.stem}" for path in (ROOT / "addin").iterdir() if path.suffix == ".py" or path.is_dir()
    }
    assert there - told <= {"addin/__init__", "addin/__main__", "addin/__pycache__"}
