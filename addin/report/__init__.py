"""From metrics to named blocks of typed cells."""
