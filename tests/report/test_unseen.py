"""A source is called low beside what was not compared, where the data have it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from addin.report.build import build
from addin.settings import Settings
from tests.make import TODAY, dataset
from tests.metrics.test_sources import leads

LAST = dt.date(2026, 6, 30)


@pytest.mark.parametrize(("products", "told"), [(("Desk", "Chair"), True), (("Desk", "Desk"), False)])
@pytest.mark.parametrize(
    ("lang", "words"), [("en", "product was not compared"), ("ru", "продукт при сравнении")]
)
def test_products_that_were_not_compared_are_named(
    products: tuple[str, str], told: bool, lang: str, words: str
) -> None:
    rows = leads("good", "Ann", 320, 160) + leads("bad", "Ann", 320, 80)
    data = dataset([row | {"product": products[row["source"] == "bad"]} for row in rows])
    settings = replace(Settings(as_of=LAST, horizon=30), lang=lang)
    blocks = build(data, settings, TODAY).blocks
    bad = blocks["sources"].set_index("source").loc["bad"]
    text = " ".join(blocks["summary"]["text"])
    assert bad["verdict"]
    assert (words in str(bad["note"]), words in text) == (told, told)


@pytest.mark.parametrize(
    ("lang", "note", "words"),
    [
        ("en", "setting by was not compared", "Region was not compared"),
        ("ru", "не учтён", "«Region» при сравнении"),
    ],
)
def test_a_column_asked_for_that_was_not_compared_is_named(lang: str, note: str, words: str) -> None:
    rows = leads("good", "Ann", 320, 160) + leads("bad", "Ann", 320, 80)
    data = dataset([row | {"dimension": "N" if row["source"] == "bad" else "S"} for row in rows])
    settings = replace(Settings(as_of=LAST, horizon=30), lang=lang, by="Region")
    blocks = build(data, settings, TODAY).blocks
    assert note in str(blocks["sources"].set_index("source").loc["bad"]["note"])
    assert words in " ".join(blocks["summary"]["text"])


def test_the_source_itself_is_compared() -> None:
    rows = leads("good", "Ann", 320, 160) + leads("bad", "Ann", 320, 80)
    data = dataset([row | {"dimension": row["source"]} for row in rows])
    blocks = build(data, replace(Settings(as_of=LAST, horizon=30), by="Source"), TODAY).blocks
    assert "was not compared" not in " ".join(blocks["summary"]["text"])
