"""What a workbook in English calls, see :mod:`addin.hosts.excel.calls`."""

from addin.hosts.excel.calls import calls

globals().update(calls("en"))
