"""TIME_IN_STAGE: days until half, or 80 %, of those who go on from a stage have; and who stands there."""

from __future__ import annotations

from addin.errors import OptionError
from addin.functions.function import HANDLE, MANAGER, MEASURE, Argument, Call, Function, Rows, single


def _time_in_stage(asked: Call) -> Rows:
    found = asked.deals()
    stage, ladder = asked.text("stage"), found.names.ladder
    rung = found.names.stages.find(stage) if stage else None
    if rung == len(ladder) - 1:
        raise OptionError("stage_no_time", value=stage, known=", ".join(ladder[:-1]))
    manager = found.names.manager.find(asked.text("manager"))
    return single(found.queries().time.of_stage(asked.measure("TIME_IN_STAGE"), rung, manager, asked.lang))


TIME_IN_STAGE = Function(
    "TIME_IN_STAGE", (HANDLE, Argument("stage", "text"), MEASURE, MANAGER), _time_in_stage
)
