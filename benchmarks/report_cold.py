"""The command ``honest-funnel report`` on the sample of 12,000 deals, as a whole new process.

Beside it, in the same run, the peer: a bare process that imports pandas and reads the same sheets.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import measure

GOAL = 3.0
"""Seconds on two cores."""
_SAMPLE = (
    "import pathlib, sys; from addin.demo.workbook import write_demo; write_demo(pathlib.Path(sys.argv[1]))"
)
_HEADERS = ("12,000 deals, whole process", "wall s, median", "min", "max", "user s", "system s", "peak MB")


def main() -> None:
    """Measure and print; ``--profile`` prints where the time goes instead."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="measured runs of each, after one that is not")
    parser.add_argument("--profile", action="store_true", help="profile one report instead")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        deals = Path(folder) / "deals.xlsx"
        # made by a child: a child that is measured inherits the peak memory of this process
        measure.run([sys.executable, "-c", _SAMPLE, deals])
        if args.profile:
            print(_profile(deals))
        else:
            print(_measured(deals, args.runs))


def report_command(deals: Path) -> list[str | Path]:
    """The command line of a report that lies beside the deals."""
    out = deals.with_name("report.xlsx")
    return [sys.executable, "-m", "addin", "report", deals, "--out", out, "--json", out.with_suffix(".json")]


def _measured(deals: Path, runs: int) -> str:
    env = measure.bytecode_env(deals.with_name("bytecode"))
    commands = {"honest-funnel report": report_command(deals)}
    commands["peer: import pandas, read the sheets"] = [sys.executable, "-m", "benchmarks.peer_cold", deals]
    machine = measure.machine()
    found: dict[str, list[measure.Run]] = {name: [] for name in commands}
    for run in range(runs + 1):  # by turns, so that a busy machine is as busy for both
        for name, command in commands.items():
            one = measure.run(command, env)
            # the first run of each fills the disk cache and the bytecode
            found[name] += [one] if run else []
    ours, peer = (statistics.median(one.wall for one in each) for each in found.values())
    rows = [[name, *measure.whole_processes(each)] for name, each in found.items()]
    ratio = f"Ratio to the peer {ours / peer:.2f}; goal {GOAL:.0f} s; {runs} runs of each."
    return "\n".join([measure.table(_HEADERS, rows), "", ratio, machine])


def _profile(deals: Path) -> str:
    """A report in this process, imports included; the profiler makes it slower by about a third."""

    def work() -> None:
        from addin.cli.app import main as command

        command([str(part) for part in report_command(deals)[3:]])

    return measure.profiled(work)


if __name__ == "__main__":
    main()
