"""Work on every core."""

import threading
import time
from functools import partial

import pytest

from addin.parallel import LONG, run_all, run_pair


def _slow(value: int) -> int:
    time.sleep(0.02 / (value + 1))
    return value


def _fails(value: int) -> int:
    raise ValueError(str(value))


@pytest.mark.parametrize("rows", [0, LONG])
def test_results_come_in_the_order_of_the_jobs(rows: int) -> None:
    assert run_all([partial(_slow, value) for value in range(5)], rows) == list(range(5))


@pytest.mark.parametrize("rows", [0, LONG])
def test_of_several_errors_the_first_jobs_is_raised(rows: int) -> None:
    with pytest.raises(ValueError, match=r"^1$"):
        run_all([partial(_slow, 0), partial(_fails, 1), partial(_fails, 2)], rows)


def test_short_columns_are_worked_through_in_the_same_thread() -> None:
    here = threading.get_ident()
    assert run_all([threading.get_ident], LONG - 1) == [here]
    assert run_all([threading.get_ident], LONG) != [here]


@pytest.mark.parametrize("rows", [1, LONG])
def test_two_jobs_give_what_each_returns(rows: int) -> None:
    assert run_pair(partial(_slow, 1), lambda: "other", rows) == (1, "other")
    with pytest.raises(ValueError, match="1"):
        run_pair(partial(_slow, 0), partial(_fails, 1), rows)
