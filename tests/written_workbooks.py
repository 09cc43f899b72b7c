"""Every workbook that our code puts in its place while tests run, looked at for faults of the package.

A fill answers only for what its template had not: many tests fill templates that are reduced to a few parts.
The schema, whose checks take a second for a report, is looked at in the first workbook of its kind in each
test function.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import addin.xlsx.fill
import addin.xlsx.save
from tests.workbook_faults import own_faults, schema_faults

KINDS = (".xlsx", ".xlsm", ".xlam")


class WrittenWorkbooks:
    """What has been written since the last look, and what is wrong in it.

    Args:
        folder: where copies of templates are kept, as a fill may replace its own.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []
        self.looked_at: set[tuple[str, str]] = set()
        self._templates: dict[Path, Path] = {}
        self._known: dict[tuple[Path, bool], set[str]] = {}

    def remember(self, out: Path, template: Path) -> None:
        """Keep the template that ``out`` is filled from."""
        content = template.read_bytes()
        kept = self.folder / f"{hashlib.sha256(content).hexdigest()}{template.suffix}"
        if not kept.exists():
            kept.write_bytes(content)
        self._templates[out.resolve()] = kept

    def look_at(self, path: Path) -> None:
        """Take down what is wrong in a workbook."""
        test = os.environ.get("PYTEST_CURRENT_TEST", "").split("[")[0]
        deeply = (test, path.suffix) not in self.looked_at
        self.looked_at.add((test, path.suffix))
        found = _faults(path, deeply)
        template = self._templates.pop(path.resolve(), None)
        if found and template is not None:
            if (template, deeply) not in self._known:
                self._known[template, deeply] = _faults(template, deeply)
            found -= self._known[template, deeply]
        self.faults += sorted(f"{path.name}: {fault}" for fault in found)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look at each workbook that takes its place meanwhile."""
        replace, save = os.replace, addin.xlsx.save.save

        def watched_replace(source: Any, target: Any, **options: Any) -> None:
            replace(source, target, **options)
            if str(target).endswith(KINDS):
                self.look_at(Path(os.fspath(target)))

        def watched_save(package: Any, *parts: Any) -> None:
            self.remember(parts[3], package.source)
            save(package, *parts)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "replace", watched_replace)
            patch.setattr(addin.xlsx.fill, "save", watched_save)
            yield


def _faults(path: Path, deeply: bool) -> set[str]:
    return own_faults(path) | (schema_faults(path) if deeply else set())
