"""A dataset as it stood at the end of one day: one pipeline, one row a deal, nothing dated later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.arrays import among
from addin.deals.dataset import Dataset
from addin.deals.evidence import Codes, Events, Evidence, Ints, gather
from addin.deals.issues import IssueLog
from addin.deals.stages import Role, Stages
from addin.deals.status_at import ENDED, Standing, log_disagreements, role_codes, stand
from addin.deals.values.text import fold
from addin.errors import InputError, OptionError

CLOSED = (Role.WON, Role.LOST, Role.NONTARGET)


@dataclass(frozen=True)
class Deals:
    """The deals of one pipeline as of T.

    Args:
        frame: columns of the dataset's ``deals``, one row a deal, sorted by id; nothing dated after T but
            ``next_contact`` (a plan) and the raw ``status``, ``status_changed`` and ``closed``, which
            ``standing`` replaces.
        codes: the numbers that stand for ids, statuses and managers.
        evidence: what dated records tell.
        events: the changes of status, the present one included where it adds to the records.
        standing: how each deal stood at the end of T.
        stages: the statuses of this pipeline.
        as_of: T.
        last_day: the last day on which anything in the data happened.
        pipeline: its name, "" where the data name none.
        pipelines: deals of every pipeline, most first.
        rows: ``read``, ``used``, ``set_aside``, ``after_asof``.
        spend, plan: tables of money, as read.
        given: columns and tables the input had.
        issues: everything to tell about the input.
    """

    frame: pd.DataFrame
    codes: Codes
    evidence: Evidence
    events: Events
    standing: Standing
    stages: Stages
    as_of: dt.date
    last_day: dt.date
    pipeline: str
    pipelines: dict[str, int]
    rows: dict[str, int]
    spend: pd.DataFrame
    plan: pd.DataFrame
    given: frozenset[str]
    issues: IssueLog

    @property
    def end(self) -> pd.Timestamp:
        """The first moment after T."""
        return pd.Timestamp(self.as_of) + pd.Timedelta(days=1)


def cut(data: Dataset, as_of: dt.date | None, pipeline: str, today: dt.date) -> Deals:
    """The dataset as of ``as_of``; the input is not changed.

    Args:
        data: everything read.
        as_of: T; None: the last day on which anything happened, not later than ``today``.
        pipeline: the pipeline to report on; "" means the one with most deals.
        today: the present day in the business time zone.

    Raises:
        OptionError: there is no such pipeline.
        InputError: no deal is left, or the statuses have no order from a first one to a won one.
    """
    if data.deals.empty:
        raise InputError("no_deals_at_all", sheet=data.sheet, read=data.rows_read)
    roles = _closed_roles(data)
    last = last_day(data, roles, today)
    T = as_of or last
    end = pd.Timestamp(T) + pd.Timedelta(days=1)
    log = data.issues.copy()
    if as_of is None:
        _log_future(data, roles, end, log)
    chosen = _select(data, roles, end, pipeline, as_of is None, log)
    if chosen.frame.empty:
        counts = {name: chosen.rows[name] for name in ("read", "set_aside")}
        raise InputError("no_deals", sheet=data.sheet, as_of=T, after=chosen.rows["after_asof"], **counts)
    stages = stages_of(data, chosen.pipeline)
    _check_ladder(stages, data)
    _log_statuses(chosen.frame, stages, data, log)
    codes = _codes(chosen.frame, data, stages)
    evidence = gather(chosen.frame, data, codes, end, log)
    standing, events = stand(chosen.frame, evidence, codes, stages, end)
    log_disagreements(chosen.frame, evidence, standing, codes, data, log)
    return Deals(
        frame=_as_known(chosen.frame, standing, role_codes(stages, codes.statuses), end),
        codes=codes,
        evidence=evidence,
        events=events,
        standing=standing,
        stages=stages,
        as_of=T,
        last_day=last,
        pipeline=chosen.pipeline,
        pipelines=chosen.pipelines,
        rows=chosen.rows,
        spend=data.spend,
        plan=data.plan,
        given=data.given,
        issues=log,
    )


@dataclass(frozen=True)
class _Selected:
    """The rows of one pipeline known at T, one a deal, by id; deals of every pipeline; the rows' accounts."""

    frame: pd.DataFrame
    pipeline: str
    pipelines: dict[str, int]
    rows: dict[str, int]


def _select(
    data: Dataset, closed: pd.Series, end: pd.Timestamp, asked: str, list_later: bool, log: IssueLog
) -> _Selected:
    later = data.deals["created"] >= end
    known, after = _some(data.deals, ~later), data.deals[later]
    if list_later:
        data.tell(log, ("deals", "created"), after["row"], after["created"], "after_asof", "after_asof")
    counts = known["pipeline"].value_counts()
    pipeline = _choose(counts, asked)
    other = known["pipeline"] != pipeline
    foreign, place = known[other], ("deals", "pipeline")
    data.tell(log, place, foreign["row"], foreign["pipeline"], "other_pipeline", "set_aside")
    known = _some(known, ~other)
    order, passed = _settle_ids(known, closed, end)
    frame, repeated = known.iloc[order].reset_index(drop=True), known.iloc[passed]
    data.tell(log, ("deals", "id"), repeated["row"], repeated["id"], "repeated_id", "set_aside")
    rows = {"read": data.rows_read, "used": len(frame), "after_asof": len(after)}
    rows["set_aside"] = rows["read"] - rows["used"] - rows["after_asof"]
    sizes = {str(name): int(size) for name, size in counts.items()}
    return _Selected(frame, pipeline, sizes, rows)


