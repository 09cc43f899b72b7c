"""One pull: what a CRM has that the store has not yet, as a whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from addin.crm.connector import Connector
from addin.crm.credentials import Credentials, SignedRequests
from addin.crm.remember import remember
from addin.crm.stored import ids_but, ids_of, last_change, mark_deleted, missing, settled
from addin.crm.transport import CrmAdapter, Patience, session_of
from addin.errors import HonestFunnelError, InputError
from addin.file_lock import HeldFile
from addin.store.file import (
    create_pulled_tables,
    disk_refusal,
    drop_empty_tables,
    info_of,
    replace_store,
    set_info,
    writing,
)
from addin.store.schema import CRM

WHOLE_EVERY = dt.timedelta(days=7)
"""So often everything is asked for, which shows what has been deleted."""
OVERLAP = dt.timedelta(minutes=5)
"""What changed so long before the latest change known is asked for again: it may have been written late."""
_PIPELINE = "honest_funnel"


@dataclass(frozen=True)
class PullRequest:
    """What a user asked for.

    Args:
        connector: the CRM.
        credentials: of the account whose deals they are.
        store: the file.
        zone: of moments that name none, and of the ledger.
        whole: whether everything is to be asked for.
    """

    connector: Connector
    credentials: Credentials
    store: Path
    zone: ZoneInfo
    whole: bool = False


@dataclass(frozen=True)
class Pulled:
    """What a pull brought.

    Args:
        rows: table → rows that came.
        whole: whether everything was asked for.
        deleted: deals that are no longer in the CRM.
        seen: rows that the memory of states gained.
        requests: how many were sent.
        refused: what the user of the CRM may not read, without which the pull went on.
    """

    rows: Counter[str]
    whole: bool
    deleted: int
    seen: int
    requests: int
    refused: tuple[str, ...] = ()


Tell = Callable[[str, int], None]
"""Told the table and how many rows of it have come, for whoever shows progress."""


def pull(
    request: PullRequest, patience: Patience, now: dt.datetime, tell: Tell = lambda _t, _n: None
) -> Pulled:
    """Bring a store up to date.

    Args:
        request: what is asked for.
        patience: how long to wait for the CRM.
        now: with its zone.
        tell: see :data:`Tell`.

    Raises:
        InputError: the CRM does not answer, refuses or has changed the form of its answers; the store is
            another CRM's, cannot be written, or another pull holds it. The store is then as it was.
    """
    with HeldFile(request.store, "store_busy"):
        return replace_store(request.store, lambda copy: _Pull(request, patience, now, tell, copy).run())


@dataclass
class _Pull:
    """A pull into a copy of the store."""

    request: PullRequest
    patience: Patience
    now: dt.datetime
    tell: Tell
    copy: Path
    last: dt.datetime | None = None
    """The latest change the store knew of; None where everything is asked for."""
    known: set[tuple[str, int]] = field(default_factory=set)
    """Deals that come again only because of the overlap, if they come as they are."""

    def run(self) -> Pulled:
        request, rows = self.request, Counter[str]()
        since = self._begin()
        rules = request.connector
        optional = {part.endpoint["path"]: part.name for part in rules.resources if part.optional}
        access = SignedRequests(rules, request.credentials)
        adapter = CrmAdapter(rules.name, access, rules.answers, rules.per_second, self.patience, optional)

        def count(table: str, n: int) -> None:
            rows[table] += n
            self.tell(table, rows[table])

        loads = self._load(adapter, since, count, ("deals", "each_deal", "names"))
        if not since and missing(self.copy, loads):
            # where a deal goes while pages are read, others move to a page that has been read
            loads += self._load(adapter, since, lambda _table, _n: None, ("deals",))
        with writing(self.copy) as store:
            create_pulled_tables(store)
            deleted = 0 if since else mark_deleted(store, loads)
            told = {"pulled_at": self.now.isoformat()} | ({} if since else {"whole_at": self.now.isoformat()})
            set_info(store, crm=rules.key, account=request.credentials.account, **told)
        seen = (
            remember(self.copy, request.zone, self.now) if rows["deals"] or rows["orders"] or deleted else 0
        )
        return Pulled(rows, not since, deleted, seen, adapter.sent, tuple(sorted(adapter.refused)))

    def _begin(self) -> dict[str, str]:
        """Where the last pull ended, as parameters of this one; nothing where everything is asked for."""
        rules, account = self.request.connector, self.request.credentials.account
        with writing(self.copy) as store:
            told = info_of(store)
            known = told.get("crm", rules.key), told.get("account", account)
            if known != (rules.key, account):
                raise InputError("store_of_other", file=self.request.store, crm=known[0], account=known[1])
            last = last_change(store)
            whole_at = told.get("whole_at")
            old = whole_at is None or self.now - dt.datetime.fromisoformat(whole_at) >= WHOLE_EVERY
            whole = self.request.whole or not rules.says_changes or old
            if last is not None and not whole:
                sure = dt.datetime.fromisoformat(told["pulled_at"]) - OVERLAP
                self.known = settled(store, last - OVERLAP, sure)
            drop_empty_tables(store)
        if last is None or whole:
            return {}
        self.last = last
        return _since(last - OVERLAP)

    def _load(
        self,
        adapter: CrmAdapter,
        since: dict[str, str],
        count: Callable[[str, int], None],
        steps: Sequence[str],
    ) -> list[str]:
        """Run the steps of the pull into the copy; the names of dlt's loads."""
        os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
        os.environ.setdefault("RUNTIME__LOG_LEVEL", "CRITICAL")
        os.environ["RESTORE_FROM_DESTINATION"] = "false"  # the tables are declared, see addin.crm.source
        import dlt

        from addin.crm.source import Asked, source_of

        request = self.request
        asked = Asked(request.credentials.url, session_of(adapter), since, request.zone, count)
        loads: list[str] = []
        with tempfile.TemporaryDirectory(prefix="honest-funnel-") as folder:
            destination = dlt.destinations.duckdb(str(self.copy))
            pipeline = dlt.pipeline(
                _PIPELINE, pipelines_dir=folder, destination=destination, dataset_name=CRM
            )
            for step in steps:
                if step == "names" and since and not ids_of(self.copy, loads, self.last):
                    break
                unasked = ids_but(self.copy, loads, self.known) if step == "each_deal" else []
                source = source_of(request.connector, asked, step, unasked)
                if source is not None:
                    loads += self._run(pipeline, source)
        return loads

    def _run(self, pipeline: Any, source: Any) -> Sequence[str]:
        from dlt.pipeline.exceptions import PipelineStepFailed

        try:
            return list(pipeline.run(source, loader_file_format="parquet").loads_ids)
        except PipelineStepFailed as error:
            raise _in_words(error, self.request.connector.name, self.request.store) from None


def _since(start: dt.datetime) -> dict[str, str]:
    """A moment in the forms that CRMs ask for."""
    utc = start.astimezone(dt.UTC)
    return {
        "$since_iso": utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "$since_plain": utc.strftime("%Y-%m-%d %H:%M:%S"),
        "$since_ms": str(int(start.timestamp() * 1000)),
        "$since_unix": str(int(start.timestamp())),
    }


def _in_words(error: BaseException, crm: str, store: Path) -> BaseException:
    """What dlt has wrapped: an error of ours, a full disk, or a field whose form has changed."""
    from dlt.common.schema.exceptions import DataValidationError

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, HonestFunnelError):
            return cause
        if (of_disk := disk_refusal(store, cause)) is not None:
            return of_disk
        if isinstance(cause, DataValidationError):
            return InputError(
                "crm_field_form", crm=crm, what=cause.table_name, field=cause.column_name, value=""
            )
        cause = cause.__cause__ or cause.__context__
    return error
