"""PRESALE_FORECAST: the money expected of pre-sale deals, and of every component of the month's revenue."""

from __future__ import annotations

from addin.errors import OptionError
from addin.functions.function import HANDLE, MANAGER, MEASURE, SOURCE, Argument, Call, Function, Rows, single
from addin.functions.measures import components
from addin.report import queries


def _presale_forecast(asked: Call) -> Rows:
    found = asked.deals()
    measure, component = asked.measure("PRESALE_FORECAST"), _component(asked)
    where = asked.deal_filter(found)
    if component and measure in queries.FORECAST:
        return single(found.queries().forecast(measure, component, where))
    if component not in ("", "presale"):
        raise OptionError("measure_of_presale", measure=measure, known=", ".join(queries.FORECAST))
    return single(found.queries().presale(measure, where))


def _component(asked: Call) -> str:
    """The part of the month's revenue asked for; "" for the list of pre-sale deals."""
    name = asked.text("component")
    return components().find(name) if name else ""


PRESALE_FORECAST = Function(
    "PRESALE_FORECAST",
    (HANDLE, MEASURE, MANAGER, SOURCE, Argument("component", "text")),
    _presale_forecast,
)
