"""A filled package written: beside its place first, compared, and only then put there."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

from addin.errors import InputError
from addin.output_files import OutputFiles
from addin.placement.ranges import Rect
from addin.xlsx.loss import refuse_loss
from addin.xlsx.package import Package


def save(
    package: Package,
    changed: Mapping[str, bytes],
    dropped: frozenset[str],
    filled: Mapping[str, Collection[Rect]],
    out: Path,
    outputs: OutputFiles,
) -> None:
    """Write the package with some parts changed and some dropped, as a draft.

    Args:
        package: the template.
        changed: the parts that become others, or are new.
        dropped: the parts that go.
        filled: sheet part → where on it a fill writes.
        out: the file to write.
        outputs: the files of the run, which it is one of.

    Raises:
        InputError: ``out`` cannot be written; ``output_would_lose`` if something that was not to change did.
    """
    refuse_loss(package.source.name, package.parts, changed, dropped, filled)
    draft = outputs.write(out, lambda file: _write(package, changed, dropped, file))
    _compare(package, changed, dropped, draft)


def _write(package: Package, changed: Mapping[str, bytes], dropped: frozenset[str], file: object) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:  # type: ignore[call-overload]
        for name, old in package.entries.items():
            if name in dropped:
                continue
            entry = zipfile.ZipInfo(name, old.date_time)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = old.external_attr
            out.writestr(entry, changed.get(name, package.parts[name]), compresslevel=3)
        for name in changed.keys() - package.entries.keys():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, changed[name], compresslevel=3)


def _compare(package: Package, changed: Mapping[str, bytes], dropped: frozenset[str], draft: Path) -> None:
    with zipfile.ZipFile(draft) as file:
        there = set(file.namelist())
        for name in package.parts:
            if name in dropped:
                continue
            expected = changed.get(name, package.parts[name])
            if name not in there or file.read(name) != expected:
                raise InputError("output_would_lose", template=package.source.name, part=name)
