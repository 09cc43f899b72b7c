"""The pages about Excel name commands, options, functions, measures and blocks that are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from addin.cli.app import app
from addin.functions.measures import MEASURES
from addin.functions.registry import BY_NAME
from addin.report.layout import BLOCK

DOCS = Path(__file__).parents[3] / "docs"
PAGES = [DOCS / "excel.md", DOCS / "excel-checklist.md"]
TEXT = {page.name: page.read_text(encoding="utf-8") for page in PAGES}


def commands(text: str) -> list[list[str]]:
    blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`(honest-funnel [^`\n]+)`", text)
    return [shlex.split(line)[1:] for line in lines]


def resolved(words: list[str]) -> list[str]:
    """The command that the words call; an unknown word or option fails."""
    command: Any = typer.main.get_command(app)
    path = []
    while words and words[0] in getattr(command, "commands", {}):
        path.append(words[0])
        command, words = command.commands[words[0]], words[1:]
    options = {name for param in command.params for name in param.opts} | {"--help"}
    assert {word for word in words if word.startswith("--")} <= options, words
    assert path or words[0].startswith("--"), words
    return path


@pytest.mark.parametrize("name", TEXT)
def test_commands_exist(name: str) -> None:
    found = [resolved(words) for words in commands(TEXT[name])]
    assert len(found) > 3


def test_every_command_is_told_of() -> None:
    told = {tuple(resolved(words)) for words in commands(TEXT["excel.md"])}
    assert {("excel", name) for name in ("build", "install", "uninstall", "lite")} | {("doctor",)} <= told


def test_formulas_use_what_there_is() -> None:
    formulas = re.findall(r"=(?:\w+\()*?([A-Z_]+)\(([^`]*)\)`", "".join(TEXT.values()))
    known = [(name, rest) for name, rest in formulas if name in BY_NAME]
    assert {name for name, _ in known} == set(BY_NAME)
    for name, rest in known:
        measures = re.match(r"hf_deals, ?\"(\w+)\"", rest) if name in ("INTAKE", "PRESALE_FORECAST") else None
        if measures and measures[1] != "leds":
            assert measures[1] in MEASURES[name]
        if name == "REPORT_BLOCK":
            assert rest.split('"')[1] in BLOCK


def test_steps_are_numbered_in_order() -> None:
    numbers = [
        int(number) for number in re.findall(r"^\| (\d+) \|", TEXT["excel-checklist.md"], re.MULTILINE)
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 30
