"""A claim as a case: what the scheme gave, what was decided by whom, what was really paid, how recoveries were shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.pledge.app import selectors, services, telling
from ipops.lines.pledge.app.forms import loan as forms
from ipops.lines.pledge.app.forms.application import WhyForm
from ipops.lines.pledge.app.models import Claim, Fund
from ipops.lines.pledge.app.services.claims import book_from, late_of, parties_of
from ipops.lines.pledge.app.views import guards, shown
from ipops.lines.pledge.app.views.doing import by
from ipops.lines.pledge.facts import ClaimPaid, ClaimTruedUp, RecoveryCostAdvanced, RecoveryReceived
from ipops.lines.pledge.facts.words import BadBecause, Paper, RecoveredBy
from ipops.lines.pledge.machine import CLAIM
from ipops.lines.pledge.machine.clauses import SURPLUS
from ipops.webkit import journal
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Lines, Said, Side, Told
from ipops.webkit.pages.states import State


def _tell(row: Claim, asked: Asked) -> Told:
    entries, fund = journal.entries(row.log), selectors.fund_of(row.fund)
    pledgor: str = getattr(row, "pledgor", "") or ""
    late = late_of(row, getattr(row, "npl_on", None), fund)
    return Told(
        title=Text("补偿申请：{who}", "Claim for the loan of {who}").fill(
            who=getattr(row, "firm_name", None) or row.firm
        ),
        state=row.stage,
        version=row.folded_to,
        since=row.stage_since,
        marks=(_LATE,) if late else (),
        places=guards.places(row, asked.reader),
        says=_says(row, fund),
        sides=(
            Side(title=Text("申请银行", "Bank"), parties=(row.bank,)),
            Side(title=Text("借款人", "Borrower"), parties=(row.firm,), because=names.place(row.place)),
            *((Side(title=Text("出质人", "Pledgor"), parties=(pledgor,), because=shown.THIRD),) if pledgor else ()),
        ),
        rights=tuple(getattr(row, "rights", None) or ()),
        lines=(*_sums(row, fund, entries), *_money(row, fund, entries)),
        notes=tuple(x.says for x in late) if row.stage not in ("rejected", "closed") else (),
    )


def _says(row: Claim, fund: Fund | None) -> tuple[Said, ...]:
    made = [
        Said(
            title=Text("未收回本金", "Principal not recovered"),
            value=shown.exact(row.principal_fen),
            because=Text("另有利息 {i}；此前追回 {r}", "and interest {i}; recovered before {r}").fill(
                i=shown.exact(row.interest_fen), r=shown.exact(row.recovered_fen)
            ),
        ),
        Said(
            title=Text("资金", "Fund"),
            value=names.link(reverse("pledge:pool", args=[row.fund]), fund.name) if fund else row.fund,
        ),
        Said(title=Text("贷款", "Loan"), value=names.link(reverse("pledge:loan", args=[row.loan]), row.loan)),
        Said(
            title=Text("所附材料", "Papers attached"),
            value=tuple(shown.word(Paper, p) for p in row.papers) or shown.NONE,
        ),
        Said(title=Text("申报人", "Filed by"), value=names.hand(row.filed_by), because=row.filed_on),
    ]
    if basis := getattr(row, "basis", ""):
        because = getattr(row, "basis_why", "") or None
        made.append(Said(title=shown.RESTS, value=shown.word(BadBecause, basis), because=because))
    if row.stage in ("filed", "returned", "checked"):
        address = reverse("pledge:sharing", args=[row.loan])
        made.append(Said(title=Text("损失由谁承担", "Who bears the loss"), value=names.link(address, _SHARED)))
    if row.checked_by:
        verdict = telling.VERDICTS.get(row.verdict, Text(row.verdict, row.verdict))
        made.append(
            Said(
                title=Text("初审", "Checked"),
                value=Text("{who}：{v}", "{who}: {v}").fill(who=names.hand(row.checked_by), v=verdict),
                because=Text("方案 {s}，版本 {n}", "scheme {s}, version {n}").fill(
                    s=telling.word(None, "scheme", row.scheme) or row.scheme, n=row.version[:12]
                ),
            )
        )
    if row.counted_fen is not None:
        made.append(Said(title=Text("计入的损失", "Loss that counts"), value=Money(row.counted_fen), because=_COUNTED))
    if row.given:
        given = tuple(telling.fact_line(line) or line for line in row.given)
        made.append(Said(title=Text("初审补充的事实", "Facts added at the check"), value=given))
    if row.decided_by:
        made.append(
            Said(
                title=Text("决定人（第二人）", "Decided by (a second person)"),
                value=names.hand(row.decided_by),
                because=row.decided_on,
            )
        )
    if row.ground:
        made.append(Said(title=Text("不予补偿的情形", "Ground of refusal"), value=row.ground, because=row.why or None))
    return tuple(made)


def _sums(row: Claim, fund: Fund | None, entries: Sequence[Entry]) -> tuple[Lines, ...]:
    """Party by party: worked out, decided, really paid, still borne."""
    if not row.parties:
        return ()
    called = parties_of(fund)
    due, paid = (
        dict(zip(row.due_parties, row.due_sums, strict=False)),
        dict(zip(row.paid_parties, row.paid_sums, strict=False)),
    )
    book = book_from(row, fund, entries)
    rows: list[tuple[Any, ...]] = []
    for p, fen in zip(row.parties, row.sums, strict=False):
        bears = shown.UNTOLD if isinstance(book, Refused) else shown.exact(book.bears(row.claim, p))
        told = shown.exact(due[p]) if p in due else shown.NONE
        rows.append(
            (
                called.get(p, Text(p, p)),
                shown.exact(fen),
                told,
                shown.exact(paid[p]) if p in paid else shown.NONE,
                bears,
            )
        )
    heads = (
        Text("承担方", "Party"), Text("测算", "Worked out"), Text("决定支付", "Decided"),
        Text("已支付", "Paid"), Text("尚承担", "Still borne"),
    )  # fmt: skip
    return (
        Lines(
            title=Text("决定的各方金额", "The sums decided"),
            heads=heads,
            rows=tuple(rows),
            numeric=frozenset({1, 2, 3, 4}),
        ),
    )


def _money(row: Claim, fund: Fund | None, entries: Sequence[Entry]) -> tuple[Lines, ...]:
    """Every payment and recovery, with how the recovery was shared by what had really been paid."""
    called = parties_of(fund)
    rows: list[tuple[Any, ...]] = []
    for e in entries:
        match e.fact:
            case ClaimPaid() as x:
                rows.append(
                    (
                        x.on,
                        Text("支付补偿", "paid"),
                        shown.exact(x.amount),
                        called.get(x.party, x.party),
                        names.fact(e.n),
                    )
                )
            case ClaimTruedUp() as x:
                rows.append(
                    (
                        x.on,
                        Text("退回多付", "paid back"),
                        shown.exact(x.amount),
                        called.get(x.party, x.party),
                        names.fact(e.n),
                    )
                )
            case RecoveryCostAdvanced() as x:
                rows.append(
                    (
                        x.on,
                        Text("垫付费用", "cost advanced"),
                        shown.exact(x.amount),
                        called.get(x.party, x.party),
                        names.fact(e.n),
                    )
                )
            case RecoveryReceived() as x:
                rows.append(
                    (
                        x.on,
                        shown.word(RecoveredBy, x.how),
                        shown.exact(x.gross),
                        _shared(x, called),
                        names.fact(e.n),
                    )
                )
    if not rows:
        return ()
    heads = (
        Text("日期", "Day"), Text("事项", "What"), Text("金额", "Sum"), Text("谁、如何分", "Who, and how shared"), Text("事实", "Fact"),
    )  # fmt: skip
    return (
        Lines(
            title=Text("支付与追偿", "Payments and recoveries"), heads=heads, rows=tuple(rows), numeric=frozenset({2})
        ),
    )


def _shared(x: RecoveryReceived, called: Any) -> tuple[Text, ...]:
    """What the pledged rights brought beyond the claim is the pledgor's, who need not be the debtor; what else came beyond it is
    the one's who paid it."""
    one = Text("{who} {sum}", "{who} {sum}")
    made = [one.fill(who=Text("先偿费用", "costs"), sum=shown.exact(x.cost))] if x.cost else []
    made += [
        one.fill(who=called.get(p, Text(p, p)), sum=shown.exact(m)) for p, m in zip(x.parties, x.sums, strict=False)
    ]
    if x.surplus:
        whose = _PLEDGORS.fill(cite=str(SURPLUS)) if x.how in _BY_PLEDGE else _PAYERS.get(x.how, _PAYER)
        made.append(one.fill(who=whose, sum=shown.exact(x.surplus)))
    return tuple(made)


