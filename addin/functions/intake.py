"""INTAKE: a count or rate of the leads created in a period."""

from __future__ import annotations

from addin.functions import arguments
from addin.functions.function import HANDLE, MANAGER, MEASURE, PERIOD, SOURCE, Call, Function, Rows, single
from addin.functions.measures import display_value


def _intake(asked: Call) -> Rows:
    found = asked.deals()
    measure = asked.measure("INTAKE")
    period = arguments.period(asked.values["period"], "period")
    value = found.queries().intake(measure, asked.deal_filter(found), period, asked.lang)
    return single(display_value(measure, value, asked.lang))


INTAKE = Function("INTAKE", (HANDLE, MEASURE, MANAGER, SOURCE, PERIOD), _intake)
