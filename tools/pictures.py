"""Pictures of a report: every page of it as it is printed, made by LibreOffice Calc.

``python -m tools.pictures FOLDER`` makes the demo report in both languages and its pictures there,
and the Summary's pictures for the README.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from addin.words import LANGS, Lang, say

DOCS = Path(__file__).parents[1] / "docs" / "pictures"
_INSTALL = "apt-get install libreoffice-calc poppler-utils fonts-crosextra-carlito"
_DPI = 110
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_SIZE = re.compile(rb"/F\d+ ([\d.]+) Tf")
_UNSET_VARIABLES = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH")


class NotInstalledError(Exception):
    """A program that draws is not on this machine; the text says how to get it."""


@dataclass(frozen=True)
class Page:
    """A printed page: its number in the report from 1, its sheet, and all text on it."""

    number: int
    sheet: str
    text: str


def printed(workbook: Path, folder: Path) -> Path:
    """The workbook as LibreOffice prints it, as a PDF in ``folder``.

    Raises:
        NotInstalledError: there is no LibreOffice.
    """
    with tempfile.TemporaryDirectory() as profile:
        _run(
            *("soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder), str(workbook)),
        )
    return folder / f"{workbook.stem}.pdf"


def pages(pdf: Path) -> list[Page]:
    """The pages of a printed report; the foot of each names its sheet.

    Raises:
        NotInstalledError: poppler's tools are missing.
    """
    texts = _run("pdftotext", "-layout", str(pdf), "-").split("\f")[:-1]
    return [Page(i, _sheet(text), text) for i, text in enumerate(texts, 1)]


def sizes(pdf: Path) -> list[Counter[float]]:
    """The sizes of letters on each page that LibreOffice printed, in points, and how often each is set."""
    streams = (_inflated(found[1]) for found in _STREAM.finditer(pdf.read_bytes()))
    sets = ([round(float(size), 2) for size in _SIZE.findall(stream)] for stream in streams)
    return [Counter(page) for page in sets if page]


def _inflated(stream: bytes) -> bytes:
    """What a packed stream holds; nothing, if it is packed in another way."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def _sheet(text: str) -> str:
    foot = next(line for line in reversed(text.splitlines()) if line.strip())
    return re.split(r"\s{2,}", foot.strip())[0]


def draw(workbook: Path, folder: Path, prefix: str) -> list[Path]:
    """One PNG a page, named by place, sheet and number within the sheet.

    Raises:
        NotInstalledError: LibreOffice or poppler's tools are missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found, seen = [], Counter[str]()
    with tempfile.TemporaryDirectory() as place:
        pdf = printed(workbook, Path(place))
        for page in pages(pdf):
            seen[page.sheet] += 1
            name = f"{prefix}-{page.number:02d} {page.sheet} {seen[page.sheet]}"
            number = str(page.number)
            _run(
                *("pdftoppm", "-png", "-singlefile", "-r", str(_DPI), "-f", number, "-l", number),
                *(str(pdf), str(folder / name)),
            )
            found.append(folder / f"{name}.png")
    return found


def _run(*command: str) -> str:
    program = shutil.which(command[0])
    if program is None:
        raise NotInstalledError(f"{command[0]} is not installed: {_INSTALL}")
    env = {key: value for key, value in os.environ.items() if key not in _UNSET_VARIABLES}
    done = subprocess.run([program, *command[1:]], check=True, capture_output=True, timeout=300, env=env)
    return done.stdout.decode("utf-8", errors="replace")


def demo(lang: Lang, folder: Path) -> list[Path]:
    """The demo report in one language, and its pictures."""
    from addin.cli.app import main as command

    with tempfile.TemporaryDirectory() as place:
        if command(["demo", place, "--lang", lang]):
            raise RuntimeError("the demo failed")
        return draw(Path(place) / "deals-report.xlsx", folder, lang)


def main() -> int:
    """Make all pictures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "pictures")
    shutil.rmtree(folder, ignore_errors=True)
    DOCS.mkdir(parents=True, exist_ok=True)
    for lang in LANGS:
        try:
            made = demo(lang, folder)
        except NotInstalledError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        monday = next(page for page in made if say("sheet.monday", lang) in page.name)
        shutil.copyfile(monday, DOCS / f"summary.{lang}.png")
    sys.stdout.write(f"{folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
