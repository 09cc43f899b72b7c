"""The large departments of the benchmarks: typed as the reader types, clean, the same every time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from addin.deals.dataset import SCHEMAS, Dataset
from benchmarks.departments import END, START, STATUSES, big_frames


@pytest.fixture(scope="module")
def data() -> Dataset:
    return big_frames(30_000, 7)


def test_tables_have_exactly_the_schema(data: Dataset) -> None:
    for name, schema in SCHEMAS.items():
        frame = getattr(data, name)
        assert {str(c): str(t) for c, t in frame.dtypes.items()} == schema, name
        assert list(frame.columns) == list(schema)
        assert isinstance(frame.index, pd.RangeIndex)


def test_size_is_as_announced(data: Dataset) -> None:
    assert len(data.deals) == data.rows_read == 30_000
    assert data.deals["id"].is_unique
    assert data.deals["manager"].nunique() == 200
    assert data.deals["source"].nunique() == 20
    assert 2.5 < len(data.history) / len(data.deals) < 3.5
    assert 0.08 < (data.deals["status"] == "Won").mean() < 0.3
    assert set(data.deals["status"]) == set(STATUSES)
    assert data.issues.frame().empty


def test_dates_are_in_order_and_end_at_t(data: Dataset) -> None:
    deals, history = data.deals, data.history
    assert deals["created"].min() >= pd.Timestamp(START)
    known = deals[["created", "status_changed", "closed", "first_touch"]].max()
    assert max(known.max(), history["changed_at"].max()) < pd.Timestamp(END)
    born = history["id"].map(deals.set_index("id")["created"])
    assert (history["changed_at"] > born).all()
    assert (deals["closed"].notna() == deals["status"].isin(STATUSES[5:])).all()


def test_history_tells_how_deals_stand(data: Dataset) -> None:
    last = data.history.drop_duplicates("id", keep="last").set_index("id")
    deals = data.deals.set_index("id")
    moved = deals.loc[last.index]
    assert (moved["status"] == last["to_status"]).all()
    assert (moved["status_changed"] == last["changed_at"]).all()
    assert (moved["manager"] == last["manager"]).all()
    assert (deals.drop(last.index)["status"] == STATUSES[0]).all()
    lost = moved["status"] == "Lost"
    assert (moved["lost_from"][lost] == last["from_status"][lost]).all()
    before = data.history.groupby("id")["to_status"].shift().fillna(STATUSES[0])
    assert np.array_equal(before, data.history["from_status"])


def test_one_seed_gives_one_department() -> None:
    one, same, other = big_frames(500, 1), big_frames(500, 1), big_frames(500, 2)
    pd.testing.assert_frame_equal(one.deals, same.deals)
    pd.testing.assert_frame_equal(one.history, same.history)
    assert not one.deals.equals(other.deals)
