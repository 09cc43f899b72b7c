"""A filled package written: beside its place first, compared, and only then put there."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

from addin.errors import InputError
from addin.placement.ranges import Rect
from addin.xlsx.loss import refuse_loss
from addin.xlsx.package import Package


def save(
    package: Package,
    changed: Mapping[str, bytes],
    dropped: frozenset[str],
    filled: Mapping[str, Collection[Rect]],
    out: Path,
) -> None:
    """Write the package with some parts changed and some dropped; the former ``out`` stays whole on failure.

    Args:
        package: the template.
        changed: the parts that become others.
        dropped: the parts that go.
        filled: sheet part → where on it a fill writes.
        out: the file to write.

    Raises:
        InputError: ``output_not_writable``; ``output_would_lose`` if something that was not to change did.
    """
    refuse_loss(package.source.name, package.parts, changed, dropped, filled)
    place = out.resolve()
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}.tmp")
    try:
        with draft.open("xb") as file:
            _write(package, changed, dropped, file)
            file.flush()
            os.fsync(file.fileno())
        _compare(package, changed, dropped, draft)
        if place.exists():
            shutil.copymode(place, draft)
        draft.replace(place)
    except OSError as error:
        raise InputError("output_not_writable", file=str(out)) from error
    finally:
        with contextlib.suppress(OSError):  # it became the output, or there was no folder to make it in
            draft.unlink()


def _write(package: Package, changed: Mapping[str, bytes], dropped: frozenset[str], file: object) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:  # type: ignore[call-overload]
        for name, old in package.entries.items():
            if name in dropped:
                continue
            entry = zipfile.ZipInfo(name, old.date_time)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = old.external_attr
            out.writestr(entry, changed.get(name, package.parts[name]), compresslevel=3)


def _compare(package: Package, changed: Mapping[str, bytes], dropped: frozenset[str], draft: Path) -> None:
    with zipfile.ZipFile(draft) as file:
        there = set(file.namelist())
        for name in package.parts:
            if name in dropped:
                continue
            expected = changed.get(name, package.parts[name])
            if name not in there or file.read(name) != expected:
                raise InputError("output_would_lose", template=package.source.name, part=name)
