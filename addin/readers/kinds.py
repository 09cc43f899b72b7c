"""What a file is: its content decides, whatever its ending promises."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path

from addin.errors import InputError
from addin.readers.bounds import check_package, check_size
from addin.readers.html import is_html
from addin.readers.xlsx.xls_area import check_old_workbook
from addin.store.file import is_store_head

KINDS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".html", ".htm")
"""The endings under which files are read."""

_TEMPLATES = (".xltx", ".xltm")
"""Workbooks too: what Excel makes new workbooks from."""
_TEXTS = (".csv", ".tsv", ".txt")
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SPREADSHEET = b"opendocument.spreadsheet"
_FOREIGN = {
    b"urn:schemas-microsoft-com:office:spreadsheet": "XML Spreadsheet 2003",
    b"mime-version:": "MHTML",
}
"""What marks the beginning of a file that a spreadsheet program opens and we do not."""
_HEAD = 4096


class FileKind(Enum):
    """How a file is read."""

    XLSX = auto()
    XLS = auto()
    ODS = auto()
    HTML = auto()
    TEXT = auto()
    STORE = auto()


def detect_kind(path: Path) -> FileKind:
    """What the file is.

    Raises:
        InputError: it is missing, cannot be opened, is empty, has a password, holds more than is read, or is
            nothing we read.
    """
    suffix = path.suffix.casefold()
    head = _head(path)
    if is_store_head(head):
        return FileKind.STORE
    check_size(path)
    if head.startswith(_OLE):
        if _ENCRYPTED in path.read_bytes():
            raise InputError("file_encrypted", path=path)
        check_old_workbook(path)
        return FileKind.XLS
    if suffix not in (*KINDS, *_TEMPLATES):
        raise InputError("file_kind", path=path, kinds=", ".join(KINDS))
    if head.startswith(b"PK"):
        return _packed(path)
    if is_html(head):
        return FileKind.HTML
    form = next((name for mark, name in _FOREIGN.items() if mark in head.lower()), None)
    if form is not None:
        raise InputError("file_foreign", path=path, form=form)
    return FileKind.TEXT


def _packed(path: Path) -> FileKind:
    """The kind of a zipped file; a torn one is taken for the workbook it is named as."""
    try:
        with zipfile.ZipFile(path) as package:
            check_package(path, package)
            names = set(package.namelist())
            mimetype = package.read("mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError):
        names, mimetype = set(), b""
    if _SPREADSHEET in mimetype:
        return FileKind.ODS
    if path.suffix.casefold() in _TEXTS and not any(name.startswith("xl/") for name in names):
        raise InputError("file_not_text", path=path)
    return FileKind.ODS if path.suffix.casefold() == ".ods" and not names else FileKind.XLSX


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Tell in words why a file cannot be read, where what is done with it shows that.

    Raises:
        InputError: it is a folder, missing, denied or unreadable.
    """
    try:
        if path.is_dir():
            raise InputError("file_folder", path=path)
        yield
    except FileNotFoundError as error:
        raise InputError("file_missing", path=path, folder=path.absolute().parent) from error
    except PermissionError as error:
        raise InputError("file_denied", path=path) from error
    except OSError as error:
        raise InputError("file_unreadable", path=path, why=error.strerror or str(error)) from error


def _head(path: Path) -> bytes:
    """The first bytes of a file that is there and can be read."""
    with refusing(path), path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head:
        raise InputError("file_empty", path=path)
    return head
