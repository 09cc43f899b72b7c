"""The package of ours that runs in the office, the manifest of an extension, and the smallest extension.

That one has the part alone which answers an engine, for offices that we start; the one for users, made by
``build``, does not have that part.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

IDENTIFIER = "org.honestfunnel.calc"
"""What LibreOffice knows the extension by."""
OFFICE_FOLDER = Path(__file__).parents[1] / "office"
PACKAGE = "honest_funnel_office"
SERVING_PACKAGE = "honest_funnel_serving"
"""The same modules in the smallest extension, so that an office may have both extensions."""
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
{entries}
</manifest:manifest>
"""
ENTRY = '  <manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
COMPONENTS = "application/vnd.sun.star.uno-components"
CONFIGURATION = "application/vnd.sun.star.configuration-data"
SERVING = {"serving.components": COMPONENTS, "serving.xcu": CONFIGURATION}
"""What the office reads of the part that answers an engine."""


def write_server_extension(folder: Path) -> Path:
    """Lay the part that answers an engine out as an extension in ``folder``, which is made."""
    package = folder / "pythonpath" / SERVING_PACKAGE
    package.mkdir(parents=True, exist_ok=True)
    for module in office_modules(serving=True):
        shutil.copyfile(module, package / module.name)
    for name, content in serving_parts(SERVING_PACKAGE).items():
        (folder / name).write_bytes(content)
    meta = folder / "META-INF"
    meta.mkdir(parents=True, exist_ok=True)
    (meta / "manifest.xml").write_text(manifest(SERVING), encoding="utf-8")
    return folder


def serving_parts(package: str) -> dict[str, bytes]:
    """The files that let an office find the part which answers, in the modules of ``package``."""
    names = ("serve.py", *SERVING)
    found = {name: (OFFICE_FOLDER / "components" / name).read_bytes() for name in names}
    return found | {"serve.py": found["serve.py"].replace(PACKAGE.encode(), package.encode())}


def office_modules(*, serving: bool) -> list[Path]:
    """The modules of the package that runs in the office, with the one that answers an engine or without."""
    return [path for path in sorted(OFFICE_FOLDER.glob("*.py")) if serving or path.name != "server.py"]


def manifest(listed: Mapping[str, str]) -> str:
    """The list of what the office shall read: paths and media types."""
    return MANIFEST.format(
        entries="\n".join(ENTRY.format(path=path, kind=kind) for path, kind in listed.items())
    )
