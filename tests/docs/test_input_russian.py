"""docs/input.ru.md is docs/input.md in Russian: block by block the same data, links and numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from addin import words
from addin.deals.reading.roles import guess_roles, parse_role
from tests.docs.markdown import INPUT, INPUT_RUSSIAN, in_russian, links, section, tables, text, ticked
from tools.systems import RUSSIAN, refreshed_input

_FENCE = "```"
SAID = tomllib.loads(RUSSIAN.read_text(encoding="utf-8"))


class Section(NamedTuple):
    """A heading with what stands under it: paragraphs, lists, tables and commands."""

    level: int
    title: str
    blocks: list[str]


def sections(page: Path) -> list[Section]:
    _, *parts = re.split(r"^(#+) (.*)$", text(page), flags=re.MULTILINE)
    return [
        Section(len(level), title, re.split(r"\n{2,}", body.strip()))
        for level, title, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def same_headings() -> bool:
    return [one.level for one in sections(INPUT_RUSSIAN)] == [one.level for one in sections(INPUT)]


PAIRS = list(zip(sections(INPUT), sections(INPUT_RUSSIAN), strict=True)) if same_headings() else []
per_section = pytest.mark.parametrize(
    ("english", "russian"), PAIRS, ids=[english.title for english, _ in PAIRS]
)


def kind(block: str) -> str:
    """What a block is: "table", "commands", "list" or "text"."""
    marks = {"|": "table", _FENCE: "commands", "- ": "list", "1. ": "list"}
    return next((name for mark, name in marks.items() if block.startswith(mark)), "text")


def code(part: str) -> list[str]:
    """What stands in ticks, a word in angle brackets standing for any; fixed words in Russian."""
    return [SAID.get(one, re.sub(r"<\w[^>]*>", "<>", one)) for one in ticked(" ".join(part.split()))]


def numbers(part: str) -> list[str]:
    """Every number outside of ticks and of links, by its digits."""
    bare = re.sub(r"`[^`]*`|\]\([^)]*\)", "", " ".join(part.split()))
    return [re.sub(r"\D", "", one) for one in re.findall(r"\d+(?:[.,]\d+)*", bare)]


def points(block: str) -> int:
    """How many points a list has, and how many leads in bold or names in italics any block."""
    return len(re.findall(r"^- |^\d\. (?!\[)|\*", block, flags=re.MULTILINE))


def test_the_pages_have_the_same_headings_in_order() -> None:
    assert [one.level for one in sections(INPUT_RUSSIAN)] == [one.level for one in sections(INPUT)]


@per_section
def test_a_section_has_the_same_blocks(english: Section, russian: Section) -> None:
    assert [kind(block) for block in russian.blocks] == [kind(block) for block in english.blocks]


@per_section
def test_commands_are_the_same(english: Section, russian: Section) -> None:
    commands = [[block for block in one.blocks if kind(block) == "commands"] for one in (english, russian)]
    assert commands[1] == commands[0]


@per_section
def test_tables_name_the_same_data_in_every_cell(english: Section, russian: Section) -> None:
    shown = [tables("\n".join(one.blocks)) for one in (english, russian)]
    for told, ours in zip(*shown, strict=True):
        assert len(ours) == len(told), ours
        for here, there in zip(ours, told, strict=True):
            assert (code(here), bool(here)) == (code(there), bool(there)), ours
            assert links(here) == [in_russian(link) for link in links(there)], ours


@per_section
@pytest.mark.parametrize("of", [code, numbers], ids=["code", "numbers"])
def test_paragraphs_name_the_same_data(
    english: Section, russian: Section, of: Callable[[str], list[str]]
) -> None:
    for told, ours in zip(english.blocks, russian.blocks, strict=True):
        if kind(told) != "commands":
            assert sorted(of(ours)) == sorted(of(told)), ours


@per_section
def test_paragraphs_have_the_same_links_points_and_leads(english: Section, russian: Section) -> None:
    for told, ours in zip(english.blocks, russian.blocks, strict=True):
        assert sorted(links(ours)) == sorted(in_russian(link) for link in links(told)), ours
        assert points(ours) == points(told), ours


@per_section
def test_russian_words_of_the_english_page_stand_in_the_russian_one(
    english: Section, russian: Section
) -> None:
    for told, ours in zip(english.blocks, russian.blocks, strict=True):
        said = " ".join(ours.split())
        assert [word for word in re.findall("«([^»]+)»", " ".join(told.split())) if word not in said] == []


def test_what_is_done_with_a_row_is_called_as_data_check_calls_it() -> None:
    done = {"set aside": "set_aside", "repaired": "repaired", "kept": "kept", "after": "after_asof"}
    rows = zip(
        tables(section(INPUT, "What Data check says")),
        tables(section(INPUT_RUSSIAN, "Проверка данных")),
        strict=True,
    )
    for english, russian in rows:
        for told, action in done.items():
            assert (words.say(f"code.{action}", "ru") in russian[1]) is (told in english[1]), russian


def test_the_example_of_a_mapping_is_the_same() -> None:
    assert tables(section(INPUT_RUSSIAN, "Соответствие")) == tables(section(INPUT, "Mapping"))


def test_statuses_that_the_page_gives_a_role_have_it() -> None:
    told = re.findall(r"«([^»]+)» – (\w+)", section(INPUT_RUSSIAN, "Роли, которых"))
    assert len(told) == 3
    for status, role in told:
        (found,) = guess_roles([status])["role"]
        assert parse_role(role) == found or role == words.say(f"code.{found}", "ru"), status


def test_the_table_of_systems_is_that_of_the_english_page_with_all_its_menus_said() -> None:
    assert refreshed_input(text(INPUT_RUSSIAN), "ru") == text(INPUT_RUSSIAN)
    menus = {row[-1] for row in tables(section(INPUT, "Systems known by name"))}
    assert menus <= set(SAID)
