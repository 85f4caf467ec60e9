"""The register of fact kinds. A kind is declared once for each version, by ``@kind``; twins and strangers are refused.

A field that may be absent can be added at any time: entries written before simply lack it. Any other change makes a new
version: the old class stays, with its ``version`` and a method ``as_next`` that says the same in the next one's words.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar, dataclass_transform

from ipops.kernel.text import Text
from ipops.ledger.fact import Fact, about
from ipops.ledger.shape import shapes

F = TypeVar("F", bound=type[Fact])
_KINDS: dict[str, type[Fact]] = {}  # the newest version of each
_VERSIONS: dict[tuple[str, int], type[Fact]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(about,))
def kind(name: str, zh: str, en: str, *, version: int = 1) -> Callable[[F], F]:
    """Class decorator: gives the fact its code, titles and version, makes it a frozen record and registers it.

    Raises ``RuntimeError`` when two classes claim one code and version, ``TypeError`` for a field without names, of a
    type that no canonical form can hold, or with a name of the envelope.
    """

    def declare(cls: F) -> F:
        made = dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        made.KIND, made.VERSION, made.TITLE = name, version, Text(zh, en)
        shapes(made)
        known = _VERSIONS.get((name, version))
        if known is not None and known.__qualname__ != made.__qualname__:
            raise RuntimeError(f"Two classes claim the fact kind {name!r}: {known.__qualname__}, {made.__qualname__}.")
        _VERSIONS[name, version] = made
        if name not in _KINDS or version >= _KINDS[name].VERSION:
            _KINDS[name] = made
        return made  # type: ignore[return-value]

    return declare


def kinds() -> Mapping[str, type[Fact]]:
    """The newest version of every declared kind by code, read-only. Import ``ipops.ledger.facts`` and the lines first."""
    return MappingProxyType(_KINDS)


def kind_named(name: str, version: int | None = None) -> type[Fact]:
    """The newest version, or the one asked for. Raises ``KeyError`` with the list of kinds when it is a stranger."""
    try:
        return _KINDS[name] if version is None else _VERSIONS[name, version]
    except KeyError:
        raise KeyError(f"No fact kind {name!r}. Known: {', '.join(sorted(_KINDS))}.") from None


def current(fact: Fact) -> Fact:
    """The fact in the words of its kind's newest version."""
    while type(fact).VERSION < _KINDS[type(fact).KIND].VERSION:
        fact = fact.as_next()
    return fact
