"""An evaluation as it stands: the scoreboard's figures, points given, the rate of execution, grade and money."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import selectors
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.reading.fund import standing_of
from ipops.lines.programme.rules.evaluation import score
from ipops.lines.programme.rules.evaluation.score import Given, Grade, Line, Result, Sheet
from ipops.lines.programme.rules.fund.clocks import Numerator, execution
from ipops.lines.programme.rules.scoring import ScoreLine
from ipops.measures.growth import Growth
from ipops.policy import Pack, pack_named
from ipops.policy.remainder import Payment, remainder
from ipops.policy.remainder import Result as Evaluated
from ipops.policy.schemes import How, Scheme
from ipops.webkit import documents

CYCLE = "programme.evaluation"
#: Decimals at which a compound growth enters the sheet; it is printed on the right side of its target all the same.
DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRead:
    """``payment`` is what the pack's own table gives for the score; without one it is unknown and says what is needed."""

    row: Dossier
    opened: f.EvaluationOpened
    pack: Pack
    scheme: Scheme
    sheet: Sheet
    grade: Grade | Unknown
    payment: Payment | Unknown | Refused
    published: f.EvaluationPublished | None
    deviations: Mapping[str, f.DeviationExplained]
    entries: tuple[int, ...]


def evaluation_of(
    case: str, on: date, *, changes: Mapping[str, Fraction] | None = None, row: Dossier | None = None
) -> EvaluationRead | Refused | None:
    """The evaluation worked out now, or a what-if with some goals' figures changed; ``row`` is its own where it was read already.
    ``None`` if there is none."""
    row = row or Dossier.objects.filter(case=case, cycle=CYCLE).first()
    entries = of_cases([case], [f.EvaluationOpened, f.ScoreGiven, f.DeviationExplained, f.EvaluationPublished])
    opened = next((e.fact for e in entries if isinstance(e.fact, f.EvaluationOpened)), None)
    if row is None or opened is None:
        return None
    pack = pack_named(opened.pack)
    if isinstance(pack, Refused):
        return pack
    scheme = pack.scheme(opened.scheme, on)
    if isinstance(scheme, Unknown):
        return Refused(reasons=(Reason(code="no-scheme", says=scheme.why),))
    results = results_of(opened.place, opened.year, pack)
    for goal, value in (changes or {}).items():
        if goal in results:
            results[goal] = replace(results[goal], value=value, why=Text("假设值", "what-if"), facts=0)
    made = score.sheet(scheme, results, _given(entries), _execution(opened, on))
    total = made.total
    return EvaluationRead(
        row=row,
        opened=opened,
        pack=pack,
        scheme=scheme,
        sheet=made,
        grade=score.grade(total, pack, on) if isinstance(total, Fraction) else total,
        payment=remainder(pack, Evaluated(score=total), on) if isinstance(total, Fraction) else total,
        published=next((e.fact for e in reversed(entries) if isinstance(e.fact, f.EvaluationPublished)), None),
        deviations={e.fact.item: e.fact for e in entries if isinstance(e.fact, f.DeviationExplained)},
        entries=tuple(e.n for e in entries),
    )


def deviating(sheet: Sheet) -> tuple[Line, ...]:
    """Items that lost points, have no figure, or lie far above their target: each asks for a reason."""
    return tuple(
        x
        for x in sheet.lines
        if x.item.how is not How.HEADING and (x.points is None or x.points < x.item.points or x.overshot)
    )


def kept_of(case: str) -> dict[str, Any] | None:
    """What the publication of a result froze; ``None`` while nothing is published and of one that is evaluated again."""
    row = Dossier.objects.filter(case=case, cycle=CYCLE).first()
    if row is None or row.stage == "drafted":
        return None
    entries = of_cases([case], [f.EvaluationPublished])
    return _kept(entries) if entries else None


def _kept(published: Sequence[Entry]) -> dict[str, Any]:
    kept = documents.open_document(published[-1].source.document)
    if kept is None:
        raise LookupError(f"The frozen sheet of entry {published[-1].n} is gone.")
    with kept:
        told: dict[str, Any] = json.load(kept)
    return told


