"""An xlwings engine for LibreOffice Calc: ``xlwings`` on a live spreadsheet where there is no Excel.

>>> from addin.hosts.calc.engine import connect          # doctest: +SKIP
>>> from addin.hosts.calc.launch import Office           # doctest: +SKIP
>>> with Office() as office:                             # doctest: +SKIP
...     book = connect(office.bridge).books.add()
...     book.sheets[0]["A1"].value = [["a", 1], ["b", 2]]
"""

from addin.hosts.calc.engine.bridge import (
    Bridge,
    CalcError,
    Channel,
    MissingError,
    NotInCalcError,
    OfficeGoneError,
)
from addin.hosts.calc.engine.engine import connect, disconnect

__all__ = [
    "Bridge",
    "CalcError",
    "Channel",
    "MissingError",
    "NotInCalcError",
    "OfficeGoneError",
    "connect",
    "disconnect",
]
