"""What formulas may ask for is found by its key and by its names in every language."""

from __future__ import annotations

import pytest

from addin.functions.measures import DEFAULT_MEASURE, MEASURES, blocks, measure_names, measures
from addin.functions.registry import BY_NAME, FUNCTIONS
from addin.report.layout import BLOCK
from addin.words import LANGS, Lang, catalogue, has, say


def test_every_measure_is_found_by_its_key_and_its_headings() -> None:
    assert set(MEASURES["INTAKE"]) == set(BLOCK["intake"].keys)
    assert set(MEASURES["STAGE_CONV"]) >= set(BLOCK["conversion"].keys)
    for name, own in MEASURES.items():
        assert DEFAULT_MEASURE[name] in own
        for measure in own:
            for said in (measure, measure.upper(), *measure_names(name, measure)):
                assert measures(name).find(said) == measure, said
    names = {key for key in catalogue() if key.startswith("measure.")}
    assert names == {f"measure.PRESALE_FORECAST.{measure}" for measure in MEASURES["PRESALE_FORECAST"]}


@pytest.mark.parametrize("lang", LANGS)
def test_every_block_is_found_by_its_key_and_its_title(lang: Lang) -> None:
    for name in BLOCK:
        assert blocks().find(name) == name
        if has(f"block.{name}"):
            assert blocks().find(say(f"block.{name}", lang)) == name
    assert set(BY_NAME) == {f.name for f in FUNCTIONS}
