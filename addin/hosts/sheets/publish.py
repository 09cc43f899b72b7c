"""A plan carried out so that readers see the former report or the new one, whole, and never a part of either.

Much is prepared on a hidden tab first. Then one call switches everything: it begins by deleting the tab that
stands for the revision it replaces, so of two who publish at once the second is refused as a whole.
"""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace

from addin.errors import HonestFunnelError, InputError
from addin.hosts.sheets import api_errors, kept_notes, requests
from addin.hosts.sheets.client import ConflictError, Remote, UnclearError
from addin.hosts.sheets.reading import Snapshot
from addin.hosts.sheets.staging import Stage
from addin.hosts.sheets.steps import Plan
from addin.hosts.sheets.structure import Shape, shape_of
from addin.hosts.sheets.switch import switch
from addin.placement.row_notes import KEPT_NAME


def publish(remote: Remote, snapshot: Snapshot, plan: Plan, chance: random.Random | None = None) -> None:
    """Carry out a plan made from a snapshot.

    Raises:
        ConflictError: the spreadsheet has changed since; nothing of the plan is done.
        InputError: it cannot be done, in words a user can act on; nothing of the plan is done.
    """
    chance = chance or random.Random()  # noqa: S311 (ids, no secrets)
    stage = Stage.of(plan, chance)
    _check_limits(snapshot.shape, plan, stage)
    try:
        _prepare(remote, plan, stage)
        # the last look, in the answer to a change of nothing: what people did meanwhile is not overwritten
        still = {"properties": {"sheetId": stage.id, "hidden": True}, "fields": "hidden"}
        now = shape_of(remote.look({"updateSheetProperties": still}))
        if now.outline() != snapshot.shape.outline():
            raise ConflictError("the spreadsheet has changed")
        _turn(remote, replace(snapshot, shape=now), plan, stage, chance.randrange(1, 2**31))
    except BaseException:
        with suppress(HonestFunnelError, ConflictError, UnclearError):
            remote.update([requests.deleted(stage.id)])
        raise


def _check_limits(shape: Shape, plan: Plan, stage: Stage) -> None:
    """Refuse what Google would refuse, before anything is written."""
    grids = shape.grids | {stage.id: (stage.rows, stage.columns)}
    grids |= {tab: (rows, grids[tab][1]) for tab, rows in plan.rows.items()}
    if plan.insert is not None:
        rows, columns = grids[plan.insert.tab]
        grids[plan.insert.tab] = rows + plan.insert.rows, max(columns, plan.insert.right)
    new = [(kept_notes.ROWS, kept_notes.WIDTH)] if plan.kept and shape.named(KEPT_NAME) is None else []
    api_errors.refuse_many([*grids.values(), *new])
    for write in (*plan.staged, *plan.direct):
        longest = max((len(v) for line in write.values for v in line if isinstance(v, str)), default=0)
        if longest > api_errors.LONGEST:
            raise InputError("sheets_long", tab=shape.tab(write.tab).title, most=api_errors.LONGEST)


def _prepare(remote: Remote, plan: Plan, stage: Stage) -> None:
    """The hidden tab made and filled."""

    def is_made() -> bool:
        return any(tab.id == stage.id for tab in shape_of(remote.shape()).tabs)

    remote.update_once([requests.hidden(stage.id, stage.title, stage.rows, stage.columns)], is_made)
    for data in stage.chunks(plan):
        remote.write(data)


def _turn(remote: Remote, snapshot: Snapshot, plan: Plan, stage: Stage, marker: int) -> None:
    """The switch; where its answer is lost, what became of it is found out before it is sent again."""

    def is_published() -> bool:
        now = shape_of(remote.shape())
        if any(tab.id == marker for tab in now.tabs):
            return True
        if now.outline() != snapshot.shape.outline():
            raise ConflictError("another publication came first")
        return False

    remote.update_once([*switch(snapshot, plan, stage, marker)], is_published, unclear="sheets_unclear")
