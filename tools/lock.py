"""Which version of every package ``make`` installs: ``constraints.txt``, with hashes, and a page of dates.

``make lock`` takes the newest that ``pyproject.toml`` allows, for every Python and system at once. Both
files follow from what the index says on that day; neither names the index.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1]
CONSTRAINTS = PROJECT / "constraints.txt"
PAGE = PROJECT / "docs/versions.md"
_HEAD = """# Versions

What `make` installs, with hashes, from `constraints.txt`. `make lock` writes that file and this page anew,
with the newest that `pyproject.toml` allows; `make audit` asks which of them have known vulnerabilities.

| package | version | released | installed for |
|---|---|---|---|
"""


def main() -> None:
    """Write both files."""
    newest = ["--universal", "--python-version", "3.11", "--no-emit-index-url", "--generate-hashes"]
    words = [*newest, "--upgrade", "--all-extras", "--no-annotate", "--custom-compile-command", "make lock"]
    _compile(*words, "--output-file", str(CONSTRAINTS))
    with tempfile.TemporaryDirectory() as folder:
        everything, ours = (Path(folder) / f"pylock.{name}.toml" for name in ("all", "ours"))
        same = [*newest, "--constraint", str(CONSTRAINTS)]
        _compile(*same, "--all-extras", "--output-file", str(everything))
        _compile(*same, "--output-file", str(ours))
        locked, named = (tomllib.loads(path.read_text())["packages"] for path in (everything, ours))
    told = told_by_hand(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(page_of(locked, {package["name"] for package in named}) + told, encoding="utf-8")


def page_of(packages: Iterable[Mapping[str, Any]], of_the_report: set[str]) -> str:
    """The page of a lock's packages; those of a name in ``of_the_report`` are there for every user."""
    return _HEAD + "".join(
        f"| {package['name']} | {package['version']} | {released(package)} | {reason} |\n"
        for package in packages
        for reason in ["the report" if package["name"] in of_the_report else "development"]
    )


def told_by_hand(page: str) -> str:
    """What stands below the table, from the first heading on, with the empty line before it."""
    _, heading, told = page.partition("\n## ")
    return heading + told


def released(package: Mapping[str, Any]) -> str:
    """The day a version's first file was uploaded, in ISO form; "" where the index tells none."""
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    return min((f"{file['upload-time']:%Y-%m-%d}" for file in files if "upload-time" in file), default="")


def _compile(*words: str) -> None:
    compiler = [sys.executable, "-m", "uv", "--quiet", "pip", "compile", "pyproject.toml"]
    subprocess.run([*compiler, *words], cwd=PROJECT, check=True)


if __name__ == "__main__":
    main()
