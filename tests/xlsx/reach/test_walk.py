"""The walk finds what a patient look at every cell finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from addin.placement.ranges import Rect
from addin.xlsx.reach.cycles import circular
from addin.xlsx.reach.reads import Area, Reads
from addin.xlsx.reach.walk import CellSet, Node, Walk

SHEETS = st.sampled_from(["a", "b"])
PLACES = st.integers(1, 9)


@st.composite
def areas(draw: st.DrawFn, most: int = 9) -> Area:
    top, left = draw(PLACES), draw(PLACES)
    height, width = draw(st.integers(0, most)), draw(st.integers(0, most))
    return draw(SHEETS), Rect(top, left, top + height, left + width)


def nodes(most: int = 2) -> st.SearchStrategy[list[Node]]:
    reads = st.builds(Reads, st.lists(areas(), max_size=3).map(tuple), st.sampled_from([False] * 9 + [True]))
    return st.lists(st.builds(Node, areas(most), reads), max_size=14)


def meet(one: Area, other: Area) -> bool:
    return one[0] == other[0] and one[1].intersects(other[1])


def reads_any(node: Node, found: list[Area]) -> bool:
    return node.reads.in_doubt or any(meet(read, area) for read in node.reads.areas for area in found)


@given(nodes(), st.lists(areas(), max_size=2))
def test_all_that_read_the_areas_are_reached(every: list[Node], blocks: list[Area]) -> None:
    found, before = set[int](), -1
    while len(found) > before:
        before = len(found)
        cells = [*blocks, *(every[number].at for number in found)]
        found = {number for number, node in enumerate(every) if reads_any(node, cells)}
    assert Walk(every).reached(blocks) == found


@given(st.lists(areas(), max_size=6), areas())
def test_a_set_of_cells_knows_what_meets_it(cells: list[Area], asked: Area) -> None:
    assert CellSet.of(cells).intersects(asked) == any(meet(cell, asked) for cell in cells)


@given(nodes(most=0))
def test_what_reads_itself_is_circular(every: list[Node]) -> None:
    def reachable(start: int) -> set[int]:
        seen, waiting = set[int](), [start]
        while waiting:
            read = every[waiting.pop()].reads.areas
            new = {n for n, node in enumerate(every) if any(meet(node.at, area) for area in read)} - seen
            seen |= new
            waiting += new
        return seen

    wanted = {number for number in range(len(every)) if number in reachable(number)}
    assert circular(every, range(len(every))) == wanted


def test_long_chains_and_moving_windows_end() -> None:
    def one(row: int, column: int = 1) -> Area:
        return "a", Rect(row, column, row, column)

    chain = [Node(one(row), Reads((one(row - 1),))) for row in range(2, 5000)]
    assert len(Walk(chain).reached([one(1)])) == 4998
    windows = [Node(one(row), Reads((("a", Rect(row - 40, 1, row - 1, 1)),))) for row in range(41, 3000)]
    assert len(Walk(windows).reached([one(1)])) == 2959
    assert Walk(windows).reached([one(1, 2)]) == set()
