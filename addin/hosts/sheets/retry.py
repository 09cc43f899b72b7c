"""How long calls go on being repeated: waits that grow, are capped, and end in time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Patience:
    """How long to go on trying. Waits double from ``first`` to ``most`` seconds, each by chance shorter.

    Args:
        total: seconds for all calls of a run.
        timeout: seconds to connect, and to wait for an answer.
    """

    total: float = 300.0
    timeout: tuple[float, float] = (10.0, 180.0)
    first: float = 1.0
    most: float = 32.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: random.Random = field(default_factory=random.Random)
    until: float = 0.0

    def begin(self) -> None:
        """A run begins now."""
        self.until = self.clock() + self.total

    def wait(self, attempt: int) -> bool:
        """Wait before trying again, from 0; False where no time is left for that."""
        longest = min(self.most, self.first * 2.0**attempt)
        pause = longest * (0.5 + self.chance.random() / 2)
        if self.clock() + pause >= self.until:
            return False
        self.sleep(pause)
        return True

    def left(self) -> tuple[float, float]:
        """What a single call may take."""
        rest = max(self.until - self.clock(), 1.0)
        return min(self.timeout[0], rest), min(self.timeout[1], rest)
