"""The console script; it imports nothing before it can tell of being stopped."""

from __future__ import annotations

import os
import sys

_STOPPED = 130
"""The exit code of what a user stopped, as shells have it."""


def entry() -> None:
    """The console script: whenever it is stopped, one line says so and the exit code is 130."""
    try:
        sys.exit(_run())
    except KeyboardInterrupt:
        # files are whole or as they were by now; threads that still load libraries need not be waited for
        _say_stopped()
        os._exit(_STOPPED)


def _run() -> int:
    # columns live for one step: memory in huge pages costs more to prepare than it saves
    os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
    # our products are small: more threads than one wait for each other, busily, on cores that have work to do
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import io

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a log in cp1251 has no arrow
    from addin.cli.app import main

    return main()


def _say_stopped() -> None:
    from addin.cli.language import detect_language
    from addin.words import say

    print(say("cli.aborted", detect_language(sys.argv[1:])), file=sys.stderr, flush=True)
