"""Loopback servers that answer as CRMs do, after their published forms."""

from tests.crm.servers.amocrm import AmoCrm
from tests.crm.servers.base import Crm
from tests.crm.servers.bluesales import BlueSales

CRMS: tuple[type[Crm], ...] = (BlueSales, AmoCrm)
