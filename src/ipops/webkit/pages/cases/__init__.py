"""Case screens drawn from a line's lifecycle table: a house declares a kind of case and writes no template."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse

from ipops.webkit.pages.cases import diagram, due, standing
from ipops.webkit.pages.cases.acting import acting
from ipops.webkit.pages.cases.kind import (
    Act,
    Asked,
    CaseKind,
    Doing,
    Due,
    Lines,
    Part,
    Said,
    Side,
    Told,
)
from ipops.webkit.pages.cases.screen import screen
from ipops.webkit.pages.cases.talking import talking

__all__ = [
    "Act",
    "Asked",
    "CaseKind",
    "Doing",
    "Due",
    "Lines",
    "Part",
    "Said",
    "Side",
    "Told",
    "diagram",
    "due",
    "registered",
    "standing",
    "urls",
]

_KINDS: dict[str, tuple[CaseKind[Any], str]] = {}


def urls(kind: CaseKind[Any], under: str, *, name: str) -> list[URLPattern]:
    """Mount a kind in a house's ``urls.py``: ``<under><key>/`` called ``name``, ``…/do/<event>/`` ``name-do``, ``…/say/``.

    Addresses live in the namespace of the house, which is what stands before the dot of the lifecycle's code.
    """
    space = kind.code.partition(".")[0]
    full = f"{space}:{name}" if space != "webkit" else name
    if kind.code in _KINDS and _KINDS[kind.code][1] != full:
        raise RuntimeError(f"Two places claim the case {kind.code!r}.")
    _KINDS[kind.code] = (kind, full)

    def do(key: str, event: str) -> str:
        return reverse(f"{full}-do", args=[key, event])

    def case(key: str) -> str:
        return reverse(full, args=[key])

    return [
        path(f"{under}<str:key>/", screen(kind, do), name=name),
        path(f"{under}<str:key>/do/<str:event>/", acting(kind, do, case), name=f"{name}-do"),
        path(f"{under}<str:key>/say/", talking(kind, case), name=f"{name}-say"),
    ]


def registered() -> dict[str, tuple[CaseKind[Any], str]]:
    """Every mounted kind with the name of its address, by the code of its lifecycle."""
    return dict(_KINDS)
