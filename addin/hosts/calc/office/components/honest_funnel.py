"""The file the office loads: the cell functions, the commands and the job that runs when a workbook opens."""

from __future__ import annotations

import unohelper
from honest_funnel_office.commands import Commands
from honest_funnel_office.functions import Functions
from honest_funnel_office.on_load import OnLoad

g_ImplementationHelper = unohelper.ImplementationHelper()
for _made in (Functions, Commands, OnLoad):
    g_ImplementationHelper.addImplementation(_made, _made.SERVICES[0] + ".python", _made.SERVICES)
