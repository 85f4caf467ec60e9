"""The base of every form, the kinds of its fields, and ``read``: a form, or every problem with its place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from ipops.finance.forms import amounts
from ipops.finance.forms.complaints import problems_of
from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.kernel.outcome import Problem
from ipops.kernel.text import Text


class Form(BaseModel):
    """Keys nobody knows are mistakes; nothing is read kindly."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


def _money(value: Any) -> Any:
    if isinstance(value, Money):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise PydanticCustomError("not-an-amount", "{got}", {"got": repr(value)})
    try:
        return amounts.money(str(value))
    except ValueError:
        raise PydanticCustomError("not-an-amount", "{got}", {"got": str(value)}) from None


def _rate(value: Any) -> Any:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise PydanticCustomError("not-a-rate", "{got}", {"got": repr(value)})
    try:
        return amounts.rate(str(value))
    except ValueError:
        raise PydanticCustomError("not-a-rate", "{got}", {"got": str(value)}) from None


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise PydanticCustomError("not-a-day", "{got}", {"got": str(value)}) from None


MoneyText = Annotated[Money, BeforeValidator(_money)]
RateText = Annotated[Fraction, BeforeValidator(_rate)]
Day = Annotated[date, BeforeValidator(_day)]


class Both(Form):
    """A sentence in both languages."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


class CiteForm(Form):
    """A citation whose document and source are already resolved (``policy`` does that for packs)."""

    document: str
    clause: str = ""
    grade: Annotated[Grade, Field(strict=False)]
    quote: str = ""
    source: str = ""

    @property
    def cite(self) -> Citation:
        return Citation(
            document=self.document, clause=self.clause, grade=self.grade, quote=self.quote, source=self.source
        )


F = TypeVar("F", bound=Form)


def read(kind: type[F], tree: Any) -> F | tuple[Problem, ...]:
    """A plain tree (of JSON or YAML) as ``kind``, or all its problems; ``Problem.at.field`` is the dotted key."""
    try:
        return kind.model_validate(tree)
    except ValidationError as bad:
        return problems_of(bad, kind, tree)
