"""Whatever stands in the cells, reading gives a dataset or an error in words; every row is accounted for."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.deals.dataset import SCHEMAS, Dataset
from addin.deals.grids import CellsGrid
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.deals.tables.columns import ALIASES
from addin.errors import HonestFunnelError
from addin.words import LANGS

ODD = st.sampled_from(
    [
        *(
            "",
            " ",
            "Итого",
            "всего:",
            "#REF!",
            "#Н/Д",
            "=1+1",
            "0",
            "-5",
            "1,5",
            "€ 3.500,00",
            "350 000 ₽",
            "$10",
        ),
        *(
            "01.02.2026",
            "2026-09-18T10:00:00Z",
            "2026-09",
            "сентябрь 2026",
            "99.99.9999",
            "Новая",
            "новая",
            "Отказ",
        ),
        *(
            "Оплата",
            "1.23E+11",
            "00012",
            "приём",
            "won",
            "50%",
            "USD",
            "эфиопский быр",
            "\u00a0",
            "нет",
            "ID",
            "\0",
        ),
    ]
)
VALUE = st.one_of(
    st.none(),
    ODD,
    st.text(max_size=6),
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1)),
    st.dates(),
    st.times(),
)
DAY = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2026, 9, 30))
LIKELY: dict[str, st.SearchStrategy[object]] = {
    "id": st.one_of(st.integers(1, 5), st.integers(1, 5), VALUE),
    "created": st.one_of(DAY, DAY, DAY, VALUE),
    "changed_at": st.one_of(DAY, DAY, VALUE),
    "seen_at": st.one_of(DAY, DAY, VALUE),
    "date": st.one_of(DAY, VALUE),
    "month": st.one_of(st.just("2026-09"), VALUE),
    "status": st.one_of(st.sampled_from(["Новая", "новая", "Отказ", "Оплата"]), VALUE),
    "role": st.sampled_from(["intake", "приём", "won", "lost", "", None]),
    "currency": st.sampled_from(["USD", "RUB", "", None, "#REF!", 5]),
    "rate": st.one_of(st.floats(1, 100), VALUE),
}
OPTIONS = st.builds(
    ReadOptions,
    timezone=st.sampled_from(["Europe/Moscow", "America/New_York"]),
    currency=st.sampled_from(["", "RUB", "$", "тугрик"]),
    date_order=st.sampled_from(["auto", "dmy", "mdy"]),
)


@st.composite
def grid(draw: st.DrawFn, table: str) -> CellsGrid:
    """A sheet with all of a table's headers, in any order, over rows of nearly anything."""
    columns = list(ALIASES.get(table, {"name": (), "value": ()}))
    extra = ["вход:Новая", "вход: Договор"] if table == "deals" else []
    headers = draw(st.permutations([*columns, *extra, "", "x"]))
    row = st.tuples(*(LIKELY.get(header, VALUE) for header in headers))
    rows = draw(st.lists(row, max_size=6))
    above = draw(st.sampled_from([[], [["Отчёт"], []]]))
    return CellsGrid(f"Лист {table}", [*above, headers, *rows], draw(st.sampled_from([1, 3])))


def sheets(*optional: str) -> st.SearchStrategy[dict[str, CellsGrid]]:
    """The deals and some of the other tables."""
    return st.fixed_dictionaries({"deals": grid("deals")}, optional={name: grid(name) for name in optional})


SHEETS = sheets("stages", "history", "spend", "plan", "rates", "ledger")


def check_whole(data: Dataset) -> None:
    for name, schema in SCHEMAS.items():
        table = getattr(data, name)
        assert {c: str(t) for c, t in table.dtypes.items()} == schema, name
    issues = data.issues.frame()
    aside = issues[(issues["sheet"] == data.sheet) & (issues["action"] == "set_aside")]
    assert data.rows_read == len(data.deals) + len(aside)
    assert not aside["row"].duplicated().any()
    assert (data.deals["id"] != "").all()
    assert data.deals["created"].notna().all()
    assert not (data.deals["amount"] < 0).any()


def reads_or_says_why(tables: dict[str, CellsGrid], options: ReadOptions) -> None:
    try:
        data = read(dict(tables), options)
    except HonestFunnelError as error:
        said = [error.text(lang) for lang in LANGS]
    else:
        check_whole(data)
        return
    assert all(said)


ANY = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@settings(ANY, max_examples=60)
@given(SHEETS, OPTIONS)
def test_odd_cells_read_or_say_why(tables: dict[str, CellsGrid], options: ReadOptions) -> None:
    reads_or_says_why(tables, options)


@settings(ANY, max_examples=15)
@given(sheets("mapping", "settings"))
def test_odd_mappings_and_settings_read_or_say_why(tables: dict[str, CellsGrid]) -> None:
    reads_or_says_why(tables, ReadOptions())


@settings(ANY, max_examples=40)
@given(st.lists(st.lists(VALUE, max_size=5), max_size=6))
def test_a_sheet_without_order_reads_or_says_why(rows: list[list[object]]) -> None:
    reads_or_says_why({"deals": CellsGrid("Лист1", rows)}, ReadOptions())
