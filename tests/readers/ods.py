"""Small .ods files written by hand, as any program may write them."""

from __future__ import annotations

import zipfile
from pathlib import Path

_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_CALCEXT = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def text(value: str, **attributes: object) -> str:
    """A cell of text; attributes as ``number_columns_repeated=2``."""
    return cell("string", f"<text:p>{value}</text:p>", **attributes)


def number(value: float, kind: str = "float", **attributes: object) -> str:
    """A number, a percentage or a sum of money."""
    return cell(kind, f"<text:p>{value}</text:p>", office_value=value, **attributes)


def day(value: str, shown: str = "") -> str:
    """A date, shown in whatever form."""
    return cell("date", f"<text:p>{shown or value}</text:p>", office_date_value=value)


def cell(kind: str = "", content: str = "", **attributes: object) -> str:
    """A cell of this value-type; ``office_value`` is an attribute of office, any other one of table."""
    told = {f"office:{k[7:]}" if k.startswith("office_") else f"table:{k}": v for k, v in attributes.items()}
    shown = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in told.items())
    typed = f' office:value-type="{kind}"' if kind else ""
    return f"<table:table-cell{typed}{shown}>{content}</table:table-cell>"


def broken(shown: str) -> str:
    """An error cell as LibreOffice writes it."""
    return (
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def row(*cells: str, repeated: int = 1, attributes: str = "") -> str:
    """A row, standing for so many."""
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}" {attributes}>{"".join(cells)}'
        "</table:table-row>"
    )


def ods(path: Path, manifest: str = "", **sheets: str) -> Path:
    """A file of these sheets, each of them the text of its rows."""
    tables = "".join(
        f'<table:table table:name="{name}"><table:table-column/>{rows}</table:table>'
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} {_CALCEXT}>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return path
