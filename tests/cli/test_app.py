"""The program started as a user starts it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_module_runs_as_a_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "addin", "--version"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0
    assert done.stdout.startswith("honest-funnel 0.")
