"""Documents tell the truth: links lead somewhere, commands exist, generated pages are what the code makes now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from ipops.ledger import docs
from ipops.ledger.kinds import kinds
from ipops.site import cli
from ipops.webkit.street import lines

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    p
    for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/**/*.md")]
    if ".venv" not in p.parts and "node_modules" not in p.parts
)


def commands(app: typer.Typer, before: str = "") -> Iterator[str]:
    for found in app.registered_commands:
        name = found.name or (found.callback.__name__.replace("_", "-") if found.callback else "")
        yield f"{before}{name}".strip()
    for group in app.registered_groups:
        name = group.name or (group.typer_instance.info.name if group.typer_instance else "")
        if group.typer_instance is not None:
            yield from commands(group.typer_instance, f"{before}{name} " if isinstance(name, str) else before)


@pytest.fixture(scope="module")
def known() -> set[str]:
    if not cli.app.registered_commands:
        cli.mount()
    return set(commands(cli.app))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
class TestEveryPage:
    def test_has_links_that_lead_somewhere(self, page):
        targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
        inside = [t for t in targets if "://" not in t and not t.startswith("mailto:")]
        assert [t for t in inside if not (page.parent / t).exists()] == []

    def test_names_only_commands_that_exist(self, page, known):
        """``ipops score`` in a page is a command one can type, or the page is behind the program."""
        groups = {c.split()[0] for c in known}
        named = re.findall(
            r"(?:`|\$ |^ {4,}|\.venv/bin/)ipops ([a-z][a-z-]+)(?: ([a-z][a-z-]+))?", page.read_text(), re.M
        )
        strange = [(a, b) for a, b in named if a not in groups]
        assert strange == []


def test_every_page_of_a_fact_kind_is_fresh():
    assert lines(), "the lines declare kinds of their own"
    ours = [k for k in kinds().values() if k.__module__.startswith("ipops.")]
    assert docs.stale(ROOT / docs.FOLDER, docs.pages(ours)) == [], "python -m ipops.ledger.docs --write"
