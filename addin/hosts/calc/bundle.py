"""The unpacked extension: the office side of ours as the office wants it laid out."""

from __future__ import annotations

import shutil
from pathlib import Path

OFFICE = Path(__file__).parent / "office"
PACKAGE = "honest_funnel_office"
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
{entries}
</manifest:manifest>
"""
ENTRY = '  <manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
COMPONENTS = "application/vnd.sun.star.uno-components"


def write_extension(folder: Path) -> Path:
    """Lay the service that answers an engine out as an extension in ``folder``, which is made."""
    package = folder / "pythonpath" / PACKAGE
    package.mkdir(parents=True, exist_ok=True)
    for module in modules():
        shutil.copyfile(module, package / module.name)
    for part in ("serve.py", "serving.components"):
        shutil.copyfile(OFFICE / "components" / part, folder / part)
    write_manifest(folder, [("serving.components", COMPONENTS)])
    return folder


def modules() -> list[Path]:
    """The modules of the package that runs in the office."""
    return sorted(OFFICE.glob("*.py"))


def write_manifest(folder: Path, entries: list[tuple[str, str]]) -> None:
    """Write the list of what the office shall read: paths and media types."""
    lines = "\n".join(ENTRY.format(path=path, kind=kind) for path, kind in entries)
    meta = folder / "META-INF"
    meta.mkdir(parents=True, exist_ok=True)
    (meta / "manifest.xml").write_text(MANIFEST.format(entries=lines), encoding="utf-8")
