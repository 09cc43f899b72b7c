"""What tests ask of an office beyond what the product offers, laid into its package."""

# mypy: ignore-errors
# It stands beside the modules it imports only in the office.

from __future__ import annotations

import gc
import os
import sys

import uno

from . import worker_process
from .documents import properties
from .lean import has
from .shared_worker import WORKER
from .worker_process import WorkerError


def dispatch(office, url):
    """What a toolbar item or a menu entry with this URL does."""
    office.create("com.sun.star.frame.DispatchHelper").executeDispatch(
        office.desktop.getCurrentFrame(), url, "_self", 0, ()
    )


def two_presses(office, name):
    """What the status bar says when a command is pressed again while it asks the office for something."""
    from .commands import STATUS, run  # which import what imports this file

    said = []

    def serve(_op, _args):
        run(office.context, name, office.desktop.getCurrentFrame())
        said.append(STATUS.text)
        raise EOFError  # enough seen

    try:
        WORKER.command(("command", name, office.document("").RuntimeUID, "en"), serve)
    except WorkerError:
        return said[0]


def follow_link(office, url):
    """What a click on a link to this address does in the document in front."""
    said = properties(URL=url, Referer="file:///stranger.ods")
    office.create("com.sun.star.frame.DispatchHelper").executeDispatch(
        office.desktop.getCurrentFrame(), ".uno:Open", "", 0, said
    )


def interfaces(office, service, methods):
    """Which of some methods a service offers."""
    made = office.create(service)
    return tuple(name for name in methods if has(made, name))


def execute_job(office, service):
    """What a job gives that is run by somebody else."""
    job = office.create(service)
    named = uno.createUnoStruct("com.sun.star.beans.NamedValue")
    named.Name, named.Value = "Environment", ()
    return job.execute((named,))


def click_button(office, uid, sheet):
    """Press the first button of a sheet, as a screen reader would."""
    document = office.document(uid)
    form = document.Sheets.getByName(sheet).DrawPage.Forms.getByIndex(0)
    control = document.CurrentController.getControl(form.getByIndex(0))
    control.getAccessibleContext().doAccessibleAction(0)


def cell_errors(office, where):
    """The error codes of cells, 0 where there is none."""
    cells = office.cells(where)
    address = cells.getRangeAddress()
    rows, columns = address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1
    return tuple(tuple(cells.getCellByPosition(c, r).getError() for c in range(columns)) for r in range(rows))


def raw_formula(office, where, formula=None):
    """The formula of a cell in Calc's own spelling, set before if one is given."""
    cell = office.cells(where).getCellByPosition(0, 0)
    if formula is not None:
        cell.setFormula(formula)
    return cell.getFormula()


def modified(office, uid):
    """Whether a workbook would be asked to be saved."""
    return office.document(uid).isModified()


def told(_office):
    """What the status bar says of the last command."""
    from .commands import STATUS

    return STATUS.text


def worker(_office):
    """The process id of the worker, 0 where there is none."""
    return WORKER._process.child.pid if WORKER._process is not None else 0


def end_worker(_office):
    """Let the worker go, as if it had been idle."""
    WORKER.close()


def kill_worker_after(_office, count):
    """Let the worker be killed when it asks for the ``count``-th time that values be written."""
    from .dispatcher import HANDLERS

    genuine, asked = HANDLERS["set_values"], []

    def set_values(*args):
        asked.append(1)
        if len(asked) == count:
            HANDLERS["set_values"] = genuine
            WORKER._process.child.kill()
        return genuine(*args)

    HANDLERS["set_values"] = set_values


def missed_beats(_office, count):
    """How many signs of life of the worker may fail to come."""
    worker_process.MISSED_BEATS = count


def environment(_office, name, value):
    """Set a variable of the office's, or take it away."""
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def variable(_office, name):
    """A variable of the office's."""
    return os.environ.get(name)


def configured(office, path, names):
    """Values of the office's configuration, in its own language."""
    provider = office.create("com.sun.star.configuration.ConfigurationProvider")
    node = uno.createUnoStruct("com.sun.star.beans.NamedValue")
    node.Name, node.Value = "nodepath", path
    access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (node,))
    return tuple(access.getByHierarchicalName(name) for name in names)


def kept_blocks(_office):
    """How many pieces of memory the office's Python holds."""
    gc.collect()
    return sys.getallocatedblocks()


HANDLERS = {
    "kept_blocks": kept_blocks,
    "dispatch": dispatch, "two_presses": two_presses, "follow_link": follow_link,
    "interfaces": interfaces, "execute_job": execute_job,
    "click_button": click_button, "cell_errors": cell_errors, "raw_formula": raw_formula,
    "modified": modified, "told": told, "worker": worker, "end_worker": end_worker,
    "kill_worker_after": kill_worker_after,
    "missed_beats": missed_beats, "environment": environment, "variable": variable, "configured": configured,
}  # fmt: skip
