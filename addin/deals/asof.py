"""A dataset as it stood at the end of one day: one pipeline, one row a deal, nothing dated later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.arrays import is_in
from addin.deals.dataset import Dataset
from addin.deals.evidence import Codes, Events, Evidence, Ints, gather_evidence
from addin.deals.issues import IssueLog
from addin.deals.last_day import last_day, log_future
from addin.deals.selection import Selection, select
from addin.deals.stages import Role, Stages, closed_deals
from addin.deals.status_at import ENDED, StatusAt, derive_status, log_disagreements, role_codes
from addin.errors import InputError


@dataclass(frozen=True)
class Deals:
    """The deals of one pipeline as of T.

    Args:
        frame: columns of the dataset's ``deals``, one row a deal, sorted by id; nothing dated after T but
            ``next_contact`` (a plan) and the raw ``status``, ``status_changed`` and ``closed``, which
            ``status_at`` replaces.
        codes: the numbers that stand for ids, statuses and managers.
        evidence: what dated records tell.
        events: the changes of status, the present one included where it adds to the records.
        status_at: how each deal stood at the end of T.
        stages: the statuses of this pipeline.
        as_of: T.
        last_day: the last day on which anything in the data happened.
        strays: dates after T passed over as astray, see :class:`addin.deals.last_day.LastDay`; none where T
            was given.
        pipeline: its name, "" where the data name none.
        pipelines: deals of every pipeline, most first.
        rows: ``read``, ``used``, ``set_aside``, ``after_asof``.
        spend, plan: tables of money, as read.
        ledger: what refreshes have sighted, as read.
        provided: columns and tables the input had.
        issues: everything to tell about the input.
    """

    frame: pd.DataFrame
    codes: Codes
    evidence: Evidence
    events: Events
    status_at: StatusAt
    stages: Stages
    as_of: dt.date
    last_day: dt.date
    strays: pd.DataFrame
    pipeline: str
    pipelines: dict[str, int]
    rows: dict[str, int]
    spend: pd.DataFrame
    plan: pd.DataFrame
    ledger: pd.DataFrame
    provided: frozenset[str]
    issues: IssueLog

    @property
    def cutoff(self) -> pd.Timestamp:
        """The first moment after T."""
        return pd.Timestamp(self.as_of) + pd.Timedelta(days=1)

    @property
    def deals_by_status(self) -> Ints:
        """How many deals stand in each status at T; those whose status nobody knows are in none."""
        known = self.status_at.status[self.status_at.status >= 0]
        return np.bincount(known, minlength=len(self.stages.table)).astype(np.int64)


def cut(data: Dataset, as_of: dt.date | None, pipeline: str, today: dt.date) -> Deals:
    """The dataset as of ``as_of``; the input is not changed.

    Args:
        data: everything read.
        as_of: T; None: the last day on which anything happened, not later than ``today``, a few dates astray
            after a long pause not counted.
        pipeline: the pipeline to report on; "" means the one with most deals.
        today: the present day in the business time zone.

    Raises:
        OptionError: there is no such pipeline.
        InputError: no deal is left, or the statuses have no order from a first one to a won one.
    """
    if data.deals.empty:
        raise InputError("no_deals_at_all", sheet=data.sheet, read=data.rows_read)
    closed = closed_deals(data.deals, data.stages)
    last = last_day(data, closed, today, may_stray=as_of is None)
    T = as_of or last.day
    cutoff = pd.Timestamp(T) + pd.Timedelta(days=1)
    log = data.issues.copy()
    if as_of is None:
        log_future(data, closed, today, log)
        last.log_strays(data, log)
    selection = select(data, closed, cutoff, pipeline, as_of is None, log)
    stages = _stages(data, selection, log)
    codes = _codes(selection.frame, data, stages)
    evidence, status_at, events = _status_at(selection.frame, data, codes, stages, cutoff, log)
    return Deals(
        frame=_as_known(selection.frame, status_at, role_codes(stages, codes.statuses), cutoff),
        codes=codes,
        evidence=evidence,
        events=events,
        status_at=status_at,
        stages=stages,
        as_of=T,
        last_day=last.day,
        strays=last.strays,
        pipeline=selection.pipeline,
        pipelines=selection.pipelines,
        rows=selection.rows,
        spend=data.spend,
        plan=data.plan,
        ledger=data.ledger,
        provided=data.provided,
        issues=log,
    )


def _stages(data: Dataset, selection: Selection, log: IssueLog) -> Stages:
    """The statuses of the pipeline; deals in one that is none of them, or a test, are named."""
    stages = Stages.of_pipeline(data.stages, selection.pipeline)
    _check_ladder(stages, data)
    _log_statuses(selection.frame, stages, data, log)
    return stages


def _status_at(
    frame: pd.DataFrame, data: Dataset, codes: Codes, stages: Stages, cutoff: pd.Timestamp, log: IssueLog
) -> tuple[Evidence, StatusAt, Events]:
    """What dated records tell, how each deal stood at T, and all its changes of status."""
    evidence = gather_evidence(frame, data, codes, cutoff, log)
    status_at, events = derive_status(frame, evidence, codes, stages, cutoff)
    log_disagreements(frame, evidence, status_at, codes, data, log)
    return evidence, status_at, events


def _codes(frame: pd.DataFrame, data: Dataset, stages: Stages) -> Codes:
    managers = {*frame["manager"].unique(), *data.history["manager"].unique(), ""}
    return Codes(
        pd.Index(frame["id"]),
        pd.Index(stages.table["status"]),
        pd.Index(sorted(managers)),
        stages.status_order(),
    )


def _as_known(frame: pd.DataFrame, status_at: StatusAt, roles: Ints, cutoff: pd.Timestamp) -> pd.DataFrame:
    """The deals without what was learnt after T: a later first touch, and where a later loss came from."""
    lost = is_in(roles[status_at.status], ENDED)
    touched = frame["first_touch"] < cutoff
    return frame.assign(
        first_touch=frame["first_touch"].where(touched), lost_from=frame["lost_from"].where(lost, "")
    )


def _check_ladder(stages: Stages, data: Dataset) -> None:
    if stages.ladder:
        return
    won = (stages.table["role"] == Role.WON).any()
    raise InputError(
        "no_open_status" if won else "no_won_status",
        sheet=data.sheets.get("stages", data.sheet),
        statuses=", ".join(f"«{s}»" for s in stages.table["status"]),
    )


def _log_statuses(frame: pd.DataFrame, stages: Stages, data: Dataset, log: IssueLog) -> None:
    roles = stages.roles()
    unknown = frame[~frame["status"].isin(roles)]
    if not unknown.empty:
        from addin.errors import nearest

        near = {s: ", ".join(nearest(s, roles, 1)) for s in unknown["status"].unique()}
        values = [f"{s} → {near[s]}?" if near[s] else s for s in unknown["status"]]
        data.log_issues(log, ("deals", "status"), unknown["row"], values, "unknown_status", "kept")
    tests = frame[frame["status"].isin([s for s, role in roles.items() if role is Role.IGNORE])]
    data.log_issues(log, ("deals", "status"), tests["row"], tests["status"], "ignored_status", "kept")
