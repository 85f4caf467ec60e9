"""Evaluations: opened, scored by people where people score, published with everything frozen, objected to, paid upon."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from django.db import transaction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import evaluation as reading
from ipops.lines.programme.app.reading import fund as funds_read
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.services import freezing
from ipops.lines.programme.app.services import fund as funds
from ipops.lines.programme.app.services.fund import Posting
from ipops.lines.programme.app.services.steps import drafted, no, source_of, unknown_case
from ipops.lines.programme.facts.words import Position, ScorePart, Source
from ipops.lines.programme.rules.fund import postings
from ipops.lines.programme.rules.fund.accounts import Name
from ipops.lines.programme.rules.selection.publicity import Notice
from ipops.policy import pack_named
from ipops.policy.schemes import How
from ipops.webkit import documents, journal


def evaluation_code(nomination: str, year: int) -> str:
    return f"eva:{nomination.removeprefix('nom:')}:{year}"


@transaction.atomic
def evaluation_open(
    *, nomination: str, pack: str, year: int, by: str, today: date, scheme: str = "evaluation"
) -> Entry | Refused:
    """Open the evaluation of a city up to a year that is over."""
    journal.take_turn()
    row = funds.city_of(nomination)
    if row is None:
        return unknown_case(nomination)
    if row.stage != "running":
        return no(
            "city-not-running",
            "城市不在建设中，不能开展中期评价。",
            "The city is not running its plan: nothing to evaluate.",
        )
    found = pack_named(pack)
    if isinstance(found, Refused):
        return found
    told = found.scheme(scheme, today)
    if isinstance(told, Unknown):
        return Refused(reasons=(Reason(code="no-scheme", says=told.why, cite=told.cites[0] if told.cites else None),))
    if date(year, 12, 31) >= today:
        return no("year-runs", f"{year}年尚未结束。", f"{year} is not over yet.", "year")
    fact = f.EvaluationOpened(
        evaluation=evaluation_code(nomination, year),
        nomination=nomination,
        place=row.place,
        pack=pack,
        scheme=scheme,
        year=year,
        on=today,
    )
    draft = Draft(fact=fact, source=source_of("", ""), reference=f"evaluation:{fact.evaluation}")
    (entry,) = journal.append([draft], by=by)
    return entry


@transaction.atomic
def score_give(
    *,
    evaluation: str,
    part: ScorePart,
    points: Mapping[str, Fraction],
    why: str,
    by: str,
    today: date,
    reference: str,
    document: str = "",
) -> Entry | Refused:
    """Points of the items people score. A deviation is explained: the words are asked for."""
    journal.take_turn()
    row = Dossier.objects.filter(case=evaluation, cycle=reading.CYCLE).first()
    read = reading.evaluation_of(evaluation, today)
    if row is None or read is None:
        return unknown_case(evaluation)
    if isinstance(read, Refused):
        return read
    if row.stage != "drafted":
        return no(
            "evaluation-frozen", "结果已公布，评分不能再变动。", "The result is published: points no longer change."
        )
    if not why.strip():
        return no("no-why", "请写明评分依据。", "Say what the points rest on.", "why")
    how = How.EXPERT if part is ScorePart.EXPERT else How.FIELD
    wrong = [_bounds(read, item, given, how) for item, given in points.items()]
    if reasons := tuple(r for r in wrong if r is not None):
        return Refused(reasons=reasons)
    fact = f.ScoreGiven(
        evaluation=evaluation,
        place=row.place,
        part=part,
        items=tuple(points),
        points=tuple(points.values()),
        why=why,
        on=today,
    )
    (entry,) = journal.append(
        [Draft(fact=fact, source=source_of(document, why), reference=f"score:{reference}")], by=by
    )
    return entry


def _bounds(read: reading.EvaluationRead, item: str, given: Fraction, how: How) -> Reason | None:
    known = read.scheme.item(item)
    if known is None or known.how is not how:
        says = Text(f"“{item}”不由此方评分。", f"“{item}” is not scored by this part.")
        return Reason(code="not-this-part", says=says, field=item)
    if not 0 <= given <= known.points:
        says = Text(
            f"“{known.title.zh}”应在 0 至 {known.points} 分。", f"“{known.title.en}” takes 0 to {known.points}."
        )
        return Reason(code="points-out-of-bounds", says=says, field=item)
    return None


@transaction.atomic
def deviation_explain(
    *, evaluation: str, item: str, why: str, remedy: str, by: str, today: date, reference: str, document: str = ""
) -> Entry | Refused:
    """The city's reason for an item that deviates, before the result is published."""
    journal.take_turn()
    read = reading.evaluation_of(evaluation, today)
    if read is None:
        return unknown_case(evaluation)
    if isinstance(read, Refused):
        return read
    if read.row.stage != "drafted":
        return no(
            "evaluation-frozen", "结果已公布，说明不能再变动。", "The result is published: reasons no longer change."
        )
    if item not in {x.item.id for x in reading.deviating(read.sheet)}:
        return no("no-deviation", "该项没有偏离，无需说明。", "This item does not deviate.", "item")
    if not why.strip():
        return no("no-why", "请写明偏离原因。", "Say why it deviates.", "why")
    fact = f.DeviationExplained(
        evaluation=evaluation, place=read.row.place, item=item, why=why.strip(), remedy=remedy.strip(), on=today
    )
    draft = Draft(fact=fact, source=source_of(document, why), reference=f"deviation:{reference}")
    (entry,) = journal.append([draft], by=by)
    return entry


