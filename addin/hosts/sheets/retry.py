"""How long calls go on being repeated: exponential backoff, capped, jittered, with a deadline."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from addin.back_off import pause


@dataclass
class RetryPolicy:
    """How long to go on trying. Waits double from ``first_wait`` to ``max_wait``, each by chance shorter.

    Args:
        total: seconds for all calls of a run.
        timeout: seconds to connect, and to wait for an answer.
        first_wait, max_wait: seconds.
        sleep, clock: of the machine.
        jitter: shortens each wait by up to half.
        deadline: of the run, on the clock.
    """

    total: float = 300.0
    timeout: tuple[float, float] = (10.0, 180.0)
    first_wait: float = 1.0
    max_wait: float = 32.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    jitter: random.Random = field(default_factory=random.Random)
    deadline: float = 0.0

    def start(self) -> None:
        """A run begins now."""
        self.deadline = self.clock() + self.total

    def back_off(self, attempt: int) -> bool:
        """Wait before trying again, from attempt 0; False where no time is left for that."""
        seconds = pause(attempt, self.first_wait, self.max_wait, self.jitter)
        if self.clock() + seconds >= self.deadline:
            return False
        self.sleep(seconds)
        return True

    def timeouts(self) -> tuple[float, float]:
        """What a single call may take, to connect and to answer."""
        rest = max(self.deadline - self.clock(), 1.0)
        return min(self.timeout[0], rest), min(self.timeout[1], rest)
