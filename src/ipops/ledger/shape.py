"""What a kind's fields are, read once from its type hints. Schema, codec, export, form and docs are all made from this.

A field is one of the scalar types below, a scalar or ``None`` (only where there is no other way to say *absent*), or
a tuple of scalars. Text and tuples are absent when empty, so ``str | None`` would have two absents and is refused.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import wraps
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ipops.kernel.money import Money
from ipops.ledger.fact import About, Fact, Sealed, about_of

T = TypeVar("T")
SCALARS: tuple[type, ...] = (str, int, bool, date, datetime, Money, Fraction, Sealed)
ENVELOPE = (
    "n",
    "recorded_at",
    "by",
    "reference",
    "document",
    "reason",
    "supersedes",
)  #: column names a fact may not use


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One field of a kind. ``base`` is a scalar type or a string ``Enum``; ``many`` says it is a tuple of them."""

    name: str
    base: type
    many: bool
    optional: bool
    default: Any
    about: About

    @property
    def is_enum(self) -> bool:
        return issubclass(self.base, Enum)

    @property
    def required(self) -> bool:
        """Whether whoever fills in a form must give it."""
        return self.default is MISSING

    @property
    def absent(self) -> Any:
        """The value of a field that the canonical form leaves out; ``MISSING`` where it may not be left out."""
        if self.many:
            return ()
        if self.optional:
            return None
        return "" if self.base is str else MISSING


def _base(hint: Any, where: str) -> type:
    if isinstance(hint, type) and (hint in SCALARS or (issubclass(hint, Enum) and issubclass(hint, str))):
        return hint
    known = ", ".join(t.__name__ for t in SCALARS)
    raise TypeError(f"{where}: a fact cannot hold {hint!r}; it can hold {known}, a string enum, or tuples of them.")


def per_kind(make: Callable[[type[Fact]], T]) -> Callable[[type[Fact]], T]:
    """Decorator: what ``make`` works out for a kind is worked out once."""
    known: dict[type[Fact], T] = {}

    def get(kind: type[Fact]) -> T:
        try:
            return known[kind]
        except KeyError:
            made = known[kind] = make(kind)
            return made

    return wraps(make)(get)


@per_kind
def shapes(kind: type[Fact]) -> tuple[Shape, ...]:
    """The fields of ``kind`` in their order, ``on`` first. Raises ``TypeError`` for a type that no form can hold."""
    hints = get_type_hints(kind)
    made = []
    for f in fields(kind):
        where, hint = f"{kind.__name__}.{f.name}", hints[f.name]
        if f.name in ENVELOPE:
            raise TypeError(f"{where}: the name belongs to the envelope ({', '.join(ENVELOPE)}).")
        many = optional = False
        if get_origin(hint) in (Union, types.UnionType):
            inner = [a for a in get_args(hint) if a is not type(None)]
            if len(inner) != 1 or inner[0] is str or get_origin(inner[0]) is tuple:
                raise TypeError(f"{where}: {hint} has more than one way to be absent or to be present.")
            optional, hint = True, inner[0]
        elif get_origin(hint) is tuple:
            if len(get_args(hint)) != 2 or get_args(hint)[1] is not Ellipsis:
                raise TypeError(f"{where}: write tuple[{get_args(hint)[0].__name__}, ...].")
            many, hint = True, get_args(hint)[0]
        made.append(
            Shape(
                name=f.name,
                base=_base(hint, where),
                many=many,
                optional=optional,
                default=f.default,
                about=about_of(f),
            )
        )
    return tuple(made)
