"""The lines of the house, found by their folders. The only place where the ground learns that lines exist, by name.

A house is a folder ``ipops/lines/<name>`` with a ``line.py`` whose ``LINE`` is its manifest; nothing else lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ipops.kernel.line import Line
from ipops.kernel.text import Text

STREET = "ipops.lines"


def houses() -> tuple[tuple[str, Path], ...]:
    """Name and folder of every house, sorted by name; nothing is imported but the street itself."""
    manifests = (m for root in import_module(STREET).__path__ for m in Path(root).glob("*/line.py"))
    return tuple(sorted((m.parent.name, m.parent) for m in manifests))


@cache
def _words() -> Mapping[str, Callable[[Any, str, str], Text | None]]:
    """Kind of fact -> the function of its house that says what the codes in it are called."""
    found: dict[str, Callable[[Any, str, str], Text | None]] = {}
    for line in lines().values():
        if line.words:
            module, _, name = line.words.rpartition(".")
            says = getattr(import_module(module), name)
            found |= dict.fromkeys((k.KIND for k in line.facts), says)
    return MappingProxyType(found)


def word(fact: Any, field: str, value: str) -> Text | None:
    """What a code inside a fact is called by the house whose fact it is, of a shared fact by the first house that knows;
    ``None`` if it is no code."""
    says = _words().get(fact.KIND)
    if says:
        return says(fact, field, value)
    return next((told for each in dict.fromkeys(_words().values()) if (told := each(fact, field, value))), None)


@cache
def lines() -> Mapping[str, Line]:
    """Every line by its code, in the order of folder names. Raises ``RuntimeError`` when two folders claim one code."""
    found: dict[str, Line] = {}
    for name, _ in houses():
        line: Line = import_module(f"{STREET}.{name}.line").LINE
        if line.code in found:
            raise RuntimeError(f"Two folders claim the line code {line.code!r}.")
        found[line.code] = line
    return MappingProxyType(found)
