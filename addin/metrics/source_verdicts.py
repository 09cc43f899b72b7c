"""What is to be said of a source: a verdict, and a note where its figures need one."""

from __future__ import annotations

import numpy as np

from addin.metrics.month_clusters import ENOUGH_MONTHS
from addin.metrics.occupancy import Floats

MAX_P = 0.10
"""The adjusted p up to which a lower conversion is no chance."""
ENOUGH_COMPARABLE = 30
"""With fewer comparable leads it is too early to judge a source."""
TAKEN_DIFFERENCE = 0.10
"""A share of leads taken that differs by more means that the source is handled differently."""


def verdicts(out: dict[str, Floats], threshold: float, low_ratio: float) -> list[str | None]:
    """The verdict on each source, None where there is none.

    Args:
        out: columns by source.
        threshold: the return on spend under which a source is named.
        low_ratio: the ratio to the others under which its conversion is low.
    """
    low = (out["p_adjusted"] <= MAX_P) & (out["adjusted_ratio"] < low_ratio)
    off, less = out["romi_most"] < threshold - 0.5, out["romi_most"] < threshold
    early = out["comparable_leads"] < ENOUGH_COMPARABLE
    young = out["comparable_months"] < ENOUGH_MONTHS
    words = np.select(
        [early, off, less, young, low],
        ["too_early", "switch_off", "minimise", "too_early", "low_conversion"],
        "",
    )
    return [str(word) or None for word in words]


def notes(out: dict[str, Floats], taken: Floats, *, given: bool, by_t: bool) -> list[str]:
    """Codes of notes.

    Args:
        out: columns by source.
        taken: mature leads taken, NaN for a source without any.
        given: whether there is spend at all.
        by_t: whether leads count as won by T, as too many wins have no date.
    """
    mature, taken = out["mature"], np.nan_to_num(taken)
    rest = mature.sum() - mature
    with np.errstate(invalid="ignore", divide="ignore"):
        others = (taken.sum() - taken) / rest
    differs = (np.abs(out["taken_rate"] - others) > TAKEN_DIFFERENCE) & (rest > 0)
    known = np.isfinite(out["taken_rate"]) & (mature > 0)
    cases = {
        "spend_without_leads": out["leads"] == 0,
        "young_leads": mature == 0,
        "handled_differently": differs & known,
        "no_win": out["wins"] == 0,
        "unpriced_source": out["unpriced"] > 0,
        "won_by_t": np.full(len(mature), by_t),
        "no_spend": given & np.isnan(out["spend"]),
    }
    return [str(code) for code in np.select(list(cases.values()), list(cases), "")]
