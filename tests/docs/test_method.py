"""docs/method.md says what the code computes: columns, headings, fixed numbers, evidence."""

from __future__ import annotations

import re

import pytest

from addin.report.layout import BLOCK, BLOCKS
from tests.docs.markdown import METHOD, section, tables, text, ticked
from tools import evidence, pages


def test_every_column_of_every_block_is_explained_and_no_other() -> None:
    titles = re.findall(r"^### Blocks? .*$", text(METHOD), flags=re.MULTILINE)
    assert sorted(name for title in titles for name in ticked(title)) == sorted(
        block.name for block in BLOCKS
    )
    for title in titles:
        told = {cells[0].strip("`"): cells[2] for cells in tables(section(METHOD, title))}
        assert set(told) == {key for name in ticked(title) for key in BLOCK[name].keys}, title
        assert all(told.values())


def test_headings_and_fixed_numbers_are_those_of_the_code() -> None:
    assert len(tables(section(METHOD, "Fixed numbers"))) > 20
    assert text(METHOD) == pages.refreshed_method(text(METHOD)), "run python -m tools.pages"


def test_the_opening_example_is_true() -> None:
    opening = text(METHOD).split("**An example to start from.**")[1].split("## Words")[0]
    assert set(re.findall(r"\d+%", opening)) == set(evidence.opening_example())


@pytest.mark.parametrize("heading", evidence.TABLES)
def test_the_evidence_is_what_a_new_run_gives(heading: str) -> None:
    """To about half a point: other versions of numpy may draw other numbers."""
    told = section(METHOD, "Evidence").split(f"| {heading} |")[1].split("\n\n")[0].splitlines()[2:]
    found = [f"| {' | '.join(row)} |" for row in evidence.TABLES[heading]()]
    assert [re.sub(r"[−+\d.,]", "", line) for line in told] == [
        re.sub(r"[−+\d.,]", "", line) for line in found
    ]
    assert numbers("".join(told)) == pytest.approx(numbers("".join(found)), abs=0.6)


def numbers(line: str) -> list[float]:
    plain = line.replace(",", "").replace("−", "-")
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", plain)]
