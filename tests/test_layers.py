"""Imports run one way, between rooms and files alike, and a heavy library is loaded only where it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
ROOMS = (
    *("addin.datafile", "addin.words", "addin.errors"),
    *(
        "addin.arrays",
        "addin.parallel",
        "addin.folders",
        "addin.drafts",
        "addin.output_places",
        "addin.output_files",
        "addin.defect_log",
        "addin.file_lock",
        "addin.schedule",
        "addin.secret_file",
        "addin.back_off",
    ),
    *("addin.time_zones", "addin.periods", "addin.web_addresses"),
    *("addin.settings", "addin.demo", "addin.deals", "addin.metrics", "addin.report", "addin.placement"),
    *(
        "addin.store",
        "addin.readers",
        "addin.xlsx",
        "addin.refresh",
        "addin.ledger_file",
        "addin.crm",
        "addin.functions",
    ),
    *("addin.mail", "sheets_templates", "addin.hosts", "addin.cli"),
)
"""From the lowest to the highest: a room may import those before it."""
BESIDE = {"addin.readers": "addin.xlsx", "addin.demo": "addin.settings"}
"""Rooms that could import a lower one and have no reason to."""
HOST_LIBRARIES = {"xlwings", "gspread", "google", "lxml", "fastexcel", "xlsxwriter", "typer", "rich"}
FREE_OF_HOSTS = set(ROOMS[: ROOMS.index("addin.placement") + 1]) - {"addin.demo"}
ENGINE = "addin.hosts.calc.engine"
"""The single exception: in xlwings' own API a sheet knows its book and a book its app. Their classes name
each other as types; nothing of the sort is imported when they run."""


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, Path]:
    found = [path for top in ("addin", "sheets_templates") for path in (PROJECT / top).rglob("*.py")]
    return {name_of(path): path for path in sorted(found)}


def room_of(module: str) -> str | None:
    return next((room for room in ROOMS if module == room or module.startswith(f"{room}.")), None)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def _imports(node: ast.AST, package: str, types: bool) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if _is_for_types(child) and not types:
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            base = child.module or ""
            if child.level:
                base = ".".join([*package.split(".")[: len(package.split(".")) - child.level + 1], base])
            yield from (f"{base.rstrip('.')}.{alias.name}" for alias in child.names)
        else:
            yield from _imports(child, package, types)


@cache
def imports(module: str, types: bool = True) -> frozenset[str]:
    """What a module imports, names in modules of ours cut off; with what it imports for its types alone."""
    path = modules()[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = _imports(ast.parse(path.read_text(encoding="utf-8")), package, types)
    return frozenset(_module_of(name) for name in found)


def _module_of(name: str) -> str:
    parent = name.rpartition(".")[0]
    return parent if name not in modules() and parent in modules() else name


@pytest.mark.parametrize("module", [name for name in modules() if room_of(name)])
def test_imports_run_one_way(module: str) -> None:
    own = room_of(module)
    assert own is not None
    for name in imports(module):
        other = room_of(name)
        assert other is None or ROOMS.index(other) <= ROOMS.index(own), f"{module} imports {name}"
        assert other != BESIDE.get(own, ""), f"{module} imports {name}"
        if own in FREE_OF_HOSTS:
            assert name.split(".")[0] not in HOST_LIBRARIES, f"{module} imports {name}"
        assert name.split(".")[0] not in {"tests", "benchmarks", "tools"}, f"{module} imports {name}"


def test_every_module_is_in_a_room() -> None:
    outside = {name for name in modules() if room_of(name) is None}
    assert outside == {"addin", "addin.__main__"}


@pytest.mark.parametrize("types", [False, True], ids=["running", "types"])
def test_no_two_files_import_each_other(types: bool) -> None:
    graph = {
        name: {n for n in imports(name, types) if n in modules() and n != name}
        for name in modules()
        if not (types and name.startswith(f"{ENGINE}."))
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("folder", sorted({path.parent for path in modules().values()}), ids=name_of)
def test_each_folder_says_what_belongs_in_it(folder: Path) -> None:
    init = folder / "__init__.py"
    if "components" in folder.parts:
        return  # laid out as the office wants it
    assert ast.get_docstring(ast.parse(init.read_text(encoding="utf-8")))


def loaded_by(module: str) -> set[str]:
    script = f"import sys, {module}; print(*sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_core_loads_without_any_host() -> None:
    assert not (HOST_LIBRARIES | {"statsmodels"}) & loaded_by("addin.report.build")


def test_help_loads_no_data_library() -> None:
    assert not {"pandas", "numpy", "scipy", "pyarrow", "narwhals"} & loaded_by("addin.cli.app")


def test_a_report_loads_no_library_that_few_of_them_need() -> None:
    assert not {"openpyxl", "PIL"} & loaded_by("addin.cli.commands.report")


@pytest.mark.parametrize("host", ["calc", "excel", "sheets"])
def test_hosts_do_not_know_each_other(host: str) -> None:
    others = tuple(f"addin.hosts.{other}" for other in ("calc", "excel", "sheets") if other != host)
    for module in modules():
        if module.startswith(f"addin.hosts.{host}"):
            known = {name for name in imports(module) if name.startswith(others)}
            assert not known, f"{module}: {known}"
