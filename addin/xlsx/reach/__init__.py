"""Which formulas of a workbook can reach a block, by the cells they read; nothing is computed here."""
