"""What lies over the cells: charts, pictures and shapes, by name only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.hosts.calc.engine.errors import NotFoundError
from addin.hosts.calc.engine.unsupported import implements

if TYPE_CHECKING:
    from addin.hosts.calc.engine.sheet import Sheet


class _Drawings:
    """Things of one kind on a sheet."""

    parent: Sheet
    kind = "drawing"
    item_class: Any = None

    def __init__(self, parent: Sheet) -> None:
        self.parent = parent

    @property
    def api(self) -> str:
        """The sheet's name."""
        return self.parent.name

    def _names(self) -> list[str]:
        return [name for name, _ in self.parent.call("list_shapes")]

    def __call__(self, key: str | float) -> Any:
        names = self._names()
        if isinstance(key, int | float) and 1 <= key <= len(names):
            return self.item_class(self.parent, names[int(key) - 1])
        if key in names:
            return self.item_class(self.parent, key)
        raise NotFoundError(f"there is no {self.kind} {key!r} in sheet {self.parent.name!r}")

    def __len__(self) -> int:
        return len(self._names())

    def __iter__(self) -> Iterator[Any]:
        return (self.item_class(self.parent, name) for name in self._names())

    def __contains__(self, key: str) -> bool:
        return key in self._names()


class _Drawing:
    """One of them."""

    parent: Sheet
    api: str
    name: str

    def __init__(self, parent: Sheet, name: str) -> None:
        self.parent = parent
        self.api = self.name = name


@implements(base_classes.Chart)
class Chart(_Drawing, base_classes.Chart):
    """A chart: its name and sheet."""


@implements(base_classes.Charts)
class Charts(_Drawings, base_classes.Charts):
    """The charts of a sheet."""

    kind, item_class = "chart", Chart

    def _names(self) -> list[str]:
        return list(self.parent.call("list_charts"))


@implements(base_classes.Shape)
class Shape(_Drawing, base_classes.Shape):
    """A shape: its name and sheet."""


@implements(base_classes.Collection)
class Shapes(_Drawings, base_classes.Collection):
    """The shapes of a sheet, charts and pictures too."""

    kind, item_class = "shape", Shape


@implements(base_classes.Picture)
class Picture(_Drawing, base_classes.Picture):
    """A picture: its name and sheet."""


@implements(base_classes.Pictures)
class Pictures(_Drawings, base_classes.Pictures):
    """The pictures of a sheet."""

    kind, item_class = "picture", Picture

    def _names(self) -> list[str]:
        return [name for name, kind in self.parent.call("list_shapes") if kind == "GraphicObjectShape"]
