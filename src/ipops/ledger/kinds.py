"""The register of fact kinds. A kind is declared once, by ``@kind``; twins and strangers are refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar, dataclass_transform

from ipops.kernel.text import Text
from ipops.ledger.fact import Fact, about
from ipops.ledger.shape import shapes

F = TypeVar("F", bound=type[Fact])
_KINDS: dict[str, type[Fact]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(about,))
def kind(name: str, zh: str, en: str, *, version: int = 1) -> Callable[[F], F]:
    """Class decorator: gives the fact its code, titles and version, makes it a frozen record and registers it.

    Raises ``RuntimeError`` when two classes claim one code, ``TypeError`` for a field without names, of a type that no
    canonical form can hold, or with a name of the envelope.
    """

    def declare(cls: F) -> F:
        made = dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        made.KIND, made.VERSION, made.TITLE = name, version, Text(zh, en)
        shapes(made)
        known = _KINDS.get(name)
        if known is not None and known.__qualname__ != made.__qualname__:
            raise RuntimeError(f"Two classes claim the fact kind {name!r}: {known.__qualname__}, {made.__qualname__}.")
        _KINDS[name] = made
        return made  # type: ignore[return-value]

    return declare


def kinds() -> Mapping[str, type[Fact]]:
    """Every declared kind by code, read-only. Import ``ipops.ledger.facts`` and the lines first."""
    return MappingProxyType(_KINDS)


def kind_named(name: str) -> type[Fact]:
    """Raises ``KeyError`` with the list of kinds when the name is a stranger."""
    try:
        return _KINDS[name]
    except KeyError:
        raise KeyError(f"No fact kind {name!r}. Known: {', '.join(sorted(_KINDS))}.") from None
