"""An application as a case: what is told of it, and what each act does. The kit draws the screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.facts.words import PartyKind
from ipops.lines.pledge.app import guarantees, selectors, services
from ipops.lines.pledge.app.forms import application as forms
from ipops.lines.pledge.app.models import Application
from ipops.lines.pledge.app.views import guards, shown
from ipops.lines.pledge.app.views.doing import by, told, written
from ipops.lines.pledge.facts import CollateralValued
from ipops.lines.pledge.facts.words import Screened, Security
from ipops.lines.pledge.machine import APPLICATION
from ipops.lines.pledge.rules import guaranteeing
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Due, Lines, Said, Side, Told


def _tell(row: Application, asked: Asked) -> Told:
    sides = [Side(title=Text("企业", "Firm"), parties=(row.firm,), because=names.place(row.place))]
    if row.pledgor:
        sides[0] = Side(title=Text("债务人", "Debtor"), parties=(row.firm,), because=names.place(row.place))
        sides.append(Side(title=Text("出质人", "Pledgor"), parties=(row.pledgor,), because=shown.THIRD))
    if row.bank:
        sides.append(Side(title=Text("银行", "Bank"), parties=(row.bank,)))
    if row.security_by:
        because = shown.word(Security, row.security)
        sides.append(
            Side(title=Text("保证人或保险人", "Guarantor or insurer"), parties=(row.security_by,), because=because)
        )
    entries = guarantees.entries_of(row)
    return Told(
        title=Text("融资申请：{who}", "Application of {who}").fill(who=row.firm_name or row.firm),  # type: ignore[attr-defined]
        state=row.stage,
        version=row.folded_to,
        since=row.stage_since,
        places=guards.places(row, asked.reader),
        says=_says(row),
        sides=tuple(sides),
        rights=tuple(row.rights),
        lines=(*_valuations(row, entries), *_limits(row, entries, asked)),
        dues=_dues(row),
    )


def _says(row: Application) -> tuple[Said, ...]:
    until = shown.day(row.authorised_until) if row.authorised_until else Text("未约定", "none agreed")
    fund: str = row.fund_name  # type: ignore[attr-defined]
    made = [
        Said(
            title=Text("申请金额", "Amount asked"),
            value=Money(row.amount_fen),
            because=Text("其中知识产权质押部分 {x}", "of it lent on IP {x}").fill(x=shown.exact(row.ip_fen)),
        ),
        Said(title=Text("期限", "Term"), value=Text("{n}个月", "{n} months").fill(n=row.term_months)),
        Said(
            title=Text("企业授权", "The firm's authorisation"),
            value=row.authorised_on,
            because=Text("至 {d}（不含）", "until {d} (exclusive)").fill(d=until),
        ),
        Said(title=Text("拟申请的资金", "Fund asked for"), value=fund or shown.NONE),
    ]
    if row.found:
        made.append(
            Said(title=Text("资格审查", "Screened"), value=shown.word(Screened, row.found), because=row.why or None)
        )
    if row.acknowledged:
        made.append(
            Said(title=Text("已告知并坚持办理的风险", "Risks told and accepted"), value=tuple(row.acknowledged))
        )
    if row.objections:
        made.append(Said(title=Text("权属异议", "Objections"), value=tuple(row.objections)))
    if row.settled_fen is not None:
        made.append(
            Said(
                title=Text("采用价值", "Value gone by"),
                value=Money(row.settled_fen),
                because=shown.day(row.valued_on) if row.valued_on else None,
            )
        )
        usable = row.valued_until or Unknown(why=_NO_LIMIT)
        made.append(
            Said(title=Text("评估可用至", "Valuation may be used until"), value=usable, because=row.valued_for or None)
        )
    if row.granted_fen is not None:
        made.append(
            Said(
                title=Text("批准金额", "Granted"),
                value=Money(row.granted_fen),
                because=Text("其中知识产权质押部分 {x}；年利率 {r}", "of it lent on IP {x}; at {r} a year").fill(
                    x=shown.exact(row.granted_ip_fen or 0), r=shown.rate(row.rate_bp)
                ),
            )
        )
    if row.loan:
        made += [
            Said(title=Text("贷款", "Loan"), value=shown.page(row, "opens_loan", "pledge:loan", row.loan)),
            Said(
                title=Text("质押", "Pledge"),
                value=shown.page(row, "opens_pledge", "pledge:registration", row.pledge),
            ),
        ]
    return tuple(made)


def _limits(row: Application, entries: Sequence[Entry], asked: Asked) -> tuple[Lines, ...]:
    """How the guarantor stands to the limits of its regulation, by the book of this house: held, broken, or not known and why."""
    rows = tuple(
        (x.says, guaranteeing.times(x.known), guaranteeing.times(x.most), shown.limit_found(x), str(x.cite))
        for x in guarantees.weighed(row, entries, asked.today)
    )  # fmt: skip
    if not rows:
        return ()
    heads = (
        Text("担保公司限额", "Limit on the guarantor"), Text("与净资产之比", "To net assets"), Text("上限", "At most"),
        Text("结论", "Found"), Text("条款", "Clause"),
    )  # fmt: skip
    title = Text(
        "担保公司限额（按本平台账面，未加风险权重）", "Limits on the guarantor (by the book of this house, unweighted)"
    )
    return (Lines(title=title, heads=heads, rows=rows, numeric=frozenset({1, 2})),)


def _valuations(row: Application, entries: Sequence[Entry]) -> tuple[Lines, ...]:
    """Every valuation with its approaches side by side: they are not averaged."""
    if row.settled_fen is None:
        return ()
    rows: list[tuple[Any, ...]] = []
    for e in entries:
        if isinstance(f := e.fact, CollateralValued):
            who = Text("银行内部", "the bank's own") if f.by_bank else shown.name_of(f.appraiser)
            rows += [
                (f.report_on, who, a.named, v, names.fact(e.n)) for a, v in zip(f.approaches, f.values, strict=False)
            ]
    heads = (
        Text("基准日", "As of"), Text("评估人", "By"), Text("方法", "Approach"), Text("结果", "Result"), Text("事实", "Fact"),
    )  # fmt: skip
    return (Lines(title=Text("评估", "Valuations"), heads=heads, rows=tuple(rows), numeric=frozenset({3})),)


def _dues(row: Application) -> tuple[Due, ...]:
    if row.authorised_until is None or row.stage == "agreed" or APPLICATION.is_final(row.stage):
        return ()
    return (Due(title=Text("企业授权到期", "The authorisation runs out"), on=row.authorised_until),)


def _screen(doing: Doing[Application]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.finance_screen(application=doing.row.application, meets=v["meets"], why=v["why"], by=by(doing))


def _turn_away(doing: Doing[Application]) -> Refused | Text:
    return services.finance_screen(
        application=doing.row.application, meets=False, why=doing.form.cleaned_data["why"], by=by(doing)
    )


def _look(doing: Doing[Application]) -> Refused | Text:
    form = doing.form
    assert isinstance(form, forms.TitleForm)
    return services.title_look(application=doing.row.application, answers=form.answers, by=by(doing))


def _value(doing: Doing[Application]) -> Refused | Text:
    form, v = doing.form, doing.form.cleaned_data
    assert isinstance(form, forms.ValueForm)
    appraiser = written(v["appraiser"], v["appraiser_name"], PartyKind.AGENCY) if v["appraiser"] else None
    return services.collateral_value(
        application=doing.row.application,
        appraiser=appraiser,
        by_bank=v["by_bank"],
        report_on=v["report_on"],
        approaches=[a for a, _ in form.results],
        values=[m for _, m in form.results],
        settled=v["settled"],
        signers=v["signers"],
        why_one=v["why_one"],
        purpose=v["purpose"],
        holds_until=v["holds_until"],
        by=by(doing),
    )


def _credit(doing: Doing[Application]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.credit_decide(
        application=doing.row.application,
        bank=written(v["bank"], v["bank_name"], PartyKind.BANK),
        granted=doing.event == "grant",
        amount=v.get("amount"),
        ip_part=v.get("ip_part"),
        rate_bp=v.get("rate"),
        term_months=v.get("term_months"),
        why=v["why"],
        by=by(doing),
    )


def _bind(doing: Doing[Application]) -> Refused | Text:
    v = doing.form.cleaned_data
    security = Security(v["security"])
    kind = PartyKind.INSURER if security is Security.INSURANCE else PartyKind.GUARANTOR
    return services.security_bind(
        application=doing.row.application,
        who=written(v["who"], v["who_name"], kind),
        security=security,
        amount=v["amount"],
        until=v["until"],
        by=by(doing),
    )


def _agree(doing: Doing[Application]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.pledge_agree(
        application=doing.row.application,
        on=v["on"],
        cap=v["cap"],
        maximum=v["maximum"],
        due_on=v["due_on"],
        renewal_agreed=v["renewal"],
        fixes_on=v["fixes_on"],
        pledgor_signed=v["pledgor_signed"],
        by=by(doing),
    )


def _drop(doing: Doing[Application]) -> Refused | Text:
    got = services.finance_drop(application=doing.row.application, why=doing.form.cleaned_data["why"], by=by(doing))
    return told(got)


def _as_granted(row: Application) -> dict[str, Any]:
    return {
        "bank": row.bank,
        "amount": Money(row.amount_fen).as_yuan(),
        "ip_part": Money(row.ip_fen).as_yuan(),
        "term_months": row.term_months,
    }


APPLICATION_CASE: CaseKind[Application] = CaseKind(
    lifecycle=APPLICATION,
    refers="case",
    find=selectors.application_for,
    tell=_tell,
    back=(Text("融资申请", "Applications"), "pledge:applications"),
    tones=shown.TONES,
    guards=guards.GUARDS,
    acts=(
        Act(event="admit", form=forms.ScreenForm, do=_screen, initial=lambda _: {"meets": True}),
        Act(event="turn_away", form=forms.WhyForm, do=_turn_away),
        Act(event="look", form=forms.TitleForm, do=_look),
        Act(event="value", form=forms.ValueForm, do=_value),
        Act(event="grant", form=forms.GrantForm, do=_credit, initial=_as_granted),
        Act(event="decline", form=forms.DeclineForm, do=_credit, initial=lambda r: {"bank": r.bank}),
        Act(event="bind", form=forms.BindForm, do=_bind),
        Act(event="agree", form=forms.AgreeForm, do=_agree),
        Act(event="drop", form=forms.WhyForm, do=_drop),
    ),
)
_NO_LIMIT = Text(
    "报告未载有效期，是否过期未知。", "The report states no limit of age; whether it is too old is unknown."
)