def _refile(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.claim_refile(
        claim=doing.row.claim,
        principal=v["principal"],
        interest=v["interest"],
        recovered=v["recovered"],
        papers=v["papers"],
        by=by(doing),
    )


def _return(doing: Doing[Claim]) -> Refused | Text:
    return services.claim_return(claim=doing.row.claim, why=doing.form.cleaned_data["why"], by=by(doing))


def _check(doing: Doing[Claim]) -> Refused | Text:
    return services.claim_check(claim=doing.row.claim, given=doing.form.cleaned_data["given"], by=by(doing))


def _decide(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.claim_decide(
        claim=doing.row.claim,
        approved=doing.event == "approve",
        ground=v.get("ground", ""),
        why=v["why"],
        by=by(doing),
    )


def _pay(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.claim_pay(
        claim=doing.row.claim, party=v["party"].strip(), amount=v["amount"], on=v["on"], by=by(doing)
    )


def _true_up(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.claim_true_up(
        claim=doing.row.claim, party=v["party"].strip(), amount=v["amount"], why=v["why"], by=by(doing)
    )


def _advance(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.cost_advance(
        claim=doing.row.claim, party=v["party"].strip(), amount=v["amount"], on=v["on"], by=by(doing)
    )


def _recover(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.recovery_enter(
        claim=doing.row.claim, how=RecoveredBy(v["how"]), gross=v["gross"], on=v["on"], by=by(doing)
    )


def _close(doing: Doing[Claim]) -> Refused | Text:
    return services.claim_close(claim=doing.row.claim, why=doing.form.cleaned_data["why"], by=by(doing))


def _as_filed(row: Claim) -> dict[str, Any]:
    return {
        "principal": Money(row.principal_fen).as_yuan(),
        "interest": Money(row.interest_fen).as_yuan(),
        "recovered": Money(row.recovered_fen).as_yuan(),
        "papers": row.papers,
    }


def _next_payer(row: Claim) -> dict[str, Any]:
    """The first payer with something left to pay."""
    paid = dict(zip(row.paid_parties, row.paid_sums, strict=False))
    left = ((p, fen - paid.get(p, 0)) for p, fen in zip(row.due_parties, row.due_sums, strict=False))
    return next(({"party": p, "amount": Money(fen).as_yuan()} for p, fen in left if fen > 0), {})


CLAIM_CASE: CaseKind[Claim] = CaseKind(
    lifecycle=CLAIM,
    refers="case",
    find=selectors.claim_for,
    tell=_tell,
    back=(Text("风险补偿申请", "Claims"), "pledge:claims"),
    tones=shown.TONES,
    guards=guards.GUARDS,
    acts=(
        Act(event="check", form=forms.CheckForm, do=_check, initial=lambda r: {"given": "\n".join(r.given)}),
        Act(event="return", form=WhyForm, do=_return),
        Act(event="refile", form=forms.ClaimForm, do=_refile, initial=_as_filed),
        Act(
            event="approve",
            form=forms.ApproveForm,
            do=_decide,
            warn=Text("批准的是初审测算的金额。", "What is approved are the sums of the check."),
        ),
        Act(event="reject", form=forms.RejectForm, do=_decide),
        Act(event="pay", form=forms.PayForm, do=_pay, initial=_next_payer),
        Act(event="true_up", form=forms.TrueUpForm, do=_true_up),
        Act(event="advance", form=forms.AdvanceForm, do=_advance),
        Act(event="recover", form=forms.RecoverForm, do=_recover),
        Act(event="close", form=WhyForm, do=_close),
    ),
)
_LATE = State("late", Text("逾期申请", "filed late"), "!", "warn")
_BY_PLEDGE = (RecoveredBy.DISCOUNT, RecoveredBy.AUCTION, RecoveredBy.SALE)
_PLEDGORS = Text("余额，债权清偿后归出质人（{cite}）", "the surplus, the pledgor's once the claim is paid ({cite})")
_PAYERS = {RecoveredBy.DEBTOR: Text("余额，归债务人", "the surplus, the debtor's")}
_PAYER = Text("余额，归付款人", "the surplus, theirs who paid it")
_COUNTED = Text("单户、年度等上限按此累计", "caps per firm, year or fund are used up by it")
_SHARED = Text("今日测算、所缺材料与事实", "worked out today, with what is missing")
