"""A claim as a case: what is told of it, and what each act does. The kit draws the screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipops.finance.scheme.facts import FACTS
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.subsidies.app import forms, selectors
from ipops.lines.subsidies.app.models import Claim, Window
from ipops.lines.subsidies.app.services import claims as services
from ipops.lines.subsidies.app.views import sheet, shown
from ipops.lines.subsidies.facts import Verdict
from ipops.lines.subsidies.machine import CLAIM
from ipops.webkit import access
from ipops.webkit.enrol import By
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Lines, Part, Said, Side, Told
from ipops.webkit.pages.states import State


def own(row: Claim, asked: Asked) -> bool:
    """Whether the reader is here for the claimant or the bank and for nobody else: then no place is asked for."""
    held = access.memberships(asked.reader)
    bodies = access.bodies(asked.reader)
    return bool(held) and all(m.role == access.Role.MEMBER for m in held) and bool({row.claimant, row.bank} & {*bodies})


def _tell(row: Claim, asked: Asked) -> Told:
    window = selectors.window_of(row)
    read = sheet.read(row)
    sides = [Side(title=Text("申报单位", "Claimant"), parties=(row.claimant,), because=names.place(row.place))]
    if row.bank:
        sides.append(Side(title=Text("贷款银行", "Bank"), parties=(row.bank,)))
    return Told(
        title=Text("补贴申报：{who}", "Subsidy claim of {who}").fill(who=shown.claimant(row)),
        state=row.stage,
        version=row.folded_to,
        since=row.stage_since,
        marks=_marks(row),
        places=() if own(row, asked) else (row.place,),
        says=(*_says(row, window), *_part_of(row), *_money(row)),
        sides=tuple(sides),
        rights=tuple(row.rights),
        documents=(row.sheet,) if row.sheet else (),
        lines=(*sheet.lines(row, read), *_given(row)),
    )


def _marks(row: Claim) -> tuple[State, ...]:
    made = []
    if row.verdict == Verdict.UNKNOWN:
        made.append(State("unknown", Text("金额未知", "amount unknown"), "?", "warn"))
    if row.verdict == Verdict.REFUSED:
        made.append(State("unmet", Text("不符合条件", "conditions not met"), "✗", "bad"))
    return tuple(made)


def _says(row: Claim, window: Window | None) -> tuple[Said, ...]:
    made = []
    if window is not None:
        made += [
            Said(title=Text("窗口", "Window"), value=window.title, because=window.bureau),
            Said(title=Text("方案", "Scheme"), value=shown.scheme_title(window.scheme)),
        ]
    made.append(Said(title=Text("贷款合同号", "Loan contract"), value=row.loan or None))
    if row.invoices:
        made.append(Said(title=Text("发票", "Invoices"), value="、".join(row.invoices)))
    if row.settled is not None:
        state = Text("贷款已结清", "the loan is settled") if row.settled else Text("贷款仍在履行", "the loan stands")
        made.append(Said(title=Text("银行证明", "The bank's paper"), value=state, because=row.repaid_on))
    return tuple(made)


def _part_of(row: Claim) -> tuple[Said, ...]:
    """Of which claim this is the rest, and where its own rest went."""
    made = []
    if row.earlier:
        because = Text("{day} 申报", "filed on {day}").fill(day=str(row.filed_on))
        made.append(Said(title=Text("结转自申报", "Continues the claim"), value=shown.linked(row.earlier)))
        made.append(Said(title=Text("原申报", "First claim"), value=shown.linked(row.first), because=because))
    if row.carried_to:
        made.append(Said(title=Text("其余结转至", "The rest was carried to"), value=shown.linked(row.carried_to)))
    return tuple(made)


def _money(row: Claim) -> tuple[Said, ...]:
    made = []
    if row.verdict:
        because = shown.word(Verdict, row.verdict)
        made.append(Said(title=Text("按方案算得", "Computed by the scheme"), value=shown.total(row), because=because))
    told = (
        (row.share_fen, Text("从资金中分得", "Share of the pot"), None),
        (row.owed_fen, Text("未付足，待下一窗口", "Left owing, to the next window"), None),
        (row.granted_fen, Text("同意", "Granted"), None),
        (row.paid_fen, Text("已支付", "Paid"), row.paid_on),
        (row.recalled_fen, Text("应追回", "Claimed back"), row.why or None),
    )
    made += [Said(title=t, value=Money(fen), because=why) for fen, t, why in told if fen is not None]
    if row.stage == "recalled":
        made.append(Said(title=Text("尚欠", "Still open"), value=services.left_to_return(row)))
    if row.stage in ("refused", "withdrawn"):
        made.append(Said(title=Text("理由", "Reason"), value=row.why or None))
    return tuple(made)


def _given(row: Claim) -> tuple[Lines, ...]:
    if not row.given:
        return ()
    made = []
    for told in row.given:
        name, _, value = told.partition("=")
        title = FACTS[name].says if name in FACTS else Text(name, name)
        said = {"true": Text("是", "yes"), "false": Text("否", "no")}.get(value, value)
        made.append((title, said))
    heads = (Text("事项", "What"), Text("所填", "As stated"))
    return (Lines(title=Text("申报事项", "What is stated"), heads=heads, rows=tuple(made)),)


def _by(doing: Doing[Claim]) -> By:
    return By(by=doing.by, today=doing.today, reference=doing.reference, document=doing.document)


def _amend(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.claim_amend(
        claim=doing.row.claim, stated=v["given"], invoices=v["invoices"], why=v["why"], by=_by(doing)
    )
    if isinstance(got, Refused):  # the form has one field for all that is stated
        return Refused(reasons=tuple(_on(r, "given", v) for r in got.reasons))
    return shown.STORED


def _on(reason: Reason, field: str, fields: Mapping[str, Any]) -> Reason:
    known = reason.field in fields
    return reason if known else Reason(code=reason.code, says=reason.says, cite=reason.cite, field=field)


def _amend_initial(row: Claim) -> Mapping[str, Any]:
    return {"given": "\n".join(row.given), "invoices": "\n".join(row.invoices)}


def _prove(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.claim_prove(claim=doing.row.claim, settled=v["settled"], repaid_on=v["repaid_on"], by=_by(doing))
    return got or shown.STORED


def _compute(doing: Doing[Claim]) -> Refused | Text:
    got = services.claim_compute(claim=doing.row.claim, by=_by(doing))
    return got if isinstance(got, Refused) else Text("测算结论：{v}。", "Verdict: {v}.").fill(v=got.named)


def _grant(doing: Doing[Claim]) -> Refused | Text:
    got = services.claim_grant(claim=doing.row.claim, confirmed=doing.form.cleaned_data["confirmed"], by=_by(doing))
    return got or shown.STORED


def _turn_down(doing: Doing[Claim]) -> Refused | Text:
    got = services.claim_turn_down(claim=doing.row.claim, why=doing.form.cleaned_data["why"], by=_by(doing))
    return got or shown.STORED


def _send_back(doing: Doing[Claim]) -> Refused | Text:
    got = services.claim_send_back(claim=doing.row.claim, why=doing.form.cleaned_data["why"], by=_by(doing))
    return got or shown.STORED


def _pay(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.claim_pay(claim=doing.row.claim, on=v["on"], voucher=v["voucher"], by=_by(doing)) or shown.STORED


def _recall(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    return services.claim_recall(claim=doing.row.claim, amount=v["amount"], why=v["why"], by=_by(doing)) or shown.STORED


def _receive(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.claim_receive(claim=doing.row.claim, amount=v.get("amount"), voucher=v["voucher"], by=_by(doing))
    return got or shown.STORED


def _withdraw(doing: Doing[Claim]) -> Refused | Text:
    got = services.claim_withdraw(claim=doing.row.claim, why=doing.form.cleaned_data["why"], by=_by(doing))
    return got or shown.STORED


def _found(reader: access.Reader, key: str) -> Claim | None:
    """The guarded row, with the names it is told by."""
    return shown.with_names(selectors.claims_for(reader)).filter(claim=key).first()


CLAIM_CASE: CaseKind[Claim] = CaseKind(
    lifecycle=CLAIM,
    refers="case",
    find=_found,
    tell=_tell,
    back=(Text("补贴申报", "Subsidy claims"), "subsidies:claims"),
    tones=shown.CLAIM_TONES,
    more=(
        Part(
            code="twice",
            title=Text("重复申领核对", "Looked for double claims"),
            template="subsidies/twice_here.html",
            context=lambda row, _: {"claim": row.claim},
        ),
    ),
    acts=(
        Act(event="prove", form=forms.ProveForm, do=_prove, needs=access.Action.RECORD),
        Act(event="compute", form=forms.ComputeForm, do=_compute, needs=access.Action.RECORD),
        Act(event="grant", form=forms.GrantForm, do=_grant, needs=access.Action.CERTIFY),
        Act(event="pay", form=forms.PayForm, do=_pay),
        Act(event="amend", form=forms.AmendForm, do=_amend, initial=_amend_initial),
        Act(event="send_back", form=forms.WhyForm, do=_send_back),
        Act(event="turn_down", form=forms.WhyForm, do=_turn_down),
        Act(event="withdraw", form=forms.WhyForm, do=_withdraw),
        Act(event="recall", form=forms.RecallForm, do=_recall, needs=access.Action.RECORD),
        Act(event="receive", form=forms.ReceiveForm, do=_receive),
        Act(event="settle", form=forms.SettleForm, do=_receive),
    ),
)
