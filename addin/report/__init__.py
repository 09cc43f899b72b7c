"""From metric tables to named blocks of typed cells, and their words; it estimates nothing, knows no file."""
