"""The language of help and messages, and the help texts put into it."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Sequence
from typing import Any

from addin.words import LANGS, Lang, has, say


def detect_language(args: Sequence[str]) -> Lang:
    """The language of help and messages: ``--lang``, else the system's, else English."""
    for place, arg in enumerate(args):
        following = args[place + 1] if arg == "--lang" and place + 1 < len(args) else ""
        named = arg.removeprefix("--lang=") if arg.startswith("--lang=") else following
        for lang in LANGS:
            if named == lang:
                return lang
    system = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    if not system and sys.platform == "win32":
        system = locale.getlocale()[0] or ""
    return "ru" if system.casefold().startswith("ru") else "en"


def translate_help(command: Any, lang: Lang) -> None:
    """Put the help texts of a command and those below it, keys of the catalogue, into the language."""
    if command.help and has(f"cli.{command.help}"):
        command.help = say(f"cli.{command.help}", lang)
    for param in command.params:
        if getattr(param, "help", None) and has(f"cli.{param.help}"):
            param.help = say(f"cli.{param.help}", lang)
    for below in getattr(command, "commands", {}).values():
        translate_help(below, lang)
