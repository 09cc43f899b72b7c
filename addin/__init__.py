"""Honest Funnel: an honest sales-funnel report inside your own spreadsheet."""

__version__ = "0.1.0"
