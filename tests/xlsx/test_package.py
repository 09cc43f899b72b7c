"""Parts of a workbook that its makers call otherwise than its relations do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from addin.errors import InputError
from addin.xlsx.fill import fill
from tests.xlsx.samples import Sample, frame, parts, with_parts
from tests.xlsx.test_custom_templates import custom


def renamed(template: Path, old: str, new: str | None) -> Path:
    """The workbook with a part under another name, or without it; who refers to it does not know."""
    every = parts(template)
    data = every.pop(old)
    template.unlink()
    return with_parts_of(template, every | ({new: data} if new else {}))


def with_parts_of(path: Path, every: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, data in every.items():
            file.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("xl/worksheets/sheet1.xml", "xl/worksheets/Sheet1.xml"),
        ("xl/worksheets/sheet2.xml", "XL/WORKSHEETS/sheet2.xml"),
        ("xl/sharedStrings.xml", "xl/SharedStrings.xml"),
        ("xl/styles.xml", "xl\\styles.xml"),
        ("xl/workbook.xml", "xl/Workbook.xml"),
        ("xl/_rels/workbook.xml.rels", "xl/_rels/Workbook.xml.rels"),
        ("xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/_rels/Sheet1.xml.rels"),
        ("xl/tables/table1.xml", "xl/tables/Table1.xml"),
        ("_rels/.rels", "_Rels/.rels"),
    ],
)
def test_the_case_of_letters_does_not_tell_parts_apart(tmp_path: Path, old: str, new: str) -> None:
    template, out, plain = renamed(custom(tmp_path / "t.xlsx"), old, new), tmp_path / "o.xlsx", tmp_path / "p"
    data = Sample({"presale": frame("presale", 3)})
    fill(template, data, out)
    fill(custom(tmp_path / "t2.xlsx"), data, plain.with_suffix(".xlsx"))
    expected = parts(plain.with_suffix(".xlsx"))
    assert {new if name == old else name for name in expected} == set(parts(out))
    assert parts(out)[new] == expected[old]


def test_a_relation_may_spell_a_space_as_a_web_address_does(tmp_path: Path) -> None:
    template, out = (
        renamed(custom(tmp_path / "t.xlsx"), "xl/worksheets/sheet1.xml", "xl/worksheets/a b.xml"),
        tmp_path / "o.xlsx",
    )
    relations = parts(template)["xl/_rels/workbook.xml.rels"].replace(b"sheet1.xml", b"a%20b.xml")
    own = parts(template)["xl/worksheets/_rels/sheet1.xml.rels"]
    types = parts(template)["[Content_Types].xml"].replace(b"worksheets/sheet1.xml", b"worksheets/a%20b.xml")
    added = {"xl/_rels/workbook.xml.rels": relations, "xl/worksheets/_rels/a b.xml.rels": own}
    fill(
        with_parts(template, added | {"[Content_Types].xml": types}),
        Sample({"presale": frame("presale", 3)}),
        out,
    )
    assert b'ref="C9:F12"' in parts(out)["xl/tables/table1.xml"]


@pytest.mark.parametrize("part", ["worksheets/sheet2.xml", "sharedStrings.xml", "styles.xml"])
def test_a_part_that_is_not_there_makes_a_template_unreadable(tmp_path: Path, part: str) -> None:
    template = renamed(custom(tmp_path / "t.xlsx"), f"xl/{part}", None)
    with pytest.raises(InputError) as caught:
        fill(template, Sample({"presale": frame("presale", 3)}), tmp_path / "o.xlsx")
    assert caught.value.key == "template_unreadable"
