"""Links of all pages lead somewhere, and files that the design names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.markdown import DESIGN, PAGES, ROOT, anchors, links, text, ticked


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(text(page)):
        if link.startswith("http"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        if anchor:
            assert anchor in anchors(target), f"{page.name}: {link}"


def test_the_design_names_files_that_are_there() -> None:
    named = [name for name in ticked(text(DESIGN)) if re.fullmatch(r"[\w./]+/[\w.]*|[\w/]+\.(py|toml)", name)]
    assert len(named) > 20
    for name in named:
        assert (ROOT / name).exists() or (ROOT / "addin" / name).exists(), name
