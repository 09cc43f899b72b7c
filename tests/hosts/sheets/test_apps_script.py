"""The functions in a Google spreadsheet answer as the functions of the other hosts do."""

from __future__ import annotations

import json
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from addin.functions.arguments import Cells
from addin.functions.call import call
from addin.functions.disk_cache import DiskCache
from addin.functions.handle_cache import HandleCache
from addin.functions.measures import MEASURES
from addin.metrics.forecast import COMPONENTS
from addin.report.queries import FORECAST
from addin.words import say
from sheets_templates.google.make import FILE, LOOKED_UP, script
from tests.hosts.sheets.conftest import Prepared
from tests.hosts.sheets.team import EPOCH, STAGES, deals
from tests.office import require_program

HARNESS = Path(__file__).parents[1] / "fakes" / "apps_script.js"


def node() -> str:
    """The path of Node, see :func:`tests.office.require_program`."""
    return require_program("node", "Node is not installed: apt-get install nodejs")


def run(rows: list[list[str]] | None, calls: list[tuple[str, list[Any]]]) -> list[Any]:
    asked = json.dumps({"file": str(FILE), "rows": rows, "calls": calls})
    done = subprocess.run(
        [node(), str(HARNESS)], input=asked, capture_output=True, text=True, timeout=60, check=True
    )
    found: list[Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> HandleCache:
    """The same deals loaded by the other hosts' =DEALS(…)."""
    cache = HandleCache(DiskCache(tmp_path_factory.mktemp("shelf")))
    tables = [_cells("Deals", deals()), _cells("Stages", STAGES)]
    handle = call("DEALS", tables, "en", cache=cache)
    assert str(handle[0][0]).startswith("deals "), handle
    return cache


def _cells(name: str, rows: list[list[Any]]) -> Cells:
    def plain(value: Any) -> Any:
        return (value - EPOCH).total_seconds() / 86_400 if hasattr(value, "year") else value

    return Cells.of_rows(name, 1, tuple(tuple(plain(value) for value in row) for row in rows))


def test_the_file_is_what_the_registry_makes() -> None:
    assert FILE.read_text(encoding="utf-8") == script(), "run `make templates`"


def test_every_answer_is_the_one_of_the_other_hosts(prepared: Prepared, elsewhere: HandleCache) -> None:
    """All, each manager, each source; every step; every measure."""
    report = json.loads(prepared.answers[0][0][4])
    groups = [("", ""), *((m, "") for m in report["managers"]), *(("", s) for s in report["sources"])]
    ladder = report["ladder"]
    calls: list[tuple[str, list[Any]]] = []
    for manager, source in groups:
        calls += [("INTAKE", [None, m, manager, source]) for m in MEASURES["INTAKE"]]
        calls += [("PRESALE_FORECAST", [None, m, manager, source]) for m in MEASURES["PRESALE_FORECAST"]]
        calls += [("PRESALE_FORECAST", [None, m, manager, source, c]) for m in FORECAST for c in COMPONENTS]
        if not source:
            calls += [
                ("TIME_IN_STAGE", [None, stage, m, manager])
                for stage in ("", *ladder[:-1])
                for m in MEASURES["TIME_IN_STAGE"]
            ]
        steps = [*pairwise(ladder), ("", "")]
        calls += [
            ("STAGE_CONV", [None, a, b, manager, source, None, m])
            for a, b in steps
            for m in MEASURES["STAGE_CONV"]
        ]
    calls += [("TREND", [None, m, month]) for m in MEASURES["TREND"] for month in ("", *report["months"])]
    here = run(prepared.answers[0], calls)
    there = [call(name, args, "en", cache=elsewhere)[0][0] for name, args in calls]
    compared = [(h, t) for h, t, (_, args) in zip(here, there, calls, strict=True) if not _refused(t)]
    assert len(compared) > 800
    for found, wanted in compared:
        assert found == (pytest.approx(wanted) if isinstance(wanted, float) else wanted)


def _refused(answer: object) -> bool:
    return isinstance(answer, str) and answer.startswith("The measure")


@pytest.mark.parametrize(
    ("name", "args", "wanted"),
    [
        ("INTAKE", ["x", "no such"], 'There is no name "no such". There are: leads, taken'),
        ("INTAKE", ["x", "leads", "Anna", "Site"], say("script.both", "en")),
        ("INTAKE", ["x", "leads", "", "", "2020-01"], "The report's own period is published: "),
        ("INTAKE", ["x", "leads", "Nobody Else"], 'There is no name "Nobody Else". There are: '),
        ("STAGE_CONV", ["x", "New", "Offer"], say("script.pair", "en")[:20]),
        ("STAGE_CONV", ["x", "", "", "", "", "", "verdict"], say("script.of_one", "en")),
        ("PRESALE_FORECAST", ["x", "count", "", "", "total"], say("script.of_presale", "en")[:40]),
        ("PRESALE_FORECAST", ["x", "low", "", "", "other"], 'There is no name "other". There are: closed'),
        ("STAGE_CONV", ["x", "", "", "", "", "2020"], "The report's own window is published: "),
        ("TREND", ["x", "leads", "2020-01"], "The report's months and weeks are published: "),
        ("TIME_IN_STAGE", ["x", "Nowhere"], 'There is no name "Nowhere"'),
        ("TIME_IN_STAGE", ["x", "Won"], '"Won" is the last stage'),
        ("INTAKE", [[["ID", "Status"], ["1", "New"]], "leads"], say("script.deals", "en")),
    ],
)  # fmt: skip
def test_what_is_not_published_is_told(prepared: Prepared, name: str, args: list[Any], wanted: str) -> None:
    (found,) = run(prepared.answers[0], [(name, args)])
    assert str(found).startswith(wanted)


def test_names_are_typed_as_people_type_them(prepared: Prepared) -> None:
    calls: list[tuple[str, list[Any]]] = [
        ("INTAKE", ["x", "Taken", "anna"]), ("INTAKE", ["x", "взято в работу", [["ANNA"]]]),
        ("INTAKE", ["x"]),
        ("INTAKE", ["x", "", "", "", "2026-09"]),
        ("STAGE_CONV", ["x", "new"]),
        ("STAGE_CONV", ["x", "New", "talks"]),
    ]  # fmt: skip
    found = run(prepared.answers[0], calls)
    assert found[2] == found[3]
    assert found[4] == found[5]
    assert isinstance(found[0], (int, float))


def test_without_a_report_it_says_so() -> None:
    assert run(None, [("INTAKE", ["x"])]) == [say("script.none", "en")]
    assert run([["", "", "", "", ""]], [("INTAKE", ["x"])]) == [say("script.none", "en")]


def test_functions_of_the_registry_are_all_there() -> None:
    text = FILE.read_text(encoding="utf-8")
    for name in LOOKED_UP:
        assert f"function {name}(deals" in text
    assert text.count("@customfunction") == len(LOOKED_UP)
