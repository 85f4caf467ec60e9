"""A pledge at the register: filed, corrected, registered, changed, cancelled. Registered is what the register says, one fact a
right, shared by every house; the loan behind it learns of it in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.ledger.facts import PledgeRegistered, PledgeReleased
from ipops.ledger.facts.words import Proof, RightKind
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.models import Application, Loan, Registration
from ipops.lines.pledge.app.services import signs, storing
from ipops.lines.pledge.facts.words import Change, Channel, Release
from ipops.lines.pledge.machine import LOAN, REGISTRATION_LIFE
from ipops.lines.pledge.machine.clauses import ARISES, RETURNED
from ipops.lines.pledge.rules import fixing, registers
from ipops.lines.pledge.rules.title import Answers, Title, look
from ipops.webkit import journal
from ipops.webkit.enrol import By
from ipops.webkit.models import JournalRow

Made = Sequence[Fact | storing.Instead[Fact]] | Refused


def titles(row: Registration, answers: Answers, on: date) -> Title:
    """What is known today against registering this pledge; it is not held against itself."""
    held = selectors.standing_of(row.rights, on)
    return look(
        row.rights,
        held,
        pledgor=row.firm,
        due_on=row.due_on,
        on=on,
        pledge=row.pledge,
        unpaid=selectors.unpaid(held, on),
        answers=answers,
    )


@transaction.atomic
def pledge_file(
    *, pledge: str, channel: Channel, answers: Answers, on: date, by: By, office: str = ""
) -> Refused | Text:
    """Grounds of refusal stop it here; risks that both parties accept after notice go with it. ``office`` is named where no source
    names it. What a pledge of an indication rests on was told when its title was looked at."""

    def make(row: Registration) -> Made:
        told = Application.objects.filter(application=row.application).values_list("basis", flat=True).first()
        got = titles(row, replace(answers, basis=answers.basis or told or ""), on)
        if got.reasons:
            return Refused(reasons=got.reasons)
        if got.open:
            return Refused(reasons=tuple(Reason(code="open", says=t, field="rights") for t in got.open))
        if no := registers.may_file(selectors.kinds_of(row.rights).values(), office):
            return no
        risks = tuple(dict.fromkeys(r.code for r in got.risks))
        return [
            f.PledgeFiled(
                on=on, pledge=pledge, place=row.place, channel=channel, acknowledged=risks, office=office.strip()
            )
        ]

    return _step(pledge, "file", by, make)


@transaction.atomic
def pledge_accept(*, pledge: str, on: date, notice_no: str, by: By) -> Refused | Text:
    """The office accepted the application on this day, by its own notice: its clock counts from there. A later word outweighs."""

    def make(row: Registration) -> Made:
        if not by.document and not notice_no.strip():
            return storing.no("notice-missing", _NO_ACCEPTANCE, "notice_no")
        if on > by.today or (row.filed_on is not None and on < row.filed_on):
            return storing.no("wrong-day", _NOT_ACCEPTED_THEN, "on")
        return [f.PledgeAccepted(on=on, pledge=pledge, place=row.place, notice_no=notice_no.strip())]

    return _step(pledge, "accept", by, make)


@transaction.atomic
def pledge_return(*, pledge: str, why: str, by: By) -> Refused | Text:
    return _step(
        pledge, "return", by, lambda row: [f.PledgeReturned(on=by.today, pledge=pledge, place=row.place, why=why)]
    )


@transaction.atomic
def pledge_refuse(*, pledge: str, ground: str, why: str, by: By) -> Refused | Text:
    return _step(
        pledge,
        "refuse",
        by,
        lambda row: [f.PledgeRefused(on=by.today, pledge=pledge, place=row.place, ground=ground, why=why)],
    )


@transaction.atomic
def pledge_withdraw(*, pledge: str, why: str, by: By) -> Refused | Text:
    return _step(
        pledge, "withdraw", by, lambda row: [f.PledgeWithdrawn(on=by.today, pledge=pledge, place=row.place, why=why)]
    )


@transaction.atomic
def pledge_register(
    *, pledge: str, on: date, register_no: str, cap: Money | None, by: By, rights: Sequence[str] = ()
) -> Refused | Text:
    """The notice of the register. ``cap`` is the sum it names: from now on that one rules, not the agreed one. A pledge that a list
    told already, under a code of its own, is taken over and not told twice: one registration is one project. ``rights`` are those of the
    notice where several offices register them; the loan is secured when the last of them is."""

    def make(row: Registration) -> Made:
        if not by.document:
            return storing.no("notice-missing", _NO_NOTICE, "paper", ARISES)
        if on > by.today or (row.filed_on is not None and on < row.filed_on):
            return storing.no("wrong-day", _WRONG_DAY, "on")
        kinds = selectors.kinds_of(row.rights)
        unknown = [n for n in row.rights if not kinds.get(n)]
        if unknown:
            return storing.no("kind-unknown", _NO_KIND.fill(rights="、".join(unknown)), "rights")
        of_notice = registers.of_notice(rights, [r for r in row.rights if r not in row.held], kinds)
        if isinstance(of_notice, Refused):
            return of_notice
        listed = {r: x for r, x in _listed(row, on).items() if r in of_notice}
        told = next((x.fact.secured for x in listed.values()), None) or cap
        ruling = min((m for m in (told, _registered_sum(row)) if m is not None), default=None)
        registered: list[Fact | storing.Instead[Fact]] = [
            listed.get(number)
            or PledgeRegistered(
                on=on,
                pledge=pledge,
                right=number,
                kind_of_right=RightKind(kinds[number]),
                pledgors=(row.firm,),
                pledgees=(row.bank,),
                place=row.place,
                proof=Proof.NOTICE,
                secured=cap,
                contract_on=row.contract_on,
                register_no=register_no,
            )
            for number in of_notice
        ]
        if {*row.held, *of_notice} < {*row.rights}:
            return registered
        last = max(on, _last_registered(row) or on)
        return [*registered, *_to_loan(row, "secure", f.LoanSecured(on=last, loan=row.loan, cap=ruling, bank=row.bank))]

    got = _step(pledge, "register", by, make)
    if not isinstance(got, Refused):
        signs.checks_refresh(today=by.today)
    return got


@transaction.atomic
def pledge_change(
    *, pledge: str, change: Change, cap: Money | None, due_on: date | None, why: str, by: By
) -> Refused | Text:
    """A change of sum or of time. An extension is a change: nothing is cancelled for it."""

    def make(row: Registration) -> Made:
        if change is Change.CLAIM and cap is None:
            return storing.no("sum-missing", _NO_SUM, "cap")
        if change is Change.CLAIM and (no := fixing.may_change(_fixed_on(row, by.today))):
            return no
        if change is Change.EXTENSION and (due_on is None or (row.due_on is not None and due_on <= row.due_on)):
            return storing.no("no-later-day", _NO_LATER, "due_on")
        changed = f.PledgeChanged(
            on=by.today,
            pledge=pledge,
            place=row.place,
            change=change,
            cap=cap if change is Change.CLAIM else None,
            due_on=due_on if change is Change.EXTENSION else None,
            why=why,
        )
        told = f.LoanSecured(on=row.registered_on or by.today, loan=row.loan, cap=cap, bank=row.bank)
        return [changed, *(_to_loan(row, "secure", told) if change is Change.CLAIM else [])]

    return _step(pledge, "change", by, make)


@transaction.atomic
def pledge_cancel(*, pledge: str, release: Release, on: date, repaid_on: date | None, by: By) -> Refused | Text:
    """End a pledge at the register. A renewal after repayment names the day of that repayment; without it, it is none."""

    def make(row: Registration) -> Made:
        if release in (Release.REPAID, Release.RENEWED) and repaid_on is None:
            return storing.no("repaid-when", _REPAID_WHEN, "repaid_on", RETURNED)
        loan = Loan.objects.filter(loan=row.loan).first()
        if loan is not None and release in (Release.REPAID, Release.RENEWED) and loan.left.fen > 0:
            return storing.no("still-owed", _OWED.fill(left=str(loan.left)), "repaid_on", RETURNED)
        ended = f.PledgeCancelled(on=on, pledge=pledge, place=row.place, release=release, repaid_on=repaid_on)
        released = [
            PledgeReleased(on=on, pledge=pledge, right=number, register_no=row.register_no) for number in row.held
        ]
        return [
            ended,
            *released,
            *_to_loan(row, "free", f.LoanUnsecured(on=on, loan=row.loan, why=release, bank=row.bank)),
        ]

    return _step(pledge, "realise" if release is Release.REALISED else "cancel", by, make)


def _fixed_on(row: Registration, on: date) -> date | None:
    """Since when the claims of the loan behind it are fixed."""
    loan = Loan.objects.filter(loan=row.loan).first() if row.loan else None
    return fixing.fixed_since(selectors.maximum_of(loan), on) if loan is not None else None


def _listed(row: Registration, on: date) -> dict[str, storing.Instead[PledgeRegistered]]:
    """What a list of the register has told of this very pledge under another code, by right: same day, parties and right."""
    twins = Registration.objects.filter(
        firm=row.firm, bank=row.bank, registered_on=on, stage="registered", application="", rights__overlap=row.rights
    ).exclude(pledge=row.pledge)
    return {
        e.fact.right: storing.Instead(fact=replace(e.fact, pledge=row.pledge), entry=e.n)
        for e in _registered([twin.pledge for twin in twins])
        if isinstance(e.fact, PledgeRegistered) and e.fact.right in row.rights
    }


def _registered(pledges: list[str]) -> list[Entry]:
    """What of these pledges was told as registered and holds: neither withdrawn nor corrected since."""
    rows = JournalRow.objects.filter(deals__overlap=pledges, kind=PledgeRegistered.KIND)
    return journal.live(rows) if pledges else []


def told_to_loan(loan: Loan) -> list[Fact]:
    """What the register has told of the loan's pledge and the loan has not learned yet."""
    row = Registration.objects.filter(pledge=loan.pledge).first() if loan.pledge else None
    if row is None:
        return []
    if row.stage == "registered" and loan.secured_on is None and {*row.held} >= {*row.rights}:
        day, cap = _last_registered(row), _registered_sum(row)
        return _to_loan(row, "secure", f.LoanSecured(on=day, loan=loan.loan, cap=cap, bank=row.bank)) if day else []
    if row.stage in ("cancelled", "realised") and loan.secured_on is not None and row.ended_on is not None:
        why = Release(row.release) if row.release else Release.OTHER
        return _to_loan(row, "free", f.LoanUnsecured(on=row.ended_on, loan=loan.loan, why=why, bank=row.bank))
    return []


