"""A goal of a level judged: a count, an existence, something covered in all. Nothing is carried over.

A figure answers only if it is of the kind the goal asks for. A flow of the year is at least a part of what accumulated,
so it can meet a cumulative goal and never miss one; *more than* can meet and never miss; *unstated* answers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ipops.kernel.citation import Grade
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.ledger.facts.words import ObservationKind as Kind
from ipops.ledger.facts.words import Precision
from ipops.lines.programme.rules.law import NEW_ONLY, Law
from ipops.lines.programme.rules.verdict import Verdict, YearSet
from ipops.measures.points import Point
from ipops.policy import MeasureType, Target

NEW, ALL = "new_only", "all_at_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A verdict, the point it rests on, and what there is to say about it."""

    verdict: Verdict
    point: Point | None
    reasons: tuple[Reason, ...] = ()
    notes: tuple[Text, ...] = ()


#: kind of goal -> (kinds that answer it, kinds that tell at least a part)
_ANSWERS: dict[str, tuple[tuple[Kind, ...], tuple[Kind, ...]]] = {
    NEW: ((Kind.CUMULATIVE,), (Kind.FLOW,)),
    ALL: ((Kind.STOCK, Kind.CUMULATIVE), ()),
    MeasureType.CUMULATIVE_DISTINCT: ((Kind.CUMULATIVE,), (Kind.FLOW,)),
    MeasureType.EXISTENCE: ((Kind.STOCK, Kind.CUMULATIVE), (Kind.FLOW,)),
    MeasureType.RATIO: ((Kind.RATIO,), ()),
}


def judge_level(law: Law, target: Target, year: int, points: Sequence[Point]) -> Answer:
    """The verdict on a goal of a level from the points whose period ends in ``year``, the latest first to answer."""
    own = sorted(
        (p for p in points if p.period.days.last_day.year == year), key=lambda p: (p.period.end, p.known_on, p.n)
    )
    asked = target.asked
    if asked is None:
        return Answer(verdict=Verdict.UNKNOWN, point=own[-1] if own else None, reasons=(_words_only(target),))
    if not own:
        return Answer(verdict=Verdict.UNKNOWN, point=None, reasons=(_no_figure(year, points),))
    if target.measure_type is not MeasureType.COUNT:
        return _one(_ANSWERS.get(target.measure_type, ((), ())), own, asked, target)
    return _count(law, own, asked, target)


def _count(law: Law, own: Sequence[Point], asked: Fraction, target: Target) -> Answer:
    """A count goal is read as *new in the period* or as *all at its end*; while the pack is silent both must agree."""
    listed = [c for c in law.listed(NEW_ONLY) if c in (NEW, ALL)] or [NEW, ALL]
    answers = [_one(_ANSWERS[c], own, asked, target) for c in listed]
    verdicts = {a.verdict for a in answers}
    best = next((a for a in answers if a.verdict in (Verdict.MET, Verdict.MISSED)), answers[0])
    if len(verdicts) == 1:
        return best
    names = law.listed_names(NEW_ONLY) or (Text(NEW, NEW), Text(ALL, ALL))
    zh = "；".join(f"{n.zh}：{a.verdict.zh}" for n, a in zip(names, answers, strict=False))
    en = "; ".join(f"{n.en}: {a.verdict.en}" for n, a in zip(names, answers, strict=False))
    reason = law.open(
        NEW_ONLY,
        "stock-or-new-open",
        Text(
            f"只计新增还是计期末全部未定，结论不一：{zh}。",
            f"Whether only new ones count is open, and the readings disagree: {en}.",
        ),
    )
    rest = tuple(r for a in answers if a.verdict is Verdict.UNKNOWN for r in a.reasons)
    return Answer(verdict=Verdict.UNKNOWN, point=best.point, reasons=(reason, *rest), notes=best.notes)


def judge_counted(law: Law, target: Target, year: int, sets: Sequence[YearSet]) -> tuple[Verdict, tuple[Reason, ...]]:
    """The verdict on a goal of a level from what was counted up to the end of each year, by every open reading.

    A cumulative goal asks for all of it. A count goal is read as *all at its end* or as *new since the base year*; while
    the pack is silent both must agree, for each base year that is possible.
    """
    asked = target.asked
    if asked is None:
        return Verdict.UNKNOWN, (_words_only(target),)
    told = [v for s in sets for v in _counted_readings(law, target, year, s)]
    if not told:
        says = Text(f"{year}年没有可用的数。", f"There is no figure to use for {year}.")
        return Verdict.UNKNOWN, (Reason(code="no-figure", says=says, cite=target.cite),)
    met = {bool(target.is_met_by(v)) for v in told}
    if len(met) == 1:
        return (Verdict.MET if met.pop() else Verdict.MISSED), ()
    least, most = min(told), max(told)
    says = Text(
        f"按尚未排除的读法，数值在{least}至{most}之间，结论不一。",
        f"By the readings still open it lies between {least} and {most}, and they disagree.",
    )
    return Verdict.UNKNOWN, (law.open(NEW_ONLY, "stock-or-new-open", says),)


