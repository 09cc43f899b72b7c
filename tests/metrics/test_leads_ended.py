"""Leads that end before wins do are said; a quiet department, a lull or the end of both are not."""

from __future__ import annotations

import datetime as dt

import pytest

from addin.metrics.arrivals import leads_ended
from addin.report.build import build
from addin.settings import resolve
from tests.make import Row, dataset
from tests.metrics.examples import occupied

FIRST, LAST = dt.date(2025, 9, 1), dt.date(2026, 6, 30)


def department(quiet: int, won_after: int, every: int = 1) -> list[Row]:
    """A lead each so many days until so many days before the last, won so many days after if by then."""
    rows: list[Row] = []
    for k in range(0, (LAST - FIRST).days - quiet + 1, every):
        created = FIRST + dt.timedelta(days=k)
        won_on = created + dt.timedelta(days=won_after)
        won = k % 2 == 0 and won_on <= LAST
        rows.append(
            {
                "id": f"q{k}",
                "created": created.isoformat(),
                "status": "Won" if won else "New",
                "closed": won_on.isoformat() if won else None,
                "amount": 100.0,
            }
        )
    return rows


@pytest.mark.parametrize(
    ("quiet", "won_after", "every", "said"),
    [
        (60, 50, 1, True),
        (60, 5, 1, False),  # wins have ended too
        (25, 20, 1, False),  # a lull
        (60, 50, 20, False),  # three leads are missed: luck
        (0, 50, 1, False),
    ],
)
def test_leads_that_end_while_wins_go_on(quiet: int, won_after: int, every: int, said: bool) -> None:
    occupancy = occupied(dataset(department(quiet, won_after, every)), LAST)[0]
    found = leads_ended(occupancy.at(occupancy.as_of_day))
    assert (found is not None) == said
    if found is not None:
        assert found == int(occupancy.creation_days[-1])


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "The last lead is of 2026-05-01"), ("ru", "Последний лид – от 01.05.2026")]
)
def test_the_report_says_so_beside_the_forecast(lang: str, words: str) -> None:
    blocks = {}
    for quiet in (60, 0):
        settings = resolve({"as_of": LAST.isoformat()}, {}, {}, lang)
        blocks[quiet] = build(dataset(department(quiet, 50)), settings, LAST).blocks
    texts = {quiet: " ".join(each["summary"]["text"]) for quiet, each in blocks.items()}
    assert words in texts[60]
    assert words not in texts[0]
    rows = blocks[60]["forecast"]
    assert rows["note"][rows["component"] == "new"].notna().all()
