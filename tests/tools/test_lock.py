"""What make installs is settled to the byte, and the project names what it imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.lock import CONSTRAINTS, PAGE, page_of, told_by_hand

PROJECT = Path(__file__).parents[2]
DECLARED = tomllib.loads((PROJECT / "pyproject.toml").read_text())
OURS = [Requirement(text) for text in DECLARED["project"]["dependencies"]]
PULLING = [Requirement(text) for text in DECLARED["project"]["optional-dependencies"]["crm"]]
DEVELOPMENT = [Requirement(text) for text in DECLARED["project"]["optional-dependencies"]["dev"]]
ALSO = {"addin", "sheets_templates", "tests", "tools", "benchmarks", "findings"}
"""Our own folders, beside what the standard library has."""
OF_THE_OFFICE = {"uno", "unohelper", "com", "org", "honest_funnel_office", "base", "pythoncom"}
"""What only the Python of LibreOffice has, or Windows."""


@cache
def pins() -> list[tuple[Requirement, int]]:
    """Each pinned requirement, with how many hashes it has."""
    joined = CONSTRAINTS.read_text().replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(Requirement(line.split(" --hash")[0]), line.count("--hash=sha256:")) for line in lines]


def test_every_version_is_pinned_with_hashes_and_no_index_is_named() -> None:
    assert [
        str(pin) for pin, hashes in pins() if not hashes or not re.match(r"==[^*]+$", str(pin.specifier))
    ] == []
    assert "://" not in CONSTRAINTS.read_text()
    assert not re.search("^ *--?(index|extra|find|i |f )", CONSTRAINTS.read_text(), re.MULTILINE)


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_the_pins_are_what_pyproject_asks_for_on_every_python(python: str) -> None:
    here = default_environment() | {"python_version": python, "python_full_version": f"{python}.2"}
    pinned = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin, _ in pins()
        if pin.marker is None or pin.marker.evaluate(here)
    }
    of_others = [one for one in [*PULLING, *DEVELOPMENT] if one.name != "honest-funnel"]
    asked = [*OURS, *of_others, *map(Requirement, DECLARED["build-system"]["requires"])]
    unmet = [
        str(one) for one in asked if not one.specifier.contains(pinned.get(canonicalize_name(one.name), "0"))
    ]
    assert unmet == [], "make lock"


def test_the_page_tells_the_pinned_versions() -> None:
    told = re.findall(r"^\| (\S+) \| (\S+) \| (\d{4}-\d\d-\d\d) \| ", PAGE.read_text(), re.MULTILINE)
    assert sorted((name, f"=={version}") for name, version, _ in told) == sorted(
        (pin.name, str(pin.specifier)) for pin, _ in pins()
    )


def test_the_day_of_a_release_is_that_of_its_first_file() -> None:
    days = [datetime(2026, 3, day, tzinfo=UTC) for day in (5, 3, 4)]
    package = {
        "name": "rope",
        "version": "1.2",
        "wheels": [{"upload-time": day} for day in days[:2]],
        "sdist": {"upload-time": days[2]},
    }
    rows = page_of([package, {"name": "knot", "version": "2"}], {"rope"}).splitlines()[-2:]
    assert rows == ["| rope | 1.2 | 2026-03-03 | the report |", "| knot | 2 |  | development |"]


def test_what_is_told_below_the_table_stays_when_it_is_made_anew() -> None:
    table, told = page_of([{"name": "rope", "version": "1"}], set()), "\n## Size\n\n3 MB\n\n## More\n"
    assert told_by_hand(table + told) == told
    assert told_by_hand(table) == ""


def imported(folders: tuple[str, ...]) -> dict[str, str]:
    """Top-level modules of others that files of these folders import, with one file of each."""
    found: dict[str, str] = {}
    for path in (path for folder in folders for path in (PROJECT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names = [node.module]
            found |= {name: str(path.relative_to(PROJECT)) for name in names}
    local = ALSO | OF_THE_OFFICE | set(sys.stdlib_module_names)
    return {name: path for name, path in found.items() if name.partition(".")[0] not in local}


@pytest.mark.parametrize(
    ("folders", "asked"),
    [
        (("addin", "sheets_templates"), [*OURS, *PULLING]),
        (("tests", "tools", "benchmarks"), [*OURS, *PULLING, *DEVELOPMENT]),
    ],
    ids=["the report", "development"],
)
def test_what_is_imported_is_named(folders: tuple[str, ...], asked: list[Requirement]) -> None:
    named = {canonicalize_name(one.name) for one in asked}
    makers = packages_distributions()
    unnamed = {
        f"{name} in {path}"
        for name, path in imported(folders).items()
        if not named & {canonicalize_name(maker) for maker in makers.get(name.partition(".")[0], ())}
    }
    assert unnamed == set()
