"""The command ``honest-funnel report`` on a sheet of a million deals × 12 columns, as a whole new process.

Beside it, in the same run, the peer: a bare fastexcel load of the same sheet into Arrow and nothing more. The
sheet is made once and kept in the folder for temporary files. ``honest-funnel --help`` is timed as well.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import measure

GOAL_RATIO, GOAL_GIGABYTES, GOAL_HELP = 1.5, 2.5, 0.4
"""On two cores: times the peer's wall time, memory of a report, seconds of ``--help``."""
HELP_RUNS = 7
_OURS, _PEER, _HELP = "honest-funnel report", "peer: fastexcel, into Arrow", "honest-funnel --help"
_HEADERS = ("whole process", "wall s, median", "min", "max", "user s", "system s", "peak MB")


def main() -> None:
    """Measure and print; ``--profile`` prints where the time goes instead."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument(
        "--runs", type=int, default=3, help="new processes of each, after one that is not measured"
    )
    parser.add_argument("--profile", action="store_true", help="profile one report instead")
    args = parser.parse_args()
    sheet = _sheet(args.rows)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.xlsx"
        report: list[str | Path] = [sys.executable, "-m", "addin", "report", sheet, "--out", out]
        if args.profile:
            print(_profile([str(part) for part in report[3:]]))
        else:
            print(_measured(sheet, report, args.runs, Path(folder) / "bytecode"))


def _sheet(rows: int) -> Path:
    """The sheet of so many deals, made unless it is there from an earlier run of this very generator."""
    made = Path(__file__).with_name("sheet.py").stat().st_mtime_ns
    path = Path(tempfile.gettempdir()) / f"honest-funnel-{rows}-{made}.xlsx"
    if not path.exists():
        part = path.with_suffix(".part")
        # made by a child: a child that is measured inherits the peak memory of this process
        measure.run([sys.executable, "-m", "benchmarks.sheet", part, "--rows", str(rows)])
        part.replace(path)
    return path


def _measured(sheet: Path, report: list[str | Path], runs: int, bytecode: Path) -> str:
    env, machine = measure.bytecode_env(bytecode), measure.machine()
    peer_command: list[str | Path] = [sys.executable, "-m", "benchmarks.peer_big", sheet]
    commands = {_PEER: peer_command, _OURS: report}
    found: dict[str, list[measure.Run]] = {name: [] for name in (*commands, _HELP)}
    for run in range(runs + 1):  # by turns, so that a busy machine is as busy for both
        for name, command in commands.items():
            one = measure.run(command, env)
            # the first run of each fills the disk cache and the bytecode
            found[name] += [one] if run else []
    for _ in range(HELP_RUNS):
        found[_HELP].append(measure.run([sys.executable, "-m", "addin", "--help"], env))
    rows = [[name, *measure.whole_processes(each)] for name, each in found.items()]
    peer, ours, shown = (statistics.median(one.wall for one in each) for each in found.values())
    peak = max(one.peak for one in found[_OURS]) / 1024
    lines = [
        f"{sheet.stat().st_size / 2**20:.0f} MB of .xlsx; {runs} runs of each, {HELP_RUNS} of --help.",
        measure.table(_HEADERS, rows),
        "",
        _verdict(ours / peer, peak, shown),
        machine,
    ]
    return "\n".join(lines)


def _verdict(ratio: float, peak: float, shown: float) -> str:
    return (
        f"Ratio to the peer {ratio:.2f} (goal {GOAL_RATIO}), peak {peak:.2f} GB (goal {GOAL_GIGABYTES}), "
        f"--help {shown:.2f} s (goal {GOAL_HELP})."
    )


def _profile(arguments: list[str]) -> str:
    """A report in this process, imports included; what other threads do shows as waiting for them."""

    def work() -> None:
        from addin.cli.app import main as command

        command(arguments)

    return measure.profiled(work)


if __name__ == "__main__":
    main()
