"""Requests about what lies over cells: names, protections, conditional formats, filters, charts, metadata."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tests.hosts.fakes.book import Book, Sheet, check_name, new_id, set_masked
from tests.hosts.fakes.refusals import Json, bad
from tests.hosts.fakes.schema import paths

_WHOLE = ("name", "range")


def add_named_range(book: Book, given: Json, what: str) -> Json:
    named = given["namedRange"]
    check_name(named.get("name", ""), book)
    book.area(named.get("range", {}), what)
    named = {"namedRangeId": str(new_id()), **named}
    book.names.append(named)
    return {"namedRange": named}


def _named(book: Book, number: str, what: str) -> Json:
    for named in book.names:
        if named["namedRangeId"] == number:
            return named
    raise bad(f"Invalid {what}: No named range with id: {number}")


def update_named_range(book: Book, given: Json, what: str) -> None:
    new = given["namedRange"]
    named = _named(book, new.get("namedRangeId", ""), what)
    mask = paths(given["fields"])
    if "name" in mask or mask == ["*"]:
        check_name(new.get("name", ""), book, named)
    if "range" in mask or mask == ["*"]:
        book.area(new.get("range", {}), what)
    set_masked(named, new, [*_WHOLE] if mask == ["*"] else mask)


def delete_named_range(book: Book, given: Json, what: str) -> None:
    book.names.remove(_named(book, given.get("namedRangeId", ""), what))


def add_protected_range(book: Book, given: Json, what: str) -> Json:
    protected = given["protectedRange"]
    if "namedRangeId" in protected:
        span = _named(book, protected["namedRangeId"], what)["range"]
    else:
        span = protected.get("range", {})
    sheet = book.by_id(span.get("sheetId"), what)
    protected = {"protectedRangeId": new_id(), **protected, "range": span}
    sheet.protected.append(protected)
    return {"protectedRange": protected}


def _protected(book: Book, number: int, what: str) -> tuple[Sheet, Json]:
    every = ((sheet, protected) for sheet in book.sheets for protected in sheet.protected)
    return _with_id(
        every, "protectedRangeId", number, f"Invalid {what}: No protected range with id: {number}"
    )


def _with_id(every: Iterable[tuple[Sheet, Json]], key: str, number: int, refusal: str) -> tuple[Sheet, Json]:
    """The object of this id and its sheet."""
    for sheet, one in every:
        if one[key] == number:
            return sheet, one
    raise bad(refusal)


def update_protected_range(book: Book, given: Json, what: str) -> None:
    new = given["protectedRange"]
    _, protected = _protected(book, new.get("protectedRangeId", 0), what)
    set_masked(protected, new, paths(given["fields"]))


def delete_protected_range(book: Book, given: Json, what: str) -> None:
    sheet, protected = _protected(book, given.get("protectedRangeId", 0), what)
    sheet.protected.remove(protected)


def add_conditional_format_rule(book: Book, given: Json, what: str) -> None:
    rule = given["rule"]
    sheets = {book.area(span, what)[0].id for span in rule.get("ranges", [])}
    if len(sheets) != 1:
        raise bad(f"Invalid {what}: the ranges of a rule are on one sheet")
    if ("booleanRule" in rule) == ("gradientRule" in rule):
        raise bad(f"Invalid {what}: a rule is either boolean or a gradient")
    book.by_id(sheets.pop(), what).conditions.insert(given.get("index", 0), rule)


def delete_conditional_format_rule(book: Book, given: Json, what: str) -> Json:
    sheet, index = book.by_id(given.get("sheetId"), what), given.get("index", 0)
    if index >= len(sheet.conditions):
        raise bad(f"Invalid {what}: No conditional format on sheet: {sheet.id} at index: {index}")
    return {"rule": sheet.conditions.pop(index)}


def set_basic_filter(book: Book, given: Json, what: str) -> None:
    sheet, area = book.area(given["filter"]["range"], what)
    rows = {"startRowIndex": area.top, "endRowIndex": area.bottom}
    columns = {"startColumnIndex": area.left, "endColumnIndex": area.right}
    sheet.filter = {**given["filter"], "range": {"sheetId": sheet.id, **rows, **columns}}


def clear_basic_filter(book: Book, given: Json, what: str) -> None:
    book.by_id(given.get("sheetId"), what).filter = None


def add_chart(book: Book, given: Json, what: str) -> Json:
    chart = {"chartId": new_id(), **given["chart"]}
    anchor = chart.get("position", {}).get("overlayPosition", {}).get("anchorCell", {})
    for span in _sources(chart.get("spec", {})):
        book.area(span, what)
    book.by_id(anchor.get("sheetId"), what).charts.append(chart)
    return {"chart": chart}


def _sources(node: object) -> Iterator[Json]:
    """The ranges that a chart takes its data from."""
    if isinstance(node, dict):
        yield from node.get("sources", []) if "sources" in node else ()
        for inner in node.values():
            yield from _sources(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _sources(inner)


def _chart(book: Book, number: int, what: str) -> tuple[Sheet, Json]:
    every = ((sheet, chart) for sheet in book.sheets for chart in sheet.charts)
    refusal = f"Invalid {what}: No embedded object with id: {number}"
    return _with_id(every, "chartId", number, refusal)


def update_chart_spec(book: Book, given: Json, what: str) -> None:
    _chart(book, given.get("chartId", 0), what)[1]["spec"] = given["spec"]


def delete_embedded_object(book: Book, given: Json, what: str) -> None:
    sheet, chart = _chart(book, given.get("objectId", 0), what)
    sheet.charts.remove(chart)


def create_developer_metadata(book: Book, given: Json, what: str) -> Json:
    if "developerMetadata" not in given:
        raise bad(f"Invalid {what}: developerMetadata is required")
    made = {"metadataId": new_id(), **given["developerMetadata"]}
    book.metadata.append(made)
    return {"developerMetadata": made}


OBJECTS: dict[str, Callable[[Book, Json, str], Json | None]] = {
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
    "addProtectedRange": add_protected_range,
    "updateProtectedRange": update_protected_range,
    "deleteProtectedRange": delete_protected_range,
    "addConditionalFormatRule": add_conditional_format_rule,
    "deleteConditionalFormatRule": delete_conditional_format_rule,
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addChart": add_chart,
    "updateChartSpec": update_chart_spec,
    "deleteEmbeddedObject": delete_embedded_object,
    "createDeveloperMetadata": create_developer_metadata,
}
