"""Makes ``HonestFunnel.gs`` from the registry of functions: ``python -m sheets_templates.google.make``."""

from __future__ import annotations

import json
from pathlib import Path

from addin.functions.function import Function
from addin.functions.measures import DEFAULT_MEASURE, MEASURES, measure_names
from addin.functions.registry import BY_NAME
from addin.metrics.forecast import COMPONENTS
from addin.report.queries import COMPARED, FORECAST
from addin.words import LANGS, Lang, say

FOLDER = Path(__file__).parent
FILE = FOLDER / "HonestFunnel.gs"
LOOKED_UP = ("STAGE_CONV", "INTAKE", "PRESALE_FORECAST", "TREND", "TIME_IN_STAGE")
"""The functions whose answers a report publishes."""
_TEXTS = (
    "none",
    "deals",
    "both",
    "period",
    "window",
    "pair",
    "name",
    "of_one",
    "of_presale",
    "month",
    "last",
)


def script(lang: Lang = "en") -> str:
    """The file: its functions with their help, what they know, how they look it up."""
    known = {
        "measures": {
            name: {measure: [measure, *measure_names(name, measure)] for measure in MEASURES[name]}
            for name in LOOKED_UP
        },
        "standard": {name: DEFAULT_MEASURE[name] for name in LOOKED_UP},
        "ofOne": list(COMPARED),
        "ofEveryComponent": list(FORECAST),
        "components": {
            name: [name, *(say(f"code.{name}", spoken) for spoken in LANGS)] for name in COMPONENTS
        },
        "texts": {key: {spoken: say(f"script.{key}", spoken) for spoken in LANGS} for key in _TEXTS},
    }
    head = "// Made from the registry of cell functions; not to be changed by hand.\n"
    functions = "\n".join(_function(BY_NAME[name], lang) for name in LOOKED_UP)
    lookup = (FOLDER / "lookup.js").read_text(encoding="utf-8")
    return f"{head}\n{functions}\nvar HF = {json.dumps(known, ensure_ascii=False, indent=1)};\n\n{lookup}"


def _function(function: Function, lang: Lang) -> str:
    """A function with the comment from which Google Sheets shows help."""
    names = [argument.name for argument in function.arguments]
    lines = [_comment(function.help(lang)), " *"]
    lines += [f" * @param {{any}} {name} {_argument(function, name, lang)}" for name in names]
    body = ", ".join(f"{name}: {name}" for name in names)
    inside = "\n".join(lines)
    return (
        f"/**\n{inside}\n * @return {{any}}\n * @customfunction\n */\n"
        f"function {function.name}({', '.join(names)}) {{\n"
        f"  return hfAnswer_('{function.name}', {{ {body} }});\n}}\n"
    )


def _argument(function: Function, name: str, lang: Lang) -> str:
    told = say("script.deals", lang) if name == "deals" else function.argument_help(name, lang)
    return told.replace("*/", "")


def _comment(text: str) -> str:
    return f" * {text.replace('*/', '')}"


def main() -> None:
    """Make the file beside this script."""
    FILE.write_text(script(), encoding="utf-8")


if __name__ == "__main__":
    main()
