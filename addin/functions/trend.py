"""TREND: what a month or a week brought, or how it stood on the same day as the present one."""

from __future__ import annotations

from addin.functions import arguments
from addin.functions.function import HANDLE, MEASURE, Argument, Call, Function, Rows, single


def _trend(asked: Call) -> Rows:
    found = asked.deals()
    measure, period = asked.measure("TREND"), arguments.period(asked.values["month"], "month")
    return single(found.queries().time.of_span(measure, period, asked.lang))


TREND = Function("TREND", (HANDLE, MEASURE, Argument("month", "text")), _trend)
