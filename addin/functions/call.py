"""The one way into the cell functions: whatever a user does, a cell gets values or a text in words.

Hosts call from several threads; sets of deals are computed by one at a time.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Sequence

from addin.defect_log import log_defect
from addin.errors import HonestFunnelError, InputError
from addin.folders import cache_folder
from addin.functions.arguments import ArgumentValue
from addin.functions.disk_cache import DiskCache
from addin.functions.function import Call, Rows, single
from addin.functions.handle_cache import HandleCache
from addin.functions.registry import BY_NAME
from addin.words import Lang, say

_LOCK = threading.RLock()


def call(
    name: str, args: Sequence[ArgumentValue], lang: Lang, origin: str = "", cache: HandleCache | None = None
) -> Rows:
    """What the cells of a formula show. Nothing a user does makes it raise.

    Args:
        name: of a function in ``FUNCTIONS``.
        args: one an argument, in order; None or missing at the end is left out.
        lang: the host's language.
        origin: the calling document, "" where unknown.
        cache: the sets of deals at hand; the process's own by default.

    Returns:
        Rows of values, a single value as one row of one; an error is a text.
    """
    asked = Call({}, lang, origin, cache or process_cache())
    try:
        function = BY_NAME[name]
        if len(args) > len(function.arguments):
            raise InputError("arguments_many", function=name, count=len(function.arguments))
        names = [argument.name for argument in function.arguments]
        asked.values = dict.fromkeys(names) | dict(zip(names, args, strict=False))
        with _LOCK:
            return function.body(asked)
    except HonestFunnelError as error:
        return single(error.text(asked.lang))
    except Exception as error:  # noqa: BLE001  (a cell shows a text, never a traceback)
        log_defect(f"function {name}")
        return single(say("function_error.internal", asked.lang, function=name, what=type(error).__name__))


def precompute(cache: HandleCache | None = None, is_asked: Callable[[], bool] = lambda: False) -> None:
    """Compute what most questions about the deals loaded last need; an error is told who asks one.

    Args:
        cache: the sets of deals at hand; the process's own by default.
        is_asked: whether somebody waits for an answer, who may need but a part of it.
    """
    with contextlib.suppress(Exception):
        for part in ("leads", "visits"):
            if is_asked():
                return
            with _LOCK:
                figures = (cache or process_cache()).last_used().queries().figures
                getattr(figures, part)  # kept, once it is computed


@functools.cache
def process_cache() -> HandleCache:
    """The sets of deals of this process."""
    return HandleCache(DiskCache(cache_folder() / "deals"))
