"""The pages of the documentation, and what stands in a page: sections, tables and words in ticks."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
METHOD, INPUT, DESIGN, FUNCTIONS, SHARED, CRM = (
    ROOT / "docs" / f"{name}.md" for name in ("method", "input", "design", "functions", "sheets", "crm")
)
README, RUSSIAN = ROOT / "README.md", ROOT / "README.ru.md"
INPUT_RUSSIAN = ROOT / "docs" / "input.ru.md"
TRANSLATED = {
    name: (ROOT / "docs" / f"{name}.md", ROOT / "docs" / f"{name}.ru.md")
    for name in ("input", "refresh", "excel", "sheets", "crm")
}
"""Name → the page in English and in Russian."""
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("[!.]*/README.md")], key=str)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def section(page: Path, *names: str) -> str:
    """What stands under the one heading that has all these names, down to the next heading."""
    parts = re.split(r"^(#+ .*)$", text(page), flags=re.MULTILINE)
    found = [i for i in range(1, len(parts), 2) if all(name in parts[i] for name in names)]
    assert len(found) == 1, f"{page.name}: {len(found)} headings with {names}"
    return parts[found[0] + 1]


def tables(part: str) -> list[list[str]]:
    """The rows of all its tables without their headings; cells stripped."""
    found = [[c.strip() for c in line.strip("|").split("|")] for line in part.splitlines() if line[:1] == "|"]
    rules = {i for i, cells in enumerate(found) if set("".join(cells)) <= set("-: ")}
    return [cells for i, cells in enumerate(found) if not {i, i + 1} & rules]


def ticked(part: str) -> list[str]:
    """What stands in `ticks`."""
    return re.findall(r"`([^`\n]+)`", part)


def links(part: str) -> list[str]:
    """Where its links lead, in their order."""
    return re.findall(r"\]\(([^)\s]+)\)", part)


def anchors(page: Path) -> list[str]:
    """What a link to each heading of a page ends in."""
    titles = re.findall(r"^#+ (.*)$", text(page), flags=re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]


def in_russian(link: str) -> str:
    """Where a Russian page leads if its English one leads to ``link``; the two lead to each other."""
    path, mark, anchor = link.partition("#")
    if path.endswith(".ru.md"):
        return path.removesuffix(".ru.md") + ".md"
    place, _, name = path.rpartition("/")
    named = name.removesuffix(".md") if place in {"", "docs"} else "-"
    for stem in [named] if name else TRANSLATED:
        pair = TRANSLATED.get(stem, ())
        said = dict(zip(*map(anchors, pair), strict=True)) if pair else {}
        anchor = said.get(anchor, anchor)
    return (path.removesuffix(".md") + ".ru.md" if named in TRANSLATED else path) + mark + anchor
