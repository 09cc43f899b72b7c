"""The blocks by team and by the column that the setting ``by`` names: intake and conversion."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from addin.metrics.comparison import conversion_by
from addin.metrics.dimensions import Dimension, leads_by, visits_by
from addin.metrics.intake import intake_by
from addin.metrics.leads import in_period
from addin.report.figures import Figures
from addin.report.layout import DIMENSIONS
from addin.words import say


def dimension_blocks(f: Figures, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The blocks of both dimensions, without rows where the data do not have one; notes still as codes.

    Args:
        f: what all blocks share.
        tables: those by manager, which they are like.
    """
    return {
        f"{kind}_by_{column}": table.rename(columns={"manager": column})
        for column in DIMENSIONS
        for kind, table in _tables(f, column, tables).items()
    }


def _tables(f: Figures, column: str, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Intake and conversion by the values of a column, still called ``manager``."""
    if column not in f.deals.provided:
        return {kind: tables[f"{kind}_by_manager"].iloc[:0] for kind in ("intake", "conversion")}
    of = Dimension.of(f.deals.frame[column])
    return {
        "intake": intake_by(leads_by(in_period(f.leads, *f.period), of), "manager"),
        "conversion": conversion_by(visits_by(f.visits, of), f.horizon.days, f.window, "manager"),
    }


def dimension_headings(f: Figures) -> dict[str, dict[str, str]]:
    """Block → column → its heading: the column asked for."""
    usual = "dimension.product" if "dimension" in f.deals.provided else "column.dimension"
    heading = f.settings.by or say(usual, f.settings.lang)
    return {f"{kind}_by_dimension": {"dimension": heading} for kind in ("intake", "conversion")}
