"""Loopback servers that answer as CRMs do, after their published forms."""

from tests.crm.servers.amocrm import AmoCrm
from tests.crm.servers.base import Crm
from tests.crm.servers.bitrix24 import Bitrix24
from tests.crm.servers.bluesales import BlueSales
from tests.crm.servers.hubspot import HubSpot
from tests.crm.servers.odoo import Odoo
from tests.crm.servers.pipedrive import Pipedrive
from tests.crm.servers.salesforce import Salesforce

CRMS: tuple[type[Crm], ...] = (BlueSales, AmoCrm, Bitrix24, HubSpot, Pipedrive, Salesforce, Odoo)
