"""The table of all cell functions: every host is made from it."""

from __future__ import annotations

from addin.functions.deals import DEALS
from addin.functions.function import Function
from addin.functions.intake import INTAKE
from addin.functions.movement import MOVEMENT
from addin.functions.presale_forecast import PRESALE_FORECAST
from addin.functions.report_block import REPORT_BLOCK
from addin.functions.stage_conv import STAGE_CONV
from addin.functions.time_in_stage import TIME_IN_STAGE
from addin.functions.trend import TREND

FUNCTIONS: tuple[Function, ...] = (
    *(DEALS, INTAKE, STAGE_CONV, PRESALE_FORECAST),
    *(MOVEMENT, TREND, TIME_IN_STAGE),
    REPORT_BLOCK,
)
"""Every cell function, in the order of the documentation."""
BY_NAME: dict[str, Function] = {function.name: function for function in FUNCTIONS}
