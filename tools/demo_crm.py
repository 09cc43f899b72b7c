"""The sample department in a BlueSales of this machine, pulled on three days, with the report after each.

``python -m tools.demo_crm FOLDER`` leaves there the store, and the report of each day.
BlueSales keeps no history: what the reports tell of changes is what the store has seen between the pulls.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from addin.cli.commands.outputs import write_outputs
from addin.crm.connector import connector
from addin.crm.credentials import Credentials
from addin.crm.pull import PullRequest, pull
from addin.crm.transport import Patience
from addin.deals.dataset import Dataset
from addin.demo.workbook import write_demo
from addin.output_files import OutputFiles
from addin.refresh import Request, load, report_of
from addin.report.digest import digest_of
from addin.time_zones import time_zone
from tests.crm.servers.base import serving
from tests.crm.servers.bluesales import BlueSales

ZONE = time_zone("Europe/Moscow")
DAYS = (dt.date(2026, 9, 15), dt.date(2026, 9, 16), dt.date(2026, 9, 17))
SINCE = pd.Timestamp(2026, 3, 1)
"""Deals created from then on are in the CRM."""


class Sample(BlueSales):
    """The sample department as it stood at the end of a day."""

    def __init__(self, data: Dataset) -> None:
        """Take the deals of some months, and every change of theirs."""
        super().__init__()
        deals = data.deals[data.deals["created"] >= SINCE].drop_duplicates("id", keep="last")
        self.all = deals.set_index("id")
        self.changes = data.history[data.history["id"].isin(self.all.index)].sort_values("changed_at")
        self.day = DAYS[0]

    def customers(self) -> list[dict[str, Any]]:
        """Every client by that day, with the status it then had."""
        end = pd.Timestamp(self.day) + pd.Timedelta(days=1)
        known = self.all[self.all["created"] < end]
        last = (
            self.changes[self.changes["changed_at"] < end].drop_duplicates("id", keep="last").set_index("id")
        )
        return [_customer(number, deal, last) for number, deal in known.to_dict("index").items()]

    def sold(self) -> list[dict[str, Any]]:
        """An order for every client with a sum."""
        return [
            {"id": n, "customer": {"id": row["id"]}, "totalSumMinusDiscount": self.all["amount"][row["id"]]}
            | {"orderStatus": {"name": "Новый"}, "date": row["firstContactDate"]}
            for n, row in enumerate(self.customers())
            if pd.notna(self.all["amount"][row["id"]])
        ]

    def people(self) -> list[dict[str, Any]]:
        """The managers."""
        return [{"id": name, "fullName": name} for name in sorted(set(self.all["manager"]) - {""})]


def _customer(number: Any, deal: Mapping[Any, Any], last: pd.DataFrame) -> dict[str, Any]:
    moved = last.loc[number] if number in last.index else None
    status = "Новый" if moved is None else moved["to_status"]
    at = deal["created"] if moved is None else moved["changed_at"]
    manager = {"id": deal["manager"], "fullName": deal["manager"]} if deal["manager"] else None
    return {
        "id": number,
        "fullName": deal["client"],
        "phone": deal["phone"],
        "crmStatus": {"id": status, "name": status},
        "crmStatusChangedDate": at.isoformat(),
        "firstContactDate": deal["created"].isoformat(),
        "nextContactDate": None if pd.isna(deal["next_contact"]) else deal["next_contact"].isoformat(),
        "source": {"name": deal["source"]} if deal["source"] else None,
        "manager": manager,
        "tags": [],
        "customFields": [],
    }


def main() -> None:
    """Pull, report and tell what moved, three days running."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo-crm")
    folder.mkdir(parents=True, exist_ok=True)
    store = folder / "bluesales.duckdb"
    store.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        workbook = Path(temporary) / "deals.xlsx"
        write_demo(workbook)
        crm = Sample(load(Request(workbook)).data)
    with serving(crm) as url:
        for crm.day in DAYS:
            _pull_and_report(crm, url, store, folder)


def _pull_and_report(crm: Sample, url: str, store: Path, folder: Path) -> None:
    rules = connector(crm.key)
    keys = Credentials(url, crm.keys)
    request = PullRequest(rules, keys, store, ZONE)
    now = dt.datetime.combine(crm.day, dt.time(20), ZONE)
    pulled = pull(request, Patience(), now)
    loaded = load(Request(store, options={"as_of": crm.day.isoformat(), "lang": "ru"}))
    report = report_of(loaded)
    place = folder / f"report-{crm.day}.xlsx"
    with OutputFiles() as outputs:
        write_outputs(report, None, place, None, outputs)
    told = f"{crm.day}: {pulled.rows['deals']} deals, {pulled.seen} states new to the memory → {place}\n"
    sys.stdout.write(told)
    moved = next((part for part in digest_of(report).parts if "изменилось" in part.title), None)
    for line in moved.rows if moved else ():
        sys.stdout.write(f"    {line[0]}\n")


if __name__ == "__main__":
    main()
