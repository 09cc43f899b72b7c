"""What a workbook in Russian calls, see :mod:`addin.hosts.excel.udfs`."""

from addin.hosts.excel.udfs import module_contents

globals().update(module_contents("ru"))
