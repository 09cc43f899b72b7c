"""The component that the office loads: it stands outside of the package, as components are loaded alone."""

import unohelper
from honest_funnel_office.server import NAME, Serve

g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Serve, NAME, (NAME,))
