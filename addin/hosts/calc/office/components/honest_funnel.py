"""The file the office loads: the cell functions, the commands and the job, each with the services it answers to."""

from __future__ import annotations

import unohelper
from honest_funnel_office import commands, functions, loading

g_ImplementationHelper = unohelper.ImplementationHelper()
for _part in (functions, commands, loading):
    g_ImplementationHelper.addImplementation(_part.MAKES, _part.IMPLEMENTATION, _part.SERVICES)
