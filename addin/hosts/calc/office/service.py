"""What UNO asks of every service."""

from __future__ import annotations

import unohelper
from com.sun.star.lang import XServiceInfo


class Service(unohelper.Base, XServiceInfo):  # type: ignore[misc]
    """A service of ours; the first of ``SERVICES`` is its own name."""

    SERVICES: tuple[str, ...] = ()

    def getImplementationName(self) -> str:
        """What the list of components calls it."""
        return self.SERVICES[0] + ".python"

    def supportsService(self, name: str) -> bool:
        """Whether it answers to a name."""
        return name in self.SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        """All it answers to."""
        return self.SERVICES
