"""An application from the firm's wish to the signed contract.

Rule 1: one transaction under the journal's turn: read what is known, think (pure rules), write facts and rows.
Rule 2: signing the contract makes two things: a pledge that does not exist yet, and a loan that nobody may draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.models import Application, Credit, Loan
from ipops.lines.pledge.app.services import storing
from ipops.lines.pledge.facts.words import Approach, Security
from ipops.lines.pledge.machine import APPLICATION
from ipops.lines.pledge.machine.clauses import FIXED, REGISTERED_CAP, WRITTEN
from ipops.lines.pledge.rules import asking, codes
from ipops.lines.pledge.rules.title import Answers, Title, look
from ipops.rights.identity import right_number
from ipops.webkit import enrol, journal
from ipops.webkit.course import ANYBODY, Sender, same
from ipops.webkit.enrol import By


@transaction.atomic
def finance_ask(
    *,
    firm: enrol.Written,
    rights: Sequence[str],
    amount: Money,
    ip_part: Money,
    term_months: int,
    authorised_on: date | None,
    authorised_until: date | None,
    fund: str,
    credit: str,
    bank: enrol.Written | None,
    purpose: str,
    by: By,
    sender: Sender = ANYBODY,
    pledgor: enrol.Written | None = None,
) -> str | Refused:
    """Enter an application; gives its code. The firm's own people ask for it, or a clerk of its place; ``pledgor``: who pledges, if not
    the firm."""
    journal.take_turn()
    application = codes.application_of(by.by, by.reference)
    numbers = _numbers(rights)
    if isinstance(numbers, Refused):
        return numbers
    told: dict[str, Any] = {
        "rights": numbers, "amount": amount, "ip_part": ip_part, "term_months": term_months, "fund": fund, "credit": credit,
        "authorised_on": authorised_on, "authorised_until": authorised_until, "purpose": purpose,
    }  # fmt: skip
    if stored := journal.stored_under(by.by, storing.reference(by, "ask")):
        return same(stored, by, f.FinanceAsked, **told, **_named(firm, bank, pledgor)) or application
    if no := asking.ask(
        authorised_on=authorised_on,
        authorised_until=authorised_until,
        document=by.document,
        amount=amount,
        ip_part=ip_part,
        rights=numbers,
        today=by.today,
    ):
        return no
    found = _parties(firm, bank, pledgor, by)
    if isinstance(found, Refused):
        return found
    known, lender, giver = found
    if not sender.may(known.place, known.party):
        return storing.no("other-place", _OTHER_PLACE, "place")
    if no := _named_fund(fund, credit, known.party, amount, by.today):
        return no
    told |= _codes(bank=lender, pledgor=giver)
    fact = f.FinanceAsked(on=by.today, application=application, firm=known.party, place=known.place, **told)
    storing.append(by, "ask", [fact], [x.draft for x in found if x])
    return application


def _parties(
    firm: enrol.Written, bank: enrol.Written | None, pledgor: enrol.Written | None, by: By
) -> tuple[enrol.Known, enrol.Known | None, enrol.Known | None] | Refused:
    """The firm, the bank if one is asked, and the pledgor if it is another; or why not, all at once."""
    known = enrol.find(firm, on=by.today, source=by.source, field="firm")
    lender = enrol.find(bank, on=by.today, source=by.source, field="bank") if bank is not None else None
    giver = enrol.find(pledgor, on=by.today, source=by.source, field="pledgor") if pledgor is not None else None
    if isinstance(known, Reason) or isinstance(lender, Reason) or isinstance(giver, Reason):
        return Refused(reasons=tuple(x for x in (known, lender, giver) if isinstance(x, Reason)))
    if giver is not None and giver.party == known.party:
        giver = None  # the firm named as its own pledgor is no third party
    found = [
        (not known.place, "place-missing", _NO_PLACE, "place"),
        (giver is not None and not giver.place, "pledgor-place-missing", _NO_PLEDGOR_PLACE, "pledgor_place"),
        (giver is not None and lender is not None and giver.party == lender.party, "pledgor-is-bank", _BANK_PLEDGES, "pledgor"),
    ]  # fmt: skip
    reasons = tuple(Reason(code=k, says=says, field=x) for wrong, k, says, x in found if wrong)
    return Refused(reasons=reasons) if reasons else (known, lender, giver)


def _named(firm: enrol.Written, bank: enrol.Written | None, pledgor: enrol.Written | None) -> dict[str, str]:
    """The parties as they would be stored, by what the sender wrote."""
    other = pledgor.party if pledgor is not None and pledgor.party != firm.party else ""
    return {"firm": firm.party, "bank": bank.party if bank is not None else "", "pledgor": other}


def _codes(**known: enrol.Known | None) -> dict[str, str]:
    """Each by its code; empty where there is none."""
    return {role: x.party if x else "" for role, x in known.items()}


def _numbers(rights: Sequence[str]) -> tuple[str, ...] | Refused:
    found = [right_number(r) for r in rights]
    wrong = tuple(x for x in found if isinstance(x, Reason))
    return Refused(reasons=wrong) if wrong else tuple(dict.fromkeys(x[0] for x in found if not isinstance(x, Reason)))


def _named_fund(fund: str, credit: str, firm: str, amount: Money, today: date) -> Refused | None:
    if fund and selectors.fund_of(fund) is None:
        return storing.no("no-such-fund", _NO_FUND, "fund")
    if not credit:
        return None
    given = Credit.objects.filter(credit=credit).first()
    if given is None:
        return storing.no("no-such-credit", _NO_CREDIT, "credit")
    return asking.within(together(given, firm), firm, amount, today)


def together(given: Credit, firm: str) -> asking.Together:
    """A park's credit with what its firms' applications have taken of it."""
    rows = Application.objects.filter(credit=given.credit).exclude(stage__in=("refused", "dropped"))
    taken = [(r.firm, r.granted_fen if r.granted_fen is not None else r.amount_fen) for r in rows]
    return asking.Together(
        firms=frozenset(given.firms),
        limit=Money(given.amount_fen),
        each=Money(given.each_fen) if given.each_fen is not None else None,
        until=given.until,
        used=Money(sum(fen for _, fen in taken)),
        used_by_firm=Money(sum(fen for who, fen in taken if who == firm)),
    )


@transaction.atomic
def finance_screen(*, application: str, meets: bool, why: str, by: By) -> Refused | Text:
    """Eligibility and white list. What the list says is read from the fund; ``meets`` is the office's own answer."""
    row = row_at(application, by, "screen")
    if not isinstance(row, Application):
        return row
    fund = selectors.fund_of(row.fund)
    found = asking.screened(
        asks_list=bool(fund and fund.asks_list),
        on_list=bool(fund and row.firm in fund.listed),
        authorised_until=row.authorised_until,
        meets=meets,
        today=by.today,
    )
    if no := storing.may(APPLICATION, row, "admit" if found.passes else "turn_away"):
        return no
    fact = f.FinanceScreened(on=by.today, application=application, firm=row.firm, place=row.place, found=found, why=why)
    storing.append(by, "screen", [fact])
    return found.named


