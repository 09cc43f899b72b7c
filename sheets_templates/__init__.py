"""The report templates and what makes them."""
