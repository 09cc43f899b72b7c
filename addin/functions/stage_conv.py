"""STAGE_CONV: a count, rate or comparison of a pair of stages."""

from __future__ import annotations

from addin.errors import OptionError
from addin.functions import arguments
from addin.functions.function import HANDLE, MANAGER, MEASURE, SOURCE, Argument, Call, Function, Rows, single
from addin.functions.loaded_deals import LoadedDeals
from addin.functions.measures import display_value
from addin.report import queries


def _stage_conv(asked: Call) -> Rows:
    found = asked.deals()
    measure = asked.measure("STAGE_CONV")
    only = asked.deal_filter(found)
    if measure in queries.COMPARED and (only.group_by is None or only.extra_source is not None):
        raise OptionError("measure_of_one", measure=measure)
    window = arguments.period(asked.values["window"], "window")
    value = found.queries().conversion(measure, _pair(asked, found), only, window or "report", asked.lang)
    return single(display_value(measure, value, asked.lang))


def _pair(asked: Call, found: LoadedDeals) -> tuple[int, int]:
    """The stages asked about: none is the whole way, the first alone leads to the next."""
    names, ladder = found.names.stages, found.names.ladder
    start, end = asked.text("from_stage"), asked.text("to_stage")
    stage = names.find(start) if start else 0
    target = names.find(end) if end else stage + 1 if start else len(ladder) - 1
    if (not start and not end) or stage < target < len(ladder):
        return stage, target
    if stage == len(ladder) - 1 and not end:
        raise OptionError("stage_last", value=ladder[stage])
    raise OptionError("stages_order", start=ladder[stage], end=ladder[target], known=" → ".join(ladder))


STAGE_CONV = Function(
    "STAGE_CONV",
    (
        HANDLE,
        Argument("from_stage", "text"),
        Argument("to_stage", "text"),
        MANAGER,
        SOURCE,
        Argument("window", "text"),
        MEASURE,
    ),
    _stage_conv,
)
