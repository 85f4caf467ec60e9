"""An evaluation as it stands: the scoreboard's figures, points given, the rate of execution, grade and money."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Q

from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.facts import Observed, Withdrawn
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
from ipops.lines.programme.rules.selection import publicity
from ipops.lines.programme.rules.selection.publicity import Notice
from ipops.measures.growth import Growth
from ipops.policy import Pack, pack_named
from ipops.policy.remainder import Payment, remainder
from ipops.policy.remainder import Result as Evaluated
from ipops.policy.schemes import How, Scheme
from ipops.webkit import documents
from ipops.webkit.models import JournalRow

CYCLE = "programme.evaluation"
#: The term of a pack that says for how many working days a published result may be objected to.
OBJECTION_DAYS = "result_objection_days"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """An evaluation with its rules and what people said of it, before any figure of the ledger is asked for."""

    row: Dossier
    opened: f.EvaluationOpened
    pack: Pack
    scheme: Scheme
    entries: tuple[Entry, ...]

    @property
    def published(self) -> Entry | None:
        return next((e for e in reversed(self.entries) if isinstance(e.fact, f.EvaluationPublished)), None)

    def read(self, sheet: Sheet, grade: Grade | Unknown, payment: Payment | Unknown | Refused) -> EvaluationRead:
        published = self.published
        return EvaluationRead(
            row=self.row,
            opened=self.opened,
            pack=self.pack,
            scheme=self.scheme,
            sheet=sheet,
            grade=grade,
            payment=payment,
            published=published.fact if published and isinstance(published.fact, f.EvaluationPublished) else None,
            deviations={e.fact.item: e.fact for e in self.entries if isinstance(e.fact, f.DeviationExplained)},
            entries=tuple(e.n for e in self.entries),
        )


def _begun(case: str, on: date, row: Dossier | None) -> _Begun | Refused | None:
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
    return _Begun(row=row, opened=opened, pack=pack, scheme=scheme, entries=tuple(entries))


def evaluation_of(
    case: str, on: date, *, changes: Mapping[str, Fraction] | None = None, row: Dossier | None = None
) -> EvaluationRead | Refused | None:
    """The evaluation worked out now, or a what-if with some goals' figures changed; ``row`` is its own where it was read already.
    ``None`` if there is none."""
    begun = _begun(case, on, row)
    return _worked_out(begun, on, changes or {}) if isinstance(begun, _Begun) else begun


def shown_of(row: Dossier, on: date) -> EvaluationRead | Refused | None:
    """The evaluation as its page shows it: once published from the paper it was frozen in, and nothing is worked out; before,
    and while it is evaluated again, worked out now."""
    begun = _begun(row.case, on, row)
    if not isinstance(begun, _Begun):
        return begun
    if begun.published is None or row.stage == "drafted":
        return _worked_out(begun, on, {})
    return _as_published(begun, begun.published)


def _worked_out(begun: _Begun, on: date, changes: Mapping[str, Fraction]) -> EvaluationRead:
    results = results_of(begun.opened.place, begun.opened.year, begun.pack)
    for goal, value in changes.items():
        if goal in results:
            results[goal] = replace(results[goal], value=value, why=Text("假设值", "what-if"), facts=0)
    made = score.sheet(begun.scheme, results, _given(begun.entries), _execution(begun.opened, on))
    total = made.total
    if isinstance(total, Unknown):
        return begun.read(made, total, total)
    return begun.read(made, score.grade(total, begun.pack, on), remainder(begun.pack, Evaluated(score=total), on))


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


def _as_published(begun: _Begun, entry: Entry) -> EvaluationRead:
    """The sheet, grade and money that were published."""
    assert isinstance(entry.fact, f.EvaluationPublished)
    told, published = _kept([entry]), entry.fact
    sheet = Sheet(scheme=begun.scheme, lines=tuple(_frozen(begun.scheme, x) for x in told["sheet"]["lines"]))
    # Worked out from the frozen total: today's ledger may lack a figure that stood there when it was published.
    total, then = sheet.total, published.on
    if isinstance(total, Unknown):
        raise LookupError(f"The frozen sheet of {begun.row.case} has no total.")
    payment: Payment | Unknown | Refused = remainder(begun.pack, Evaluated(score=total), then)
    if isinstance(payment, Payment) and published.amount is not None:
        payment = replace(payment, amount=published.amount)
    grade = score.grade(total, begun.pack, then)
    if isinstance(grade, Grade):
        words = Text(**told["grade"]["grade"])
        grade = replace(grade, named=words, low=Fraction(told["grade"]["from"]), high=Fraction(told["grade"]["to"]))
    return begun.read(sheet, grade, payment)


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


def entered_since(read: EvaluationRead) -> int:
    """How many facts that a sheet is worked out from were entered since the result was published, here or elsewhere, and money
    of the city's own fund. Whether the sheet is another one only working it out again can tell; that takes long."""
    if read.published is None:
        return 0
    goals = (selectors.measures().get(x.item.goal) for x in read.sheet.lines if x.item.goal)
    counted = {k for m in goals if m is not None and m.rows is not None for k in m.rows.kinds}
    said = (Observed.KIND, f.BridgeStated.KIND, Withdrawn.KIND)
    wanted = Q(kind__in=[*sorted(counted), *said])
    city = Dossier.objects.filter(case=read.opened.nomination).first()
    if city is not None:
        wanted |= Q(kind=f.MoneyPosted.KIND, cases__contains=[plans.fund_of(city)])
    return JournalRow.objects.filter(wanted, n__gt=read.published.known_to).count()


def objecting(pack: Pack, since: date) -> Notice | Unknown:
    """Until when a result published on a day may be objected to, by the pack it was evaluated under."""
    return publicity.notice(pack, since, term=OBJECTION_DAYS)


def objecting_to(case: str) -> Notice | Unknown | None:
    """Until when the result that stands may be objected to; ``None`` while nothing is published."""
    facts = [e.fact for e in of_cases([case], [f.EvaluationOpened, f.EvaluationPublished])]
    opened = next((x for x in facts if isinstance(x, f.EvaluationOpened)), None)
    published = next((x for x in reversed(facts) if isinstance(x, f.EvaluationPublished)), None)
    if opened is None or published is None:
        return None
    pack = pack_named(opened.pack)
    if isinstance(pack, Refused):
        raise LookupError(pack.reasons[0].says.en)
    return objecting(pack, published.on)


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
