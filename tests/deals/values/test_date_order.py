"""Whether day or month comes first is decided over the whole column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.deals.values.read_dates import as_texts, parse


@pytest.mark.parametrize(
    ("cells", "order", "shown"),
    [
        # one value that fits one order only decides for all
        (["05/09/2026", "13/09/2026"], "dmy", ["2026-09-05", "2026-09-13"]),
        (["05/09/2026", "09/13/2026"], "mdy", ["2026-05-09", "2026-09-13"]),
        (["05-09-2026", "09-13-2026"], "mdy", ["2026-05-09", "2026-09-13"]),
        (["05.09.2026", "09/13/2026"], "mdy", ["2026-05-09", "2026-09-13"]),
        (["05/09/2026", "13.09.2026"], "dmy", ["2026-09-05", "2026-09-13"]),
        # neither fits all, but nothing hangs on it: each has one meaning
        (["05/05/2026", *["13/09/2026"] * 2, "09/25/2026"], "dmy", ["2026-05-05", *["2026-09-13"] * 2, "!"]),
        (["05/05/2026", "13/09/2026", *["09/25/2026"] * 2], "mdy", ["2026-05-05", "!", *["2026-09-25"] * 2]),
        # what fits neither has no say
        (["99/99/2026", "05/09/2026", "13/09/2026"], "dmy", ["!", "2026-09-05", "2026-09-13"]),
        # both orders mean the same day
        (["05/05/2026", "09/09/2026"], "dmy", ["2026-05-05", "2026-09-09"]),
        (["05/05/2026", "05.09.2026"], "dmy", ["2026-05-05", "2026-09-05"]),
        # dots put the day first, unless that cannot be
        (["05.09.2026", "06.09.2026"], "dmy", ["2026-09-05", "2026-09-06"]),
        (["05.09.2026", "09.13.2026"], "mdy", ["2026-05-09", "2026-09-13"]),
        (["13.09.2026", "09.14.2026", "09.15.2026"], "dmy", ["2026-09-13", "!", "!"]),
        (["2026-09-05", "05/13/2026"], "mdy", ["2026-09-05", "2026-05-13"]),
    ],
)  # fmt: skip
def test_the_order_is_decided_over_the_column(cells: list[str], order: str, shown: list[str]) -> None:
    parsed = parse(cells)
    assert (parsed.order, parsed.ambiguous) == (order, None)
    assert [text[:10] for text in as_texts(parsed)] == shown


@pytest.mark.parametrize(
    ("cells", "example"),
    [
        (["05/05/2026", "05/09/2026", "06/09/2026"], "05/09/2026"),
        (["05.09.2026", "05-10-2026 10:00"], "05-10-2026 10:00"),
        (["13/09/2026", "09/25/2026"], "13/09/2026"),
        # some cells show one order, some the other: what most of them show is no proof for the rest
        ([*["13/09/2026"] * 9, "09/25/2026", "05/09/2026"], "05/09/2026"),
        (["09/25/2026", "09/26/2026", "13/09/2026", "05/05/2026", "06-09-2026"], "06-09-2026"),
        (["09/25/2026", "09/26/2026", "13/09/2026", "06.09.2026"], "06.09.2026"),
    ],
)
def test_when_both_orders_will_do_the_user_is_asked(cells: list[str], example: str) -> None:
    parsed = parse([*cells, "2026-01-02", "99/99/2026", None])
    assert parsed.ambiguous == example
    assert as_texts(parsed) == [*["-"] * len(cells), "2026-01-02 00:00:00", "!", "-"]


@pytest.mark.parametrize("odd", ["2026-04-31 00:00:00", "1985-01-01 00:00:00", "2026-01-01 24:00:00"])
@pytest.mark.parametrize("dtype", ["object", "str"])
def test_a_column_made_text_by_a_few_cells_is_read_like_any_other(odd: str, dtype: str) -> None:
    parsed = parse(
        ["2026-09-05 09:05:07", odd, "05.09.2026", None, "when he calls", "2026-09-06 00:00:00"], dtype=dtype
    )
    assert as_texts(parsed) == [
        "2026-09-05 09:05:07",
        "!",
        "2026-09-05 00:00:00",
        "-",
        "!",
        "2026-09-06 00:00:00",
    ]
    assert parsed.order == "dmy"


def test_a_few_dates_that_can_be_read_both_ways_among_plain_ones_are_asked_about() -> None:
    parsed = parse(["2026-09-05 09:05:07", "05/09/2026"])
    assert (parsed.order, parsed.ambiguous) == ("none", "05/09/2026")


def test_the_answer_settles_it() -> None:
    assert as_texts(parse(["05/09/2026"], "dmy")) == ["2026-09-05 00:00:00"]
    month_first = parse(["05/09/2026", "13/09/2026"], "mdy")
    assert as_texts(month_first) == ["2026-05-09 00:00:00", "!"]
    assert (month_first.order, month_first.ambiguous) == ("mdy", None)


@given(
    st.lists(
        st.sampled_from(["05/09/2026", "13/09/2026", "09/13/2026", "05.09.2026", "x", "2026-01-01"]),
        max_size=9,
    )
)
def test_the_order_of_rows_changes_no_value(cells: list[str]) -> None:
    forward, backward = parse(cells), parse(cells[::-1])
    assert as_texts(forward) == as_texts(backward)[::-1]
    assert (forward.ambiguous is None) == (backward.ambiguous is None)
