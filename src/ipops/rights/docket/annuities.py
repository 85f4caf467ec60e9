"""Annuities on the docket: the open patent years, what each month of lateness adds, restoration after the right has ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ipops.kernel.citation import Citation
from ipops.kernel.money import Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.facts.words import EndOfRight, Notice
from ipops.rights.docket import lines as rows
from ipops.rights.docket.days import PROVISIONAL, Calendar, anniversary, patent_year
from ipops.rights.docket.delivery import received
from ipops.rights.docket.given import Given
from ipops.rights.docket.item import DueItem, Status
from ipops.rights.docket.lines import RESTORATION, Line, LiveRight
from ipops.rights.docket.payment import FROM_ROLLED, FROM_STATUTORY, NO_SUM, NO_SUM_NEEDS
from ipops.rights.law import Book
from ipops.rights.register.standing import Running

RULE, RESTORE_RULE = "P-16", "P-17"


def annuity_items(
    given: Given, live: LiveRight, on: date, until: date, calendar: Calendar, law: Book
) -> Iterator[DueItem]:
    """The earliest open year, and every further one that falls due by ``until``."""
    year = rows.open_year(live, on, calendar)
    ends = rows.term_ends(live, law)
    while ends is not None and anniversary(live.filed_on, year) < ends:
        item = _item(given, live, year, on, calendar, law)
        yield item
        year += 1
        if item.status is Status.MISSED or anniversary(live.filed_on, year) > until:
            return


def _item(given: Given, live: LiveRight, year: int, on: date, calendar: Calendar, law: Book) -> DueItem:
    windows = tuple(rows.annuity_lines(live, year, calendar, law))
    now = next((w for w in windows[:RESTORATION] if w.last_on is not None and on <= w.last_on), windows[RESTORATION])
    rule = law.deadlines[RULE]
    tariff, _ = law.tariff(now.last_on or on)
    return DueItem(
        rule=RULE,
        right=given.right,
        does=_PAY.fill(n=year),
        status=Status.OPEN if now.step == 0 else Status.LATE if now.step < RESTORATION else Status.MISSED,
        due_on=now.last_on,
        statutory_on=anniversary(live.filed_on, year),
        provisional=now.provisional,
        year=year,
        amount=amount_of(now, law),
        lowest=Money(now.lowest) if now.lowest is not None else None,
        windows=windows,
        missed=rule.missed,
        readings=tuple(_readings(given, anniversary(live.filed_on, year), windows, on)),
        notes=tuple(_notes(given, live, now, on, law)),
        cites=(*rule.cites, law.late.first_month, tariff.cite, *_relief_cites(now, law)),
    )


def amount_of(w: Line, law: Book) -> Money | Unknown:
    if w.total is not None:
        return Money(w.total)
    return Unknown(why=NO_SUM.fill(year=w.year), needs=NO_SUM_NEEDS, cites=(law.tariffs[-1].cite,))


def _relief_cites(now: Line, law: Book) -> tuple[Citation, ...]:
    rule = {15: "FR-6", 70: "FR-4"}.get(now.relief, "FR-5" if now.relief else "")
    return law.reductions[rule].cites if rule else ()


def _readings(given: Given, due: date, windows: tuple[Line, ...], on: date) -> Iterator[Text]:
    first = windows[0]
    if first.last_on is not None and first.last_on != due:
        last, other = windows[RESTORATION - 1].last_on, windows[RESTORATION - 1].other_last_on
        yield _TWO.fill(
            due=due, moved=first.last_on, a=FROM_STATUTORY, b=FROM_ROLLED, last=last or "", other=other or ""
        )
    if _running(given.open_offers, on) and not _running(given.open_used, on):
        yield _OFFER_ONLY
    if _running(given.suspensions, on) or _running(given.orders, on):
        yield _SUSPENDED


def _notes(given: Given, live: LiveRight, now: Line, on: date, law: Book) -> Iterator[Text]:
    if now.provisional:
        yield PROVISIONAL
    if given.paid_to is None:
        yield _PAID_UNKNOWN
    if now.step == RESTORATION:
        yield _PRESUMED_ENDED
    yield from _relief_notes(given, live, now, on, law)
    if _running(given.pledges, on):
        yield _PLEDGED


def _relief_notes(given: Given, live: LiveRight, now: Line, on: date, law: Book) -> Iterator[Text]:
    pay_day = now.last_on or now.opens_on
    if now.total is None or now.full is None:
        return
    today = rows.relief_on(live, now.year, on, law)
    if today != now.relief and now.opens_on <= on:
        paid_today = now.full // 100 * (100 - today) + (now.surcharge or 0)
        yield _TODAY.fill(year=on.year, amount=Money(paid_today), later=pay_day.year)
    if not rows.may_be_reduced(live, now.year, pay_day, law):
        yield _NO_MORE_REDUCTION
    elif now.lowest is not None and now.lowest < now.total:
        yield _FILE_AGAIN.fill(year=pay_day.year, amount=Money(now.lowest))
    elif not given.entitled:
        rule = law.reductions["FR-4" if given.owners > 1 else "FR-2"]
        saved = now.full // 100 * (rule.percent or 0)
        yield _IF_ENTITLED.fill(who=rule.says, percent=rule.percent, amount=Money(now.total - saved))


def with_registration_fee(item: DueItem, given: Given, live: LiveRight, law: Book) -> DueItem:
    """The registration after a notice of grant, with the annuity of the year of grant (实施细则 114), which is the patent year
    in which it is done."""
    if item.due_on is None or not given.kind.is_patent:
        return item
    year = patent_year(live.filed_on, item.due_on)
    tariff, _ = law.tariff(item.due_on)
    yuan = tariff.yuan(given.kind, year)
    if yuan is None:
        return replace(item, amount=Unknown(why=NO_SUM.fill(year=year), needs=NO_SUM_NEEDS, cites=(tariff.cite,)))
    granted = live._replace(granted_on=item.due_on)
    relief = rows.relief_on(granted, year, item.due_on, law)
    return replace(
        item,
        year=year,
        amount=Money(yuan * (100 - relief)),
        lowest=Money(yuan * (100 - max(relief, live.entitled))),
        notes=(*item.notes, _GRANT_YEAR.fill(n=year)),
        cites=(*item.cites, tariff.cite),
    )


def restoration_items(given: Given, live: LiveRight, on: date, calendar: Calendar, law: Book) -> Iterator[DueItem]:
    """A patent that ended for an unpaid annuity, while it may still be asked back."""
    if given.ended_why is not EndOfRight.UNPAID or given.ended_on is None:
        return
    papers = [p for p in given.papers if p.notice is Notice.LOSS]
    got = received(papers[-1], given.kind) if papers else None
    year = patent_year(live.filed_on, given.ended_on)
    dead = live._replace(loss_received_on=got.day if got else None)
    window = list(rows.annuity_lines(dead, year, calendar, law))[RESTORATION]
    # without the notice the two months are not known; force majeure reaches two years past the last day to pay late
    if on > (window.last_on or months_after(window.opens_on, 24)):
        return
    rule = law.deadlines[RESTORE_RULE]
    notes = [*([PROVISIONAL] if window.provisional else []), got.says if got else _NO_NOTICE, _GOOD_REASON]
    yield DueItem(
        rule=RESTORE_RULE,
        right=given.right,
        does=_RESTORE.fill(n=year),
        status=Status.OPEN,
        due_on=window.last_on,
        statutory_on=None,
        provisional=window.provisional,
        year=year,
        amount=amount_of(window, law),
        lowest=Money(window.lowest) if window.lowest is not None else None,
        windows=(window,),
        missed=rule.missed,
        notes=tuple(notes),
        cites=(*rule.cites, *law.restoration.cites, *((got.cite,) if got else ())),
    )


def _running(spans: tuple[Running, ...], on: date) -> bool:
    return any(s.on(on) for s in spans)


_PAY = Text("缴纳第{n}年度年费", "pay the annuity of patent year {n}")
_RESTORE = Text("请求恢复权利并补缴第{n}年度年费", "ask for restoration and pay the annuity of patent year {n}")
_TWO = Text(
    "应缴日 {due} 非工作日，可缴至 {moved}。{a}，则滞纳期至 {last}；{b}，则至 {other}。所掌握的来源没有说明，按前者更稳妥。",
    "{due} is no working day; it may be paid until {moved}. With {a} the late months end on {last}; with {b} on {other}. No source at hand settles it; the first is safer.",
)
_OFFER_ONLY = Text(
    "已声明开放许可但未见已实施的许可：减免15%是否只需声明即可，来源未说明；此处未减免。",
    "An open licence is offered, none is known to be used: whether the offer alone gives the 15 % is not told; it is not deducted here.",
)
_SUSPENDED = Text(
    "程序中止或保全期间暂停办理终止手续（细则第一百零五条）；年费期限是否顺延，条文没有规定，请按期缴纳。",
    "While proceedings are suspended or the right is preserved no end is entered (实施细则 105); whether the annuity waits the article does not say, so pay in time.",
)
_PAID_UNKNOWN = Text(
    "没有缴费记录：按权利仍有效推定以前年度已缴；请核对登记簿。",
    "No payment is on record: earlier years are taken as paid because the right is in force; check the register.",
)
_PRESUMED_ENDED = Text(
    "滞纳期已过而登记簿尚无终止记录：专利权自应缴期满之日起终止，只能请求恢复。",
    "The late months have passed and the register tells no end: by law the patent ended on the due day; only restoration is left.",
)
_PLEDGED = Text(
    "该权利已出质：未缴年费将使质物消灭，请通知质权人。",
    "The right is pledged: an unpaid annuity ends the collateral; tell the pledgee.",
)
_TODAY = Text(
    "在{year}年缴费为{amount}（备案按自然年度）；至{later}年须重新备案。",
    "Paid in {year} it costs {amount} (the record holds for a calendar year); for {later} it must be filed again.",
)
_FILE_AGAIN = Text("办理{year}年度费减备案后为{amount}。", "With the reduction on record for {year} it is {amount}.")
_IF_ENTITLED = Text(
    "若符合“{who}”并完成备案，减缴{percent}%，为{amount}。",
    "If this holds – {who} – and is on record, {percent} % is not charged and it is {amount}.",
)
_NO_MORE_REDUCTION = Text(
    "不在可减缴的年度内（自授权当年起十年）。", "Outside the years that are reduced (ten from the year of grant)."
)
_GRANT_YEAR = Text(
    "金额为授权当年（第{n}专利年度）的年费，按届满日计算。",
    "The sum is the annuity of the year of grant (patent year {n}), as of the last day.",
)
_NO_NOTICE = Text(
    "未见终止通知书：两个月的恢复期自收到通知之日起算，届满日未知。",
    "No notice of loss is at hand: the two months run from its receipt, so their last day is unknown.",
)
_GOOD_REASON = Text("须有正当理由，并附证明。", "It needs a good reason, with proof.")
