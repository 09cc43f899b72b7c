"""One kind of value a module, understood over a whole column; nothing of sheets, tables or deals."""