def titles(row: Application, answers: Answers, on: date) -> Title:
    """What is known today against pledging the rights of an application."""
    due = months_after(on, row.term_months) if 0 < row.term_months < 1_200 else None
    held = selectors.standing_of(row.rights, on)
    return look(
        row.rights,
        held,
        pledgor=row.giver,
        due_on=due,
        on=on,
        unpaid=selectors.unpaid(held, on),
        answers=answers,
    )


@transaction.atomic
def title_look(*, application: str, answers: Answers, by: By) -> Refused | Text:
    """Store what was found. With something open nothing is stored: the open questions come back."""
    row = row_at(application, by, "look")
    if not isinstance(row, Application):
        return row
    got = titles(row, answers, by.today)
    if got.open and not got.reasons:
        return Refused(reasons=tuple(Reason(code="open", says=t, field="rights") for t in got.open))
    if no := storing.may(APPLICATION, row, "look" if got.passes else "object"):
        return no
    fact = f.TitleLookedAt(
        on=by.today,
        application=application,
        place=row.place,
        rights=tuple(row.rights),
        passes=got.passes,
        objections=tuple(dict.fromkeys(r.code for r in got.reasons)),
        acknowledged=tuple(dict.fromkeys(r.code for r in got.risks)),
        open=tuple(t.zh for t in got.open),
        basis=answers.basis.strip(),
    )
    storing.append(by, "look", [fact])
    if got.passes:
        return storing.STORED
    return Text(
        "已记入账本：" + "；".join(r.says.zh for r in got.reasons),
        "Stored: " + " ".join(r.says.en for r in got.reasons),
    )


