"""What a cell makes of what is put into it, and what it shows."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from tests.hosts.fakes.refusals import Json, bad

EPOCH = dt.datetime(1899, 12, 30)
LONGEST = 50_000

_NUMBER = re.compile(r"([+-]?)([$€₽]?)((?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?)(%?)")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def entered(value: object, option: str) -> Json:
    """The fields of a cell after a value is put in as ``RAW`` or as if typed; {} empties it."""
    if isinstance(value, (list, dict)):
        raise bad(f"Invalid values[0][0]: {'list_value' if isinstance(value, list) else 'struct_value'}")
    if isinstance(value, str) and len(value) > LONGEST:
        raise bad("Your input contains more than the maximum of 50000 characters in a single cell.")
    if value == "":
        return {}
    if isinstance(value, bool):
        return stored({"boolValue": value})
    if isinstance(value, (int, float)):
        return stored({"numberValue": value})
    text = str(value)
    return stored({"stringValue": text}) if option == "RAW" else _typed(text)


def stored(value: Json) -> Json:
    """The fields of a cell that holds an ExtendedValue."""
    if "formulaValue" in value:
        return {"userEnteredValue": value, "effectiveValue": _calculated(value["formulaValue"])}
    if len(str(value.get("stringValue", ""))) > LONGEST:
        raise bad("Your input contains more than the maximum of 50000 characters in a single cell.")
    return {"userEnteredValue": value, "effectiveValue": value}


def _typed(text: str) -> Json:
    """A text as the spreadsheet takes it when a person types it."""
    if text.startswith("'"):
        return stored({"stringValue": text[1:]})
    if text.startswith("=") and len(text) > 1:
        return stored({"formulaValue": text})
    if text.upper() in ("TRUE", "FALSE"):
        return stored({"boolValue": text.upper() == "TRUE"})
    day = _DAY.fullmatch(text)
    if day:
        serial = (dt.datetime(*map(int, day.groups())) - EPOCH).days
        return stored({"numberValue": serial}) | _format("DATE")
    number = _NUMBER.fullmatch(text.strip())
    if number and re.search(r"\d", number[3]):
        value = float(number[3].replace(",", "")) * (-1 if number[1] == "-" else 1)
        value = value / 100 if number[4] else value
        kind = "PERCENT" if number[4] else "CURRENCY" if number[2] else ""
        return stored({"numberValue": value}) | (_format(kind) if kind else {})
    return stored({"stringValue": text})


def _format(kind: str) -> Json:
    return {"userEnteredFormat": {"numberFormat": {"type": kind}}}


def _calculated(formula: str) -> Json:
    """Sums of numbers are worked out; any other formula is an error here."""
    terms = re.fullmatch(r"=\s*(\d+(?:\.\d+)?(?:\s*[+*]\s*\d+(?:\.\d+)?)*)\s*", formula)
    if terms is None:
        return {"errorValue": {"type": "NAME", "message": "not worked out here"}}
    sums = (part.split("*") for part in terms[1].split("+"))
    return {"numberValue": sum(_product(part) for part in sums)}


def _product(factors: list[str]) -> float:
    found = 1.0
    for factor in factors:
        found *= float(factor)
    return found


def rendered(cell: Json, value_option: str, date_option: str) -> Any:
    """What a reader is given of a cell; "" where it is empty."""
    if value_option == "FORMULA" and "formulaValue" in cell.get("userEnteredValue", {}):
        return cell["userEnteredValue"]["formulaValue"]
    value = cell.get("effectiveValue")
    if value is None:
        return ""
    if "errorValue" in value:
        return "#NAME?"
    if "stringValue" in value:
        return value["stringValue"]
    plain = value_option != "FORMATTED_VALUE"
    if "boolValue" in value:
        return value["boolValue"] if plain else str(value["boolValue"]).upper()
    number = value["numberValue"]
    dated = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type") in ("DATE", "DATE_TIME")
    if plain and not (dated and date_option == "FORMATTED_STRING"):
        return int(number) if float(number).is_integer() else number
    return shown(number, cell)


def shown(number: float, cell: Json) -> str:
    """A number as its format shows it, roughly."""
    kind = cell.get("userEnteredFormat", {}).get("numberFormat", {})
    if kind.get("type") in ("DATE", "DATE_TIME"):
        moment = EPOCH + dt.timedelta(days=number)
        return f"{moment:%Y-%m-%d}" if kind["type"] == "DATE" else f"{moment:%Y-%m-%d %H:%M:%S}"
    if kind.get("type") == "PERCENT" or "%" in kind.get("pattern", ""):
        return f"{number * 100:.{1 if '.0' in kind.get('pattern', '.0') else 0}f}%"
    if "," in kind.get("pattern", ""):
        return f"{number:,.{1 if '.0' in kind['pattern'] else 0}f}"
    return str(int(number)) if float(number).is_integer() else repr(round(number, 9))
