"""The documentation says what the code does: names, headings, figures and links, and commands that run."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import typer

from addin import defect_log, words
from addin.cli.app import app, main
from addin.deals.reading.roles import parse_role
from addin.deals.stages import Role
from addin.deals.tables.columns import ALIASES, REQUIRED, SETTINGS, SHEETS, entered_status, key
from addin.deals.values.amounts import parse_amounts
from addin.deals.values.dates import parse_dates
from addin.functions import arguments, disk_cache, measures, registry
from addin.functions.registry import FUNCTIONS
from addin.report.layout import BLOCK, BLOCKS
from addin.settings import DEFAULTS, resolve
from tools import evidence, pages

ROOT = Path(__file__).parents[1]
METHOD, INPUT, DESIGN, CELLS, SHARED = (
    ROOT / "docs" / f"{name}.md" for name in ("method", "input", "design", "functions", "sheets")
)
README, RUSSIAN = ROOT / "README.md", ROOT / "README.ru.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("[!.]*/README.md")], key=str)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def section(page: Path, *names: str) -> str:
    """What stands under the one heading that has all these names, down to the next heading."""
    parts = re.split(r"^(#+ .*)$", text(page), flags=re.MULTILINE)
    found = [i for i in range(1, len(parts), 2) if all(name in parts[i] for name in names)]
    assert len(found) == 1, f"{page.name}: {len(found)} headings with {names}"
    return parts[found[0] + 1]


def tables(part: str) -> list[list[str]]:
    """The rows of all its tables without their headings; cells stripped."""
    found = [[c.strip() for c in line.strip("|").split("|")] for line in part.splitlines() if line[:1] == "|"]
    rules = {i for i, cells in enumerate(found) if set("".join(cells)) <= set("-: ")}
    return [cells for i, cells in enumerate(found) if not {i, i + 1} & rules]


def ticked(part: str) -> list[str]:
    """What stands in `ticks`."""
    return re.findall(r"`([^`\n]+)`", part)


# --- method.md ---


def test_every_column_of_every_block_is_explained_and_no_other() -> None:
    titles = re.findall(r"^### Blocks? .*$", text(METHOD), flags=re.MULTILINE)
    assert sorted(name for title in titles for name in ticked(title)) == sorted(
        block.name for block in BLOCKS
    )
    for title in titles:
        told = {cells[0].strip("`"): cells[2] for cells in tables(section(METHOD, title))}
        assert set(told) == {key for name in ticked(title) for key in BLOCK[name].keys}, title
        assert all(told.values())


def test_headings_and_fixed_numbers_are_those_of_the_code() -> None:
    assert len(tables(section(METHOD, "Fixed numbers"))) > 20
    assert text(METHOD) == pages.refreshed(text(METHOD)), "run python -m tools.pages"


def test_the_opening_example_is_true() -> None:
    opening = text(METHOD).split("**An example to start from.**")[1].split("## Words")[0]
    assert set(re.findall(r"\d+%", opening)) == set(evidence.opening_example())


@pytest.mark.parametrize("heading", evidence.TABLES)
def test_the_evidence_is_what_a_new_run_gives(heading: str) -> None:
    """To about half a point: other versions of numpy may draw other numbers."""
    told = section(METHOD, "Evidence").split(f"| {heading} |")[1].split("\n\n")[0].splitlines()[2:]
    found = [f"| {' | '.join(row)} |" for row in evidence.TABLES[heading]()]
    assert [re.sub(r"[−+\d.,]", "", line) for line in told] == [
        re.sub(r"[−+\d.,]", "", line) for line in found
    ]
    assert numbers("".join(told)) == pytest.approx(numbers("".join(found)), abs=0.6)


def numbers(line: str) -> list[float]:
    plain = line.replace(",", "").replace("−", "-")
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", plain)]


# --- input.md ---


@pytest.mark.parametrize("table", ["deals", "stages", "history", "ledger", "rates", "spend", "plan"])
def test_every_column_read_is_told_with_headings_that_are_recognised(table: str) -> None:
    rows = tables(
        section(INPUT, "Money tables" if table in {"rates", "spend", "plan"} else table.capitalize())
    )
    rows = [row[1:] if row[0] == table else row for row in rows if row[0] == table or len(row) == 4]
    told = {ticked(row[0])[0]: row for row in rows if row[0].startswith("`")}
    assert set(ALIASES[table]) == {name for name in told if name in ALIASES[table]}
    for column, aliases in ALIASES[table].items():
        for heading in ticked(told[column][1] + told[column][2]):
            assert key(heading) in map(key, aliases), f"{table}.{column}: {heading}"
    for needed in REQUIRED[table]:
        assert set(needed.split("|")) <= set(told)


def test_sheets_entered_columns_roles_and_settings_are_told_as_they_are_read() -> None:
    sheets = {cells[0]: ticked(cells[1]) for cells in tables(section(INPUT, "Files and sheets"))}
    assert sheets == {name: list(found) for name, found in SHEETS.items()}
    entered = section(INPUT, " Deals").split("**Entered-columns.**")[1]
    assert [entered_status(header) for header in ticked(entered)] == ["Договор"] * 4
    roles = [row for row in tables(section(INPUT, " Stages")) if ticked(row[0])[0] in list(Role)]
    assert [ticked(row[0])[0] for row in roles] == list(Role)
    for cell, russian, english, _ in roles:
        role = Role(ticked(cell)[0])
        for word in ticked(russian + english):
            assert parse_role(word) is role or word == words.say(f"code.{role}", "ru"), word
    settings = {ticked(row[0])[0]: row for row in tables(section(INPUT, "Settings and options"))}
    assert set(settings) == set(DEFAULTS)
    for name, (_, sheet, _, values, _) in settings.items():
        assert all(key(alias) in map(key, SETTINGS[name]) for alias in ticked(sheet))
        for value in ticked(values):
            assert resolve({name: value}, {}, {}, "en").origins[name] == "command_line"


def test_dates_and_amounts_are_read_as_told() -> None:
    dates, amounts, *_ = section(INPUT, "How values are read").strip().split("\n\n")
    for shown in [one for one in ticked(dates) if one[0].isdigit() or one.startswith("Sep")]:
        assert (
            parse_dates(pd.Series([shown]), "Europe/Moscow").values[0].date()
            == pd.Timestamp(2026, 9, 18).date()
        )
    shown_amounts = ticked(amounts)[:4]
    assert list(parse_amounts(pd.Series(shown_amounts)).values) == [350_000, 3500, 1500.5, -120]


def test_every_reason_and_every_refusal_is_told() -> None:
    texts = {key: both["en"] for key, both in words.catalogue().items()}
    codes = {
        key.removeprefix("code.")
        for key, said in texts.items()
        if key.startswith("code.") and said[-1] == "."
    }
    told = [ticked(row[0])[0] for row in tables(section(INPUT, "What Data check says"))]
    assert sorted(told) == sorted(codes | {"after_asof"})
    errors = [key.removeprefix("error.") for key in texts if key.startswith("error.")]
    wrong = (section(page, "When something is wrong") for page in (CELLS, SHARED))
    places = section(INPUT, "What is refused"), *wrong
    refused = [name for place in places for row in tables(place) for name in ticked(row[2])]
    assert sorted(refused) == sorted(errors)


# --- commands ---


def options(commands: dict[str, Any]) -> set[str]:
    return {name for c in commands.values() for p in c.params for name in p.opts if name.startswith("--")}


def options_told(*pages: Path) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "".join(map(text, pages)))) - {"--help"}


def test_every_option_is_told_and_every_option_told_exists() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    doctor = options({"doctor": commands.pop("doctor")})
    shared = options(commands["sheets"].commands)
    assert options_told(INPUT, README) == options(commands) | {"--version"}
    assert options_told(SHARED) == shared | doctor


def commands() -> list[str]:
    found = []
    for page in (README, INPUT):
        blocks = re.findall(r"^```sh\n(.*?)^```", text(page), flags=re.MULTILINE | re.DOTALL)
        lines = [line for block in blocks for line in block.splitlines()] + ticked(text(page))
        found += [line for line in lines if line.startswith("honest-funnel ") and "…" not in line]
    # those that install into LibreOffice and open it are run by the tests of the extension
    mine = [line for line in found if not line.startswith("honest-funnel calc ")]
    return sorted({line for line in mine if len(line.split()) > 2 or "--" in line})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files that the commands of the documentation name."""
    deals = [
        ["ID", "Created", "Status", "Manager", "Amount", "Close date"],
        ["1", "2026-09-01", "New", "Anna", "", ""],
        ["2", "2026-09-02", "Invoice", "Anna", "150 000 ₽", ""],
        ["3", "2026-08-03", "Paid", "Boris", "90 000", "2026-09-13"],
    ]
    history = [["ID", "Changed", "From", "To"], ["3", "2026-09-13", "Invoice", "Paid"]]
    files = {
        "deals": deals,
        "history": history,
        "stages": [["Status", "Role"], ["New", "intake"], ["Invoice", "presale"], ["Paid", "won"]],
        "mapping": [["Column", "Header"], ["closed", "Close date"]],
        "rates": [["Date", "Currency", "Rate"], ["2026-01-01", "USD", "92.125"]],
    }
    for name, rows in files.items():
        lines = "\n".join(";".join(row) for row in rows)
        (tmp_path / f"{name}.csv").write_text(lines, encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Deals", 0)
    for row in deals:
        sheet.append(row)
    book.save(tmp_path / "deals.xlsx")
    shutil.copy(ROOT / "sheets_templates/report.en.xlsx", tmp_path / "my-report.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", commands())
def test_commands_run_as_written(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = set(folder.iterdir())
    code = main(shlex.split(command, comments=True)[1:])
    assert code == 0, capsys.readouterr().err
    assert ("report " in command and "--help" not in command) == bool(set(folder.iterdir()) - before)


def typed(page: Path) -> list[str]:
    """Every command of a page in its order, without its comment."""
    blocks = re.findall(r"^```\w+\n(.*?)^```", text(page), flags=re.MULTILINE | re.DOTALL)
    lines = [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return lines + [one for one in ticked(text(page)) if re.match(r"(make|honest-funnel|--)", one)]


def test_both_readmes_give_the_same_commands_links_and_counts() -> None:
    assert {"make demo", "make test"} < set(typed(README))
    assert typed(RUSSIAN) == typed(README)
    for pattern in (r"\]\(([^)]+)\)", r"^(#+) ", r"^(\|)", r"^(- \*\*)"):
        english, russian = (re.findall(pattern, text(page), flags=re.MULTILINE) for page in (README, RUSSIAN))
        assert russian == [link.replace("README.ru", "README").replace(".en.", ".ru.") for link in english]


# --- registry.md ---


def test_functions_their_arguments_and_names_are_told_as_they_are() -> None:
    assert text(CELLS) == pages.refreshed_functions(text(CELLS)), "run python -m tools.pages"
    for function in FUNCTIONS:
        rows = [row for row in tables(section(CELLS, f"## {function.name}")) if len(row) == 3]
        told = {ticked(name)[0]: needed for name, needed, _ in rows if needed in ("", "yes")}
        assert told == {a.name: "yes" if a.required else "" for a in function.arguments}
    for name, measure in measures.DEFAULT_MEASURE.items():
        assert f"`{measure}` if left out" in section(CELLS, f"## {name}")


def test_the_examples_of_formulas_name_what_there_is() -> None:
    examples = [row[:2] for row in tables(text(CELLS).split("## What a cell shows")[0])]
    assert len(examples) >= len(FUNCTIONS)
    assert {ticked(one)[0][1:].split("(")[0] for one, _ in examples} == set(registry.BY_NAME)
    for row in examples:
        for separator, example in zip(";,", (ticked(cell)[0] for cell in row), strict=True):
            name, given = re.fullmatch(r"=(\w+)\((.*)\)", example).groups()
            args = given.split(separator)
            declared = registry.BY_NAME[name].arguments
            assert len(args) <= len(declared), example
            for argument, arg in zip(declared, args, strict=False):
                if argument.kind == "handle":
                    assert arg == "hf_deals"
                if argument.name == "measure" and arg:
                    assert measures.measures(name).find(arg.strip('"'))
                if argument.name == "block":
                    assert arg.strip('"') in BLOCK
                if argument.name in ("period", "window") and arg:
                    assert arguments.period(arg.strip('"'), argument.name)


def test_the_cache_is_as_told() -> None:
    assert f"at\nmost {disk_cache.MOST} of them and {disk_cache.MOST_BYTES // 2**20} MB" in text(CELLS)
    assert defect_log.LOG_VARIABLE in text(CELLS)


# --- all pages ---


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        if link.startswith("http"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        if anchor:
            titles = re.findall(r"^#+ (.*)$", text(target), flags=re.MULTILINE)
            slugs = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]
            assert anchor in slugs, f"{page.name}: {link}"


def test_the_design_names_files_that_are_there() -> None:
    named = [name for name in ticked(text(DESIGN)) if re.fullmatch(r"[\w./]+/[\w.]*|[\w/]+\.(py|toml)", name)]
    assert len(named) > 20
    for name in named:
        assert (ROOT / name).exists() or (ROOT / "addin" / name).exists(), name
