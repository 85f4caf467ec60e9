"""Score schemes of a pack: what is scored, with which weight, how a figure becomes points, and who gives the rest.

<code>/schemes/<name>.yaml. No scheme of the programme was ever published; those at hand are demo schemes and say so.
Points of the items under one heading add up to it, those of the headings to the whole: a scheme where they do not is a
mistake, told at its key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.text import Text
from ipops.policy.read_terms import exact
from ipops.policy.register import Desk
from ipops.policy.shapes import Both, CiteShape, Shape, checked
from ipops.policy.terms import plain_value
from ipops.policy.yamlread import nearest


class How(StrEnum):
    """Where an item's points come from."""

    MEASURE = "measure"  #: from a goal's value and target, by the item's curve
    EXPERT = "expert"  #: from an expert's sheet
    FIELD = "field"  #: from a field check
    EXECUTION = "execution"  #: from the share of money paid out, its numerator named
    HEADING = "heading"  #: the sum of the items under it


class Curve(StrEnum):
    """How achievement (value over target) becomes a share of the points; never more than all of them."""

    LINEAR = "linear"  #: in proportion, nothing below ``least``
    STEP = "step"  #: all or nothing


class ItemShape(Shape):
    id: str
    says: Both
    points: Any
    how: Annotated[How, Field(strict=False)]
    under: str = ""
    goal: str = ""
    curve: Annotated[Curve, Field(strict=False)] = Curve.LINEAR
    least: Any = 0
    overshoot: Any = None


class SchemeShape(Shape):
    says: Both
    use: Literal["review", "evaluation"]
    reviewed_on: date
    since: date
    cite: CiteShape
    full: Any
    experts: int = 1
    dispersion: Any = None
    items: list[ItemShape]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``least`` is the achievement below which nothing is given; ``overshoot`` the one above which the target counts as set
    too low (points stay capped at all of them)."""

    id: str
    title: Text
    points: Fraction
    how: How
    under: str
    goal: str
    curve: Curve
    least: Fraction
    overshoot: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """``dispersion``: the spread of totals above which a chair must look; ``None`` where the scheme gives none."""

    name: str
    title: Text
    use: str
    since: date
    cite: Citation
    full: Fraction
    experts: int
    dispersion: Fraction | None
    items: tuple[Item, ...]
    pack: str
    file: str

    @property
    def demo(self) -> bool:
        return self.cite.grade is Grade.DEMO

    @property
    def leaves(self) -> tuple[Item, ...]:
        """What is scored itself, in order."""
        return tuple(i for i in self.items if i.how is not How.HEADING)

    def under(self, heading: str) -> tuple[Item, ...]:
        return tuple(i for i in self.items if i.under == heading)

    def item(self, code: str) -> Item | None:
        return next((i for i in self.items if i.id == code), None)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title.as_json(),
            "pack": self.pack,
            "since": self.since.isoformat(),
            "cite": self.cite.as_json(),
            "full": plain_value(self.full),
            "items": [
                {
                    "id": i.id,
                    "title": i.title.as_json(),
                    "points": plain_value(i.points),
                    "how": str(i.how),
                    "under": i.under,
                    "goal": i.goal,
                    "curve": str(i.curve),
                    "least": plain_value(i.least),
                    "overshoot": plain_value(i.overshoot),
                }
                for i in self.items
            ],
        }


def read_scheme(path: Path, desk: Desk, pack: str) -> Scheme | None:
    """The scheme, or ``None`` with problems on the desk's sheet."""
    shape = checked(SchemeShape, desk.sheet)
    if shape is None:
        return None
    cite = desk.cited(shape.cite, ())
    full = exact(shape.full, ("full",), desk)
    items = tuple(_item(i, n, desk) for n, i in enumerate(shape.items))
    spread = exact(shape.dispersion, ("dispersion",), desk) if shape.dispersion is not None else None
    made = [i for i in items if i is not None]
    if cite is None or full is None or len(made) < len(items):
        return None
    scheme = Scheme(
        name=path.stem,
        title=shape.says.text,
        use=shape.use,
        since=shape.since,
        cite=cite,
        full=Fraction(full),
        experts=shape.experts,
        dispersion=None if spread is None else Fraction(spread),
        items=tuple(made),
        pack=pack,
        file=desk.sheet.file,
    )
    _adds_up(scheme, desk)
    return scheme


def _item(shape: ItemShape, n: int, desk: Desk) -> Item | None:
    at = ("items", n)
    points, least = exact(shape.points, (*at, "points"), desk), exact(shape.least, (*at, "least"), desk)
    over = exact(shape.overshoot, (*at, "overshoot"), desk) if shape.overshoot is not None else None
    if points is None or least is None:
        return None
    return Item(
        id=shape.id,
        title=shape.says.text,
        points=Fraction(points),
        how=shape.how,
        under=shape.under,
        goal=shape.goal,
        curve=shape.curve,
        least=Fraction(least),
        overshoot=None if over is None else Fraction(over),
    )


def _adds_up(scheme: Scheme, desk: Desk) -> None:
    headings = {i.id for i in scheme.items if i.how is How.HEADING}
    for n, i in enumerate(scheme.items):
        if i.under and i.under not in headings:
            near = nearest(i.under, headings)
            desk.sheet.wrong("scheme-no-heading", ("items", n, "under"), name=i.under, near=near)
    for n, i in enumerate(scheme.items):
        if i.how is How.HEADING:
            _sums(i.title, i.points, scheme.under(i.id), ("items", n, "points"), desk)
    _sums(scheme.title, scheme.full, scheme.under(""), ("full",), desk)


def _sums(title: Text, whole: Fraction, parts: tuple[Item, ...], at: tuple[str | int, ...], desk: Desk) -> None:
    told = sum((p.points for p in parts), Fraction(0))
    if told != whole:
        desk.sheet.wrong("scheme-sum", at, what=title, whole=plain_value(whole), told=plain_value(told))
