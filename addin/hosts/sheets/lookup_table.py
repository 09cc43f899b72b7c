"""What the functions in a Google spreadsheet can look up: one row a question, the answers as JSON.

They stand on the hidden tab ``hf_answers``: function, ``manager`` or ``source`` or "", whose, the pair of
rungs, the component of the forecast, the month, the stage or "", and measure → value. The first row tells
what the report is of.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

from addin.functions.function import Value
from addin.functions.known_names import KnownNames
from addin.functions.measures import MEASURES, display_value
from addin.metrics import trend
from addin.metrics.forecast import COMPONENTS
from addin.periods import Period
from addin.report import queries
from addin.report.deal_filter import DealFilter
from addin.report.figures import Figures
from addin.report.queries import ReportQueries
from addin.words import LANGS, month, say

ANSWERS = "hf_answers"
"""The name of the cells, and the title of their tab."""
WIDTH = 5
_EPOCH = dt.date(1970, 1, 1)
Row = list[str]


def lookup_rows(f: Figures) -> list[Row]:
    """Every row, that of the report itself first."""
    questions = ReportQueries(f)
    found = [["report", "", "", "", json.dumps(_report(f), ensure_ascii=False)]]
    for key, period in _spans(f).items():
        found.append(["TREND", "", "", key, _json(_span(questions, period))])
    for by, name, only in _groups(f):
        if by != "source":
            found += [
                ["TIME_IN_STAGE", by, name, stage, _json(_stays(questions, rung, only.manager))]
                for stage, rung in [("", None), *((str(k), k) for k in range(len(f.timeline.ladder) - 1))]
            ]
        found.append(["INTAKE", by, name, "", _json(_intake(questions, only))])
        found += [
            ["STAGE_CONV", by, name, f"{pair[0]}>{pair[1]}", _json(_steps(questions, only, pair))]
            for pair in pairs(len(f.timeline.ladder))
        ]
        found += [
            ["PRESALE_FORECAST", by, name, component, _json(_forecast(questions, only, component))]
            for component in ("", *COMPONENTS)
        ]
    return found


def pairs(rungs: int) -> list[tuple[int, int]]:
    """The pairs a report shows: each rung and the next, the first and the last."""
    steps = [(rung, rung + 1) for rung in range(rungs - 1)]
    return steps if rungs <= 2 else [*steps, (0, rungs - 1)]


def _groups(f: Figures) -> Iterator[tuple[str, str, DealFilter]]:
    yield "", "", DealFilter()
    for name in sorted(set(f.timeline.managers)):
        yield "manager", name, DealFilter(manager=name)
    for name in sorted(set(f.timeline.sources)):
        yield "source", name, DealFilter(source=name)


def _intake(questions: ReportQueries, where: DealFilter) -> dict[str, Value]:
    lang = questions.figures.settings.lang
    return {m: display_value(m, questions.intake(m, where, None, lang), lang) for m in MEASURES["INTAKE"]}


def _steps(questions: ReportQueries, where: DealFilter, pair: tuple[int, int]) -> dict[str, Value]:
    lang = questions.figures.settings.lang
    known = queries.CONVERSION if where.group_by is None else MEASURES["STAGE_CONV"]
    return {m: display_value(m, questions.conversion(m, pair, where, "report", lang), lang) for m in known}


def _forecast(questions: ReportQueries, where: DealFilter, component: str) -> dict[str, Value]:
    """What is expected of every component, with limits; "" and pre-sale have all measures of the list."""
    listed = MEASURES["PRESALE_FORECAST"] if component in ("", "presale") else ()
    found: dict[str, Value] = {m: questions.presale(m, where) for m in listed}
    return found | {m: questions.forecast(m, component, where) for m in queries.FORECAST if component}


def _spans(f: Figures) -> dict[str, Period]:
    """The months and weeks of the report, as people write them."""
    day = f.timeline.as_of_day
    spans = [*trend.months_up_to(day), *trend.weeks_up_to(day)]
    found = {}
    for span in spans:
        first, last = (_EPOCH + dt.timedelta(days=end) for end in (span.first, span.last))
        iso = first.isocalendar()
        key = f"{first:%Y-%m}" if (last - first).days > 7 else f"{iso.year}-W{iso.week:02d}"
        found[key] = Period(first, last)
    return found


def _span(questions: ReportQueries, period: Period) -> dict[str, Value]:
    lang = questions.figures.settings.lang
    return {m: questions.time.of_span(m, period, lang) for m in MEASURES["TREND"]}


def _stays(questions: ReportQueries, rung: int | None, manager: str | None) -> dict[str, Value]:
    lang = questions.figures.settings.lang
    return {m: questions.time.of_stage(m, rung, manager, lang) for m in MEASURES["TIME_IN_STAGE"]}


def _json(values: dict[str, Value]) -> str:
    return json.dumps({key: value for key, value in values.items() if value is not None}, ensure_ascii=False)


def _report(f: Figures) -> dict[str, object]:
    """What the report is of, and the names people may use."""
    names = KnownNames(f)
    ladder = f.timeline.ladder
    roles = f.deals.stages.roles()
    won = [status for status, role in roles.items() if role == roles[ladder[-1]]]
    first, last = (_EPOCH + dt.timedelta(days=int(day)) for day in (f.window.first, f.window.last))
    return {
        "lang": f.settings.lang,
        "ladder": ladder,
        "won": won,
        "managers": [name for name in names.manager.canonical if name],
        "sources": [name for name in names.source.canonical if name],
        "nobody": {kind: [say(f"bucket.{kind}", lang) for lang in LANGS] for kind in ("manager", "source")},
        "period": [f"{f.period[0]}..{f.period[1]}", *_month(*f.period)],
        "window": [f"{first}..{last}", *_month(first, last)],
        "month": f"{f.deals.as_of:%Y-%m}",
        "months": {key: [key, *_month_words(key)] for key in _spans(f)},
    }


def _month_words(key: str) -> list[str]:
    """What else a month is called."""
    return [] if "W" in key else [month(key, lang) for lang in LANGS]


def _month(first: dt.date, last: dt.date) -> list[str]:
    whole = Period.month_of(first)
    return [f"{first:%Y-%m}"] if (whole.start, whole.end) == (first, last) else []
