"""The store: what was pulled from a CRM and what refreshes have seen, in one DuckDB file."""
