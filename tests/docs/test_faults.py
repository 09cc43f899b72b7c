"""The page of faults counts tests that are there."""

from __future__ import annotations

import pytest

from tools.faults import PAGE, PLACES, counted, named_tests, page, read_faults


def test_the_page_counts_what_pytest_finds() -> None:
    """Made anew by ``python -m tools.faults``."""
    faults = read_faults()
    assert PAGE.read_text("utf-8") == page(faults, counted(named_tests(faults)))


def test_a_fault_names_only_places_there_are_and_tests_for_each() -> None:
    for fault in read_faults():
        assert set(fault) <= {"what", *PLACES}
        assert all(len(told) > 1 for place, told in fault.items() if place != "what")


def test_a_test_that_is_gone_is_named() -> None:
    with pytest.raises(ValueError, match=r"no such test: .*test_of_yesterday"):
        counted(["docs/test_faults.py::test_of_yesterday"])
