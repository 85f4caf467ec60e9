"""The houses on the street, found by their folders: nothing lists them."""

from __future__ import annotations

from pathlib import Path

import ipops.lines


def houses() -> tuple[str, ...]:
    """Folder names under ``lines/`` that hold a manifest, sorted."""
    return tuple(sorted(m.parent.name for root in ipops.lines.__path__ for m in Path(root).glob("*/line.py")))


def house_apps() -> tuple[str, ...]:
    """Django app modules of the houses that have one, found without importing any line."""
    root = Path(ipops.lines.__path__[0])
    return tuple(f"ipops.lines.{name}.app" for name in houses() if (root / name / "app" / "apps.py").is_file())


def house_parts(part: str) -> dict[str, str]:
    """House name -> dotted module of ``app/<part>.py``, for the houses that have it (``urls``, ``api``)."""
    root = Path(ipops.lines.__path__[0])
    return {n: f"ipops.lines.{n}.app.{part}" for n in houses() if (root / n / "app" / f"{part}.py").is_file()}
