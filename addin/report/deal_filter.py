"""What can be asked of a report for, beside a measure, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass

from addin.metrics.month_spread import By

Value = float | str | None
"""A number, a text, or None where there is nothing to tell."""


@dataclass(frozen=True)
class DealFilter:
    """Whose deals count; None is everybody's, "" those of nobody named."""

    manager: str | None = None
    source: str | None = None

    @property
    def group_by(self) -> By | None:
        """What tables are grouped by to answer this."""
        return "manager" if self.manager is not None else "source" if self.source is not None else None

    @property
    def group(self) -> str:
        """The name of the group asked for, "" without groups."""
        return self.manager if self.manager is not None else self.source or ""

    @property
    def extra_source(self) -> str | None:
        """The source, where there is a manager as well."""
        return self.source if self.manager is not None else None
