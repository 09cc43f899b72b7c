"""What the builder wrote beside this file (``settings.json``) and what the environment says instead."""

from __future__ import annotations

import json
import os
import time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def settings() -> dict[str, Any]:
    """``python``: the worker's interpreter; ``lang``: "ru", "en" or "" for the office's own; ``version``;
    ``functions``: method → {"name": …, "arguments": […]}; ``words``: key → {"ru": …, "en": …}.
    """
    found: dict[str, Any] = json.loads((HERE / "settings.json").read_text(encoding="utf-8"))
    return found


def python() -> str:
    """The interpreter that runs the worker."""
    return os.environ.get("HONEST_FUNNEL_PYTHON") or str(settings()["python"])


def language(ctx: Any) -> str:
    """ "ru" or "en": as set for the extension, else Russian in a Russian office, else English."""
    asked = os.environ.get("HONEST_FUNNEL_LANG") or str(settings()["lang"])
    return asked if asked in ("ru", "en") else _office_language(ctx)


@lru_cache(maxsize=1)
def _office_language(ctx: Any) -> str:
    import uno

    node = uno.createUnoStruct("com.sun.star.beans.NamedValue")
    node.Name, node.Value = "nodepath", "/org.openoffice.Setup/L10N"
    provider = ctx.ServiceManager.createInstanceWithContext(
        "com.sun.star.configuration.ConfigurationProvider", ctx
    )
    access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (node,))
    return "ru" if str(access.getByName("ooLocale")).lower().startswith("ru") else "en"


def words(key: str, lang: str, **params: object) -> str:
    """A text of the office's side, its fields filled in."""
    text = str(settings()["words"][key][lang])
    for name, value in params.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def log(*parts: object) -> None:
    """Write a line where ``HONEST_FUNNEL_LOG`` says; by default nothing is kept."""
    path = os.environ.get("HONEST_FUNNEL_LOG")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            print(time.strftime("%H:%M:%S"), os.getpid(), *parts, file=file)


def headless() -> bool:
    """Whether nobody sees this office, so that a box would wait for ever."""
    try:
        return b"--headless" in Path("/proc/self/cmdline").read_bytes()
    except OSError:
        return False  # not Linux, where an office without a screen is hardly ever driven by our commands
