"""How forecasts do on logs of real departments: ``python -m tools.log_evidence FILE...``.

Each file is an export that the product reads, with the tables found beside it; the figures of such public
logs stand in ``docs/method.md``.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from addin.metrics.proportions import wilson
from addin.refresh import Request, load
from addin.report.figures import compute_figures
from tools.forecast_evidence import scores
from tools.world_evidence import BASELINES, with_baselines


def logs(paths: Sequence[Path], today: dt.date) -> Iterator[list[str]]:
    """One row a file: forecasts, how often the limits held, bias and errors of this month and of the next."""
    for path in paths:
        loaded = load(Request(path))
        f = compute_figures(loaded.data, loaded.settings, today)
        rows = with_baselines(f.money.record)
        cells = []
        for step in (0, 1):
            some = rows[rows["step"] == step]
            if not (some["method"] == "ours").any() or not np.isfinite(some["expected"]).any():
                cells += ["0", "–", "–", "–"]
                continue
            found = scores(some)
            low, high = wilson(found["coverage"], found["n"] / 2)  # the two forecasts of a month go together
            best = min(found[method] for method in BASELINES if method in found)
            cells += [
                f"{found['n']:.0f}",
                f"{found['coverage']:.2f} ({float(low):.2f}–{float(high):.2f})",
                f"{found['bias']:+.0%}".replace("-", "−"),
                f"{found['ours']:.2f} · {best:.2f}",
            ]
        yield [path.stem, *cells]


if __name__ == "__main__":
    for row in logs([Path(name) for name in sys.argv[1:]], dt.datetime.now(dt.UTC).date()):
        sys.stdout.write(f"| {' | '.join(row)} |\n")
