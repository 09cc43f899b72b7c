"""``python -m benchmarks.calc``: both parts measured in one office, and printed."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import benchmarks.calc
from benchmarks import measure
from benchmarks.calc.formulas import formulas
from benchmarks.calc.office import open_office
from benchmarks.calc.refreshes import GOAL_REFRESH, refreshes


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=benchmarks.calc.__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="deals for the formulas")
    parser.add_argument(
        "--refresh", type=int, nargs="*", default=list(GOAL_REFRESH), help="deals of a refresh"
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--part", choices=("formulas", "refresh"), help="one of the two; both by default")
    args = parser.parse_args()
    machine = measure.machine()
    with tempfile.TemporaryDirectory(prefix="honest-funnel-") as folder, open_office(Path(folder)) as calc:
        if args.part != "refresh":
            print(formulas(calc, args.rows, args.runs))
        if args.part != "formulas":
            print(refreshes(calc, args.refresh, args.runs))
    print(machine)


if __name__ == "__main__":
    main()
