"""The two READMEs say the same."""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs.markdown import README, RUSSIAN, in_russian, text, ticked


def typed(page: Path) -> list[str]:
    """Every command of a page in its order, without its comment."""
    blocks = re.findall(r"^```\w+\n(.*?)^```", text(page), flags=re.MULTILINE | re.DOTALL)
    lines = [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return lines + [one for one in ticked(text(page)) if re.match(r"(make|honest-funnel|--)", one)]


def test_both_readmes_give_the_same_commands_links_and_counts() -> None:
    assert {"make demo", "make test"} < set(typed(README))
    assert typed(RUSSIAN) == typed(README)
    for pattern in (r"\]\(([^)]+)\)", r"^(#+) ", r"^(\|)", r"^(- \*\*)"):
        english, russian = (re.findall(pattern, text(page), flags=re.MULTILINE) for page in (README, RUSSIAN))
        assert russian == [in_russian(link).replace(".en.", ".ru.") for link in english]
