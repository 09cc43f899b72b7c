"""Salesforce: queries of its REST API, pages by a link, opportunities with their history."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, ClassVar

from tests.crm.servers.base import PEOPLE, STATUSES, Answer, Asked, Crm, Deal

KEY, SECRET = "3MVG-key-of-the-connected-app", "secret-of-the-connected-app"
_PAGE = 7
_ENDS = {"Оплачено": True, "Отказ": False}


class Salesforce(Crm):
    """The invented department in Salesforce."""

    key = "salesforce"
    keys: ClassVar = {"client_id": KEY, "client_secret": SECRET}
    link = "lightning/r/Opportunity/{}/view"
    needed = "StageName"

    def begin(self) -> None:
        """With no token given out."""
        super().begin()
        self.cursors: list[list[dict[str, Any]]] = []
        self.issued = 0

    @property
    def token(self) -> str:
        """The token that is taken now."""
        return f"00D-session-{self.issued}-of-the-department"

    def secrets(self) -> list[str]:
        """With the tokens."""
        return [*super().secrets(), "of-the-department"]

    def history(self) -> list[tuple[str, str, str]]:
        """Where each deal came to stand, its first stage with it; not where it had stood."""
        first = [(str(number), "", STATUSES[0]) for number in self.deals]
        return first + [(number, "", after) for number, _, after in super().history()]

    def answer(self, asked: Asked) -> Answer:
        """The right answer."""
        if asked.path == "services/oauth2/token":
            return self._token(asked)
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            said = {"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}
            return Answer([said], 401)
        cursor, start = len(self.cursors), 0
        if asked.path.endswith("/query"):
            self.cursors.append(self._query(asked.query["q"]))
        else:
            cursor, start = map(int, asked.path.rpartition("/")[2].split("-"))
        found = self.cursors[cursor]
        done = start + _PAGE >= len(found)
        more = {} if done else {"nextRecordsUrl": f"/services/data/v62.0/query/{cursor}-{start + _PAGE}"}
        page = found[start : start + _PAGE]
        return Answer({"totalSize": len(found), "done": done, "records": page, **more})

    def _token(self, asked: Asked) -> Answer:
        """A new token in place of the last one."""
        told = {"grant_type": "client_credentials", "client_id": KEY, "client_secret": SECRET}
        if asked.form != told:
            said = {"error": "invalid_client_id", "error_description": "client identifier invalid"}
            return Answer(said, 400)
        self.issued += 1
        return Answer(
            {"access_token": self.token, "token_type": "Bearer", "instance_url": "https://x.invalid"}
        )

    def _query(self, asked: str) -> list[dict[str, Any]]:
        table = asked.split(" FROM ")[1].split(maxsplit=1)[0]
        told = re.search(r"(?:SystemModstamp|CreatedDate) >= (\S+)", asked)
        since = dt.datetime.fromisoformat(told[1] if told else "1970-01-01T00:00:00Z")
        if table == "Opportunity":
            assert "SELECT FIELDS(STANDARD)," in asked
            return [_opportunity(deal) for deal in self.deals.values() if deal.moved >= since]
        if table == "OpportunityHistory":
            return [row for row in self._stages() if dt.datetime.fromisoformat(row["CreatedDate"]) >= since]
        assert table == "OpportunityStage"
        return [
            {"ApiName": name, "MasterLabel": name, "SortOrder": at, "DefaultProbability": 10.0}
            | {"IsClosed": name in _ENDS, "IsWon": _ENDS.get(name, False)}
            for at, name in enumerate(STATUSES)
        ]

    def _stages(self) -> list[dict[str, Any]]:
        found = []
        for deal in self.deals.values():
            places = [(deal.created, STATUSES[0]), *((at, after) for at, _, after in deal.past)]
            found += [
                {"Id": f"008{deal.number}-{step}", "OpportunityId": str(deal.number), "StageName": status}
                | {"CreatedDate": _iso(at), "CreatedBy": {"Name": PEOPLE[deal.manager]}}
                for step, (at, status) in enumerate(places)
            ]
        return found


def _opportunity(deal: Deal) -> dict[str, Any]:
    return {
        "attributes": {"type": "Opportunity"},
        "Id": str(deal.number),
        "Name": f"Сделка {deal.number}",
        "StageName": deal.status,
        "Amount": deal.amount,
        "CreatedDate": _iso(deal.created),
        "CloseDate": deal.moved.strftime("%Y-%m-%d"),
        "IsClosed": deal.status in _ENDS,
        "IsWon": _ENDS.get(deal.status, False),
        "Probability": 10.0,
        "LeadSource": "Web",
        "Owner": {"Name": PEOPLE[deal.manager]},
        "Account": {"Name": f"Клиент {deal.number}", "Phone": f"+7900{deal.number:07d}"},
        "LastStageChangeDate": _iso(deal.moved),
        "SystemModstamp": _iso(deal.moved),
        "CurrencyIsoCode": "RUB",
    }


def _iso(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