@transaction.atomic
def collateral_value(
    *,
    application: str,
    appraiser: enrol.Written | None,
    by_bank: bool,
    report_on: date,
    approaches: Sequence[Approach],
    values: Sequence[Money],
    settled: Money,
    signers: int,
    why_one: str,
    by: By,
    purpose: str = "",
    holds_until: date | None = None,
) -> Refused | Text:
    """``holds_until`` is the last day on which the report says that it may be used."""
    row = row_at(application, by, "value")
    if not isinstance(row, Application):
        return row
    if no := storing.may(APPLICATION, row, "value") or asking.valuation(
        by_bank=by_bank,
        approaches=approaches,
        values=values,
        settled=settled,
        signers=signers,
        why_one=why_one,
        report_on=report_on,
        holds_until=holds_until,
        today=by.today,
    ):
        return no
    known = enrol.find(appraiser, on=by.today, source=by.source, field="appraiser") if appraiser else None
    if isinstance(known, Reason):
        return Refused(reasons=(known,))
    if known is None and not by_bank:
        return storing.no("appraiser-missing", _NO_APPRAISER, "appraiser")
    fact = f.CollateralValued(
        on=by.today,
        application=application,
        place=row.place,
        appraiser=known.party if known else row.bank,
        by_bank=by_bank,
        report_on=report_on,
        approaches=tuple(approaches),
        values=tuple(values),
        settled=settled,
        signers=signers,
        why_one=why_one,
        purpose=purpose.strip(),
        holds_until=holds_until,
    )
    storing.append(by, "value", [fact], [known.draft if known else None])
    return storing.STORED


@transaction.atomic
def credit_decide(
    *,
    application: str,
    bank: enrol.Written,
    granted: bool,
    amount: Money | None,
    ip_part: Money | None,
    rate_bp: int | None,
    term_months: int | None,
    why: str,
    by: By,
) -> Refused | Text:
    """The bank's decision, the IP part and the other part told apart."""
    row = row_at(application, by, "credit")
    if not isinstance(row, Application):
        return row
    if no := storing.may(APPLICATION, row, "grant" if granted else "decline"):
        return no
    if granted and (amount is None or ip_part is None or rate_bp is None or term_months is None):
        return storing.no("terms-missing", _NO_TERMS, "amount")
    if granted and amount is not None and ip_part is not None and not NIL < ip_part <= amount:
        return storing.no("ip-part", _IP_PART, "ip_part")
    known = enrol.find(bank, on=by.today, source=by.source, field="bank")
    if isinstance(known, Reason):
        return Refused(reasons=(known,))
    if row.bank and known.party != row.bank:
        return storing.no("other-bank", _OTHER_BANK, "bank")
    fact = f.CreditDecided(
        on=by.today,
        application=application,
        firm=row.firm,
        bank=known.party,
        place=row.place,
        granted=granted,
        amount=amount if granted else None,
        ip_part=ip_part if granted else None,
        rate_bp=rate_bp if granted else None,
        term_months=term_months if granted else None,
        why=why,
    )
    storing.append(by, "credit", [fact], [known.draft])
    return storing.STORED


@transaction.atomic
def pledge_agree(
    *,
    application: str,
    on: date,
    cap: Money,
    maximum: bool,
    due_on: date,
    renewal_agreed: bool,
    by: By,
    fixes_on: date | None = None,
    pledgor_signed: bool = False,
) -> Refused | Text:
    """The written contract: a pledge waiting for the register, a loan waiting for the pledge. ``fixes_on`` is the last day of the period
    in which claims of a maximum-amount pledge may arise, if one is agreed. A third party that pledges has signed it itself."""
    row = row_at(application, by, "agree")
    if not isinstance(row, Application):
        return row
    if no := storing.may(APPLICATION, row, "agree") or _contract(row, on, cap, due_on, by):
        return no
    if no := _agreed_beside(row, on, maximum, fixes_on, pledgor_signed):
        return no
    loan, pledge = codes.loan_of(application), codes.pledge_of(application)
    facts: list[Fact] = [
        f.PledgeAgreed(
            on=on,
            application=application,
            pledge=pledge,
            loan=loan,
            firm=row.giver,
            bank=row.bank,
            place=selectors.place_of(row.pledgor) if row.pledgor else row.place,
            rights=tuple(row.rights),
            cap=cap,
            maximum=maximum,
            due_on=due_on,
            renewal_agreed=renewal_agreed,
            fixes_on=fixes_on,
            **({"debtor": row.firm, "debtor_place": row.place, "pledgor_signed": True} if row.pledgor else {}),
        )
    ]
    if not Loan.objects.filter(loan=loan).exists():
        facts.append(_loan(row, loan, pledge, on, maximum, due_on, fixes_on))
    storing.append(by, "agree", facts)
    return storing.STORED


def _agreed_beside(
    row: Application, on: date, maximum: bool, fixes_on: date | None, pledgor_signed: bool
) -> Refused | None:
    """A day of fixing goes with a maximum-amount pledge; a third party that pledges has signed."""
    if fixes_on is not None and (not maximum or fixes_on <= on):
        return storing.no("fixing-day", _FIXING, "fixes_on", FIXED)
    if row.pledgor and not pledgor_signed:
        return storing.no("pledgor-unsigned", _UNSIGNED, "pledgor_signed", WRITTEN)
    return None


