"""Help and messages in the language of the option, else of the system."""

from __future__ import annotations

import pytest

from addin.cli.language import detect_language
from tests.cli.sample import Run


@pytest.mark.parametrize("args", [["--help"], ["report", "--help"], ["check", "--help"], ["demo", "--help"]])
@pytest.mark.parametrize(("lang", "word"), [("ru", "сдел|продаж"), ("en", "sale|deal|report")])
def test_help_teaches_in_both_languages(run: Run, args: list[str], lang: str, word: str) -> None:
    code, out, _ = run(*args, "--lang", lang)
    if code == 0:
        assert any(w in out for w in word.split("|"))
    before, out_before, _ = run("--lang", lang, *args)
    assert before == 0
    assert any(w in out_before for w in word.split("|"))


def test_the_language_comes_from_the_option_then_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    assert detect_language([]) == "en"
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    assert detect_language([]) == "ru"
    assert detect_language(["report", "--lang", "en"]) == "en"
    assert detect_language(["--lang=en"]) == "en"