def _last_registered(row: Registration) -> date | None:
    """The day on which the last of its rights so far was registered: before it the pledge over that one did not exist."""
    return max((e.fact.on for e in _registered([row.pledge])), default=None)


def _registered_sum(row: Registration) -> Money | None:
    return Money(row.cap_fen) if row.cap_fen is not None else None


def _to_loan(row: Registration, event: str, fact: Fact) -> list[Fact]:
    """What the loan learns, where we know one and its table lets it."""
    loan = Loan.objects.filter(loan=row.loan).first() if row.loan else None
    return [fact] if loan is not None and event in LOAN.table.get(loan.stage, {}) else []


def _step(pledge: str, event: str, by: By, make: Callable[[Registration], Made]) -> Refused | Text:
    journal.take_turn()
    row = Registration.objects.filter(pledge=pledge).first()
    if row is None:
        return storing.no("no-such-pledge", storing.NONE)
    if storing.stored_before(by, event, deal=pledge):
        return storing.STORED
    if no := storing.may(REGISTRATION_LIFE, row, event):
        return no
    made = make(row)
    if isinstance(made, Refused):
        return made
    storing.append(by, event, made)
    return storing.STORED


_NO_NOTICE = Text(
    "请附质押登记通知书；质权自登记时设立。", "Attach the notice of registration: with it the pledge arises."
)
_NO_ACCEPTANCE = Text(
    "请填受理通知书号，或附受理通知书：受理日以登记机构的通知为准。",
    "Give the number of the notice of acceptance, or attach it: the day is the office's to say.",
)
_NOT_ACCEPTED_THEN = Text(
    "受理日不能早于申请日，也不能在今天之后。", "It is accepted after it was filed, and not ahead of today."
)
_WRONG_DAY = Text(
    "登记日不能早于申请日，也不能在今天之后。", "It is registered after it was filed, and not ahead of today."
)
_NO_KIND = Text(
    "不知道 {rights} 是什么权利；请先导入其登记信息。", "What kind of right {rights} is is not known; import it first."
)
_NO_SUM = Text("请填变更后的担保债权数额。", "Give the secured sum afterwards.")
_NO_LATER = Text("展期后的届满日须晚于现在的。", "The day afterwards lies behind the present one.")
_REPAID_WHEN = Text(
    "以清偿或续贷为由注销的，请填清偿日；未清偿而注销再登记的不是续贷。",
    "Cancelled as repaid or renewed: give the day of repayment. To cancel unpaid and register again is no renewal.",
)
_OWED = Text("该贷款尚欠本金 {left}。", "Principal of {left} is still owed on the loan.")
