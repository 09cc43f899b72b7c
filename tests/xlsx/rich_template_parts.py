"""Parts of a workbook that XlsxWriter cannot make, joined to it by relations, content types and elements."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path

from tests.xlsx.samples import parts, with_parts

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MS = "http://schemas.microsoft.com/office"
_X14, _X15 = f"{_MS}/spreadsheetml/2009/9/main", f"{_MS}/spreadsheetml/2010/11/main"
_MIX = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES, _BOOK = "[Content_Types].xml", "xl/workbook.xml"
_SPREADSHEET = "vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass
class Joined:
    """A workbook whose parts get company.

    Args:
        there: the parts.
    """

    there: dict[str, bytes]

    def add(self, name: str, text: str, owner: str, kind: str, content: str = "") -> str:
        """Add a part that ``owner`` refers to; the id of the relation."""
        folder, file = posixpath.split(owner)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        self.there.setdefault(relations, f'<Relationships xmlns="{_RELS}"></Relationships>'.encode())
        key = f"rIdX{len(self.there)}"
        relation = f'<Relationship Id="{key}" Type="{kind}" Target="/{name}"/>'
        self.before(relations, "</Relationships>", relation)
        self.there[name] = text.encode()
        if content:
            override = f'<Override PartName="/{name}" ContentType="application/{content}"/>'
            self.before(_TYPES, "</Types>", override)
        return key

    def before(self, part: str, mark: str, text: str) -> None:
        """Put text before the last mark in a part."""
        assert mark.encode() in self.there[part], (part, mark)
        head, end, tail = self.there[part].rpartition(mark.encode())
        self.there[part] = head + text.encode() + end + tail

    def extend(self, part: str, uri: str, text: str) -> None:
        """Add an extension to a sheet or to the workbook."""
        root = "workbook" if part == _BOOK else "worksheet"
        if b"</extLst></" not in self.there[part]:
            self.before(part, f"</{root}>", "<extLst></extLst>")
        self.before(part, f"</extLst></{root}>", f'<ext uri="{uri}">{text}</ext>')


def inject(path: Path, money: str, ids: str, source: str) -> None:
    """Add them all.

    Args:
        path: the workbook; its third and fourth sheets get them.
        money, ids: two columns of a block as a formula names them.
        source: the attributes of the source of a pivot table.
    """
    book = Joined(parts(path))
    charts, notes = "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml"
    _control(book, notes, ids)  # before any extension, as a sheet ends with those
    _slicer(book, charts)
    _pivot(book, charts, source)
    _funnel(book, money, ids)
    _listed(book, notes, ids)
    _threads(book, "xl/worksheets/sheet1.xml")
    book.add("customXml/item1.xml", "<mine>kept</mine>", _BOOK, f"{_OFFICE}/customXml")
    ribbon = f'<customUI xmlns="{_MS}/2009/07/customui"/>'
    book.add("customUI/customUI14.xml", ribbon, "", f"{_MS}/2007/relationships/ui/extensibility")
    with_parts(path, book.there)


def _slicer(book: Joined, sheet: str) -> None:
    table = f'<x15:tableSlicerCache xmlns:x15="{_X15}" tableId="1" column="2"/>'
    ext = f'<ext uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}">{table}</ext>'
    cache = (
        f'<slicerCacheDefinition xmlns="{_X14}" name="Slicer_id" sourceName="id">{{}}</slicerCacheDefinition>'
    )
    key = book.add(
        "xl/slicerCaches/slicerCache1.xml", cache.format(f"<extLst>{ext}</extLst>"), _BOOK,
        f"{_MS}/2007/relationships/slicerCache", "vnd.ms-excel.slicerCache+xml",
    )  # fmt: skip
    named = f'xmlns:x14="{_X14}" xmlns:x15="{_X15}"'
    listed = f'<x15:slicerCaches {named}><x14:slicerCache r:id="{key}"/></x15:slicerCaches>'
    book.extend(_BOOK, "{46BE6895-7355-4a93-B00E-2C351335B9C9}", listed)
    slicer = '<slicer name="id" cache="Slicer_id" caption="id" rowHeight="241300"/>'
    key = book.add(
        "xl/slicers/slicer1.xml", f'<slicers xmlns="{_X14}">{slicer}</slicers>', sheet,
        f"{_MS}/2007/relationships/slicer", "vnd.ms-excel.slicer+xml",
    )  # fmt: skip
    listed = f'<x15:slicerList {named}><x14:slicer r:id="{key}"/></x15:slicerList>'
    book.extend(sheet, "{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}", listed)


def _pivot(book: Joined, sheet: str, source: str) -> None:
    fields = "".join(f'<cacheField name="f{i}" numFmtId="0"><sharedItems/></cacheField>' for i in range(4))
    definition, pivot = "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotTables/pivotTable1.xml"
    kind = f"{_OFFICE}/pivotCacheDefinition"
    text = (
        f'<pivotCacheDefinition xmlns="{_MAIN}" refreshOnLoad="1" recordCount="0">'
        f'<cacheSource type="worksheet"><worksheetSource {source}/></cacheSource>'
        f'<cacheFields count="4">{fields}</cacheFields></pivotCacheDefinition>'
    )
    key = book.add(definition, text, _BOOK, kind, f"{_SPREADSHEET}.pivotCacheDefinition+xml")
    caches = f'<pivotCaches><pivotCache cacheId="7" r:id="{key}"/></pivotCaches>'
    book.before(_BOOK, "<extLst>", caches)
    book.add(
        "xl/pivotCache/pivotCacheRecords1.xml", f'<pivotCacheRecords xmlns="{_MAIN}" count="0"/>', definition,
        f"{_OFFICE}/pivotCacheRecords", f"{_SPREADSHEET}.pivotCacheRecords+xml",
    )  # fmt: skip
    shown = '<pivotField showAll="0"/>' * 4
    text = (
        f'<pivotTableDefinition xmlns="{_MAIN}" name="P" cacheId="7" dataCaption="x"><location ref="K60:M70" '
        'firstHeaderRow="1" firstDataRow="1" firstDataCol="0"/>'
        f'<pivotFields count="4">{shown}</pivotFields></pivotTableDefinition>'
    )
    book.add(pivot, text, sheet, f"{_OFFICE}/pivotTable", f"{_SPREADSHEET}.pivotTable+xml")
    book.add(definition, book.there[definition].decode(), pivot, kind)


def _funnel(book: Joined, money: str, ids: str) -> None:
    """A funnel chart of Excel 2016."""
    space = f"{_MS}/drawing/2014/chartex"
    text = (
        f'<cx:chartSpace xmlns:cx="{space}"><cx:chartData><cx:data id="0"><cx:strDim type="cat">'
        f'<cx:f>{ids}</cx:f></cx:strDim><cx:numDim type="val"><cx:f>{money}</cx:f></cx:numDim>'
        '</cx:data></cx:chartData><cx:chart><cx:plotArea><cx:plotAreaRegion><cx:series layoutId="funnel">'
        '<cx:dataId val="0"/></cx:series></cx:plotAreaRegion></cx:plotArea></cx:chart></cx:chartSpace>'
    )
    drawing = "xl/drawings/drawing2.xml"
    kind = f"{_MS}/2014/relationships/chartEx"
    key = book.add("xl/charts/chartEx1.xml", text, drawing, kind, "vnd.ms-office.chartex+xml")
    frame = (
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="99" name="Funnel"/>'
        "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x='0' y='0'/><a:ext cx='0' cy='0'/>"
        f'</xdr:xfrm><a:graphic><a:graphicData uri="{space}"><cx:chart xmlns:cx="{space}" '
        f'xmlns:r="{_OFFICE}" r:id="{key}"/></a:graphicData></a:graphic></xdr:graphicFrame>'
    )
    ends = "".join(
        f"<xdr:{end}><xdr:col>{n}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{n}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:{end}>"
        for end, n in (("from", 30), ("to", 40))
    )
    book.before(
        drawing, "</xdr:wsDr>",
        f'<xdr:twoCellAnchor>{ends}<mc:AlternateContent {_MIX}><mc:Choice Requires="cx2" '
        f'xmlns:cx2="{_MS}/drawing/2015/10/21/chartex">{frame}</mc:Choice></mc:AlternateContent>'
        "<xdr:clientData/></xdr:twoCellAnchor>",
    )  # fmt: skip


def _control(book: Joined, sheet: str, ids: str) -> None:
    """A drop-down list over a column, and a checkbox."""
    shown = ""
    for number, more in ((1, f'objectType="Drop" fmlaRange="{ids}"'), (2, 'objectType="CheckBox"')):
        key = book.add(
            f"xl/ctrlProps/ctrlProp{number}.xml", f'<formControlPr xmlns="{_X14}" {more}/>', sheet,
            f"{_OFFICE}/ctrlProp", "vnd.ms-excel.controlproperties+xml",
        )  # fmt: skip
        shown += f'<control shapeId="{4096 + number}" r:id="{key}" name="Control {number}"/>'
    choice = f'<mc:Choice Requires="x14" xmlns:x14="{_X14}"><controls>{shown}</controls></mc:Choice>'
    book.before(sheet, "</worksheet>", f"<mc:AlternateContent {_MIX}>{choice}</mc:AlternateContent>")


def _listed(book: Joined, sheet: str, ids: str) -> None:
    """A list to choose from as Excel 2010 saves it."""
    xm = f'xmlns:xm="{_MS}/excel/2006/main" xmlns:x14="{_X14}"'
    rule = (
        f'<x14:dataValidation type="list"><x14:formula1><xm:f>{ids}</xm:f></x14:formula1>'
        "<xm:sqref>B1</xm:sqref></x14:dataValidation>"
    )
    rules = f'<x14:dataValidations {xm} count="1">{rule}</x14:dataValidations>'
    book.extend(sheet, "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}", rules)


def _threads(book: Joined, sheet: str) -> None:
    space, kind = f"{_MS}/spreadsheetml/2018/threadedcomments", f"{_MS}/2017/10/relationships"
    person = '<person displayName="Ann" id="{1}" userId="Ann" providerId="None"/>'
    note = (
        '<threadedComment ref="C9" dT="2026-01-01T00:00:00.00" personId="{1}" id="{2}"><text>why?</text>'
        "</threadedComment>"
    )
    book.add(
        "xl/persons/person.xml", f'<personList xmlns="{space}">{person}</personList>', _BOOK,
        f"{kind}/person", "vnd.ms-excel.person+xml",
    )  # fmt: skip
    book.add(
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments xmlns="{space}">{note}</ThreadedComments>', sheet,
        f"{kind}/threadedComment", "vnd.ms-excel.threadedcomments+xml",
    )  # fmt: skip
