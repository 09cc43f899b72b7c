"""The Russian editions of pages: the same headings, tables, commands, names in ticks and links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.markdown import TRANSLATED, in_russian, links, tables, text, ticked

Parts = list[tuple[str, str]]
per_page = pytest.mark.parametrize("name", sorted(set(TRANSLATED) - {"input"}))


def parts(page: Path) -> Parts:
    """Level of each heading, and what stands under it."""
    _, *found = re.split(
        r"^(#+) .*$",
        re.sub(r"^ *```.*?^ *```", "", text(page), flags=re.MULTILINE | re.DOTALL),
        flags=re.MULTILINE,
    )
    return list(zip(found[::2], found[1::2], strict=True))


def pairs(name: str) -> list[tuple[str, str]]:
    """What stands under each heading in English, and in Russian."""
    english, russian = map(parts, TRANSLATED[name])
    return [(told, ours) for (_, told), (_, ours) in zip(english, russian, strict=True)]


def commands(page: Path) -> list[str]:
    """The blocks of commands, without comments."""
    return [re.sub(r" +#.*", "", one) for one in re.findall(r"```\w+\n(.*?)```", text(page), flags=re.DOTALL)]


@per_page
def test_headings_have_the_same_levels_in_order(name: str) -> None:
    english, russian = map(parts, TRANSLATED[name])
    assert [level for level, _ in russian] == [level for level, _ in english]


@per_page
def test_commands_are_the_same(name: str) -> None:
    english, russian = map(commands, TRANSLATED[name])
    assert russian == english


@per_page
def test_tables_have_the_same_rows_and_name_the_same_things(name: str) -> None:
    for told, ours in pairs(name):
        english, russian = tables(told), tables(ours)
        assert [[ticked(cell) for cell in row] for row in russian] == [
            [ticked(cell) for cell in row] for row in english
        ]


@per_page
def test_parts_name_the_same_things_and_lead_to_the_same_pages(name: str) -> None:
    for told, ours in pairs(name):
        joined = [" ".join(part.split()) for part in (told, ours)]
        assert sorted(ticked(joined[1])) == sorted(ticked(joined[0])), ours
        assert sorted(links(ours)) == sorted(in_russian(link) for link in links(told)), ours
        points = [len(re.findall(r"^(?:- |\d\. (?!\[))", part, flags=re.MULTILINE)) for part in (told, ours)]
        assert points[1] == points[0], ours
