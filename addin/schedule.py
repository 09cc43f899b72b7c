"""What a system needs to run commands of ours every day: a systemd timer, a line for cron or a Windows task.

Pure: commands in, texts of files out. Commands run one after the other, and where one fails, those after it
do not run, except on Windows, whose tasks know no such condition.
"""

from __future__ import annotations

import datetime as dt
import shlex
import subprocess
from collections.abc import Sequence
from xml.sax.saxutils import escape

Command = Sequence[str]
NAME = "honest-funnel"
"""Of the timer, the service and the task."""


def systemd_files(commands: Sequence[Command], at: dt.time, folder: str) -> dict[str, str]:
    """A user's service and the timer that starts it: name → text.

    Args:
        commands: each a program with its arguments.
        at: the time of day.
        folder: to run them in.
    """
    starts = "\n".join(f"ExecStart={_systemd_line(command)}" for command in commands)
    service = f"""[Unit]
Description=Honest Funnel: deals pulled, report refreshed
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder.replace("%", "%%")}
{starts}
"""
    timer = f"""[Unit]
Description=Honest Funnel every day

[Timer]
OnCalendar=*-*-* {at:%H:%M}:00
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {f"{NAME}.service": service, f"{NAME}.timer": timer}


def cron_files(commands: Sequence[Command], at: dt.time, folder: str) -> dict[str, str]:
    """One line of a crontab; a per cent sign would begin the command's input there."""
    line = " && ".join(shlex.join(command) for command in (("cd", folder), *commands))
    return {f"{NAME}.cron": f"{at.minute} {at.hour} * * * {line.replace('%', chr(92) + '%')}\n"}


def windows_files(commands: Sequence[Command], at: dt.time, folder: str) -> dict[str, str]:
    """A task for the Task Scheduler, its actions one after the other."""
    actions = "\n".join(
        f"    <Exec>\n      <Command>{escape(program)}</Command>\n"
        f"      <Arguments>{escape(subprocess.list2cmdline(arguments))}</Arguments>\n"
        f"      <WorkingDirectory>{escape(folder)}</WorkingDirectory>\n    </Exec>"
        for program, *arguments in commands
    )
    text = f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T{at:%H:%M}:00</StartBoundary>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <StartWhenAvailable>true</StartWhenAvailable>
  </Settings>
  <Actions>
{actions}
  </Actions>
</Task>
"""
    return {f"{NAME}.xml": text}


FORMS = {"systemd": systemd_files, "cron": cron_files, "windows": windows_files}
"""Form → what makes its files."""
ENCODINGS = {"systemd": "utf-8", "cron": "utf-8", "windows": "utf-16"}


def _systemd_line(command: Command) -> str:
    """A command as systemd reads it; variables are looked for in its arguments, not in the program's name."""
    program, *arguments = map(_systemd_word, command)
    return " ".join([program, *(word.replace("$", "$$") for word in arguments)])


def _systemd_word(word: str) -> str:
    """A word as systemd reads it: quoted, without its specifiers."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{plain}"'
