"""The shapes of the YAML files, checked by Pydantic when they are read; an unknown key or a missing citation is refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.text import Text

_LAWS = "shared/data/laws"


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Both(Shape):
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


class Cite(Shape):
    document: Annotated[str, Field(min_length=1)]
    clause: str = ""
    grade: Grade
    quote: str = ""
    source: str = _LAWS

    @property
    def citation(self) -> Citation:
        return Citation(
            document=self.document, clause=self.clause, grade=self.grade, quote=self.quote, source=self.source
        )


class DeadlineShape(Shape):
    id: str
    kinds: tuple[str, ...]
    who: str
    anchor: str
    length: int | str
    unit: str
    does: Both
    missed: Both | None = None
    rolls: bool | None
    extendable: bool | str | None
    restorable: bool | str | None
    cites: Annotated[tuple[Cite, ...], Field(min_length=1)]


class DeadlinesFile(Shape):
    reviewed_on: date
    deadlines: tuple[DeadlineShape, ...]


class TariffShape(Shape):
    holds_from: date
    steps: dict[str, dict[int, int]]
    cite: Cite


class LateShape(Shape):
    percent_by_month: tuple[int, ...]
    cite: Cite
    first_month: Cite
    top_up: Cite


class RestorationShape(Shape):
    request_yuan: int
    percent: int
    months: int
    cite: Cite
    request_cite: Cite
    percent_cite: Cite


class AnnuityFile(Shape):
    reviewed_on: date
    tariffs: Annotated[tuple[TariffShape, ...], Field(min_length=1)]
    late: LateShape
    restoration: RestorationShape


class ReductionShape(Shape):
    id: str
    percent: int | None = None
    from_: Annotated[date, Field(alias="from")]
    says: Both
    cites: Annotated[tuple[Cite, ...], Field(min_length=1)]


class YearsShape(Shape):
    from_: Annotated[date, Field(alias="from")]
    years: int


class ReductionFile(Shape):
    reviewed_on: date
    rules: tuple[ReductionShape, ...]
    years: tuple[YearsShape, ...]


class TermYears(Shape):
    years: int
    filed_from: date | None = None


class NeverPast(Shape):
    anchor: str
    years: int


class TermShape(Shape):
    kind: str
    years: tuple[TermYears, ...]
    never_past: NeverPast | None = None
    anchor: str
    says: Both
    cite: Cite


class Outdated(Shape):
    kind: str
    why: Both


class TermsFile(Shape):
    reviewed_on: date
    terms: tuple[TermShape, ...]
    outdated: tuple[Outdated, ...]


class FeeSource(Shape):
    document: str
    source: str


class FeeShape(Shape):
    says: Both
    of: str
    yuan: int
    online: int | None = None
    reducible: bool | None = None
    grade: Grade
    source: str


class FeesFile(Shape):
    reviewed_on: date
    sources: dict[str, FeeSource]
    fees: dict[str, FeeShape]


Plain = dict[str, Any]
