"""Documents as a stranger might make them, written as files: nothing here is asked of an office."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

MIME = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
PREFIXES = {
    **{name: name for name in ("office", "table", "text", "form", "script", "manifest")},
    "draw": "drawing",
    "svg": "svg-compatible",
}
SPACES = " ".join(
    [
        *(
            f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
            for short, name in PREFIXES.items()
        ),
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:ooo="http://openoffice.org/2004/office"',
        'xmlns:dom="http://www.w3.org/2001/xml-events"',
    ]
)
OPENED = ("dom:load", "office:new", "dom:focus")
"""What happens to a document without anybody pressing anything in it."""
PLACE = '<table:named-range table:name="hf_intake" table:cell-range-address="$Ф.$A$1:$B$2"/>'


def stranger(path: Path, url: str, *, opening: bool = False, target: str = "", formula: str = "") -> Path:
    """A workbook with a place of the report whose button has an address, and its opening too if asked for.

    Args:
        path: the .ods file.
        url: what the button of its sheet opens.
        opening: whether the address is also that of the events of opening.
        target: the frame the button opens its address in.
        formula: stands in A3, as a formula.
    """
    cells = _row("Leads", "Taken") + _row("as it was", "as it was")
    if formula:
        cells += f"<table:table-row><table:table-cell table:formula={quoteattr(formula)}/></table:table-row>"
    body = f'<table:table table:name="Ф">{_button(url, target)}<table:table-column/>{cells}</table:table>'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", MIME)
        package.writestr("META-INF/manifest.xml", _manifest())
        package.writestr(
            "content.xml",
            f"<office:document-content {SPACES} office:version='1.2'>"
            f"<office:scripts>{_events(url) if opening else ''}</office:scripts>"
            f"<office:body><office:spreadsheet>{body}<table:named-expressions>{PLACE}"
            "</table:named-expressions></office:spreadsheet></office:body></office:document-content>",
        )
    return path


def _row(*texts: str) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    return f"<table:table-row>{cells}</table:table-row>"


def _button(url: str, target: str) -> str:
    return (
        f'<office:forms form:automatic-focus="false" form:apply-design-mode="false">'
        '<form:form form:name="f" form:control-implementation="ooo:com.sun.star.form.component.Form">'
        '<form:button form:name="b"'
        f' form:control-implementation="ooo:com.sun.star.form.component.CommandButton" form:id="b1"'
        f' form:label="b" form:button-type="url" office:target-frame={quoteattr(target)}'
        f" xlink:href={quoteattr(url)}/></form:form></office:forms>"
        '<table:shapes><draw:control draw:z-index="0" draw:control="b1" svg:width="3cm"'
        ' svg:height="1cm" svg:x="5cm" svg:y="5cm"/></table:shapes>'
    )


def _events(url: str) -> str:
    listeners = "".join(
        f'<script:event-listener script:language="ooo:script" script:event-name="{event}"'
        f' xlink:type="simple" xlink:href={quoteattr(url)}/>'
        for event in OPENED
    )
    return f"<office:event-listeners>{listeners}</office:event-listeners>"


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", MIME), ("content.xml", "text/xml"))
    )
    return f"<manifest:manifest {SPACES} manifest:version='1.2'>{entries}</manifest:manifest>"
