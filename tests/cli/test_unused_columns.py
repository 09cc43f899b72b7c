"""``check``: columns that nothing uses are listed, those too whose cells speak for something of ours."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.cli.sample import Run


def test_a_column_that_is_only_proposed_is_not_used_and_listed_with_what_it_may_be(
    run: Run, tmp_path: Path
) -> None:
    """The day of creation is known by parts of its heading, the sums by their cells alone."""
    first, statuses = dt.date(2026, 1, 1), ("New", "Talks", "Won", "Lost")
    lines = [f"{n},{first + dt.timedelta(days=n)},{statuses[n % 4]},{1000 + 37 * n}" for n in range(40)]
    deals = tmp_path / "deals.csv"
    deals.write_text("\n".join(["id,Day of first enquiry,status,Xyz", *lines]), encoding="utf-8")
    code, said, err = run("check", deals, "--lang", "en")
    assert (code, err) == (0, "")
    unused = said.split("Columns that are not used")[1].split("Sheet")[0]
    assert "Xyz" in unused
    assert 'perhaps "amount"' in unused
    assert "Day of first enquiry" not in unused
