"""What a workbook in Russian calls, see :mod:`addin.hosts.excel.calls`."""

from addin.hosts.excel.calls import calls

globals().update(calls("ru"))
