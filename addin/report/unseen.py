"""What a comparison of sources has not seen, though it is on record."""

from __future__ import annotations

import pandas as pd

from addin.deals.asof import Deals


def product_unseen(deals: Deals) -> bool:
    """Whether deals are of several products, which sources are not compared by."""
    product = deals.frame["product"]
    return product[product != ""].nunique() > 1


def with_unseen(worth: pd.DataFrame, deals: Deals) -> pd.DataFrame:
    """The sources, with a note where one is called low and its products may explain it."""
    low = (worth["verdict"] == "low_conversion") & (worth["note"] == "")
    return worth.assign(note=worth["note"].mask(low, "product_unseen")) if product_unseen(deals) else worth