def _contract(row: Application, on: date, cap: Money, due_on: date, by: By) -> Refused | None:
    found = [
        (not by.document, "contract-missing", "paper", _NO_CONTRACT, None),
        (on > by.today, "in-the-future", "on", _FUTURE, None),
        (due_on <= on, "due-before-signed", "due_on", _DUE, None),
        (cap < Money(row.granted_ip_fen or 0), "cap-below-the-loan", "cap", _CAP, REGISTERED_CAP),
    ]
    reasons = tuple(Reason(code=k, says=says, cite=cite, field=x) for wrong, k, x, says, cite in found if wrong)
    return Refused(reasons=reasons) if reasons else None


def _loan(
    row: Application, loan: str, pledge: str, on: date, maximum: bool, due_on: date, fixes_on: date | None
) -> f.LoanAgreed:
    kinds = selectors.kinds_of(row.rights)
    return f.LoanAgreed(
        on=on,
        loan=loan,
        application=row.application,
        pledge=pledge,
        firm=row.firm,
        pledgor=row.pledgor,
        bank=row.bank,
        rights=tuple(row.rights),
        kinds=tuple(sorted({k for k in kinds.values() if k})),
        amount=Money(row.granted_fen or 0),
        ip_part=Money(row.granted_ip_fen or 0),
        rate_bp=row.rate_bp or 0,
        term_months=row.granted_months or 0,
        due_on=due_on,
        maximum=maximum,
        guarantor=row.security_by,
        security=Security(row.security) if row.security else None,
        guarantee_until=row.security_until,
        fixes_on=fixes_on,
    )


@transaction.atomic
def finance_drop(*, application: str, why: str, by: By) -> Refused | Text:
    row = row_at(application, by, "drop")
    if not isinstance(row, Application):
        return row
    if no := storing.may(APPLICATION, row, "drop"):
        return no
    fact = f.FinanceDropped(on=by.today, application=application, firm=row.firm, place=row.place, why=why)
    storing.append(by, "drop", [fact])
    return storing.STORED


def row_at(application: str, by: By, event: str) -> Application | Refused | Text:
    """The row; what was said if this very submission was stored before."""
    journal.take_turn()
    row = Application.objects.filter(application=application).first()
    if row is None:
        return storing.no("no-such-application", storing.NONE)
    return storing.STORED if storing.stored_before(by, event, case=application) else row


_NO_PLACE = Text("请填写企业所在区划。", "Give the firm's division.")
_NO_PLEDGOR_PLACE = Text("请填写出质人所在区划。", "Give the pledgor's division.")
_BANK_PLEDGES = Text("贷款银行是质权人，不能又是出质人。", "The lending bank is the pledgee and cannot pledge.")
_UNSIGNED = Text(
    "出质人不是债务人：质押合同须由出质人与质权人订立，请附其签署的合同并勾选“出质人已签署”。",
    "The pledgor is not the debtor: the contract is made between pledgor and pledgee; attach the one it signed, and say that it signed.",
)
_OTHER_PLACE = Text(
    "企业不在您的辖区，也不是您的单位。", "The firm lies outside your places, and you do not act for it."
)
_NO_FUND = Text("没有这项资金。", "There is no such fund.")
_NO_CREDIT = Text("没有这项集合授信。", "There is no such collective credit.")
_NO_APPRAISER = Text("请填评估机构；银行内部评估的请勾选。", "Name the appraiser, or say that it is the bank's own.")
_NO_TERMS = Text(
    "同意授信的，请填金额、知识产权部分、利率与期限。", "Granted: give the sum, its IP part, rate and term."
)
_IP_PART = Text(
    "知识产权质押部分须大于零且不超过批准金额。", "The part lent on IP is above nought and at most the sum."
)
_OTHER_BANK = Text("申请是向另一家银行提出的。", "The application was made to another bank.")
_NO_CONTRACT = Text("请附书面质押合同。", "Attach the written pledge contract.")
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
_DUE = Text("债务届满日须晚于签订日。", "The debt falls due after the contract is signed.")
_FIXING = Text(
    "债权确定日只为最高额质押约定，且须晚于签订日。",
    "Such a day is agreed for a maximum-amount pledge alone, and lies after the contract is signed.",
)
_CAP = Text(
    "担保债权数额低于知识产权质押部分；登记后以登记数额为限。",
    "The secured sum is below the part lent on IP; once registered it is the limit.",
)
