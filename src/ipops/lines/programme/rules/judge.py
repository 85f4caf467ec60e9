"""One goal of one place and year, judged: the figures that were gathered go in, a line of the scorecard comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import ObservationKind
from ipops.lines.programme.rules import growths, levels
from ipops.lines.programme.rules.law import MIDTERM, Law
from ipops.lines.programme.rules.verdict import (
    Basis,
    Level,
    Restated,
    ScoreLine,
    Short,
    Verdict,
    View,
    YearSet,
    plain_level,
)
from ipops.measures.growth import Growth, Method
from ipops.measures.measure import Measure
from ipops.measures.points import Point
from ipops.policy import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Midterm:
    """The figures of one view of a year that is not over: levels by year, and the name of each year's window."""

    basis: Basis
    year: int
    sets: tuple[YearSet, ...]
    labels: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything gathered about one measure. ``sets`` are levels of whole years by every open reading of the expression
    (the first is the one shown); the judged year's may be of a year still running, up to ``day``.

    ``first_known`` gives a base year's level as it stood when growth was first measured against it, with that day.
    """

    measure: Measure
    place: str
    year: int
    day: date
    as_known_on: date | None
    source: str
    sets: tuple[YearSet, ...] = ()
    unit: str = ""
    facts: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)
    midterm: tuple[Midterm, ...] = ()
    points: tuple[Point, ...] = ()
    published: tuple[dict[str, Any], ...] = ()
    first_known: Mapping[int, tuple[date, Level]] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()

    @property
    def is_over(self) -> bool:
        return self.day >= date(self.year, 12, 31)


def judge(figures: Figures, law: Law) -> ScoreLine:
    """The line of the scorecard. A pack without the goal, or not yet in force, gives *unknown* with the reason."""
    target = law.target(figures.measure.code)
    if target is None:
        says = Text(f"政策包 {law.pack.code} 没有这项目标。", f"The pack {law.pack.code} has no such goal.")
        return _line(figures, law, None, Verdict.UNKNOWN, (Reason(code="no-goal", says=says, cite=law.pack.cite),))
    if not law.in_force(target.id):
        says = Text(
            f"{figures.year}年时 {law.pack.document} 尚未实施，目标只供参照。",
            f"In {figures.year} {law.pack.document} was not in force; the goal is shown for orientation.",
        )
        return _line(figures, law, target, Verdict.UNKNOWN, (Reason(code="not-in-force", says=says, cite=target.cite),))
    if law.is_growth(target.id, figures.measure.is_growth):
        return _growth(figures, law, target)
    return _counted_level(figures, law, target) if figures.source == "facts" else _level(figures, law, target)


def _level(figures: Figures, law: Law, target: Target) -> ScoreLine:
    answer = levels.judge_level(law, target, figures.year, figures.points)
    point, verdict, reasons = answer.point, answer.verdict, answer.reasons
    if verdict is Verdict.MISSED and not figures.is_over:
        verdict, reasons = Verdict.UNKNOWN, (_part_year(figures), *reasons)
    return _line(
        figures,
        law,
        target,
        verdict,
        reasons,
        value=point.value if point else None,
        unit=point.unit if point else target.unit,
        facts=1 if point else 0,
        short=_short_of_level(figures, target, answer),
        notes=(*figures.notes, *answer.notes, *_plan_runs(law, figures, answer.verdict)),
    )


def _counted_level(figures: Figures, law: Law, target: Target) -> ScoreLine:
    """A level counted from facts. What was counted by a day of a year still running is a lower bound of its end."""
    verdict, reasons = levels.judge_counted(law, target, figures.year, figures.sets)
    shown = figures.sets[0].levels.get(figures.year)
    if verdict is Verdict.MISSED and not figures.is_over:
        verdict, reasons = Verdict.UNKNOWN, (_part_year(figures), *reasons)
    short, asked = None, target.asked
    if asked is not None and shown is not None and _counts_up(target) and shown < asked:
        lacking = ceil(asked - shown)
        short = Short(least=lacking, most=lacking, by=date(figures.year, 12, 31), unit=target.unit)
    return _line(
        figures, law, target, verdict, reasons, short=short,
        notes=(*figures.notes, *_doubts(figures), *_plan_runs(law, figures, verdict)),
    )  # fmt: skip


def _short_of_level(figures: Figures, target: Target, answer: levels.Answer) -> Short | None:
    """Whole units lacking to a count that is asked for; nothing for what is met or has no figure."""
    asked, point = target.asked, answer.point
    if asked is None or point is None or target.comparator != "ge" or point.value >= asked or target.is_percent:
        return None
    if point.kind is ObservationKind.UNSTATED:
        return None
    lacking = ceil(asked - point.value)
    return Short(least=lacking, most=lacking, by=date(figures.year, 12, 31), unit=target.unit)


def _plan_runs(law: Law, figures: Figures, verdict: Verdict) -> tuple[Text, ...]:
    last = law.plan_ends
    if last is None or last <= figures.year or verdict is not Verdict.MISSED:
        return ()
    return (
        Text(
            f"方案期到{last}年；此处只说{figures.year}年末的情形。",
            f"The plan runs to {last}; this says how the end of {figures.year} stands.",
        ),
    )


def _growth(figures: Figures, law: Law, target: Target) -> ScoreLine:
    asked = target.asked
    if asked is None or not figures.sets:
        reason = Reason(code="no-figure", says=_NO_FIGURE.fill(year=figures.year), cite=target.cite)
        return _line(figures, law, target, Verdict.UNKNOWN, (reason,))
    floor = target.as_rate(asked)
    views = tuple(_view(m, law, floor, target) for m in figures.midterm)
    if figures.is_over:
        reads = growths.read_all(law, figures.year, figures.sets, floor, target.comparator)
        verdict, reasons = growths.combined(law, reads, target.asked_cite)
        base_year, shown = growths.shown_growths(law, figures.year, figures.sets[0])
        basis = Basis.FULL_YEAR
    else:
        chosen = next((v for v in views if v.basis is law.midterm), None)
        verdict, reasons = _midterm_verdict(figures, law, chosen, target)
        base_year, _ = growths.shown_growths(law, figures.year, figures.sets[0])
        reads, shown = (chosen.reads, chosen.growth) if chosen else ((), {})
        basis = chosen.basis if chosen else Basis.FULL_YEAR
    restated = _restated(figures, law, floor, target, base_year) if figures.is_over else None
    return _line(
        figures,
        law,
        target,
        verdict,
        reasons,
        value=figures.sets[0].levels.get(figures.year),
        base=figures.sets[0].levels.get(base_year) if base_year is not None else None,
        base_year=base_year,
        growth=shown,
        used=law.method,
        basis=basis,
        reads=reads,
        views=views,
        short=growths.short_of(law, figures.year, figures.sets, floor, figures.unit) if _counts_up(target) else None,
        restated=restated,
        notes=(*figures.notes, *_doubts(figures), *_tiny(figures, base_year), *_changed(restated, verdict)),
    )


_NO_FIGURE = Text("{year}年没有可用的数。", "There is no figure to use for {year}.")


def _counts_up(target: Target) -> bool:
    return target.comparator == "ge"


def _view(m: Midterm, law: Law, floor: Fraction, target: Target) -> View:
    reads = growths.read_all(law, m.year, m.sets, floor, target.comparator)
    verdict, _ = growths.combined(law, reads, target.asked_cite)
    base_year, shown = growths.shown_growths(law, m.year, m.sets[0])
    return View(
        basis=m.basis,
        label=m.basis.named,
        base_label=m.labels.get(base_year, "") if base_year is not None else "",
        last_label=m.labels.get(m.year, ""),
        base=m.sets[0].levels.get(base_year) if base_year is not None else None,
        last=m.sets[0].levels.get(m.year),
        growth=shown,
        verdict=verdict,
        reads=reads,
        levels=tuple(growths.span(m.sets[0].levels, base_year, m.year)) if base_year is not None else (),
    )


def _part_year(figures: Figures) -> Reason:
    return Reason(
        code="part-year",
        says=Text(
            f"{figures.year}年到{figures.day}尚未结束，部分年份不折算成全年。",
            f"{figures.year} is not over on {figures.day}; a part year is never made into a year.",
        ),
    )


def _midterm_verdict(
    figures: Figures, law: Law, chosen: View | None, target: Target
) -> tuple[Verdict, tuple[Reason, ...]]:
    part = _part_year(figures)
    if chosen is not None:
        verdict, reasons = growths.combined(law, chosen.reads, target.asked_cite)
        label = Text(
            f"按政策包以“{chosen.label.zh}”（{chosen.last_label}）评价。",
            f"Judged by {chosen.label.en} ({chosen.last_label}), as the pack says.",
        )
        return verdict, (part, Reason(code="midterm-basis", says=label), *reasons)
    names = law.listed_names(MIDTERM)
    says = Text(
        f"中期评价用哪一段时间未定（{'、'.join(n.zh for n in names)}）。",
        f"Which stretch the mid-term evaluation takes is open ({'; '.join(n.en for n in names)}).",
    )
    return Verdict.UNKNOWN, (part, law.open(MIDTERM, "midterm-open", says))


def _restated(figures: Figures, law: Law, floor: Fraction, target: Target, base_year: int | None) -> Restated | None:
    """Both answers where the base was another figure when growth was first measured against it."""
    known = figures.first_known.get(base_year) if base_year is not None else None
    shown = figures.sets[0]
    if base_year is None or known is None or known[1] == shown.levels.get(base_year):
        return None
    earlier = YearSet(params=shown.params, levels={**shown.levels, base_year: known[1]}, reasons=shown.reasons)
    reads = growths.read_all(law, figures.year, [earlier], floor, target.comparator)
    same_base = [r for r in reads if r.base_year == base_year] or list(reads)
    verdict, _ = growths.combined(law, same_base, target.asked_cite)
    _, growth = growths.shown_growths(law, figures.year, earlier)
    return Restated(
        base_year=base_year,
        first_known_on=known[0],
        first=known[1],
        now=shown.levels.get(base_year),
        growth_first=growth,
        verdict_first=verdict,
    )


def _changed(restated: Restated | None, verdict: Verdict) -> tuple[Text, ...]:
    if restated is None:
        return ()
    first, now = plain_level(restated.first), plain_level(restated.now)
    both = Text(
        f"{restated.base_year}年基数有重述：{restated.first_known_on}所知为{first}，现为{now}；采用现值。",
        f"The base of {restated.base_year} was restated: {first} as known on {restated.first_known_on}, {now} now; now is used.",
    )
    if restated.verdict_first is verdict:
        return (both,)
    return (
        both,
        Text(f"按当时所知：{restated.verdict_first.zh}。", f"As known then: {restated.verdict_first.en}."),
    )


TINY = 10  #: our own rule: from a base of fewer units than this a growth says little


def _tiny(figures: Figures, base_year: int | None) -> tuple[Text, ...]:
    base = figures.sets[0].levels.get(base_year) if base_year is not None else None
    if not base or base >= TINY or figures.unit in ("fen", "CNY_100M"):
        return ()
    return (
        Text(f"基数很小（{base}），增幅起伏很大。", f"The base is tiny ({base}), so growth from it swings widely."),
    )


def _doubts(figures: Figures) -> tuple[Text, ...]:
    flagged, untold = figures.columns.get("flagged", 0), figures.columns.get("untold", 0)
    notes = []
    if flagged:
        notes.append(
            Text(f"值内含存疑待核 {flagged}。", f"The value includes {flagged} in doubt, not yet cleared or excluded.")
        )
    if untold:
        notes.append(
            Text(f"有 {untold} 宗金额未说明，按零计。", f"The amount of {untold} is not told and adds nothing.")
        )
    return tuple(notes)


def _line(
    figures: Figures,
    law: Law,
    target: Target | None,
    verdict: Verdict,
    reasons: tuple[Reason, ...],
    *,
    value: Level = None,
    unit: str = "",
    facts: int | None = None,
    base: Level = None,
    base_year: int | None = None,
    growth: Mapping[Method, Growth | Refused] | None = None,
    used: Method | None = None,
    basis: Basis = Basis.FULL_YEAR,
    notes: tuple[Text, ...] | None = None,
    **more: Any,
) -> ScoreLine:
    shown = figures.sets[0] if figures.sets else None
    caution = (target.caution,) if target and target.caution else ()
    return ScoreLine(
        measure=figures.measure,
        place=figures.place,
        year=figures.year,
        as_known_on=figures.as_known_on,
        pack=law.pack.code,
        pack_version=law.pack.stack_version,
        clause=target.asked_cite if target else figures.measure.clause,
        demo=law.pack.stands_on_demo,
        source=figures.source,
        value=value if value is not None or shown is None else shown.levels.get(figures.year),
        unit=unit or figures.unit or figures.measure.unit,
        base=base,
        base_year=base_year,
        growth=growth or {},
        used=used,
        used_params=shown.params if shown else None,
        basis=basis,
        is_growth=law.is_growth(figures.measure.code, figures.measure.is_growth),
        target=target.asked if target else None,
        target_unit=target.unit if target else "",
        comparator=target.comparator if target else "",
        verdict=verdict,
        reasons=reasons,
        notes=(*(figures.notes if notes is None else notes), *caution),
        facts=figures.facts if facts is None else facts,
        columns=figures.columns,
        trend=shown.levels if shown else {},
        published=figures.published,
        **more,
    )
