"""Deals, statuses and their history pulled from a CRM into a store."""