@transaction.atomic
def evaluation_publish(*, evaluation: str, by: str, today: date, reference: str) -> Entry | Refused:
    """Freeze and publish: the sheet is kept as a document, with its rules, the entries behind it and every paper as it is printed.
    An amount is stored only if a sourced table gives one."""
    journal.take_turn()
    read = reading.evaluation_of(evaluation, today)
    if read is None:
        return unknown_case(evaluation)
    if isinstance(read, Refused):
        return read
    total = read.sheet.total
    if isinstance(total, Unknown):
        return Refused(reasons=(Reason(code="score-unknown", says=total.why, cite=read.scheme.cite),))
    if isinstance(read.grade, Unknown):
        return Refused(reasons=(Reason(code="grade-unknown", says=read.grade.why),))
    moved = drafted(read.row, "publish", on=today, why="", document="", reference=reference)
    if isinstance(moved, Refused):
        return moved
    city = Dossier.objects.get(case=read.opened.nomination)
    evaluated = drafted(city, "evaluate", on=today, why="", document="", reference=f"{evaluation}:{reference}")
    again = read.published is not None
    if isinstance(evaluated, Refused) and not again:
        return evaluated
    payment = read.payment
    known_to = journal.size()
    kept = freezing.frozen(read, known_to, today)
    sha = documents.store(io.BytesIO(kept), f"{evaluation.replace(':', '-')}.json", by)
    if not isinstance(sha, str):
        return Refused(reasons=(Reason(code=sha.code, says=sha.says),))
    fact = f.EvaluationPublished(
        evaluation=evaluation,
        nomination=read.opened.nomination,
        place=read.row.place,
        score=total,
        grade=read.grade.named.zh,
        amount=None if isinstance(payment, Unknown | Refused) else payment.amount,
        why_no_amount=payment.why.zh if isinstance(payment, Unknown) else "",
        parameters=freezing.parameters(read),
        known_to=known_to,
        sheet=read.sheet.digest,
        on=today,
    )
    published = Draft(fact=fact, source=source_of(sha, ""), reference=f"published:{evaluation}:{reference}")
    drafts = [moved, published] + ([] if isinstance(evaluated, Refused) else [evaluated])
    _, entry, *_ = journal.append(drafts, by=by)
    return entry


