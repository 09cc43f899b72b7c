"""Reports and templates for the tests of the file host."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd

import sheets_templates
from addin.report.blocks import Column
from addin.report.layout import BLOCK
from addin.words import Lang

TEMPLATE = {lang: Path(sheets_templates.__file__).parent / f"report.{lang}.xlsx" for lang in ("ru", "en")}


@dataclass(frozen=True)
class Sample:
    """A report of a test."""

    blocks: Mapping[str, pd.DataFrame]
    lang: Lang = "en"
    currency: str = "RUB"
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def values(column: Column, rows: int) -> pd.Series:
    """Plausible values of a column; the second is missing."""
    steps = np.arange(rows)
    numbers: dict[str, Any] = {
        "int": steps.astype(float),
        "row": steps.astype(float),
        "days": steps.astype(float),
        "rate": (steps % 101) / 101,
        "share": (steps % 101) / 101,
        "tone": steps % 5 - 2.0,
        "date": pd.Timestamp(2026, 9, 1) + pd.to_timedelta(steps % 300, unit="D"),
        "flag": steps % 2 == 0,
        "code": ["stale"] * rows,
    }
    if column.kind in numbers:
        found = pd.Series(numbers[column.kind])
    elif column.kind in ("hours", "ratio", "number", "money"):
        found = pd.Series(steps * 1.5)
    else:
        found = pd.Series([f"{column.key} {step}" for step in steps], dtype="object")
    return found if column.kind == "flag" else found.mask(steps == 1)


def frame(block: str, rows: int) -> pd.DataFrame:
    """A block of so many rows."""
    return pd.DataFrame({column.key: values(column, rows) for column in BLOCK[block].columns})


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def with_parts(path: Path, changed: Mapping[str, bytes]) -> Path:
    """Change or add parts of a workbook, in place."""
    every = parts(path) | dict(changed)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in every.items():
            file.writestr(name, data)
    return path


def load(path: Path) -> openpyxl.Workbook:
    """A workbook read by openpyxl, which warns of the extensions it does not know."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "(Unknown|Sparkline|Conditional).* is not supported", UserWarning)
        return openpyxl.load_workbook(path)
