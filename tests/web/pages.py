"""What the page tests share: where templates and page modules lie."""

from __future__ import annotations

from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "ipops"


#: Modules, or packages of modules, of a house's web half that speak to readers; the others store and look up.
SPEAKING = {"views", "forms", "pages", "tables", "urls"}


def templates() -> list[Path]:
    return sorted(p for p in SRC.rglob("templates/**/*.html"))


def page_modules() -> list[Path]:
    """Python that speaks to readers: the kit, the ground's views, and every house's views, forms and page models."""
    found = [*(SRC / "webkit" / "pages").rglob("*.py"), *(SRC / "webkit" / "templatetags").rglob("*.py")]
    for app in (SRC / "lines").glob("*/app"):
        found += [p for p in app.rglob("*.py") if {p.stem, p.parent.name} & SPEAKING]
    return sorted(found)
