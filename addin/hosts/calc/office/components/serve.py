"""The component that an office of ours loads: it stands outside of the package, as all components do."""

import unohelper
from honest_funnel_office.server import Serve

NAME = Serve.SERVICES[0]

g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Serve, NAME + ".python", Serve.SERVICES)
