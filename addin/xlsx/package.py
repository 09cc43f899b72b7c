"""A workbook as the zip package it is: read, its parts found, and written so that nothing is lost."""

from __future__ import annotations

import contextlib
import os
import posixpath
import secrets
import shutil
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from addin.errors import InputError
from addin.placement.ranges import Rect
from addin.xlsx.loss import CONTENT_TYPES, refuse_loss
from addin.xlsx.styles import Styles
from addin.xlsx.xml import parsed, tag

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}
TEMPLATES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    ".xlsm": "application/vnd.ms-excel.template.macroEnabled.main+xml",
}
"""What Excel's own templates, .xltx and .xltm, call themselves; filled they are workbooks."""

_STRICT = "http://purl.oclc.org/ooxml/"


@dataclass(frozen=True)
class Package:
    """The parts of a workbook, in the order of the file.

    Args:
        source: the file they came from.
        parts: name in the zip → bytes.
        entries: name in the zip → what the zip says of it.
        workbook: the name of the part that lists the sheets.
    """

    source: Path
    parts: Mapping[str, bytes]
    entries: Mapping[str, zipfile.ZipInfo]
    workbook: str

    @classmethod
    def read(cls, path: Path) -> Package:
        """Read a workbook.

        Raises:
            InputError: ``template_unreadable`` if it is missing, locked, encrypted or no workbook;
                ``template_strict`` or ``template_signed`` if it is of a kind that cannot be filled.
        """
        try:
            with zipfile.ZipFile(path) as file:
                entries = {entry.filename: entry for entry in file.infolist() if not entry.is_dir()}
                parts = {name: file.read(entry) for name, entry in entries.items()}
            package = cls(path, parts, entries, _workbook(parts, path))
            package.sheets()
        except (
            OSError,
            zipfile.BadZipFile,
            zlib.error,
            etree.XMLSyntaxError,
            KeyError,
            RuntimeError,
        ) as error:
            raise InputError("template_unreadable", file=path.name) from error
        if any("/digital-signature/" in str(node.get("Type")) for node in parsed(parts["_rels/.rels"])):
            raise InputError("template_signed", file=path.name)
        return package

    @property
    def suffix(self) -> str:
        """``.xlsm`` where the content type says that the workbook holds macros, otherwise ``.xlsx``."""
        types = self.parts[CONTENT_TYPES]
        macros = any(kinds[".xlsm"].encode() in types for kinds in (KINDS, TEMPLATES))
        return ".xlsm" if macros else ".xlsx"

    @property
    def types(self) -> bytes:
        """The list of content types of a filled workbook: one that was a template is none any more."""
        former, now = TEMPLATES[self.suffix].encode(), KINDS[self.suffix].encode()
        return self.parts[CONTENT_TYPES].replace(former, now)

    def related(self, part: str, kind: str) -> dict[str, str]:
        """Relation id → part, for the relations of a part whose type ends in ``kind``."""
        name = relations_of(part)
        if name not in self.parts:
            return {}
        return {
            str(node.get("Id")): _resolved(part, str(node.get("Target")))
            for node in parsed(self.parts[name])
            if str(node.get("Type")).endswith(f"/{kind}") and node.get("TargetMode") != "External"
        }

    def sheets(self) -> list[tuple[str, str]]:
        """Name and part of each sheet, in their order; a sheet that holds no cells has the part ""."""
        parts = self.related(self.workbook, "worksheet")
        found = parsed(self.parts[self.workbook]).iterfind(f"{tag('sheets')}/{tag('sheet')}")
        return [(str(node.get("name")), parts.get(str(node.get(f"{{{REL}}}id")), "")) for node in found]

    def strings(self) -> list[str]:
        """The shared strings, formatted ones as plain text."""
        name = next(iter(self.related(self.workbook, "sharedStrings").values()), "")
        if name not in self.parts:
            return []
        spelled = {tag("rPh")}  # how a Japanese word is read is no part of it
        return [
            "".join(
                node.text or ""
                for node in item.iter(tag("t"))
                if node.getparent().tag not in spelled  # type: ignore[union-attr]
            )
            for item in parsed(self.parts[name]).iterchildren(tag("si"))
        ]

    def styles(self) -> Styles:
        """The styles of cells."""
        name = next(iter(self.related(self.workbook, "styles").values()), "")
        return Styles.read(self.parts.get(name))


def relations_of(part: str) -> str:
    """The part that lists the relations of ``part``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, to: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), to)).lstrip("/")


def _workbook(parts: Mapping[str, bytes], path: Path) -> str:
    for node in parsed(parts["_rels/.rels"]):
        if str(node.get("Type")) == f"{REL}/officeDocument":
            name = str(node.get("Target")).lstrip("/")
            if parsed(parts[name]).tag == tag("workbook"):
                return name
        if str(node.get("Type")).startswith(_STRICT):
            raise InputError("template_strict", file=path.name)
    raise KeyError("workbook")


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
