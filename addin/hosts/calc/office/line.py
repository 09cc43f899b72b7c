"""The one line of this office to its worker."""

from __future__ import annotations

import atexit

from .channel import Line

LINE = Line()
atexit.register(LINE.close)  # were it not called, the worker would see its standard input close and leave
