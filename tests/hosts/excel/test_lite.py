"""xlwings Lite: its files, loaded from the wheel alone by a Python that lacks what a browser lacks."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from addin.cli.app import main
from addin.functions.registry import FUNCTIONS
from addin.hosts.excel import lite
from addin.words import LANGS

BROWSER = Path(__file__).parent / "browser_stand_in.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lite")
    assert main(["excel", "lite", str(path), "--lang", "en", "--wheel-url", "https://files.test/x"]) == 0
    return path


def test_requirements_name_the_wheel_and_what_the_browser_has(folder: Path) -> None:
    lines = (folder / "requirements.txt").read_text().splitlines()
    assert lines == ["xlwings", *lite.REQUIREMENTS, f"https://files.test/x/{lite.WHEEL}"]


def test_an_address_may_be_that_of_the_wheel_or_be_missing(tmp_path: Path) -> None:
    for address, expected in (
        ("https://a.test/my.whl", "https://a.test/my.whl"),
        (None, f"{lite.PLACEHOLDER}{lite.WHEEL}"),
    ):
        lite.write_lite(tmp_path, "ru", address)
        assert (tmp_path / "requirements.txt").read_text().splitlines()[-1] == expected


def test_the_wheel_is_one(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(folder / lite.WHEEL) as wheel:
        names = set(wheel.namelist())
        rows = list(csv.reader(io.StringIO(wheel.read(f"{lite._INFO}/RECORD").decode())))
    assert {row[0] for row in rows} == names
    assert {"addin/words/functions.toml", "addin/hosts/excel/browser.py"} <= names
    assert not [name for name in names if "hosts/calc" in name or "__pycache__" in name]
    done = subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet",
            "--disable-pip-version-check", "--target", str(tmp_path), str(folder / lite.WHEEL),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lite._write_wheel(tmp_path / lite.WHEEL)
    assert (tmp_path / lite.WHEEL).read_bytes() == (folder / lite.WHEEL).read_bytes()


@pytest.fixture(scope="module")
def told(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the stand-in for xlwings Lite saw: see there."""
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(folder / lite.WHEEL) as wheel:
        wheel.extractall(site)
    done = subprocess.run(
        [sys.executable, str(BROWSER), str(site), str(folder / "main.py")],
        capture_output=True, text=True, check=False, cwd=site,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_function_is_registered_with_its_help(told: dict[str, Any]) -> None:
    assert told["from_wheel"]
    assert set(told["functions"]) == {function.name for function in FUNCTIONS}
    for function in FUNCTIONS:
        seen = told["functions"][function.name]
        assert seen["help"] == function.help("en")
        hints = [function.argument_help(argument, "en") for argument in function.arguments]
        assert [arg["doc"] for arg in seen["arguments"].values()] == hints
        tables = [argument.kind == "table" for argument in function.arguments]
        assert [arg.get("ndim") == 2 for arg in seen["arguments"].values()] == tables


def test_functions_answer(told: dict[str, Any]) -> None:
    answers = told["answers"]
    assert answers["DEALS"].startswith("deals ")
    assert answers["INTAKE"] == answers["INTAKE_ONLY"] == 4.0
    assert answers["NONE"] == "#N/A"
    assert answers["PRESALE"] == 150_000.0
    assert answers["WRONG"].startswith("There is no")
    assert len(answers["BLOCK"]) > 1


def test_refresh_fills_the_places(told: dict[str, Any]) -> None:
    refreshed = told["refresh"]
    assert refreshed["status"].startswith("Refreshed ")
    assert refreshed["said"] == refreshed["status"]
    assert [row[0] for row in refreshed["rows"]] == ["2"]
    assert refreshed["name"] == "='Pre-sale'!$A$2:$C$3"
    # what a former, longer fill left is gone; a text that looks like a formula stays a text
    assert refreshed["below"] == ["", "", ""]
    assert refreshed["formats"] == {"3,1": "@", "3,2": "@"}


def test_refresh_leaves_all_as_it_is_where_notes_stand_beside(told: dict[str, Any]) -> None:
    assert "Pre-sale" in told["notes"]["status"]
    assert told["notes"]["rows"] == [["old", None, None]]


@pytest.mark.parametrize("lang", LANGS)
def test_the_script_is_python_in_either_language(lang: Any) -> None:
    compile(lite.main_py(lang), "main.py", "exec")