def _counted_readings(law: Law, target: Target, year: int, counted: YearSet) -> Iterator[Fraction]:
    now = counted.levels.get(year)
    if now is None:
        return
    listed = law.listed(NEW_ONLY) if target.measure_type is MeasureType.COUNT else (ALL,)
    if ALL in listed or not listed:
        yield Fraction(now)
    if NEW in listed or not listed:
        for base in law.possible_bases(year):
            if (before := counted.levels.get(base)) is not None:
                yield Fraction(now) - before


def _one(
    answers: tuple[tuple[Kind, ...], tuple[Kind, ...]], own: Sequence[Point], asked: Fraction, target: Target
) -> Answer:
    whole, part = answers
    reasons: list[Reason] = []
    point = None
    for p in reversed(own):
        if refused := _unfit(p, whole, part):
            reasons.append(refused)
            continue
        point = point or p
        met = bool(target.is_met_by(p.value))
        at_least = p.kind in part or p.precision is Precision.MORE_THAN
        if met or not at_least:
            return Answer(verdict=Verdict.MET if met else Verdict.MISSED, point=p, notes=_cautions(p))
        reasons.append(
            Reason(
                code="at-least",
                says=Text(
                    f"{p.printed}只是下限（{p.kind.zh}，{p.precision.zh}），未达目标不能断定。",
                    f"{p.printed} is a lower bound only ({p.kind.en}, {p.precision.en}); that it misses cannot be told.",
                ),
                facts=(p.n,),
            )
        )
    return Answer(verdict=Verdict.UNKNOWN, point=point or own[-1], reasons=tuple(reasons))


def _unfit(p: Point, whole: Sequence[Kind], part: Sequence[Kind]) -> Reason | None:
    """Why a point does not answer the goal at all."""
    if p.kind is Kind.UNSTATED:
        return _reason(
            p,
            "kind-unstated",
            "来源未说明是当期、存量还是累计，不用于计算",
            "the source does not state its kind; it is not computed with",
        )
    if p.kind not in whole and p.kind not in part:
        return _reason(
            p, "other-kind", f"是{p.kind.zh}，不是目标所要的数", f"it is a {p.kind.en}, not what the goal asks for"
        )
    if p.scope == "unstated":
        return _reason(p, "scope-unstated", "口径未说明", "its scope is not stated")
    if not Grade(p.grade).may_decide_money:
        return _reason(p, "grade", f"等级 {p.grade} 不得用于拨款", f"grade {p.grade} may not decide money")
    return None


def _reason(p: Point, code: str, zh: str, en: str) -> Reason:
    return Reason(
        code=code, says=Text(f"{p.period}的{p.printed}：{zh}。", f"{p.printed} of {p.period}: {en}."), facts=(p.n,)
    )


def _cautions(p: Point) -> tuple[Text, ...]:
    notes = []
    if not p.attested_by:
        notes.append(
            Text(
                f"公布数（等级 {p.grade}），不是填报数：{p.where}",
                f"A published figure (grade {p.grade}), not an attested one: {p.where}",
            )
        )
    if p.precision is Precision.ABOUT:
        notes.append(Text("来源称“约”，不是确数。", "The source says *about*; it is no exact figure."))
    if p.note:
        notes.append(Text(f"备注：{p.note}", f"Note: {p.note}"))
    return tuple(notes)


def _words_only(target: Target) -> Reason:
    return Reason(
        code="words-only",
        says=Text(
            "通知只用文字，没有数值，须凭证据评议。", "The goal has words and no number; it is judged by evidence."
        ),
        cite=target.cite,
    )


def _no_figure(year: int, points: Sequence[Point]) -> Reason:
    earlier = max((p for p in points if p.period.days.last_day.year < year), key=lambda p: p.period.end, default=None)
    zh = f"最近一次是{earlier.period}的{earlier.printed}，不沿用。" if earlier else ""
    en = f" The last is {earlier.printed} of {earlier.period}; it is not carried over." if earlier else ""
    return Reason(
        code="no-figure",
        says=Text(f"{year}年没有填报或公布的数。{zh}", f"There is no attested or published figure for {year}.{en}"),
        facts=(earlier.n,) if earlier else (),
    )
