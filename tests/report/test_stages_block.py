"""The block of stages: every status with role, place, deals and what that rests on."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from addin.report.build import build
from addin.settings import resolve
from addin.words import Lang, say
from tests.deals.sheets import load

TODAY = dt.date(2026, 9, 30)
HEADS = ["ID", "Created", "Status", "Closed"]


def shown(lang: Lang, **more: list[list[object]]) -> pd.DataFrame:
    rows: list[list[object]] = [
        [f"{status}{n}", "2026-08-01", status, "2026-08-20" if status == "Paid" else ""]
        for status, count in (("New lead", 3), ("Grumbling", 2), ("Paid", 4))
        for n in range(count)
    ]
    report = build(load([HEADS, *rows], **more), resolve({"lang": lang}, {}, {}, "en"), TODAY)
    return report.blocks["stages"].set_index("status")


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_each_status_tells_what_its_role_rests_on(lang: Lang) -> None:
    found = shown(lang)
    assert found["deals"].to_dict() == {"New lead": 3, "Grumbling": 2, "Paid": 4}
    assert found["evidence"]["Grumbling"] == say("evidence.none", lang)
    assert pd.isna(found["order"]["Grumbling"])
    assert say("evidence.words", lang) in found["evidence"]["New lead"]


def test_stated_roles_say_so() -> None:
    stages = [
        ["Status", "Order", "Role"],
        ["New lead", 1, "intake"],
        ["Grumbling", 2, "work"],
        ["Paid", 3, "won"],
    ]
    found = shown("en", stages=stages)
    assert set(found["evidence"]) == {'sheet "Stages"'}
    assert not found["guessed"].any()
