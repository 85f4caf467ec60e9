"""Experts score applications: who may open what, when one may see the others, and how the ranking comes out of the sheets.

Rule 1: a conflict is settled before documents open: by the expert's profile (nobody need declare it) and by a declaration
for each application. Nothing opens without the declaration.
Rule 2: a locked sheet cannot change, and nobody sees another's sheet before the own one is locked.
Rule 3: the ranking is a function of the locked sheets alone; the same sheets give the same digest anywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.programme.facts.words import Ground
from ipops.policy.schemes import Scheme
from ipops.policy.terms import plain_value

OURS = Citation(document="ipops", clause="lines/programme/README.md", grade=Grade.OURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """Who sits on a panel. ``places`` are those of the employers and offices of the profile."""

    expert: str
    name: Text
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What an expert said of one application before opening it."""

    expert: str
    ground: Ground
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A locked score sheet: points by the scheme's item, and the number of its entry."""

    expert: str
    points: Mapping[str, Fraction]
    entry: int = 0

    @property
    def total(self) -> Fraction:
        return sum(self.points.values(), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One application's score: the mean of the totals, how far they lie apart, and where the chair must look."""

    nomination: str
    sheets: tuple[Sheet, ...]
    mean: Fraction
    spread: Fraction
    wide: bool
    wide_items: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "nomination": self.nomination,
            "mean": plain_value(self.mean),
            "spread": plain_value(self.spread),
            "wide": self.wide,
            "wide_items": list(self.wide_items),
            "sheets": [
                {
                    "expert": s.expert,
                    "total": plain_value(s.total),
                    "points": {k: plain_value(v) for k, v in s.points.items()},
                }
                for s in self.sheets
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """``rank`` is shared by equal means: the scheme gives no rule for ties, so none is invented."""

    rank: int
    result: Result
    tied: bool


def _no(code: str, zh: str, en: str, field: str = "", cite: Citation = OURS) -> Refused:
    return Refused(reasons=(Reason(code=code, says=Text(zh, en), cite=cite, field=field),))


def conflict_of(expert: Expert, city: str, within: Callable[[str, str], bool]) -> Ground | None:
    """The conflict that the profile itself shows: an employer in the applicant city, or the city's own superior."""
    return Ground.EMPLOYER if any(within(p, city) or within(city, p) for p in expert.places if p) else None


def may_open(
    expert: str, panel: Sequence[Expert], city: str, declared: Iterable[Declared], within: Callable[[str, str], bool]
) -> Refused | None:
    """``None`` if this expert may open the application's documents; otherwise why not."""
    seat = next((e for e in panel if e.expert == expert), None)
    if seat is None:
        return _no("not-on-panel", "您不是本次评审组成员。", "You do not sit on this panel.")
    if conflict_of(seat, city, within) is not None:
        return _no(
            "conflict-by-profile",
            f"您的任职单位与申报城市存在利害关系（{Ground.EMPLOYER.zh}），须回避，材料不予打开。",
            f"Your profile shows a conflict ({Ground.EMPLOYER.en}): you are kept out and the documents stay closed.",
        )
    mine = [d for d in declared if d.expert == expert]
    if not mine:
        return _no(
            "not-declared",
            "请先申明与该申报有无利害关系，申明后材料才能打开。",
            "Declare first whether you have a conflict; the documents open only after that.",
        )
    if mine[-1].ground is not Ground.NONE:
        return _no(
            "conflict-declared",
            f"您已申明回避（{mine[-1].ground.zh}），材料不予打开。",
            f"You declared a conflict ({mine[-1].ground.en}): the documents stay closed.",
        )
    return None


def may_see_others(expert: str, sheets: Iterable[Sheet]) -> Refused | None:
    """Others' scores show only to who has locked their own for the same application."""
    if any(s.expert == expert for s in sheets):
        return None
    return _no(
        "own-sheet-open",
        "您尚未锁定自己的评分，不能查看他人评分。",
        "Lock your own sheet first; the others' scores do not show before that.",
    )


def sheet_problems(scheme: Scheme, points: Mapping[str, Fraction]) -> tuple[Reason, ...]:
    """Every item of the scheme is scored, within its points; nothing else is."""
    found = []
    for item in scheme.leaves:
        given, most = points.get(item.id), plain_value(item.points)
        if given is None:
            says = Text(f"“{item.title.zh}”未评分。", f"“{item.title.en}” has no score.")
        elif not 0 <= given <= item.points:
            says = Text(
                f"“{item.title.zh}”应在 0 至 {most} 分之间，填了 {plain_value(given)}。",
                f"“{item.title.en}” takes 0 to {most} points, not {plain_value(given)}.",
            )
        else:
            continue
        found.append(Reason(code="points-out-of-bounds", says=says, cite=scheme.cite, field=item.id))
    known = {i.id for i in scheme.leaves}
    for name in points.keys() - known:
        says = Text(f"评分表没有“{name}”这一项。", f"The scheme has no item “{name}”.")
        found.append(Reason(code="no-such-item", says=says, cite=scheme.cite, field=name))
    return tuple(found)


def result(nomination: str, scheme: Scheme, sheets: Collection[Sheet]) -> Result | Refused:
    """The score of one application, once enough experts have locked their sheets."""
    if len(sheets) < scheme.experts:
        return _no(
            "too-few-sheets",
            f"已锁定评分 {len(sheets)} 份，至少需要 {scheme.experts} 份。",
            f"{len(sheets)} sheets are locked; at least {scheme.experts} are needed.",
            cite=scheme.cite,
        )
    ordered = tuple(sorted(sheets, key=lambda s: s.expert))
    totals = [s.total for s in ordered]
    spread = max(totals) - min(totals)
    share = scheme.dispersion / scheme.full if scheme.dispersion is not None else None
    wide = tuple(i.id for i in scheme.leaves if share is not None and _apart(i.id, ordered) > share * i.points)
    return Result(
        nomination=nomination,
        sheets=ordered,
        mean=sum(totals, Fraction(0)) / len(totals),
        spread=spread,
        wide=scheme.dispersion is not None and spread > scheme.dispersion,
        wide_items=wide,
    )


def _apart(item: str, sheets: Sequence[Sheet]) -> Fraction:
    given = [s.points.get(item, Fraction(0)) for s in sheets]
    return max(given) - min(given)


def ranking(results: Iterable[Result]) -> tuple[Placed, ...]:
    """Highest mean first; equal means share a rank and say so."""
    ordered = sorted(results, key=lambda r: (-r.mean, r.nomination))
    means = [r.mean for r in ordered]
    return tuple(Placed(rank=means.index(r.mean) + 1, result=r, tied=means.count(r.mean) > 1) for r in ordered)


def digest(scheme: Scheme, placed: Sequence[Placed]) -> str:
    """SHA-256 of the scheme and every sheet in a fixed order: whoever has them gets the same ranking and the same digest."""
    told = {"scheme": scheme.as_json(), "ranking": [{"rank": p.rank, **p.result.as_json()} for p in placed]}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