def _codes(frame: pd.DataFrame, data: Dataset, stages: Stages) -> Codes:
    managers = {*frame["manager"].unique(), *data.history["manager"].unique(), ""}
    return Codes(
        pd.Index(frame["id"]), pd.Index(stages.table["status"]), pd.Index(sorted(managers)), stages.steps()
    )


def _as_known(frame: pd.DataFrame, standing: Standing, roles: Ints, end: pd.Timestamp) -> pd.DataFrame:
    """The deals without what was learnt after T: a later first touch, and where a later loss came from."""
    lost = among(roles[standing.status], ENDED)
    touched = frame["first_touch"] < end
    return frame.assign(
        first_touch=frame["first_touch"].where(touched), lost_from=frame["lost_from"].where(lost, "")
    )


def last_day(data: Dataset, closed_role: pd.Series, today: dt.date) -> dt.date:
    """The last day up to ``today`` on which anything in the data happened.

    Plans (next contact, expected closing) do not happen, a date in the future has not happened, and that a
    refresh saw a deal for the first time is nothing that happened to it; a change it saw is.
    """
    limit = np.datetime64(today) + np.timedelta64(1, "D")
    ledger = data.ledger.sort_values("seen_at", kind="stable")
    changes = ledger["seen_at"][ledger["id"].duplicated()]
    moments = [*_happened(data, closed_role).values(), data.entered["at"], changes]
    found = [moment.to_numpy("datetime64[us]") for moment in moments]
    known = [past.max() for moment in found if (past := moment[moment < limit]).size]
    return pd.Timestamp(max(known)).date() if known else today


def _happened(data: Dataset, closed_role: pd.Series) -> dict[tuple[str, str], pd.Series]:
    """The dates of things that happened, by table and column."""
    deals = data.deals
    return {
        ("deals", "created"): deals["created"],
        ("deals", "status_changed"): deals["status_changed"],
        ("deals", "first_touch"): deals["first_touch"],
        ("deals", "closed"): deals["closed"][closed_role],
        ("history", "changed_at"): data.history["changed_at"],
    }


def _log_future(data: Dataset, closed_role: pd.Series, end: pd.Timestamp, log: IssueLog) -> None:
    """Name the dates of things that cannot have happened yet; created ones are rows set aside already."""
    for place, moments in _happened(data, closed_role).items():
        future = moments[moments.to_numpy() >= end.to_datetime64()]
        if place != ("deals", "created") and len(future):
            rows = (data.deals if place[0] == "deals" else data.history)["row"][future.index]
            data.tell(log, place, rows, future, "in_future", "repaired")


def stages_of(data: Dataset, pipeline: str) -> Stages:
    """The statuses of one pipeline: its own, else those given for every pipeline."""
    own = data.stages[data.stages["pipeline"] == pipeline]
    table = own if not own.empty else data.stages[data.stages["pipeline"] == ""]
    return Stages(table.reset_index(drop=True))


def _closed_roles(data: Dataset) -> pd.Series:
    """Which deals stand in a status that is an end, by the roles of their own pipeline."""
    found = pd.Series(False, index=data.deals.index)
    for pipeline in data.deals["pipeline"].unique():
        own = stages_of(data, pipeline)
        ends = own.table["status"][own.table["role"].isin(CLOSED)]
        found |= (data.deals["pipeline"] == pipeline) & data.deals["status"].isin(ends)
    return found


def _choose(counts: pd.Series, asked: str) -> str:
    if counts.empty:
        return ""
    by_size = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    if not asked:
        return str(by_size[0][0])
    for name, _ in by_size:
        if fold(str(name)) == fold(asked):
            return str(name)
    raise OptionError("pipeline", value=asked, known=", ".join(f"«{name}»" for name, _ in by_size))


def _settle_ids(known: pd.DataFrame, closed: pd.Series, end: pd.Timestamp) -> tuple[Ints, Ints]:
    """Positions of the rows by id, of rows with one id the latest state known at T; and those passed over."""
    order = np.asarray(known["id"].argsort(kind="stable"), dtype=np.int64)
    ids = known["id"].iloc[order]
    again = np.r_[False, np.asarray(ids.array[1:] == ids.array[:-1], dtype=bool)]
    twice = again | np.r_[again[1:], False]
    if not twice.any():
        return order, order[:0]
    rows = known.iloc[order[twice]].assign(at=order[twice])
    moments = rows[["created", "status_changed"]].assign(closed=rows["closed"].where(closed[rows.index]))
    changed = moments.max(axis=1)
    # A row whose last change is after T shows a state nobody knew; among such the earliest is nearest.
    rank = changed.where(changed < end, pd.Timestamp(0) - (changed - pd.Timestamp(0)))
    # of states of one moment the content decides, not the place in the sheet
    keys = ["id", "rank", "status", "manager", "amount", "row"]
    ranked = rows.assign(rank=rank).sort_values(keys, kind="stable")
    passed = np.asarray(ranked["at"][ranked["id"].duplicated(keep="last")], dtype=np.int64)
    return order[~np.isin(order, passed)], np.sort(passed)


def _some(frame: pd.DataFrame, kept: pd.Series) -> pd.DataFrame:
    """Some rows of a frame; all of them are not copied."""
    return frame if kept.all() else frame[kept]


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
        data.tell(log, ("deals", "status"), unknown["row"], values, "unknown_status", "kept")
    tests = frame[frame["status"].isin([s for s, role in roles.items() if role is Role.IGNORE])]
    data.tell(log, ("deals", "status"), tests["row"], tests["status"], "ignored_status", "kept")
