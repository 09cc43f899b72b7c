"""Leads and visits told apart by another column of deals, in the place of managers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from addin.deals.evidence import Ints
from addin.deals.visits import Visits
from addin.metrics.leads import Leads


@dataclass(frozen=True, eq=False)
class Dimension:
    """A column of deals by which they are told apart.

    Args:
        names: the values in order, "" where not given.
        code: of every deal, its place in ``names``.
    """

    names: list[str]
    code: Ints

    @classmethod
    def of(cls, values: pd.Series) -> Dimension:
        """The dimension of a column of deals."""
        code, names = pd.factorize(values, sort=True)
        return cls([str(name) for name in names], np.asarray(code, dtype=np.int64))


def visits_by(visits: Visits, of: Dimension) -> Visits:
    """Visits that are not grouped, each of its deal's value in the place of its manager."""
    code = of.code.astype(np.int32)
    tables = {
        pair: rows.assign(manager=code[rows["deal"].to_numpy()]) for pair, rows in visits.tables.items()
    }
    return replace(visits, tables=tables, managers=of.names)


def leads_by(leads: Leads, of: Dimension) -> Leads:
    """Leads, each of its deal's value in the place of its manager."""
    return replace(leads, manager=of.code[leads.deal].astype(np.int32), managers=of.names)
