"""Refresh for the whole team without a server: whoever ticks the box ``hf_refresh`` has the report made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from addin.errors import HonestFunnelError, InputError
from addin.hosts.sheets.api_errors import TRANSIENT_ERRORS
from addin.hosts.sheets.client import ConflictError, Remote
from addin.hosts.sheets.control import REFRESH
from addin.hosts.sheets.sync import SyncRequest, sync

_GOES_ON = (*TRANSIENT_ERRORS, "sheets_busy", "sheets_unclear")
"""Errors after which watching goes on."""


def watch(
    remote: Remote,
    request: SyncRequest,
    interval: float,
    pause: Callable[[float], bool],
    on_outcome: Callable[[str], None] = lambda _: None,
) -> None:
    """Look at the box until told to stop; a refresh under way is finished first.

    Args:
        remote: the spreadsheet.
        request: what each refresh is to be.
        interval: seconds between two looks; each is one read.
        pause: waits so many seconds and says whether to stop.
        on_outcome: is told the outcome of each refresh, and of a look that failed.

    Raises:
        InputError: the spreadsheet cannot be reached and will not be by waiting, or it has no such box.
    """
    while True:
        remote.http.retry.start()
        try:
            if is_ticked(remote):
                on_outcome(refresh_and_clear(remote, request))
        except InputError as error:
            if error.key not in _GOES_ON:
                raise
            on_outcome(error.text(request.lang))
        if pause(interval):
            return


def is_ticked(remote: Remote) -> bool:
    """Whether the box is ticked; one read.

    Raises:
        InputError: ``sheets_without_box``, or the spreadsheet cannot be reached.
    """
    try:
        found = remote.values([REFRESH], formulas=False)
    except ConflictError as error:  # the name is not there
        raise InputError("sheets_without_box") from error
    return bool(found[0]) and found[0][0][:1] == [True]


def refresh_and_clear(remote: Remote, request: SyncRequest) -> str:
    """Refresh the report and clear the box; the outcome in words, good or bad.

    The box is cleared last: if the program dies meanwhile, the wish is still there when it starts again.
    """
    try:
        outcome = sync(remote, request).text
    except HonestFunnelError as error:
        outcome = error.text(request.lang)
    with suppress(ConflictError):
        remote.write([{"range": REFRESH, "values": [[False]]}])  # by its name: rows may have moved
    return outcome
