"""The one worker of this office."""

from __future__ import annotations

import atexit

from .worker_client import WorkerClient

WORKER = WorkerClient()
atexit.register(WORKER.close)  # were it not called, the worker would see its standard input close and leave
