"""A workbook as the zip package it is: read, its parts found, and written so that nothing is lost."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from addin.errors import InputError
from addin.xlsx.loss import CONTENT_TYPES
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
            package = cls(path, parts, entries, "")
            package = replace(package, workbook=package.find_workbook())
            package.check_parts()
            relations = parsed(parts[package.find("_rels/.rels")])
        except (
            OSError,
            zipfile.BadZipFile,
            zlib.error,
            etree.XMLSyntaxError,
            KeyError,
            RuntimeError,
        ) as error:
            raise InputError("template_unreadable", file=path.name) from error
        if any("/digital-signature/" in str(node.get("Type")) for node in relations):
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

    def find(self, name: str) -> str:
        """A part as the zip calls it: letters' case does not tell parts apart, nor does ``%20`` for a space.

        A name without a part stays as it is.
        """
        if name in self.parts:
            return name
        plain = unquote(name)
        return plain if plain in self.parts else self._by_folded_name.get(plain.casefold(), name)

    @cached_property
    def _by_folded_name(self) -> dict[str, str]:
        return {unquote(name).replace("\\", "/").casefold(): name for name in self.parts}

    def check_parts(self) -> None:
        """Look for the parts that cells depend on.

        Raises:
            KeyError: one is not there.
        """
        for kind in ("worksheet", "sharedStrings", "styles"):
            for name in self.related(self.workbook, kind).values():
                self.parts[name]
        self.sheets()

    def find_workbook(self) -> str:
        """The part that lists the sheets.

        Raises:
            KeyError: there is none.
            InputError: ``template_strict``.
        """
        for node in parsed(self.parts[self.find("_rels/.rels")]):
            if str(node.get("Type")) == f"{REL}/officeDocument":
                name = self.find(str(node.get("Target")).lstrip("/"))
                if parsed(self.parts[name]).tag == tag("workbook"):
                    return name
            if str(node.get("Type")).startswith(_STRICT):
                raise InputError("template_strict", file=self.source.name)
        raise KeyError("workbook")

    def content_types(self) -> list[tuple[str, str]]:
        """Each part that the package tells the kind of by its name, with that kind."""
        nodes = parsed(self.parts[CONTENT_TYPES])
        found = ((self.find(str(node.get("PartName") or "").lstrip("/")), node) for node in nodes)
        return [(name, str(node.get("ContentType"))) for name, node in found if name in self.parts]

    def changed(self, parts: Mapping[str, bytes]) -> Package:
        """The package with other bytes in some of its parts."""
        return replace(self, parts=dict(self.parts) | dict(parts))

    def related(self, part: str, kind: str) -> dict[str, str]:
        """Relation id → part, for the relations of a part whose type ends in ``kind``."""
        name = self.find(relations_of(part))
        if name not in self.parts:
            return {}
        return {
            str(node.get("Id")): self.find(_resolved(part, str(node.get("Target"))))
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
        spelled = {tag("rPh")}  # how a Japanese word is read is no part of it
        return [
            "".join(
                node.text or ""
                for node in item.iter(tag("t"))
                if node.getparent().tag not in spelled  # type: ignore[union-attr]
            )
            for item in self._string_items()
        ]

    def rich_strings(self) -> dict[int, list[etree._Element]]:
        """Number of a shared string → its pieces, of those that have formats within."""
        found = ((i, item.findall(tag("r"))) for i, item in enumerate(self._string_items()))
        return {i: runs for i, runs in found if runs}

    def _string_items(self) -> list[etree._Element]:
        name = next(iter(self.related(self.workbook, "sharedStrings").values()), "")
        return parsed(self.parts[name]).findall(tag("si")) if name in self.parts else []

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