@transaction.atomic
def evaluation_settle(
    *, evaluation: str, by: str, today: date, reference: str, why: str = "", document: str = ""
) -> Entry | Refused:
    """Make a result final: the time for objections over. Where its length is unknown the reason must say why it is."""
    journal.take_turn()
    row = Dossier.objects.filter(case=evaluation, cycle=reading.CYCLE).first()
    if row is None:
        return unknown_case(evaluation)
    moved = drafted(row, "settle", on=today, why=why, document=document, reference=reference)
    if isinstance(moved, Refused):
        return moved
    stands = reading.objecting_to(evaluation)
    if isinstance(stands, Notice) and today <= stands.last_day:
        says = Text(
            f"对结果的异议截至 {stands.last_day}，此前不能定案。",
            f"The result may be objected to until {stands.last_day}; it is not final before.",
        )
        return Refused(reasons=(Reason(code="objection-time-running", says=says, cite=stands.days.cite),))
    if isinstance(stands, Unknown) and not why.strip():
        return no(
            "objection-time-unknown",
            "对结果提出异议的期限未知，请写明可以定案的依据。",
            "How long the result may be objected to is unknown: say why it may be made final.",
            "why",
        )
    (entry,) = journal.append([moved], by=by)
    return entry


@transaction.atomic
def rest_pay(*, evaluation: str, by: str, today: date, reference: str, document: str = "") -> Entry | Refused:
    """Release what the result gives of the withheld instalment; what it does not give goes back. Only a final result pays,
    and only an amount from a sourced table: an unknown one is said to be so."""
    journal.take_turn()
    read = reading.evaluation_of(evaluation, today)
    if read is None:
        return unknown_case(evaluation)
    if isinstance(read, Refused):
        return read
    if read.published is None or read.row.stage != "final":
        return no("not-final", "结果尚未定案，不能拨付。", "The result is not final: nothing is paid on it.")
    if read.published.amount is None:
        why = read.published.why_no_amount or "金额未知"
        cites = read.payment.cites if isinstance(read.payment, Unknown) else ()
        says = Text(f"剩余资金金额未知：{why}需官方文本。", "The rest is unknown: it needs the official text.")
        return Refused(reasons=(Reason(code="amount-unknown", says=says, cite=cites[0] if cites else None),))
    city = Dossier.objects.get(case=read.opened.nomination)
    money = _release(city, read.published.amount, today, reference, document)
    if isinstance(money, Refused):
        return money
    moved = drafted(city, "pay_second", on=today, why="", document=document, reference=reference)
    if isinstance(moved, Refused):
        return moved
    entry, *_ = journal.append([moved, *money], by=by)
    return entry


def _release(city: Dossier, amount: Money, today: date, reference: str, document: str) -> list[Draft] | Refused:
    """Withheld becomes available up to the amount; the rest of it leaves again. One posting, so that both or neither happen."""
    place, batch = city.place, plans.batch_year(city)
    name = Name(place=place, batch=batch, source=Source.CENTRAL_SECOND, instrument=None, position=Position.WITHHELD)
    held = funds_read.standing_of(plans.fund_of(city)).get(str(name), NIL)
    if held < amount or not held:
        return no("nothing-withheld", f"暂缓拨付的只有 {held}。", f"Only {held} is withheld.", "amount")
    moves = [(Position.AVAILABLE, amount), (Position.OUTSIDE, held - amount)]
    made = []
    for to, part in moves:
        if part <= NIL:
            continue
        legs = postings.move(
            place=place, batch=batch, source=Source.CENTRAL_SECOND, from_=Position.WITHHELD, to=to, amount=part
        )
        posting = Posting(
            legs=legs,
            fund=plans.fund_of(city),
            place=place,
            budget_year=today.year,
            says="剩余资金拨付" if to is Position.AVAILABLE else "剩余资金未予拨付",
            document=document,
        )
        draft = funds.drafted(posting, plans.floors_of(city), today, f"rest:{city.case}:{to}:{reference}")
        if isinstance(draft, Refused):
            return draft
        made.append(draft)
    return made
