"""The package of ours that runs in the office, the manifest of an extension, and the smallest extension.

That one offers the service alone which answers an engine; the one for users is made by ``build``.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

IDENTIFIER = "org.honestfunnel.calc"
"""What LibreOffice knows the extension by."""
OFFICE_FOLDER = Path(__file__).parents[1] / "office"
PACKAGE = "honest_funnel_office"
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
{entries}
</manifest:manifest>
"""
ENTRY = '  <manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
COMPONENTS = "application/vnd.sun.star.uno-components"


def write_server_extension(folder: Path) -> Path:
    """Lay the service that answers an engine out as an extension in ``folder``, which is made."""
    package = folder / "pythonpath" / PACKAGE
    package.mkdir(parents=True, exist_ok=True)
    for module in office_modules():
        shutil.copyfile(module, package / module.name)
    for part in ("serve.py", "serving.components"):
        shutil.copyfile(OFFICE_FOLDER / "components" / part, folder / part)
    meta = folder / "META-INF"
    meta.mkdir(parents=True, exist_ok=True)
    (meta / "manifest.xml").write_text(manifest({"serving.components": COMPONENTS}), encoding="utf-8")
    return folder


def office_modules() -> list[Path]:
    """The modules of the package that runs in the office."""
    return sorted(OFFICE_FOLDER.glob("*.py"))


def manifest(listed: Mapping[str, str]) -> str:
    """The list of what the office shall read: paths and media types."""
    return MANIFEST.format(
        entries="\n".join(ENTRY.format(path=path, kind=kind) for path, kind in listed.items())
    )
