"""Files and cells to grids (``deals.grids``); what a cell means is not decided here; nothing is written."""
