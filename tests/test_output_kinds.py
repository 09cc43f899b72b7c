"""Outputs of every kind: what is no file is written to or refused, what is open elsewhere is told."""

from __future__ import annotations

import errno
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from addin.drafts import sweep
from addin.errors import InputError
from addin.output_files import OutputFiles, replace_bytes
from tests.test_output_files import leftovers

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes and devices of this kind")


def write(*paths: Path) -> None:
    with OutputFiles() as outputs:
        for path in paths:
            outputs.write_text(path, "new")


@pytest.mark.parametrize("failing", [1, 2, 3])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), PermissionError(errno.EACCES, "open")])
def test_none_of_three_appears_where_one_is_not_put(
    tmp_path: Path, failing: int, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, other = (tmp_path / name for name in ("old", "new", "other"))
    old.write_bytes(b"old")
    other.write_bytes(b"other")
    put, done = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        done.append(target)
        if len(done) == failing:
            raise error
        return put(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises((KeyboardInterrupt, InputError)):
        write(old, new, other)
    assert (old.read_bytes(), other.read_bytes(), new.exists()) == (b"old", b"other", False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "other"]


def test_the_standard_output_is_written_to_where_it_is_a_file(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from addin.output_files import replace_bytes;"
        "replace_bytes(Path('/dev/stdout'), b'told')"
    )
    with (tmp_path / "out").open("wb") as out:
        subprocess.run([sys.executable, "-c", code], stdout=out, check=True, timeout=60)
        out.seek(0, os.SEEK_END)
        out.write(b" and more")
    assert (tmp_path / "out").read_bytes() == b"told and more"


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the names of sockets are short
    with socket.socket(socket.AF_UNIX) as end:
        end.bind("s")
        with pytest.raises(InputError) as caught:
            replace_bytes(tmp_path / "s", b"")
    assert caught.value.key == "output_no_file"


@pytest.mark.parametrize("mark", [".~lock.r.xlsx#", "~$r.xlsx"])
def test_a_file_open_in_a_spreadsheet_is_told(tmp_path: Path, mark: str) -> None:
    (tmp_path / "r.xlsx").write_bytes(b"old")
    (tmp_path / mark).write_text("someone")
    with pytest.raises(InputError, match="open in a spreadsheet") as caught:
        replace_bytes(tmp_path / "r.xlsx", b"new")
    assert caught.value.params["mark"] == tmp_path / mark
    assert (tmp_path / "r.xlsx").read_bytes() == b"old"


def test_nobody_reads_the_draft_of_a_file_that_they_may_not_read(tmp_path: Path) -> None:
    path, seen = tmp_path / "private.csv", []
    path.write_bytes(b"old")
    path.chmod(0o600)

    def look(file: BinaryIO) -> None:
        seen.append(stat.S_IMODE(os.fstat(file.fileno()).st_mode))

    with OutputFiles() as outputs:
        outputs.write(path, look)
    assert seen == [0o600]


@pytest.mark.parametrize("name", ["o" * 255, "й" * 127])
def test_the_longest_names_can_be_written(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)
    write(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_files_of_others_are_not_swept(tmp_path: Path) -> None:
    kept = [".hf-token", ".hf-settings", ".hf-notes_of_mine", ".r.csv.notes", ".r.csv.0badcafe.hf-part.txt"]
    for name in kept:
        (tmp_path / name).write_text("mine")
        os.utime(tmp_path / name, (1, 1))
    (tmp_path / ".r.csv.00000000.hf-part").symlink_to("nowhere")
    (tmp_path / ".hf-a1b2c3d4").write_text('{\n "header"')
    os.utime(tmp_path / ".hf-a1b2c3d4", (1, 1))
    sweep(tmp_path, "r.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*kept, ".r.csv.00000000.hf-part"])


def test_every_command_keeps_modes_and_links(tmp_path: Path) -> None:
    """Workbooks of proposals, of backtests and of the demo are written as the report is."""
    from addin.demo.workbook import write_demo

    (tmp_path / "shared").mkdir()
    target, link = tmp_path / "shared" / "deals.xlsx", tmp_path / "deals.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o600)
    link.symlink_to("shared/deals.xlsx")
    write_demo(link)
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_bytes()[:2] == b"PK"
    assert leftovers(tmp_path) == []
