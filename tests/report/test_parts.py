"""A report that comes in parts is the report."""

from __future__ import annotations

from pathlib import Path

from pandas.testing import assert_frame_equal

from addin.refresh import Request, load, parts_of, report_of


def test_the_parts_hold_each_block_once(demo_workbook: Path) -> None:
    loaded = load(Request(demo_workbook, system_lang="ru"))
    whole, (first, second) = report_of(loaded), parts_of(loaded)
    assert not set(first.blocks) & set(second.blocks)
    assert {"attention", "conversion_by_manager"} <= set(first.blocks)
    assert {"summary", "forecast", "settings"} <= set(second.blocks)
    together = first.blocks | second.blocks
    assert set(together) == set(whole.blocks)
    for name, table in whole.blocks.items():
        assert_frame_equal(together[name], table)
    assert first.headings | second.headings == whole.headings
    assert {(part.lang, part.currency) for part in (first, second)} == {(whole.lang, whole.currency)}
