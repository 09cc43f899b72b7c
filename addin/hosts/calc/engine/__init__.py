"""An xlwings engine for LibreOffice Calc: ``xlwings`` on a live spreadsheet where there is no Excel.

In xlwings' own API objects know each other, a sheet its book and a book its app; so parents make children and
hand themselves to them, and a child's file names its parents as types alone.

>>> from addin.hosts.calc.engine import connect          # doctest: +SKIP
>>> from addin.hosts.calc.launch import Office           # doctest: +SKIP
>>> with Office() as office:                             # doctest: +SKIP
...     book = connect(office.client).books.add()
...     book.sheets[0]["A1"].value = [["a", 1], ["b", 2]]
"""

from addin.hosts.calc.engine.client import Client, RpcClient
from addin.hosts.calc.engine.engine import connect, disconnect
from addin.hosts.calc.engine.errors import CalcError, NotFoundError, OfficeGoneError, UnsupportedError

__all__ = [
    "CalcError",
    "Client",
    "NotFoundError",
    "OfficeGoneError",
    "RpcClient",
    "UnsupportedError",
    "connect",
    "disconnect",
]
