"""What would be lost stops the save; templates of odd kinds are filled or refused with words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from addin.cli.app import main
from addin.errors import InputError
from addin.xlsx import fill as fill_module
from addin.xlsx.fill import fill
from addin.xlsx.loss import refuse_loss
from addin.xlsx.sheet import Sheet
from tests.xlsx.samples import TEMPLATE, Sample, frame, load, parts, with_parts

MAIN = b"spreadsheetml.sheet.main+xml"


def copy(path: Path, changed: dict[str, bytes]) -> Path:
    path.write_bytes(TEMPLATE["en"].read_bytes())
    return with_parts(path, changed)


@pytest.mark.parametrize("element", ["pageSetup", "autoFilter", "extLst"])
def test_a_sheet_that_loses_an_element_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, element: str
) -> None:
    class Harmful(Sheet):
        def to_xml(self) -> bytes:
            for node in list(self.root):
                if str(node.tag).endswith(f"}}{element}"):
                    self.root.remove(node)
            return super().to_xml()

    monkeypatch.setattr(fill_module, "Sheet", Harmful)
    with pytest.raises(InputError) as caught:
        fill(TEMPLATE["en"], Sample({"presale": frame("presale", 3)}), tmp_path / "out.xlsx")
    assert caught.value.key == "output_would_lose"
    told = str(caught.value.params["part"])
    assert told.startswith("xl/worksheets/")
    assert element == "extLst" or told.endswith(f": {element}")
    assert list(tmp_path.iterdir()) == []


def test_a_part_that_is_dropped_but_still_referred_to_is_named() -> None:
    before = parts(TEMPLATE["en"])
    with pytest.raises(InputError) as caught:
        refuse_loss("t.xlsx", before, {}, {"xl/theme/theme1.xml"}, {})
    assert caught.value.params["part"] == "xl/_rels/workbook.xml.rels: xl/theme/theme1.xml"


def lost(changed: dict[str, bytes], dropped: set[str] | None = None) -> object:
    before = parts(TEMPLATE["en"])
    with pytest.raises(InputError) as caught:
        refuse_loss("t.xlsx", before, changed, dropped or set(), {})
    return caught.value.params["part"]


def test_a_lost_relation_is_named() -> None:
    name = "xl/_rels/workbook.xml.rels"
    xml = re.sub(rb'<Relationship Id="rId2"[^>]*>', b"", parts(TEMPLATE["en"])[name])
    assert lost({name: xml}) == f"{name}: rId2"


def test_a_part_whose_kind_is_no_longer_told_is_named() -> None:
    name = "[Content_Types].xml"
    xml = re.sub(rb'<Override PartName="/xl/styles.xml"[^>]*>', b"", parts(TEMPLATE["en"])[name])
    xml = xml.replace(b'Extension="xml"', b'Extension="other"')
    assert str(lost({name: xml})).startswith(f"{name}: ")


def test_a_reference_to_another_part_is_held() -> None:
    name = "xl/worksheets/sheet2.xml"
    xml = parts(TEMPLATE["en"])[name]
    assert (
        lost({name: xml.replace(b'<drawing r:id="rId1"', b'<drawing r:id="rId9"')}) == f"{name}: drawing rId1"
    )


def test_a_cell_of_the_users_is_held_where_no_block_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(template) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("A5", ["amount", "chance", "", "mine"])
        sheet.write("A1", "title")
        book.define_name("hf_presale", "=S!$A$5:$B$6")

    class Harmful(Sheet):
        gone = ""

        def to_xml(self) -> bytes:
            xml = super().to_xml()
            assert self.gone.encode() in xml
            return re.sub(rf'<c r="{self.gone}"[^>]*>.*?</c>'.encode(), b"", xml)

    monkeypatch.setattr(fill_module, "Sheet", Harmful)
    for cell in ("A1", "D5"):
        Harmful.gone = cell
        with pytest.raises(InputError) as caught:
            fill(template, Sample({"presale": frame("presale", 3)}), tmp_path / "out.xlsx")
        assert caught.value.params["part"] == f"xl/worksheets/sheet1.xml: {cell}"


@pytest.mark.parametrize("ending", [".xltx", ".xltm"])
def test_a_template_of_excel_becomes_a_workbook(tmp_path: Path, ending: str) -> None:
    macros = ending == ".xltm"
    kind = b"ms-excel.template.macroEnabled.main+xml" if macros else b"spreadsheetml.template.main+xml"
    former = b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = parts(TEMPLATE["en"])["[Content_Types].xml"]
    named = kind if macros else former.replace(MAIN, kind)
    template = copy(tmp_path / f"mine{ending}", {"[Content_Types].xml": types.replace(former, named)})
    out = tmp_path / ("out.xlsm" if macros else "out.xlsx")
    fill(template, Sample({"presale": frame("presale", 3)}), out)
    after = parts(out)["[Content_Types].xml"]
    assert b"template" not in after
    assert (b"macroEnabled.main" if macros else MAIN) in after
    assert load(out)["Pre-sale"]["A5"].value == "id 0"


def test_a_report_from_a_template_of_excel_gets_the_ending_of_a_workbook(tmp_path: Path) -> None:
    types = parts(TEMPLATE["en"])["[Content_Types].xml"]
    changed = types.replace(b"sheet.main+xml", b"template.main+xml")
    template = copy(tmp_path / "mine.xltx", {"[Content_Types].xml": changed})
    deals = tmp_path / "deals.csv"
    deals.write_text("id,created,status\n1,2026-01-05,New\n2,2026-01-06,Won\n", encoding="utf-8")
    assert main(["report", str(deals), "--template", str(template)]) == 0
    assert (tmp_path / "deals-report.xlsx").exists()


def refused(template: Path, out: Path) -> Any:
    with pytest.raises(InputError) as caught:
        fill(template, Sample({}), out)
    assert not out.exists()
    return caught.value


def test_a_strict_workbook_is_refused_with_the_way_out(tmp_path: Path) -> None:
    before = parts(TEMPLATE["en"])
    strict = {
        name: xml.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006",
            b"http://purl.oclc.org/ooxml/officeDocument",
        ).replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        for name, xml in before.items()
        if name.endswith((".rels", "workbook.xml"))
    }
    error = refused(copy(tmp_path / "strict.xlsx", strict), tmp_path / "out.xlsx")
    assert str(error) == (
        'The template "strict.xlsx" is saved in the format Strict Open XML. '
        'Save it in Excel as a usual "Excel Workbook (.xlsx)" and try again.'
    )


def test_a_signed_workbook_is_refused(tmp_path: Path) -> None:
    relation = (
        b'<Relationship Id="rIdS" Target="_xmlsignatures/origin.sigs" '
        b'Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"/></Relationships>'
    )
    rels = parts(TEMPLATE["en"])["_rels/.rels"].replace(b"</Relationships>", relation)
    template = copy(tmp_path / "signed.xlsx", {"_rels/.rels": rels, "_xmlsignatures/origin.sigs": b""})
    assert refused(template, tmp_path / "out.xlsx").key == "template_signed"


def test_an_empty_cell_beside_a_block_may_be_written_with_an_end_of_its_own(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(template) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("A1", ["Deal", "Amount"])
        sheet.write_blank("D2", None, book.add_format({"bold": True}))
        book.define_name("hf_presale", "=S!$A$1:$B$2")
    part = "xl/worksheets/sheet1.xml"
    empty = parts(template)[part].replace(b'<c r="D2" s="1"/>', b'<c r="D2" s="1"></c>')
    fill(with_parts(template, {part: empty}), Sample({"presale": frame("presale", 3)}), out)
    assert b'<c r="D2" s="1"/>' in parts(out)[part]
