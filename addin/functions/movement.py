"""MOVEMENT: what came into the open pipeline, left it or moved in it, in deals or in money."""

from __future__ import annotations

from addin.functions import arguments
from addin.functions.function import (
    HANDLE,
    MANAGER,
    MEASURE,
    PERIOD,
    SOURCE,
    Argument,
    Call,
    Function,
    Rows,
    single,
)
from addin.functions.measures import changes


def _movement(asked: Call) -> Rows:
    found = asked.deals()
    change, measure = changes().find(asked.text("change")), asked.measure("MOVEMENT")
    period = arguments.period(asked.values["period"], "period")
    return single(found.queries().movement.number(change, measure, asked.deal_filter(found), period))


MOVEMENT = Function(
    "MOVEMENT",
    (HANDLE, Argument("change", "text", required=True), MEASURE, MANAGER, SOURCE, PERIOD),
    _movement,
)
