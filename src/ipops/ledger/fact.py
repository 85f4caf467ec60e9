"""What a fact is: a frozen keyword-only record that says one thing that happened, and on which day it took effect.

Rule 1: a fact knows no database and no clock. When we learned it, who said so and on what paper is the *entry*'s.
Rule 2: the record's fields are the whole contract; Arrow schema, form, API schema and docs page are made from them.
Rule 3: no personal data and no unpublished invention in a field; use ``Sealed`` and keep the value in the erasable store.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field
from datetime import date
from typing import Any, ClassVar, TypeVar

from ipops.kernel.text import Text

F = TypeVar("F", bound="type[Fact]")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A salted SHA-256 of a value that must stay erasable (个人信息保护法 47). ``digest`` is 64 lower-case hex digits."""

    digest: str

    def __post_init__(self) -> None:
        if len(self.digest) != 64 or not set(self.digest) <= set("0123456789abcdef"):
            raise ValueError("A sealed value is 64 lower-case hex digits.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Base of every kind. ``on`` is the day the fact took effect (生效日), the first of the two clocks."""

    KIND: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1
    TITLE: ClassVar[Text]

    on: date

    def as_next(self) -> Fact:
        """For a superseded version of a kind: the same in the words of the next version (see ``kinds``)."""
        raise TypeError(f"{type(self).__name__} is not an older version of a kind.")


@dataclass(frozen=True, slots=True)
class About:
    """What a field is called and what it means, in both languages, and whether it names a party, right, place or case.

    ``refers`` drives look-up columns beside the canonical bytes: ``party``, ``right``, ``place``, ``deal``, ``case``.
    """

    title: Text
    help: Text | None = None
    refers: str = ""


def about(zh: str, en: str, *, refers: str = "", help: Text | None = None, default: Any = MISSING) -> Any:  # noqa: A002
    """A dataclass field with its names: ``right: str = about("专利号", "right", refers="right")``."""
    made: Any = field(default=default, metadata={"about": About(Text(zh, en), help, refers)})
    return made


def about_of(f: Field[Any]) -> About:
    """The ``About`` of a field; ``on`` of the base class has none of its own."""
    got = f.metadata.get("about")
    if got is not None:
        return got  # type: ignore[no-any-return]
    if f.name == "on":
        return About(Text("生效日", "effective day"))
    raise TypeError(f"Field {f.name!r} has no names; declare it with about(zh, en).")
