"""What a refusal for want of a column shows: the headings, and those alike, the likeliest first."""

from __future__ import annotations

import pytest

from addin.errors import InputError
from tests.deals.sheets import Rows
from tests.deals.tables.found import failure, table


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["ref", "phase", "made", "kind"],
            ["A-1", "New", "2024-01-05", "x"],
            ["A-2", "Won", "2024-01-09", "y"],
        ],
        [["ref", "Stage", "made", "kind"], ["A-1", "New", "2024-01-05", "Stage"]],
    ],
)
def test_the_first_row_is_shown_as_the_headings_not_a_row_of_values(rows: Rows) -> None:
    error = failure(rows)
    assert (error.key, error.params["row"]) == ("column_missing", 1)
    assert error.params["found"] == ", ".join(f"«{heading}»" for heading in rows[0])


@pytest.mark.parametrize("turned", [False, True])
def test_the_date_of_entering_a_stage_is_taken_and_never_that_of_leaving_it(turned: bool) -> None:
    dates = ["Stage Entered Date", "Stage Exit Date"]
    head = ["Deal ID", "New Stage", *(dates[::-1] if turned else dates)]
    found, _ = table([head, [1, "Won", "2024-01-05", "2024-01-06"]], "history")
    assert found.headers["changed_at"] == "Stage Entered Date"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("entering", "leaving"),
    [("Stage Entring Date", "Stage Exit Date"), ("Дата вхда на этап", "Дата выхода с этапа")],
)
def test_the_date_of_entering_a_stage_is_named_and_not_that_of_leaving_it(
    entering: str, leaving: str, turned: bool
) -> None:
    dates = [leaving, entering] if turned else [entering, leaving]
    with pytest.raises(InputError) as caught:
        table([["Deal ID", "New Stage", *dates], [1, "Won", "2024-01-05", "2024-01-06"]], "history")
    near = str(caught.value.params["nearest"])
    assert near.startswith(f"«{entering}»")
    assert leaving not in near


def test_the_likeliest_heading_is_named_first_and_the_id_is_not_among_them() -> None:
    rows: Rows = [
        ["Deal ID", "Stage", "Last creation", "Craeted Date"],
        [1, "Won", "2024-01-05", "2024-01-06"],
    ]
    near = str(failure(rows).params["nearest"])
    assert near.startswith("«Craeted Date»")
    assert "Deal ID" not in near
