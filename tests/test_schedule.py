"""What runs every day: each form is read back as its system reads it, names with odd letters too."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from addin.cli.app import main
from addin.schedule import cron_files, systemd_files, windows_files

AT = dt.time(7, 30)
ODD = "Отдел 100% \"Юг\" $HOME 'сделки'.duckdb"
COMMANDS = [
    ("/opt/py thon/bin/python", "-m", "addin", "pull", "amocrm", "--store", f"/home/анна/{ODD}"),
    ("/opt/py thon/bin/python", "-m", "addin", "report", f"/home/анна/{ODD}"),
]


def test_systemd_reads_every_word_back() -> None:
    files = systemd_files(COMMANDS, AT, "/home/анна/отчёты 100%")
    starts = re.findall(r"^ExecStart=(.*)$", files["honest-funnel.service"], flags=re.MULTILINE)
    read = [[word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line)] for line in starts]
    assert read == [list(command) for command in COMMANDS]
    assert "OnCalendar=*-*-* 07:30:00" in files["honest-funnel.timer"]
    assert "WorkingDirectory=/home/анна/отчёты 100%%\n" in files["honest-funnel.service"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_itself_finds_nothing_wrong(tmp_path: Path) -> None:
    files = systemd_files([("/bin/true", ODD)], AT, str(tmp_path))
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "--user", "verify", *(str(tmp_path / name) for name in files)]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    checked = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (checked.returncode, "honest-funnel" in checked.stderr) == (0, False), checked.stderr


def test_cron_reads_every_word_back() -> None:
    (line,) = cron_files(COMMANDS, AT, "/home/анна")["honest-funnel.cron"].splitlines()
    minute, hour, *days, command = line.split(" ", 5)
    assert (minute, hour, days) == ("30", "7", ["*", "*", "*"])
    assert not re.search(r"(?<!\\)%", command)
    words = shlex.split(command.replace("\\%", "%"))
    assert words == ["cd", "/home/анна", "&&", *COMMANDS[0], "&&", *COMMANDS[1]]


def test_windows_has_an_action_a_command_in_order() -> None:
    text = windows_files(COMMANDS, AT, r"C:\Отчёты & <планы>")["honest-funnel.xml"]
    names = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    task = ET.fromstring(text.encode("utf-16"))  # noqa: S314  (our own text)
    actions = task.findall("t:Actions/t:Exec", names)
    assert [action.findtext("t:Command", "", names) for action in actions] == [c[0] for c in COMMANDS]
    assert actions[0].findtext("t:Arguments", "", names) == subprocess.list2cmdline(COMMANDS[0][1:])
    assert actions[0].findtext("t:WorkingDirectory", "", names) == r"C:\Отчёты & <планы>"
    assert task.findtext("t:Triggers/t:CalendarTrigger/t:StartBoundary", "", names).endswith("T07:30:00")


def test_the_command_writes_them_and_says_how_to_switch_them_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deals = tmp_path / "amocrm.duckdb"
    options = [
        "--crm",
        "amocrm",
        "--sheet",
        "KEY",
        "--at",
        "06:15",
        "--form",
        "cron",
        "--folder",
        str(tmp_path),
    ]
    assert main(["schedule", str(deals), *options, "--lang", "ru"]) == 0
    assert "crontab" in capsys.readouterr().out
    line = (tmp_path / "honest-funnel.cron").read_text(encoding="utf-8")
    places = [line.index(part) for part in (" pull amocrm ", " report ", " sheets sync KEY ")]
    assert line.startswith("15 6 * * *")
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("options", "told"), [(["--at", "25:00"], "25:00"), (["--form", "anacron"], "systemd, cron, windows")]
)
def test_what_is_no_time_and_no_form_is_told(
    options: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schedule", "d.duckdb", *options, "--folder", str(tmp_path), "--lang", "ru"]) == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
