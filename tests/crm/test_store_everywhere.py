"""A store is read wherever a file is: the report, the check, a formula; nothing in it is changed by that."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from addin.cli.app import main
from addin.errors import InputError
from addin.functions.call import call
from addin.store.file import reading, replace_store, run, set_info, writing
from tests.crm.pulling import Puller
from tests.crm.servers.amocrm import AmoCrm
from tests.crm.servers.base import serving
from tests.hosts.live import cells


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    crm = AmoCrm()
    with serving(crm) as url:
        puller = Puller(crm, url, tmp_path_factory.mktemp("store") / "a.duckdb")
        puller.pull()
    return puller.store.read_bytes()


@pytest.fixture
def store(content: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "сделки.duckdb"
    path.write_bytes(content)
    return path


def test_check_names_its_tables_and_changes_nothing(
    store: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(store), "--as-of", "2026-03-01", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert all(table in told for table in ("deals", "stages", "history", "ledger"))
    assert store.read_bytes() == content


_FILES = {
    "deals": """SELECT d.id, d.created, s.name AS status, d.amount, p.name AS manager, d.closed, d.source,
            d.lost_reason, s.pipeline
        FROM crm.deals d JOIN crm.stages s ON s.id = d.status_id
        JOIN crm.names p ON p.kind = 'person' AND p.id = d.manager_id ORDER BY d.id""",
    "stages": """SELECT name AS status, "order", role, pipeline FROM crm.stages ORDER BY "order" """,
    "history": """SELECT c.deal_id AS id, c.at AS changed_at, f.name AS from_status, t.name AS to_status
        FROM crm.changes c JOIN crm.stages f ON f.id = c.from_id JOIN crm.stages t ON t.id = c.to_id
        ORDER BY c.at, c.id""",
}
_SAME = ("conversion", "conversion_by_manager", "intake", "forecast", "stages")


def test_the_report_is_that_of_the_same_deals_in_a_file(store: Path, tmp_path: Path) -> None:
    """But for the memory, which a file of deals does not have."""
    with writing(store) as opened:
        run(opened, "DELETE FROM memory.sightings")
    with reading(store) as opened:
        for name, query in _FILES.items():
            opened.sql(query).df().to_csv(tmp_path / f"{name}.csv", index=False)
    extra = ["--stages", str(tmp_path / "stages.csv"), "--history", str(tmp_path / "history.csv")]
    found = []
    for deals, more in ((store, []), (tmp_path / "deals.csv", extra)):
        out = deals.with_suffix(".json")
        options = ["--as-of", "2026-03-01", "--lang", "en", "--quiet", "--json", str(out)]
        assert main(["report", str(deals), *more, *options]) == 0
        found.append(json.loads(out.read_text()))
    assert {name: found[0][name] for name in _SAME} == {name: found[1][name] for name in _SAME}


def test_a_formula_reads_the_store_beside_its_workbook(store: Path) -> None:
    ((handle,),) = call("DEALS", ["сделки.duckdb"], "ru", str(store.with_name("book.xlsx")))
    assert str(handle).endswith("· 15")
    settings = cells("Настройки", [["Дата отчёта", "2026-03-01"]])
    ((as_of,),) = call("DEALS", [str(store), None, None, None, None, None, settings], "ru")
    ((leads,),) = call("INTAKE", [as_of, "leads", None, None, "2026-02"], "ru")
    assert leads == 15


def test_a_formula_says_that_there_is_no_such_store(tmp_path: Path) -> None:
    ((told,),) = call("DEALS", ["нет.duckdb"], "ru", str(tmp_path / "book.xlsx"))
    assert "нет.duckdb" in str(told)


def test_a_store_of_a_newer_version_is_refused_and_left_alone(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with writing(store) as opened:
        set_info(opened, format="99")
    before = store.read_bytes()
    assert main(["report", str(store), "--lang", "en"]) == 2
    assert "newer version" in capsys.readouterr().err
    assert store.read_bytes() == before


def test_a_damaged_store_and_a_foreign_database_are_told(
    store: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    store.write_bytes(content[:5000])
    assert main(["report", str(store), "--lang", "en"]) == 2
    assert "damaged" in capsys.readouterr().err
    import duckdb

    other = store.with_name("other.duckdb")
    duckdb.connect(str(other)).execute("CREATE TABLE t AS SELECT 1 AS a").close()
    assert main(["report", str(other), "--lang", "en"]) == 2
    assert "no store of deals" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["clock.duckdb", "version2.duckdb"])
def test_a_damaged_store_is_told_so_whatever_it_is_called(
    name: str, store: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = store.with_name(name)
    path.write_bytes(content[:5000])
    assert main(["report", str(path), "--lang", "en"]) == 2
    assert "damaged" in capsys.readouterr().err


def test_a_store_that_another_program_is_changing_is_not_replaced(store: Path, content: bytes) -> None:
    store.with_name(f"{store.name}.wal").write_bytes(b"changes of another program")
    with pytest.raises(InputError) as refused:
        replace_store(store, lambda copy: copy.write_bytes(b"new"))
    assert refused.value.key == "store_locked"
    assert store.read_bytes() == content


def test_a_full_disk_is_told_and_leaves_the_store(store: Path, content: bytes) -> None:
    def fills(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(InputError) as refused:
        replace_store(store, fills)
    assert refused.value.key == "output_disk_full"
    assert store.read_bytes() == content


def test_no_other_ledger_takes_the_place_of_the_memory(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = tmp_path / "ledger.csv"
    ledger.write_text("ID,Status,Seen at\n1,Новый,2026-02-01 09:00:00\n", encoding="utf-8")
    assert main(["report", str(store), "--ledger", str(ledger), "--lang", "en"]) == 2
    assert "Leave --ledger out" in capsys.readouterr().err
