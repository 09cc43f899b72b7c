"""Ids of Salesforce: of 15 characters in one table, of 18 in the other."""

from __future__ import annotations

import pandas as pd
import pytest

from addin.deals.values.salesforce_ids import in_known_form, suffix_of
from tests.deals.sheets import Rows, column, load, refusal

SHORT = ["0065g00000AbCdE", "0065g00000AbCde", "0065g00000FGhiJ"]
"""Two of them differ in one letter's case only."""
LONG = [one + suffix_of(one) for one in SHORT]
INVENTED = [f"006A0000000000{n}" for n in range(1, 4)]


def form(ids: list[str], known: list[str]) -> list[str]:
    return list(in_known_form(pd.Series(ids, dtype="str"), pd.Series(known, dtype="str")))


def deals(ids: list[str]) -> Rows:
    return [
        ["Id", "Created Date", "Stage"],
        *[[one, "2026-09-01", "Won" if at else "New"] for at, one in enumerate(ids)],
    ]


def history(ids: list[str]) -> Rows:
    rows = [[f"017{at}", one, f"2026-09-0{2 + at}", "Won" if at else "New"] for at, one in enumerate(ids)]
    return [["Id", "OpportunityId", "CreatedDate", "StageName"], *rows]


def test_the_suffix_tells_which_letters_are_large() -> None:
    assert suffix_of("001000000000000") == "AAA"
    assert suffix_of("0065g00000AbCdE")[2] == "V"  # A, C and E are large: 1 + 4 + 16 = 21


@pytest.mark.parametrize(("own", "changes"), [(SHORT, LONG), (LONG, SHORT), (LONG, LONG), (SHORT, SHORT)])
def test_a_change_finds_its_deal_under_either_form(own: list[str], changes: list[str]) -> None:
    data = load(deals(own), history=history(changes))
    assert column(data, "id") == own
    assert column(data, "id", "history") == own


@pytest.mark.parametrize("short_first", [True, False])
def test_a_suffix_that_somebody_made_up_will_do_where_it_is_the_only_one(short_first: bool) -> None:
    made_up = [one + "AAA" for one in INVENTED]
    own, changes = (INVENTED, made_up) if short_first else (made_up, INVENTED)
    assert column(load(deals(own), history=history(changes)), "id", "history") == own


def test_the_case_of_letters_is_never_folded() -> None:
    folded = [one.upper() for one in SHORT]
    assert refusal(deals(LONG), history=history(folded)).key == "history_of_other_deals"


def test_a_deal_under_both_forms_is_one_repeated() -> None:
    rows = [["Id", "Created Date", "Stage"]]
    rows += [[one, "2026-09-01", "New"] for one in (*LONG, SHORT[0])]
    assert column(load(rows), "id") == [*LONG, LONG[0]]


def test_other_ids_stay_as_they_are() -> None:
    ids = ["123456789012345012", "DEAL-2026-00017AAA", "x"]
    assert form(ids, ["123456789012345", "DEAL-2026-00017"]) == ids


def test_two_long_forms_of_one_short_are_told_by_the_right_suffix() -> None:
    wrong = INVENTED[0] + "ZZZ"
    right = INVENTED[0] + suffix_of(INVENTED[0])
    assert form([INVENTED[0]], [wrong, right]) == [right]
