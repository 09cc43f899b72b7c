"""Pictures of Calc's window with the live workbook: what a user sees, not what is printed.

``python -m tools.window`` starts a visible Calc under Xvfb, and puts the pictures of the sheets
Summary and Formulas in both languages where the documentation has them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import xlwings as xw

from addin.hosts.calc.engine import connect, disconnect
from addin.hosts.calc.extension.build import unpack
from addin.hosts.calc.launch import Office
from addin.hosts.calc.live_workbook import make_workbook
from addin.words import LANGS, Lang, say
from tools.pictures import DOCS, NotInstalledError

SCREEN = 1600, 1000
_INSTALL = "apt-get install xvfb imagemagick libreoffice-calc python3-uno fonts-crosextra-carlito"
_COLOURS = "128"
_TIMEOUT = 60.0
_STABLE_SECONDS = 1.5
"""Seconds without a change after which a window is taken to be drawn."""


@contextlib.contextmanager
def screen(folder: Path) -> Iterator[str]:
    """A screen nobody sees; its name is what DISPLAY wants.

    Raises:
        NotInstalledError: there is no Xvfb.
    """
    read, write = os.pipe()
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    command = [_program("Xvfb"), "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(write,), cwd=folder, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def capture(display: str, path: Path) -> None:
    """A picture of the screen in few colours, once it has stopped changing.

    Raises:
        NotInstalledError: ImageMagick is missing.
    """
    end, seen, since = time.monotonic() + _TIMEOUT, b"", time.monotonic()
    while time.monotonic() < end and (not seen or time.monotonic() - since < _STABLE_SECONDS):
        shot = _screenshot(display, "rgb:-")
        if shot != seen:
            seen, since = shot, time.monotonic()
        time.sleep(0.2)
    path.parent.mkdir(parents=True, exist_ok=True)
    _screenshot(display, f"png8:{path}", "+dither", "-colors", _COLOURS)


def _screenshot(display: str, out: str, *options: str) -> bytes:
    command = [_program("import"), "-silent", "-display", display, "-window", "root", *options, out]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotInstalledError(f"{name} is not installed: {_INSTALL}")
    return found


def draw(lang: Lang, folder: Path, out: Path) -> list[Path]:
    """The pictures in one language.

    Args:
        lang: of the workbook, the toolbar and the messages; the office itself may have English words only.
        folder: for the workbook, the extension and the settings of the office.
        out: where the pictures go.

    Raises:
        NotInstalledError: a program that is needed is missing.
        InputError: the workbook cannot be made.
    """
    workbook = folder / f"live.{lang}.ods"
    make_workbook(workbook, lang, blank=False)
    unpack(folder / "extensions" / "honest-funnel", sys.executable, lang)
    with screen(folder) as display, _visible(display, folder) as app:
        book = app.books.open(str(workbook))
        return [_summary(book, lang, display, out), _formulas(book, lang, display, out)]


@contextlib.contextmanager
def _visible(display: str, folder: Path) -> Iterator[xw.App]:
    before = dict(os.environ)
    os.environ.update({"DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen"})
    try:
        with Office(folder / "profile", headless=False, extensions=folder / "extensions") as office:
            app = connect(office.client)
            yield app
            disconnect(app)
    finally:
        os.environ.clear()
        os.environ.update(before)


def _summary(book: xw.Book, lang: Lang, display: str, out: Path) -> Path:
    sheet = book.sheets[say("sheet.summary", lang)]
    sheet.activate()
    sheet.range("A1").select()
    path = out / f"calc-summary.{lang}.png"
    capture(display, path)
    return path


def _formulas(book: xw.Book, lang: Lang, display: str, out: Path) -> Path:
    sheet = book.sheets[say("live.formulas", lang)]
    sheet.activate()
    managers = next(name for name in book.names if name.name == "hf_managers").refers_to_range
    sheet.range("B5").value = managers[1, 0].value
    sheet.range("B12").select()
    path = out / f"calc-formulas.{lang}.png"
    capture(display, path)
    return path


def main() -> int:
    """Take all pictures."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS
    try:
        for lang in LANGS:
            with tempfile.TemporaryDirectory(prefix="honest-funnel-") as folder:
                draw(lang, Path(folder), out)
    except NotInstalledError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
