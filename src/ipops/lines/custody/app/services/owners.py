"""What an owner, its agency or the office records about rights: an annuity paid with its proof, the reduction of a year, use
of a mark.

Rule 1: a payment rests on a paper. What was paid is stored as it was paid; whether it was too little or too much is worked out.
Rule 2: a body records of rights that it owns or looks after; an office of rights in its places.
Rule 3: a year paid before is stored again only if the sender says that it was paid twice (then it may come back).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft
from ipops.ledger.fact import Fact
from ipops.ledger.facts import AnnuityPaid, FeeReductionRecorded, MarkUsed
from ipops.ledger.facts.words import RightKind
from ipops.lines.custody.app.reading import care
from ipops.rights.docket.days import patent_year
from ipops.rights.docket.given import Given, from_standing
from ipops.rights.docket.payment import annuity_on
from ipops.rights.law import book
from ipops.webkit import access, docket, journal
from ipops.webkit.course import refuse
from ipops.webkit.enrol import By
from ipops.webkit.models import JournalRow


@transaction.atomic
def annuity_pay(
    *, reader: access.Reader, right: str, year: int, on: date, paid: Money, twice: bool, by: By
) -> Text | Refused:
    """Store a payment with its proof; gives the sentence that says whether the sum was right."""
    journal.take_turn()
    given = given_of(reader, right, by.today)
    if isinstance(given, Refused):
        return given
    if stored(by):
        return STORED
    live = given.live(on)
    reasons = [
        *([Reason(code="proof-missing", says=_NO_PROOF, field="paper")] if not by.document else []),
        *([Reason(code="in-the-future", says=AHEAD, field="on")] if on > by.today else []),
        *([Reason(code="nothing-paid", says=_NOTHING, field="paid")] if paid <= NIL else []),
        *(
            [Reason(code="before-the-filing", says=_BEFORE_FILING, field="on")]
            if given.filed_on and on < given.filed_on
            else []
        ),
    ]
    if not given.kind.is_patent or live is None or live.granted_on is None:
        reasons.append(Reason(code="no-annuity", says=_NO_ANNUITY, field="right"))
    elif year < patent_year(live.filed_on, live.granted_on):
        reasons.append(Reason(code="before-the-grant", says=_BEFORE_GRANT, field="year"))
    if given.paid_to is not None and year <= given.paid_to and not twice:
        reasons.append(Reason(code="paid-before", says=_PAID_BEFORE.fill(year=given.paid_to), field="twice"))
    if reasons:
        return Refused(reasons=tuple(reasons))
    assert live is not None
    append(by, AnnuityPaid(on=on, right=right, year=year, paid=paid))
    reduced = live._replace(entitled=given.reductions.get(on.year, 0))
    return _judged(annuity_on(reduced, year, on), paid)


def _judged(priced: object, paid: Money) -> Text:
    """What the sum means, in the reading that asks more."""
    if isinstance(priced, Unknown):
        return _STORED_UNKNOWN.fill(why=priced.why)
    totals = [r.total for r in priced.readings if r.total is not None]  # type: ignore[attr-defined]
    if not totals:
        return _STORED_LATE
    if paid < max(totals):
        return _STORED_SHORT.fill(owed=max(totals), lacks=max(totals) - paid)
    return _STORED_OVER.fill(over=paid - max(totals)) if paid > max(totals) else STORED


@transaction.atomic
def reduction_record(
    *, reader: access.Reader, rights: Sequence[str], year: int, percent: int, by: By
) -> Text | Refused:
    """The owners are on record for a calendar year: 85 or 70 per cent, as the notice gives them."""
    journal.take_turn()
    if stored(by):
        return STORED
    rules = {book().reductions[r].percent for r in ("FR-2", "FR-4")}
    reasons = [
        *([Reason(code="proof-missing", says=_NO_RECORD, field="paper")] if not by.document else []),
        *([Reason(code="no-such-reduction", says=_PERCENT, field="percent")] if percent not in rules else []),
        *([Reason(code="no-right", says=_NO_RIGHT, field="rights")] if not rights else []),
        *([Reason(code="year-ahead", says=_YEARAHEAD, field="year")] if year > by.today.year + 1 else []),
    ]
    for right in rights:
        given = given_of(reader, right, by.today)
        if isinstance(given, Refused):
            reasons += given.reasons
        elif not given.kind.is_patent:
            reasons.append(Reason(code="no-annuity", says=_NO_ANNUITY, field="rights"))
        elif year in given.reductions:
            reasons.append(Reason(code="recorded-before", says=_RECORDED.fill(right=right, year=year), field="year"))
    if reasons:
        return Refused(reasons=tuple(reasons))
    append(by, *(FeeReductionRecorded(on=by.today, right=r, year=year, percent=percent) for r in rights))
    return STORED


@transaction.atomic
def use_show(
    *, reader: access.Reader, right: str, on: date, classes: Sequence[str], goods: str, how: str, by: By
) -> Text | Refused:
    """Evidence of use of a mark on a day, for classes of its registration."""
    journal.take_turn()
    if stored(by):
        return STORED
    given = given_of(reader, right, by.today)
    if isinstance(given, Refused):
        return given
    strange = [c for c in classes if given.class_codes and c not in given.class_codes]
    wrong = (
        (given.kind is not RightKind.TRADEMARK, "not-a-mark", "right", _NOT_A_MARK),
        (not by.document, "evidence-missing", "paper", _NO_EVIDENCE),
        (not classes, "no-class", "classes", _NO_CLASS),
        (bool(strange), "other-class", "classes", _OTHER_CLASS.fill(classes="、".join(given.class_codes) or "?")),
        (on > by.today, "in-the-future", "on", AHEAD),
        (given.granted_on is not None and on < given.granted_on, "before-registration", "on", _BEFORE_REGISTRATION),
    )
    reasons = tuple(Reason(code=code, says=says, field=field) for no, code, field, says in wrong if no)
    if reasons:
        return Refused(reasons=reasons)
    append(by, MarkUsed(on=on, right=right, classes=tuple(dict.fromkeys(classes)), goods=goods, how=how))
    return STORED


def given_of(reader: access.Reader, right: str, today: date) -> Given | Refused:
    """The right as it stands, if this reader may record about it."""
    if not care.may_record(reader, right):
        return refuse("not-yours", _NOT_YOURS.fill(right=right), "right")
    standing = docket.standings([right], today).get(right)
    given = from_standing(standing) if standing is not None else None
    return given or refuse("right-unknown", _UNKNOWN.fill(right=right), "right")


def stored(by: By) -> bool:
    return JournalRow.objects.filter(by=by.by, reference=f"custody:{by.reference}:0").exists()


def append(by: By, *facts: Fact) -> None:
    drafts = [Draft(fact=f, source=by.source, reference=f"custody:{by.reference}:{i}") for i, f in enumerate(facts)]
    journal.append(drafts, by=by.by)


STORED = Text("已记入账本。", "It stands in the ledger.")
_STORED_UNKNOWN = Text(
    "已记入账本；金额无法核对：{why}", "It stands in the ledger; the sum could not be checked: {why}"
)
_STORED_LATE = Text(
    "已记入账本。但该日滞纳期已过，权利依法已终止，只能请求恢复。",
    "It stands in the ledger. But the late months had passed: the right has ended by law, and only restoration is left.",
)
_STORED_SHORT = Text(
    "已记入账本。当日应缴{owed}，还差{lacks}：补缴按补缴当日计价。",
    "It stands in the ledger. {owed} was owed that day; {lacks} is lacking, and a top-up is priced on its own day.",
)
_STORED_OVER = Text(
    "已记入账本。多缴{over}，三年内可请求退款（细则第一百一十一条）。",
    "It stands in the ledger. {over} too much was paid: it may be asked back within three years (实施细则 111).",
)
_NO_PROOF = Text("请附缴费凭证。", "Attach the proof of payment.")
_NO_RECORD = Text("请附费减备案的审批结果。", "Attach the office's answer on the reduction.")
_NO_EVIDENCE = Text("请附使用证据。", "Attach the evidence of use.")
AHEAD = Text("日期在今天之后。", "The day lies ahead.")
_NOTHING = Text("请填写实缴金额。", "Give the sum paid.")
_NO_ANNUITY = Text(
    "该权利没有年费，或缺少申请日、授权日。", "It has no annuity, or its days of filing and grant are missing."
)
_BEFORE_GRANT = Text("授权以前的年度没有年费。", "Years before the grant have no annuity.")
_BEFORE_FILING = Text("早于申请日，请核对。", "It lies before the filing; check the day.")
_PAID_BEFORE = Text(
    "已缴至第{year}年度。如确系重缴，请勾选后再提交。",
    "Paid up to year {year}. If it was paid twice, tick the box and send again.",
)
_PERCENT = Text("减缴比例为85%（单独）或70%（共有）。", "The reduction is 85 % (one owner) or 70 % (co-owners).")
_NO_RIGHT = Text("请填写权利号。", "Give the rights.")
_YEARAHEAD = Text("备案按自然年度办理，不能这么早。", "A record is for a calendar year; that is too early.")
_RECORDED = Text("{right} 在{year}年已备案。", "{right} is on record for {year} already.")
_NOT_A_MARK = Text("不是商标。", "It is no trademark.")
_NO_CLASS = Text("请填写类别。", "Give the classes.")
_OTHER_CLASS = Text("不在注册类别内；注册类别：{classes}。", "Not among its classes; they are {classes}.")
_BEFORE_REGISTRATION = Text("早于注册日。", "It lies before the registration.")
_NOT_YOURS = Text(
    "{right} 不在您名下，也不由您托管，或不在您的辖区。",
    "{right} is neither yours nor in your care, nor in your places.",
)
_UNKNOWN = Text("账本里没有关于 {right} 的记录。", "Nothing is known of {right}.")
