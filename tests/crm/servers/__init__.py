"""Loopback servers that answer as CRMs do, after their published forms."""
