"""The shapes of the files of a pack, checked by Pydantic; its complaints are turned into ours, with their place.

Shape is all that is checked here: keys, kinds, closed words. What the words mean is checked where they are read.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from ipops.kernel.citation import Grade
from ipops.kernel.text import Text
from ipops.policy.yamlread import Sheet, Where, nearest


class Layer(StrEnum):
    """Who speaks, from the lowest layer to the one that overrides all others."""

    LAW = "law"
    FUND_LAW = "fund_law"
    NOTICE = "notice"
    METHOD = "method"
    PROVINCE = "province"
    CITY = "city"
    SUB_AREA = "sub_area"

    @property
    def rank(self) -> int:
        return list(Layer).index(self)


class Completeness(StrEnum):
    """How much of the document's text was at hand when the pack was written."""

    FULL = "full"
    PARTIAL = "partial"
    DIGEST = "digest"
    MISSING = "missing"


class Form(StrEnum):
    """What kind of answer a term gives."""

    NUMBER = "number"
    WORDS = "words"
    LIST = "list"
    DATE = "date"
    PERIOD = "period"
    CHOICE = "choice"
    BANDS = "bands"


class MeasureType(StrEnum):
    """How a goal is measured (programme.md 1.2, 8.3)."""

    GROWTH = "growth"
    COUNT = "count"
    CUMULATIVE_DISTINCT = "cumulative_distinct"
    EXISTENCE = "existence"
    RATIO = "ratio"
    MULTIPLE_OF_BASE = "multiple_of_base"
    QUALITATIVE = "qualitative"


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Both(Shape):
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


class CiteShape(Shape):
    """``clause`` is the place in the document, or ``unseen`` (text not seen) or ``outside`` (told elsewhere)."""

    document: str | None = None
    clause: str
    grade: Annotated[Grade, Field(strict=False)]
    quote: str = ""
    sources: list[str] = []


class ValueShape(Shape):
    value: Any = None
    range: list[Any] | None = None
    unknown: Both | None = None
    needs: Both | None = None
    note: Both | None = None
    caution: Both | None = None
    cite: CiteShape | None = None


class TermShape(Shape):
    says: Both | None = None
    form: Annotated[Form, Field(strict=False)] | None = None
    unit: str | None = None
    decides: Literal["money"] | None = None
    choices: dict[str, Both] | None = None
    reviewed_on: date
    values: dict[date, ValueShape]


class GoalShape(Shape):
    """A target's value from a day on: the notice's floor, a promise made when applying, a city plan's figure."""

    floor: Any = None
    promise: Any = None
    plan: Any = None
    note: Both | None = None
    caution: Both | None = None
    cite: CiteShape | None = None


class TargetShape(Shape):
    says: Both | None = None
    measure_type: Annotated[MeasureType, Field(strict=False)] | None = None
    comparator: Literal["ge", "gt", "le", "lt"] | None = None
    unit: str | None = None
    listed_as: str | None = None
    reviewed_on: date
    values: dict[date, GoalShape]


class StartShape(Shape):
    """From when the document is known to hold: the day of issue, or the first day it was seen in force."""

    day: date
    basis: Literal["issued", "effective", "first_seen", "numbered", "chosen"]
    cite: CiteShape


class HistoricalShape(Shape):
    why: Both
    cite: CiteShape


class PackShape(Shape):
    code: str
    title: Both
    layer: Annotated[Layer, Field(strict=False)]
    document: str
    completeness: Annotated[Completeness, Field(strict=False)]
    start: StartShape
    reviewed_on: date
    predecessor: str | None = None
    follows: list[str] = []
    place: str | None = None
    demo: bool = False
    historical: HistoricalShape | None = None
    note: Both | None = None


class CityShape(Shape):
    name: Both
    province: str
    admin_kind: Literal["prefecture_city", "provincial_capital", "separate_planning_city", "municipality_district"]
    grade: Annotated[Grade, Field(strict=False)]
    sources: list[str] = []
    note: Both | None = None


class CitiesShape(Shape):
    batch: int
    reviewed_on: date
    cities: list[CityShape]


class SourceShape(Shape):
    """A place where words were read. ``translation``: read in a translation, so no number rests on it alone."""

    at: list[str]
    grade: Annotated[Grade, Field(strict=False)]
    translation: bool = False


class SourcesShape(Shape):
    sources: dict[str, SourceShape]


class DocumentShape(Shape):
    number: str
    title: Both | None = None
    issuers: list[str] = []
    issued: date | None = None
    aliases: list[str] = []


class DocumentsShape(Shape):
    documents: list[DocumentShape]


_SPECIAL = ("cite", "reviewed_on", "grade", "clause")
_KINDS = {
    "string_type": ("文字", "text"),
    "int_type": ("整数", "a whole number"),
    "date_type": ("日期，如 2020-04-30", "a day, as 2020-04-30"),
    "bool_type": ("true 或 false", "true or false"),
    "list_type": ("列表", "a list"),
    "dict_type": ("按日期排列的值", "values by date"),
    "model_type": ("一组键", "a group of keys"),
    "string_too_short": ("非空文字", "text that is not empty"),
}

S = TypeVar("S", bound=Shape)


def checked(kind: type[S], sheet: Sheet) -> S | None:
    """The sheet's data as ``kind``; ``None`` when its shape is wrong, with a problem at each wrong key."""
    return checked_at(kind, sheet, sheet.data, ()) if sheet.data is not None else None


def checked_at(kind: type[S], sheet: Sheet, data: Any, at: Where) -> S | None:
    """Part of a sheet, standing at a key, as ``kind``."""
    try:
        return kind.model_validate(data)
    except ValidationError as bad:
        for error in bad.errors(include_url=False):
            _tell(error, kind, sheet, at)
        return None


def _tell(error: ErrorDetails, kind: type[Shape], sheet: Sheet, at: Where) -> None:
    inside: Where = tuple(_step(w) for w in error["loc"] if w != "[key]")
    where = at + inside
    last, sort = str(where[-1]) if where else "", error["type"]
    if sort == "extra_forbidden":
        sheet.wrong("unknown-key", where, name=last, near=nearest(last, _keys_at(kind, inside[:-1])))
    elif sort == "missing":
        code = f"missing-{last}" if last in _SPECIAL else "missing-key"
        sheet.lines.setdefault(where, sheet.line_of(where[:-1]) or 1)
        sheet.wrong(code, where, name=last)
    elif sort in ("enum", "literal_error"):
        known = str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
        sheet.wrong("unknown-word", where, word=error["input"], known=known)
    else:
        zh, en = _KINDS.get(sort, ("合适的内容", "something else"))
        sheet.wrong("wrong-kind", where, zh=zh, en=en)


def _step(step: str | int) -> str | int:
    """A key as it stands in the file; Pydantic names a day by its ``repr``."""
    day = re.fullmatch(r"datetime\.date\((\d+), (\d+), (\d+)\)", str(step))
    return f"{int(day[1]):04d}-{int(day[2]):02d}-{int(day[3]):02d}" if day else step


def _keys_at(kind: type[Shape], where: Where) -> list[str]:
    """The keys that may stand at a place of a file of this kind."""
    at: Any = kind
    for step in where:
        found = at.model_fields.get(str(step)) if _is_shape(at) else None
        at = _inner(found.annotation) if found else at
    return sorted(at.model_fields) if _is_shape(at) else []


def _inner(hint: Any) -> Any:
    """The shape inside an optional, a list or a mapping of shapes."""
    if _is_shape(hint):
        return hint
    return next((inner for arg in get_args(hint) if (inner := _inner(arg)) is not None), None)


def _is_shape(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Shape)
