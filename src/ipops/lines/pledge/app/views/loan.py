"""A loan as a case: its money, its clocks, who would bear its loss in which order, the watch over its rights."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.pledges import Realised
from ipops.lines.pledge.app import selectors, services
from ipops.lines.pledge.app.forms import loan as forms
from ipops.lines.pledge.app.forms.application import WhyForm
from ipops.lines.pledge.app.models import Loan
from ipops.lines.pledge.app.views import guards, shown
from ipops.lines.pledge.app.views.doing import by, told
from ipops.lines.pledge.app.views.sharing import FAILING
from ipops.lines.pledge.facts.words import BadBecause, FixedBy, LoanClass, Security
from ipops.lines.pledge.machine import LOAN
from ipops.lines.pledge.rules import fixing
from ipops.lines.pledge.rules.clocks import clocks
from ipops.lines.pledge.rules.watch import flags
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Due, Lines, Said, Side, Told

_WATCHED = ("agreed", "secured", *selectors.OUT)


def _tell(row: Loan, asked: Asked) -> Told:
    sides = [
        Side(title=Text("借款人", "Borrower"), parties=(row.firm,)),
        Side(title=Text("银行", "Bank"), parties=(row.bank,)),
    ]
    if row.pledgor:
        sides.insert(1, Side(title=Text("出质人", "Pledgor"), parties=(row.pledgor,), because=shown.THIRD))
    if row.guarantor:
        because = shown.word(Security, row.security)
        sides.append(
            Side(title=Text("保证人或保险人", "Guarantor or insurer"), parties=(row.guarantor,), because=because)
        )
    return Told(
        title=Text("质押贷款：{who}", "Pledge loan of {who}").fill(who=getattr(row, "firm_name", None) or row.firm),
        state=row.stage,
        version=row.folded_to,
        since=row.stage_since,
        places=guards.places(row, asked.reader),
        says=_says(row),
        sides=tuple(sides),
        rights=tuple(row.rights),
        lines=(*_drawings(row), *_watch(row, asked)),
        dues=_dues(row),
    )


def _says(row: Loan) -> tuple[Said, ...]:
    fund = selectors.fund_told(row)
    made = [
        Said(
            title=Text("授信金额", "Credit"),
            value=Money(row.amount_fen),
            because=Text("其中知识产权质押部分 {x}", "of it lent on IP {x}").fill(x=shown.exact(row.ip_fen)),
        ),
        Said(title=Text("本金余额", "Principal left"), value=shown.exact(row.left)),
        Said(title=Text("年利率", "Yearly rate"), value=shown.rate(row.rate_bp)),
        Said(title=Text("到期日", "Due on"), value=row.due_on or shown.UNTOLD),
        Said(
            title=Text("质权设立日", "Secured on"),
            value=selectors.secured_on(row) or Text("未设立", "not secured"),
            because=Text("登记债权数额 {x}", "registered sum {x}").fill(x=shown.exact(row.cap_fen))
            if row.cap_fen is not None
            else None,
        ),
        Said(title=Text("备案的资金", "Filed with"), value=fund.name if fund else shown.NONE, because=row.filed_on),
    ]
    return (*made, *_course(row))


def _course(row: Loan) -> tuple[Said, ...]:
    """What became of it: drawn again, overdue, classed; and where its other pages are."""
    made: list[Said] = []
    if row.maximum:
        made.append(
            Said(
                title=Text("最高额质押", "Maximum-amount pledge"),
                value=Text("可多次提款", "several drawings"),
                because=Text("归还后续贷 {n} 次", "drawn again after repayment {n} times").fill(n=row.renewals),
            )
        )
    made += _fixed(row)
    if row.overdue_on:
        made.append(
            Said(
                title=Text("逾期自", "Overdue since"),
                value=row.overdue_on,
                because=Text("本金 {p}，利息 {i}", "principal {p}, interest {i}").fill(
                    p=shown.exact(row.overdue_fen), i=shown.exact(row.owed_interest_fen)
                ),
            )
        )
    if row.grade:
        made.append(Said(title=Text("五级分类", "Class"), value=shown.word(LoanClass, row.grade), because=row.npl_on))
    if row.basis:
        because = row.basis_why or None
        made.append(Said(title=shown.RESTS, value=shown.word(BadBecause, row.basis), because=because))
    if row.fund and row.stage in FAILING:
        address = reverse("pledge:sharing", args=[row.loan])
        made.append(Said(title=Text("损失由谁承担", "Who bears the loss"), value=names.link(address, _SHARED)))
    if row.application:
        made.append(
            Said(
                title=Text("融资申请", "Application"),
                value=names.link(reverse("pledge:application", args=[row.application]), row.application),
            )
        )
    made += [
        Said(
            title=Text("质押", "Pledge"),
            value=shown.page(row, "opens_pledge", "pledge:registration", row.pledge),
        ),
        *(
            Said(title=Text("补偿申请", "Claim"), value=shown.page(row, "opens_claim", "pledge:claim", c))
            for c in row.claims
        ),
    ]
    return tuple(made)


def _fixed(row: Loan) -> list[Said]:
    """Whether the secured claims are fixed: by what, since when, and with what the bank comes first."""
    if not row.maximum:
        return []
    title, fixed = Text("担保的债权", "Secured claims"), row.fixed
    if fixed is None:
        agreed, asked = row.fixes_on, fixing.asked_from(selectors.maximum_of(row))
        told = Text("约定 {day} 确定", "agreed to be fixed on {day}").fill(day=str(agreed))
        ask = Text("未约定确定日；自 {day} 起可请求确定", "no day agreed; either side may ask from {day}").fill(
            day=str(asked)
        )
        return [
            Said(
                title=title, value=Text("尚未确定", "not fixed yet"), because=told if agreed else ask if asked else None
            )
        ]
    parts = Text("{d}：本金 {p}，利息与其他 {m}", "{d}: principal {p}, interest and others {m}").fill(
        d=str(row.fixed_on), p=shown.exact(row.fixed_fen), m=shown.exact(row.fixed_more_fen)
    )
    cite = fixing.GROUNDS.get(FixedBy(row.fixed_ground)) if row.fixed_ground else None
    first = fixing.first_with(fixed, row.cap)
    most = Text(
        "以登记的最高债权额为限；其后的放款不在担保之内", "up to the registered cap; nothing drawn since is secured"
    )
    return [
        Said(title=title, value=Text("已确定：{x}", "fixed: {x}").fill(x=fixed.in_full), because=parts),
        Said(title=Text("确定事由", "Fixed because"), value=shown.word(FixedBy, row.fixed_ground), because=cite),
        Said(
            title=Text("优先受偿至多", "The bank comes first with at most"), value=first or shown.UNTOLD, because=most
        ),
    ]


def _drawings(row: Loan) -> tuple[Lines, ...]:
    if not row.drawings:
        return ()
    rows = []
    for told_ in row.drawings:
        code, fen, drawn, due = ([*told_.rsplit("|", 3), "", "", ""])[:4]
        rows.append((drawn, Money(int(fen)), due, code))
    heads = (Text("放款日", "Drawn"), Text("金额", "Sum"), Text("到期日", "Due"), Text("提款编号", "Drawing"))
    return (Lines(title=Text("放款", "Drawings"), heads=heads, rows=tuple(rows), numeric=frozenset({1})),)


def _watch(row: Loan, asked: Asked) -> tuple[Lines, ...]:
    """The watch over the pledged rights: annuity, invalidation, seizure, expiry before maturity, end, in two views."""
    if row.stage not in _WATCHED:
        return ()
    held = selectors.standing_of(row.rights, asked.today)
    found = flags(
        row.rights,
        held,
        unpaid=selectors.unpaid(held, asked.today),
        due_on=row.due_on,
        pledged_on=selectors.secured_on(row),
        on=asked.today,
        acknowledged=getattr(row, "accepted", None) or (),
    )
    heads = (
        Text("权利", "Right"), Text("提示", "What to look at"), Text("无担保自（法律）", "Unsecured since (law)"),
        Text("无担保自（账本）", "Unsecured since (ledger)"), Text("依据", "Rests on"),
    )  # fmt: skip
    rows = tuple((f.right, f.says, f.legal or shown.NONE, f.ledger or shown.NONE, f.cite or shown.NONE) for f in found)
    return (Lines(title=Text("权利状态监控", "Watch over the rights"), heads=heads, rows=rows, empty=_QUIET),)


def _dues(row: Loan) -> tuple[Due, ...]:
    made = [
        Due(title=c.title, on=c.on, cite=c.cite, provisional=c.provisional, why=c.why)
        for c in clocks(selectors.times(row))
        if not c.done
    ]
    if row.stage in ("performing", "overdue") and row.due_on:
        made.append(Due(title=Text("贷款到期", "The loan is due"), on=row.due_on))
    return tuple(made)


def _file_fund(doing: Doing[Loan]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.loan_file(loan=doing.row.loan, fund=v["fund"], place="", on=v["on"], by=by(doing))


def _draw(doing: Doing[Loan]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.loan_draw(
        loan=doing.row.loan, drawing="", amount=v["amount"], on=v["on"], due_on=v["due_on"], by=by(doing)
    )


def _repay(doing: Doing[Loan]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.loan_repay(
        loan=doing.row.loan,
        principal=v["principal"] or NIL,
        interest=v["interest"] or NIL,
        clears=doing.event == "catch_up" or v["clears"],
        on=v["on"],
        by=by(doing),
    )


def _miss(doing: Doing[Loan]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.loan_miss(
        loan=doing.row.loan, principal=v["principal"], interest=v["interest"], on=v["on"], by=by(doing)
    )


def _classify(doing: Doing[Loan]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.loan_classify(
        loan=doing.row.loan,
        grade=LoanClass(v["grade"]),
        interest=v["interest"],
        on=v["on"],
        basis=BadBecause(v["basis"]) if v["basis"] else None,
        why=v["why"],
        by=by(doing),
    )


def _extend(doing: Doing[Loan]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.loan_extend(loan=doing.row.loan, due_on=v["due_on"], guarantor_consents=v["consents"], by=by(doing))


def _fix(doing: Doing[Loan]) -> Refused | Text:
    v = doing.form.cleaned_data
    asked = fixing.Asked(ground=FixedBy(v["ground"]), on=v["on"], asked_by=v["asked_by"], law=v["law"], why=v["why"])
    return services.loan_fix(loan=doing.row.loan, asked=asked, interest=v["interest"], others=v["others"], by=by(doing))


def _call(doing: Doing[Loan]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.guarantor_call(loan=doing.row.loan, enforced_first=v["enforced"], on=v["on"], by=by(doing))


def _offer(doing: Doing[Loan]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.collateral_offer(
        loan=doing.row.loan, how=Realised(v["how"]), asked=v["asked"], words=v["words"], by=by(doing)
    )


def _claim(doing: Doing[Loan]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.claim_file(
        loan=doing.row.loan,
        principal=v["principal"],
        interest=v["interest"],
        recovered=v["recovered"],
        papers=v["papers"],
        by=by(doing),
    )
    return got if isinstance(got, Refused) else told(None)


def _settle(doing: Doing[Loan]) -> Refused | Text:
    return services.loan_settle(loan=doing.row.loan, on=doing.form.cleaned_data["on"], by=by(doing))


def _write_off(doing: Doing[Loan]) -> Refused | Text:
    return services.loan_write_off(loan=doing.row.loan, why=doing.form.cleaned_data["why"], by=by(doing))


def _as_agreed(row: Loan) -> dict[str, Any]:
    """The agreed day, where there is one; interest as it was told last."""
    told = {"interest": Money(row.owed_interest_fen).as_yuan()}
    return told | ({"ground": "term", "on": row.fixes_on} if row.fixes_on else {})


def _as_claimed(row: Loan) -> dict[str, Any]:
    return {
        "principal": selectors.claimable(row).as_yuan(),
        "interest": Money(row.owed_interest_fen).as_yuan(),
        "recovered": NIL.as_yuan(),
    }


LOAN_CASE: CaseKind[Loan] = CaseKind(
    lifecycle=LOAN,
    refers="case",
    find=selectors.loan_for,
    tell=_tell,
    back=(Text("质押贷款", "Pledge loans"), "pledge:loans"),
    tones=shown.TONES,
    guards=guards.GUARDS,
    acts=(
        Act(event="file_fund", form=forms.FileFundForm, do=_file_fund),
        Act(event="draw", form=forms.DrawForm, do=_draw),
        Act(event="repay", form=forms.RepayForm, do=_repay),
        Act(event="miss", form=forms.MissForm, do=_miss),
        Act(event="catch_up", form=forms.RepayForm, do=_repay, initial=lambda _: {"clears": True}),
        Act(event="reclass", form=forms.ClassifyForm, do=_classify),
        Act(event="go_bad", form=forms.ClassifyForm, do=_classify, initial=lambda _: {"grade": "substandard"}),
        Act(event="recover", form=forms.ClassifyForm, do=_classify, initial=lambda _: {"grade": "normal"}),
        Act(event="extend", form=forms.ExtendForm, do=_extend),
        Act(event="fix", form=forms.FixForm, do=_fix, initial=_as_agreed),
        Act(event="call", form=forms.CallForm, do=_call),
        Act(event="offer", form=forms.OfferForm, do=_offer),
        Act(event="claim", form=forms.ClaimForm, do=_claim, initial=_as_claimed),
        Act(event="settle", form=forms.DayForm, do=_settle),
        Act(event="write_off", form=WhyForm, do=_write_off),
    ),
)
_SHARED = Text("承担方、次序、金额、期限与所缺材料", "who, in which order, how much, by when, what is missing")
_QUIET = Text("没有需要注意的情况。", "There is nothing to look at.")
