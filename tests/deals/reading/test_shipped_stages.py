"""Stages that CRMs ship are read by name alone, in every language: each has its role, none is unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.deals.reading.roles import guess_roles
from addin.deals.stages import StageEvidence

_ROLES = {
    "i": "intake",
    "w": "work",
    "p": "presale",
    "W": "won",
    "L": "lost",
    "n": "nontarget",
    "g": "ignore",
}
_LINES = Path(__file__).with_name("shipped_stages.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", [line for line in _LINES if not line.startswith("#")])
def test_shipped_stages_have_their_roles(line: str) -> None:
    wanted = dict(stage.rsplit("=", 1) for stage in line.split("|", 2)[2].split("; "))
    guessed = guess_roles(wanted).set_index("status")
    unknown = guessed.index[guessed["evidence"] == StageEvidence.NONE]
    wrong = {
        stage: str(guessed.loc[stage, "role"])
        for stage, roles in wanted.items()
        if str(guessed.loc[stage, "role"]) not in [_ROLES[role] for role in roles.split("/")]
    }
    assert not wrong
    assert not list(unknown)
