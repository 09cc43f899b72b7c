"""Files of one run: together or not at all; modes, links, devices and pipes; drafts of killed runs."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from addin import output_places
from addin.errors import InputError
from addin.output_files import OutputFiles, replace_text
from addin.output_places import place_of

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and pipes of POSIX")


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_all_files_of_a_run_take_their_places_together(tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.json"
    old.write_text("former")
    with OutputFiles() as outputs:
        outputs.write_text(old, "later")
        outputs.write_text(new, "there")
        assert (old.read_text(), new.exists()) == ("former", False)
    assert (old.read_text(), new.read_text()) == ("later", "there")
    assert leftovers(tmp_path) == []


def test_what_goes_wrong_before_the_end_leaves_all_as_it_was(tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_text("former")

    def stopped() -> None:
        with OutputFiles() as outputs:
            outputs.write_text(old, "later")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stopped()
    assert old.read_text() == "former"
    assert leftovers(tmp_path) == []


def test_one_place_that_cannot_be_taken_gives_the_others_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, last = (tmp_path / name for name in ("old.csv", "new.json", "last.xlsx"))
    old.write_text("former")
    replace = Path.replace

    def refuse_last(self: Path, target: Path) -> Path:
        if Path(target).name == "last.xlsx":
            raise OSError(errno.ENOSPC, "full")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse_last)

    def refused() -> None:
        with OutputFiles() as outputs:
            for path in (old, new, last):
                outputs.write_text(path, "later")

    with pytest.raises(InputError) as caught:
        refused()
    assert caught.value.key == "output_disk_full"
    assert (old.read_text(), new.exists(), last.exists()) == ("former", False, False)
    assert leftovers(tmp_path) == []


@posix
def test_modes_and_links_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("former")
    target.chmod(0o600)
    link.symlink_to(target)
    replace_text(link, "later")
    assert link.is_symlink()
    assert (target.read_text(), stat.S_IMODE(target.stat().st_mode)) == ("later", 0o600)


@posix
def test_a_new_file_is_for_those_the_user_lets_read(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        replace_text(tmp_path / "own.json", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "own.json").stat().st_mode) == 0o600


@posix
def test_a_link_to_a_file_still_to_be_made_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "made.txt")
    replace_text(tmp_path / "link", "x")
    assert (tmp_path / "made.txt").read_text() == "x"
    assert (tmp_path / "link").is_symlink()


@posix
def test_a_pipe_is_written_to_and_one_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError) as caught:
        replace_text(pipe, "x")
    assert caught.value.key == "output_no_reader"
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace_text(pipe, "read me")
        assert os.read(reader, 100) == b"read me"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@posix
def test_the_null_device_stays_one() -> None:
    replace_text(Path(os.devnull), "x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@posix
def test_loops_folders_and_long_names_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path, key in (
        (tmp_path / "loop", "output_link_loop"),
        (tmp_path, "output_is_folder"),
        (tmp_path / ("a" * 300), "output_name_too_long"),
    ):
        with pytest.raises(InputError) as caught:
            place_of(path)
        assert caught.value.key == key


@posix
def test_drafts_of_the_dead_are_swept_and_those_of_the_living_stay(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    code = (
        "import os, sys, pathlib; from addin.output_files import OutputFiles\n"
        "o = OutputFiles(); o.write_text(pathlib.Path(sys.argv[1]), 'half'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(out)], check=False)
    assert len(leftovers(tmp_path)) == 1
    (tmp_path / ".other.txt.00000000.hf-part").write_text("of another file")
    living = OutputFiles()
    living.write_text(out, "not yet")
    replace_text(out, "whole")
    assert len(leftovers(tmp_path)) == 2  # the living one's and the other file's
    living.commit()
    assert out.read_text() == "not yet"
    assert leftovers(tmp_path) == [".other.txt.00000000.hf-part"]


def test_drafts_of_former_versions_are_swept_once_nobody_can_be_writing_them(tmp_path: Path) -> None:
    empty, fresh, old = (tmp_path / f".out.txt.{k:08x}.tmp" for k in (1, 2, 3))
    empty.touch()
    fresh.write_text("half")
    old.write_text("half")
    long_ago = time.time() - 2 * 3600
    os.utime(old, (long_ago, long_ago))
    replace_text(tmp_path / "out.txt", "whole")
    assert leftovers(tmp_path) == [fresh.name]


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (errno.ENOSPC, "output_disk_full"),
        (errno.EBUSY, "output_open_elsewhere"),
        (errno.EACCES, "output_not_writable"),
    ],
)
def test_what_the_system_says_is_told_in_words(tmp_path: Path, number: int, key: str) -> None:
    assert output_places.refused(tmp_path / "x", OSError(number, "why")).key == key
