"""The tables of a store: their columns and types, once for all who write or read them."""

from __future__ import annotations

FORMAT = 1
"""The form of a store as this version writes it; a higher one is a newer version's and is left alone."""

CRM = "crm"
"""The schema of what is pulled; dlt keeps its own state there too."""
MEMORY = "memory"
"""The schema of what pulls have seen."""

TEXT, MOMENT, NUMBER, FLAG = "text", "timestamp", "double", "bool"
"""Types, as dlt calls them."""

TABLES: dict[str, dict[str, str]] = {
    "deals": {
        "id": TEXT,
        "created": MOMENT,
        "updated": MOMENT,
        "pipeline_id": TEXT,
        "pipeline": TEXT,
        "status_id": TEXT,
        "status": TEXT,
        "status_changed": MOMENT,
        "closed": MOMENT,
        "outcome": TEXT,
        "probability": NUMBER,
        "manager_id": TEXT,
        "manager": TEXT,
        "source_id": TEXT,
        "source": TEXT,
        "amount": NUMBER,
        "currency": TEXT,
        "lost_reason_id": TEXT,
        "lost_reason": TEXT,
        "first_touch": MOMENT,
        "next_contact": MOMENT,
        "contact_id": TEXT,
        "client": TEXT,
        "phone": TEXT,
        "link": TEXT,
        "product": TEXT,
        "more": TEXT,
        "deleted": FLAG,
    },
    "stages": {
        "id": TEXT,
        "pipeline_id": TEXT,
        "pipeline": TEXT,
        "name": TEXT,
        "order": NUMBER,
        "role": TEXT,
        "probability": NUMBER,
    },
    "changes": {
        "id": TEXT,
        "deal_id": TEXT,
        "at": MOMENT,
        "from_id": TEXT,
        "to_id": TEXT,
        "from_pipeline_id": TEXT,
        "to_pipeline_id": TEXT,
        "by_id": TEXT,
    },
    "names": {"kind": TEXT, "id": TEXT, "name": TEXT, "team": TEXT, "phone": TEXT},
    "orders": {"id": TEXT, "deal_id": TEXT, "amount": NUMBER, "status": TEXT},
}
"""Pulled table → column → type. ``names`` holds what ids of people, sources, reasons and contacts stand for;
``orders`` the sums of a CRM whose deals have none of their own; ``more`` of a deal, other fields as JSON."""

KEYS: dict[str, tuple[str, ...]] = {
    "deals": ("id",),
    "stages": ("pipeline_id", "id"),
    "changes": ("id",),
    "names": ("kind", "id"),
    "orders": ("id",),
}
"""Pulled table → the columns by which a row takes the place of its former self."""
