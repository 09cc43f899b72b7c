"""What each table of a report is of a store, under our names of columns: names take the place of ids here."""

from __future__ import annotations

from addin.store.schema import CRM, MEMORY


def _names(kind: str) -> str:
    return (
        "(SELECT id, any_value(name) AS name, any_value(team) AS team, any_value(phone) AS phone "
        f"FROM {CRM}.names WHERE kind = '{kind}' GROUP BY id)"
    )


def _stage(alias: str, stage: str, pipeline: str) -> str:
    """A stage of a pipeline; where a deal or change names none, the stage's own."""
    return (
        f"LEFT JOIN {CRM}.stages {alias} ON {alias}.id = {stage} "
        f"AND {alias}.pipeline_id IS NOT DISTINCT FROM coalesce({pipeline}, {alias}.pipeline_id)"
    )


_SOLD = f"(SELECT deal_id, sum(amount) AS amount FROM {CRM}.orders GROUP BY deal_id)"
_ONE_CURRENCY = f"(SELECT count(DISTINCT currency) < 2 FROM {CRM}.deals)"
"""Remembered amounts tell nothing of their currency: where there are several, they are not known."""
QUERIES = {
    "deals": f"""
        SELECT d.id, d.created, coalesce(s.name, d.status) AS status,
            coalesce(s.pipeline, l.name, d.pipeline) AS pipeline, coalesce(p.name, d.manager) AS manager,
            p.team AS team, coalesce(src.name, d.source) AS source,
            coalesce(d.amount, o.amount) AS amount, d.currency, d.status_changed, d.closed, d.outcome,
            d.probability, coalesce(r.name, d.lost_reason) AS lost_reason, d.first_touch, d.next_contact,
            coalesce(c.name, d.client) AS client, coalesce(c.phone, d.phone) AS phone, d.link, d.product,
            d.more
        FROM {CRM}.deals d
        {_stage("s", "d.status_id", "d.pipeline_id")}
        LEFT JOIN {_names("pipeline")} l ON l.id = d.pipeline_id
        LEFT JOIN {_names("person")} p ON p.id = d.manager_id
        LEFT JOIN {_names("source")} src ON src.id = d.source_id
        LEFT JOIN {_names("reason")} r ON r.id = d.lost_reason_id
        LEFT JOIN {_names("contact")} c ON c.id = d.contact_id
        LEFT JOIN {_SOLD} o ON o.deal_id = d.id
        WHERE d.deleted IS NOT TRUE ORDER BY d.id""",
    "stages": f"""
        SELECT s.name AS status, s."order", s.role, s.probability, coalesce(s.pipeline, l.name) AS pipeline
        FROM {CRM}.stages s LEFT JOIN {_names("pipeline")} l ON l.id = s.pipeline_id
        ORDER BY s.pipeline_id, s."order", s.id""",
    "history": f"""
        SELECT h.deal_id AS id, h.at AS changed_at, coalesce(f.name, h.from_id) AS from_status,
            coalesce(t.name, h.to_id) AS to_status, p.name AS manager
        FROM {CRM}.changes h JOIN {CRM}.deals d ON d.id = h.deal_id
        {_stage("f", "h.from_id", "coalesce(h.from_pipeline_id, d.pipeline_id)")}
        {_stage("t", "h.to_id", "coalesce(h.to_pipeline_id, d.pipeline_id)")}
        LEFT JOIN {_names("person")} p ON p.id = h.by_id
        WHERE d.deleted IS NOT TRUE ORDER BY h.at, h.id""",
    "ledger": f"""
        SELECT id, status, CASE WHEN {_ONE_CURRENCY} THEN amount END AS amount, manager, next_contact,
            status_changed, seen_at
        FROM {MEMORY}.sightings ORDER BY seen_at, id""",
}
"""Table → statement."""
