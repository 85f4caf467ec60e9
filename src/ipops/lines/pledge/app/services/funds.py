"""A fund's opening, money and list; a bank's attested month; a park's credit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from ipops.finance.scheme import Scheme
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.app.models import Fund, Month
from ipops.lines.pledge.app.services import lines, storing
from ipops.lines.pledge.facts.words import FilesWhen, Returns
from ipops.lines.pledge.rules import codes
from ipops.lines.pledge.rules.scheming import scheme_of
from ipops.webkit import enrol, journal
from ipops.webkit.enrol import By


@transaction.atomic
def fund_open(
    *,
    name: str,
    scheme: str,
    place: str,
    payer: str,
    terms: Sequence[str],
    files: FilesWhen,
    files_days: int | None,
    claim_days: int | None,
    returns: Returns,
    asks_list: bool,
    draw_first: bool,
    by: By,
) -> str | Refused:
    """Open a fund that runs a scheme. Terms that fill a silent place need the agreement that says so."""
    journal.take_turn()
    fund = codes.code("F", by.by, by.reference)
    if Fund.objects.filter(fund=fund).exists():
        return fund
    got = scheme_of(scheme, tuple(terms))
    if not isinstance(got, Scheme):
        return got
    found = [
        (got.form.kind != "sharing", "no-sharing-scheme", "scheme", _NO_SHARING),
        (payer not in got.form.parties or payer == got.form.bearer, "no-such-party", "payer", _NO_PARTY),
        ((bool(terms) or draw_first) and not by.document, "agreement-missing", "paper", _NO_AGREEMENT),
    ]
    reasons = tuple(Reason(code=k, says=says, field=x) for wrong, k, x, says in found if wrong)
    if reasons:
        return Refused(reasons=reasons)
    fact = f.FundOpened(
        on=by.today,
        fund=fund,
        name=name.strip(),
        scheme=scheme,
        place=place,
        payer=payer,
        terms=tuple(terms),
        files=files,
        files_days=files_days,
        claim_days=claim_days,
        returns=returns,
        asks_list=asks_list,
        draw_first=draw_first,
    )
    storing.append(by, "open", [fact])
    return fund


@transaction.atomic
def fund_move(*, fund: str, amount: Money, on: date, why: str, by: By) -> Refused | Text:
    row = _row(fund, "move", by)
    if not isinstance(row, Fund):
        return row
    if amount == NIL or row.balance + amount < NIL:
        return storing.no("not-so-much", _NOT_SO_MUCH.fill(left=str(row.balance)), "amount")
    storing.append(by, "move", [f.FundMoved(on=on, fund=fund, place=row.place, amount=amount, why=why)])
    lines.watch(fund, on=by.today)
    return storing.STORED


@transaction.atomic
def fund_state(*, fund: str, balance: Money, on: date, by: By) -> Refused | Text:
    """What the bank's statement says. A difference is shown on the page of the pool, and nothing is adjusted."""
    row = _row(fund, "state", by)
    if not isinstance(row, Fund):
        return row
    storing.append(by, "state", [f.FundStated(on=on, fund=fund, place=row.place, balance=balance)])
    return storing.STORED


@transaction.atomic
def fund_list(*, fund: str, firms: Sequence[str], off: bool, by: By) -> Refused | Text:
    """Put firms on the white list, by credit code, or take them off."""
    row = _row(fund, "list", by)
    if not isinstance(row, Fund):
        return row
    found = [
        enrol.find(
            enrol.Written(code=code, name="", kind=PartyKind.ENTERPRISE),
            on=by.today,
            source=by.source,
            field="firms",
        )
        for code in firms
    ]
    if wrong := tuple(x for x in found if isinstance(x, Reason)):
        return Refused(reasons=wrong)
    codes = tuple(x.party for x in found if isinstance(x, enrol.Known))
    if not codes:
        return storing.no("nobody", _NOBODY, "firms")
    storing.append(by, "list", [f.FundListed(on=by.today, fund=fund, place=row.place, firms=codes, off=off)])
    return storing.STORED


