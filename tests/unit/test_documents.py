"""What the documents say of keys and files is true."""

import re
import runpy
from pathlib import Path

import pytest

from scribe_desktop.session.commands import COMMANDS, canonical

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_KEYS = re.compile(r"\b(?:(?:Ctrl|Alt|Shift)\+)+(?:F\d+|[A-Z][A-Za-z]+|[A-Z0-9,.+=-])|\bF\d+\b")
_OF_ONE_PLACE = {"Alt+Down", "Ctrl+Delete", "Ctrl+Shift+Up", "Shift+Tab"}
"""Keys of a table's cells, which are in no menu."""
_EXAMPLES = {"docs/phrases.md": {"Ctrl+Alt+K"}}


def anchors(page: Path) -> set[str]:
    """What a link may lead to within a page, named as code hosts name it."""
    headings = _HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith(("https:", "http:")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_every_key_that_is_named_does_something(page: Path) -> None:
    known = {canonical(keys) for command in COMMANDS for keys in command.keys}
    known |= {canonical(keys) for keys in _OF_ONE_PLACE | _EXAMPLES.get(str(page.relative_to(ROOT)), set())}
    named = set(_KEYS.findall(page.read_text(encoding="utf-8")))
    assert not {keys for keys in named if canonical(keys) not in known}


def test_the_page_of_keys_is_the_command_table() -> None:
    written = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    assert written == runpy.run_path(str(ROOT / "scripts" / "make-keys.py"))["page"](), "run `make keys`"
