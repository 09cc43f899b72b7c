"""The files a command writes: looked at before anything is computed, and written."""

from __future__ import annotations

import os
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from addin.errors import InputError
from addin.output_files import OutputFiles
from addin.output_places import is_stream, place_of
from addin.refresh import Request

if TYPE_CHECKING:  # loaded beside the reading, see addin.refresh.preload
    from addin.report.build import Report


def check_outputs(request: Request, out: Path, json: Path | None) -> None:
    """See that what will be written is nobody's input, that no two outputs are one file, and can be written.

    The report may take the place of its own template: it is one, filled.

    Raises:
        InputError: ``output_is_input``, ``output_twice``, ``ledger_suffix`` or ``output_not_writable``.
    """
    inputs = [request.deals, *request.extra.values()]
    templates = [request.template] if request.template is not None else []
    outputs = [path for path in (out, json, request.ledger) if path is not None]
    for number, path in enumerate(outputs):
        place = place_of(path)
        for other in inputs if path is out else [*inputs, *templates]:
            if _same_file(path, other):
                raise InputError("output_is_input", file=path)
        if any(_same_file(path, other) for other in outputs[:number]):
            raise InputError("output_twice", file=path)
        needed = [place] if is_stream(place) else [place.parent, *([place] if place.exists() else [])]
        if not all(os.access(one, os.W_OK) for one in needed):
            raise InputError("output_not_writable", file=path)
    if request.ledger is not None and request.ledger.suffix.casefold() != ".csv":
        raise InputError("ledger_suffix", file=request.ledger)
    if request.ledger is not None and is_stream(place_of(request.ledger)):
        raise InputError("ledger_no_file", file=request.ledger)


def _same_file(one: Path, other: Path) -> bool:
    """Whether two paths name one file, by whatever links; what a device is sent is not kept."""
    if one.exists() and other.exists():
        return one.samefile(other) and not is_stream(one)
    return one.resolve() == other.resolve()


def write_outputs(
    report: Report, template: Path | None, out: Path, json: Path | None, outputs: OutputFiles
) -> None:
    """Fill the template, ours where none is given, and write the JSON file if one is named: as drafts.

    Raises:
        InputError: a file cannot be read or written.
    """
    from addin.report.json_export import as_json
    from addin.xlsx.fill import fill

    if template is None:
        with as_file(files("sheets_templates") / f"report.{report.lang}.xlsx") as ours:
            fill(ours, report, out, outputs)
    else:
        fill(template, report, out, outputs)
    if json is not None:
        outputs.write_text(json, as_json(report))
