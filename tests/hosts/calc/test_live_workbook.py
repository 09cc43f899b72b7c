"""The live workbook is made, or it is said why not: a silent office is not waited for without end."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from addin.errors import InputError
from addin.hosts.calc import live_workbook
from addin.hosts.calc.extension import install
from addin.hosts.calc.extension.configuration import protocol_handler
from addin.hosts.calc.live_workbook import make_workbook
from tests.office import require_live_office

posix = pytest.mark.skipif(os.name != "posix", reason="programs that are scripts")


@pytest.fixture
def silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office that says a word and does nothing."""
    for name in ("soffice", "unopkg"):
        (tmp_path / name).write_text("#!/bin/sh\necho waiting; exec sleep 60\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("HONEST_FUNNEL_SOFFICE", str(tmp_path / "soffice"))
    monkeypatch.setattr(live_workbook, "START_LIMIT", 1.0)
    monkeypatch.setattr(install, "TIMEOUT", 1)


@posix
@pytest.mark.usefixtures("silent")
def test_an_office_that_does_not_start_is_told_with_its_log(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        make_workbook(tmp_path / "live.ods", "en", blank=True)
    assert told.value.key == "calc_office_silent"
    said, log = told.value.text("en"), Path(told.value.params["log"])
    assert "the office did not answer in 1 s" in said
    assert str(log) in said
    assert log.read_text(encoding="utf-8") == "waiting\n"
    assert log.stat().st_mode & 0o077 == 0
    log.unlink()
    assert not (tmp_path / "live.ods").exists()


def test_an_office_that_hangs_at_work_is_ended_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_live_office()
    monkeypatch.setattr(live_workbook, "LIMIT", 0.05)
    with pytest.raises(InputError) as told:
        make_workbook(tmp_path / "live.ods", "ru", blank=True)
    assert told.value.key == "calc_office_silent"
    Path(told.value.params["log"]).unlink()


@posix
@pytest.mark.usefixtures("silent")
def test_an_installation_that_hangs_is_told() -> None:
    with pytest.raises(InputError) as told:
        install.uninstall()
    assert told.value.key == "calc_refused"


def test_the_formulas_are_alive_whenever_the_office_gets_at_its_own_jobs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job that sets formulas of ours again runs some time after the opening: here never."""
    require_live_office()
    monkeypatch.setattr("addin.hosts.calc.extension.build.jobs", protocol_handler)
    make_workbook(tmp_path / "live.ods", "ru", blank=True)
    content = ET.fromstring(zipfile.ZipFile(tmp_path / "live.ods").read("content.xml"))  # noqa: S314
    formulas = [
        formula
        for cell in content.iter()
        for name, formula in cell.attrib.items()
        if name.endswith("}formula") and "hf_deals" in formula
    ]
    assert formulas
    assert all("ORG.HONESTFUNNEL.FUNCTIONS." in formula for formula in formulas)
