"""What developers run by ``make``: pictures, pages of the documentation, evidence; no part of the product."""