def as_published(read: EvaluationRead) -> EvaluationRead:
    """With the sheet, grade and money that were published, read from the paper they were frozen in; as it is while nothing was
    published, and of a result that is being evaluated again."""
    if read.published is None or read.row.stage == "drafted":
        return read
    told = _kept(of_cases([read.row.case], [f.EvaluationPublished]))
    sheet = Sheet(scheme=read.scheme, lines=tuple(_frozen(read.scheme, x) for x in told["sheet"]["lines"]))
    # Worked out from the frozen total: today's ledger may lack a figure that stood there when it was published.
    total, then = sheet.total, read.published.on
    if isinstance(total, Unknown):
        raise LookupError(f"The frozen sheet of {read.row.case} has no total.")
    payment: Payment | Unknown | Refused = remainder(read.pack, Evaluated(score=total), then)
    if isinstance(payment, Payment) and read.published.amount is not None:
        payment = replace(payment, amount=read.published.amount)
    grade = score.grade(total, read.pack, then)
    if isinstance(grade, Grade):
        words = Text(**told["grade"]["grade"])
        grade = replace(grade, named=words, low=Fraction(told["grade"]["from"]), high=Fraction(told["grade"]["to"]))
    return replace(read, sheet=sheet, grade=grade, payment=payment)


def _frozen(scheme: Scheme, x: Mapping[str, Any]) -> Line:
    item = scheme.item(x["item"])
    if item is None:
        raise LookupError(f"The scheme has no item {x['item']} that was published.")
    figures: dict[str, Any] = {
        name: None if x[name] is None else Fraction(x[name]) for name in ("points", "value", "target")
    }
    return Line(
        item=item,
        says=Text(**x["says"]),
        unit=x["unit"],
        facts=x["facts"],
        entries=tuple(x["entries"]),
        overshot=x["overshot"],
        **figures,
    )


def has_moved(read: EvaluationRead) -> bool:
    """Whether the ledger says something else today than when the result was published."""
    return read.published is not None and read.published.sheet != read.sheet.digest


def _given(entries: Iterable[Entry]) -> dict[str, Given]:
    made: dict[str, Given] = {}
    for e in entries:
        if isinstance(e.fact, f.ScoreGiven):
            for item, points in zip(e.fact.items, e.fact.points, strict=False):
                made[item] = Given(points=points, entry=e.n, why=e.fact.why)
    return made


def _execution(opened: f.EvaluationOpened, on: date) -> Result | None:
    """Paid and invested over everything that came in; the sheet says which numerator it is."""
    city = Dossier.objects.filter(case=opened.nomination).first()
    if city is None:
        return None
    told = execution(standing_of(plans.fund_of(city)), Numerator.PAID_AND_INVESTED)
    return Result(goal="execution", value=told.rate, target=Fraction(1), why=told.says)


def results_of(place: str, year: int, pack: Pack) -> dict[str, Result]:
    """Every goal's figure for scoring, from the scorecard of the year under the pack."""
    return {line.measure.code: result_of(line) for line in selectors.scorecard(place, year, pack)}


def result_of(line: ScoreLine) -> Result:
    """A line of the scorecard as the sheet takes it: a growth by the method used, or why there is none."""
    target = None if line.target is None else Fraction(line.target)
    why = line.reasons[0].says if line.reasons else None
    value: Fraction | None = None
    if line.is_growth:
        got = line.growth.get(line.used) if line.used else None
        if isinstance(got, Growth) and line.floor is not None:
            value = Fraction(got.percent_beside(line.floor, DECIMALS))
    elif line.value is not None:
        value = Fraction(line.value)
    return Result(
        goal=line.measure.code,
        value=value,
        target=target,
        unit=line.target_unit,
        facts=line.facts,
        why=None if value is not None else (why or Text("没有数据", "no data")),
        cite=line.clause,
    )
