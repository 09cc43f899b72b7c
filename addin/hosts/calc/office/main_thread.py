"""Work handed to the office's main thread, where alone its objects are touched.

The bridge between Python and the office keeps Python's lock while it looks up an attribute, which may wait
for the office's own lock; the main thread holds that one while it calls us and waits for Python's. So a
thread of ours that speaks with the office can stop it for ever: ours only read, write and wait.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

import unohelper
from com.sun.star.awt import XCallback


class MainThread(unohelper.Base, XCallback):  # type: ignore[misc]
    """Runs functions in the main thread, in the order they come; to be made there.

    Args:
        ctx: The component context of the office.
    """

    def __init__(self, ctx: Any) -> None:
        self._jobs: deque[Callable[[], object]] = deque()
        self._call_back = ctx.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.AsyncCallback", ctx
        ).addCallback

    def post(self, job: Callable[[], object]) -> None:
        """Have ``job`` run soon; it handles its own failures."""
        self._jobs.append(job)
        self._call_back(self, None)

    def notify(self, _data: object) -> None:
        """Run the next job; the spelling is UNO's."""
        self._jobs.popleft()()

    def result_of(self, function: Callable[..., Any], *args: object) -> Any:
        """What a function that raises nothing gives, once the main thread has run it."""
        done, results = threading.Event(), []

        def job() -> None:
            try:
                results.append(function(*args))
            finally:
                done.set()

        self.post(job)
        done.wait()
        return results[0]
