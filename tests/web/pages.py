"""What the page tests share: where templates and page modules lie."""

from __future__ import annotations

from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "ipops"


def templates() -> list[Path]:
    return sorted(p for p in SRC.rglob("templates/**/*.html"))


def page_modules() -> list[Path]:
    """Python that speaks to readers: the kit, the ground's views, and every house's web half."""
    found = [*(SRC / "webkit" / "pages").rglob("*.py"), *(SRC / "webkit" / "templatetags").rglob("*.py")]
    found += [p for p in (SRC / "lines").glob("*/app/**/*.py") if "migrations" not in p.parts]
    return sorted(found)