@transaction.atomic
def month_attest(
    *,
    month: date,
    bank: str,
    place: str,
    plan: Money | None,
    used: Money | None,
    ip_loans: Money,
    ip_npl: Money,
    npl_ratio_bp: int | None,
    attested_by: str,
    by: By,
) -> Refused | str:
    """A bank's month, attested. The same month once; what changes is a correction of the entry."""
    journal.take_turn()
    first = month.replace(day=1)
    report = codes.code("M", bank, place, first.isoformat())
    if storing.stored_before(by, "month", case=report):
        return report
    found = [
        (Month.objects.filter(report=report).exists(), "month-told", "month", _TOLD),
        (first > by.today, "in-the-future", "month", _FUTURE),
        (ip_npl > ip_loans or ip_npl < NIL, "more-bad-than-lent", "ip_npl", _BAD),
        (not attested_by.strip(), "nobody-attests", "attested_by", _ATTEST),
    ]
    reasons = tuple(Reason(code=k, says=says, field=x) for wrong, k, x, says in found if wrong)
    if reasons:
        return Refused(reasons=reasons)
    fact = f.MonthAttested(
        on=by.today,
        report=report,
        month=first,
        bank=bank,
        place=place,
        plan=plan,
        used=used,
        ip_loans=ip_loans,
        ip_npl=ip_npl,
        npl_ratio_bp=npl_ratio_bp,
        attested_by=attested_by.strip(),
    )
    storing.append(by, "month", [fact])
    return report


@transaction.atomic
def credit_give(
    *,
    park: enrol.Written,
    bank: enrol.Written,
    place: str,
    amount: Money,
    each: Money | None,
    firms: Sequence[str],
    until: date | None,
    by: By,
) -> str | Refused:
    """One bank's credit for the firms of a park."""
    journal.take_turn()
    credit = codes.code("G", by.by, by.reference)
    if storing.stored_before(by, "together", case=credit):
        return credit
    written = [enrol.Written(code=c, name="", kind=PartyKind.ENTERPRISE) for c in firms]
    found = [
        enrol.find(w, on=by.today, source=by.source, field=name)
        for w, name in [(park, "park"), (bank, "bank"), *((w, "firms") for w in written)]
    ]
    if wrong := tuple(x for x in found if isinstance(x, Reason)):
        return Refused(reasons=wrong)
    known = [x for x in found if isinstance(x, enrol.Known)]
    if amount <= NIL or len(known) < 3:
        return storing.no("nothing-given", _NOTHING, "amount")
    fact = f.CreditGivenTogether(
        on=by.today,
        credit=credit,
        park=known[0].party,
        bank=known[1].party,
        place=place,
        amount=amount,
        each=each,
        firms=tuple(x.party for x in known[2:]),
        until=until,
    )
    storing.append(by, "together", [fact], [x.draft for x in known])
    return credit


def _row(fund: str, event: str, by: By) -> Fund | Refused | Text:
    journal.take_turn()
    row = Fund.objects.filter(fund=fund).first()
    if row is None:
        return storing.no("no-such-fund", storing.NONE)
    return storing.STORED if storing.stored_before(by, event, case=fund) else row


_NO_SHARING = Text("该方案不分担损失。", "This scheme shares no losses.")
_NO_PARTY = Text("方案中没有这一支付方。", "The scheme names no such payer.")
_NO_AGREEMENT = Text(
    "补足方案未载之处、或允许先放款，须附资金协议。",
    "To fill what the scheme's source is silent on, or to let loans be drawn first, attach the fund's agreement.",
)
_NOT_SO_MUCH = Text("金额为零，或超过余额 {left}。", "The sum is nought or more than the {left} that is left.")
_NOBODY = Text("请至少填一家企业。", "Name one firm at least.")
_TOLD = Text("该月已报；如有误，请更正原来的事实。", "The month has been told; correct the entry if it is wrong.")
_FUTURE = Text("月份在今天之后。", "The month lies ahead.")
_BAD = Text("不良余额须在零与贷款余额之间。", "Bad loans lie between nought and all loans.")
_ATTEST = Text("请填签报部门。", "Say who attests it.")
_NOTHING = Text("请填大于零的额度，并至少列一家企业。", "Give a limit above nought and one firm at least.")
