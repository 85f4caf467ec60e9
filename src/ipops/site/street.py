"""What the houses on the street offer to the porch, found by their folders without importing any line."""

from __future__ import annotations

from ipops.webkit.street import STREET, houses


def house_apps() -> tuple[str, ...]:
    """Django app modules of the houses that have one."""
    return tuple(f"{STREET}.{name}.app" for name, folder in houses() if (folder / "app" / "apps.py").is_file())


def house_parts(part: str) -> dict[str, str]:
    """House name -> dotted module of ``app/<part>.py``, for the houses that have it (``urls``, ``api``)."""
    return {n: f"{STREET}.{n}.app.{part}" for n, folder in houses() if (folder / "app" / f"{part}.py").is_file()}
