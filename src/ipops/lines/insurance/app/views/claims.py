"""A claim as a case: its clocks, what is owed and why, what each act does."""

from __future__ import annotations

from django.urls import reverse

from ipops.finance.scheme.outcome import Due as Clock
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.insurance.app import forms, selectors
from ipops.lines.insurance.app.models import Claim, Policy
from ipops.lines.insurance.app.services import claims as services
from ipops.lines.insurance.app.views import shown, who
from ipops.lines.insurance.facts import Class
from ipops.lines.insurance.machine import CLAIM, SUBROGATION
from ipops.lines.insurance.rules import admission, indemnity
from ipops.lines.insurance.rules.clocks import clocks
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Due, Lines, Said, Side, Told
from ipops.webkit.pages.states import State

#: Which clock runs in which state.
_RUNS = {
    "claimed": ("assess", "limitation"),
    "complete": ("assess", "advance"),
    "assessed": ("advance",),
    "agreed": ("pay",),
    "refused": ("refuse",),
}


def _tell(row: Claim, asked: Asked) -> Told:
    found = _clocks(row, asked)
    late = admission.late(known_on=row.known_on, claimed_on=row.claimed_on) if row.known_on and row.claimed_on else None
    return Told(
        title=Text("赔案：{who}", "Claim of {who}").fill(who=shown.party(row, "insured")),
        state=row.stage,
        version=row.folded_to,
        since=row.stage_since,
        marks=(State("late", Text("二年已过", "two years over"), "!", "warn"),) if late else (),
        places=who.places(row, asked),
        says=(*_event(row), *_money(row)),
        sides=(
            Side(title=Text("被保险人", "Insured"), parties=(row.insured,), because=names.place(row.place)),
            Side(title=Text("保险人", "Insurer"), parties=(row.insurer,)),
        ),
        dues=_dues(row, found),
        lines=(*_why(row), *_clock_lines(found)),
        notes=(late.says,) if late else (),
    )


def _clocks(row: Claim, asked: Asked) -> dict[str, Clock]:
    return dict(
        clocks(
            asked.today,
            is_complex=row.is_complex,
            claimed_on=row.claimed_on,
            papers_complete_on=row.complete_on,
            assessed_on=row.assessed_on,
            agreed_on=row.agreed_on,
            known_on=row.known_on,
        )
    )


def _dues(row: Claim, found: dict[str, Clock]) -> tuple[Due, ...]:
    made = [
        Due(title=found[c].says, on=found[c].last_day, cite=found[c].cite, provisional=found[c].provisional)
        for c in _RUNS.get(row.stage, ())
        if c in found and not (c == "limitation" and row.claimed_on)
    ]
    if row.stage in ("claimed", "complete") and row.is_complex is not True:
        why = Text("应当及时核定；没有天数。", "Promptly; the law gives no number of days.")
        made.append(Due(title=Text("核定", "Assess"), on=None, why=why))
    return tuple(made)


def _event(row: Claim) -> tuple[Said, ...]:
    policy = Policy.objects.filter(policy=row.policy).first()
    number = (policy.policy_no or row.policy) if policy else row.policy
    made = [
        Said(title=Text("保单", "Policy"), value=names.link(reverse("insurance:policy", args=[row.policy]), number)),
        Said(
            title=Text("类别（本系统拟定）", "Class (ours)"), value=shown.word(Class, policy.klass) if policy else None
        ),
        Said(title=Text("事故发生日", "Event happened on"), value=row.happened_on),
        Said(title=Text("知道事故日", "Event known on"), value=row.known_on),
        Said(title=Text("请求赔付日", "Claimed on"), value=row.claimed_on),
        Said(title=Text("事故经过", "What happened"), value=row.what),
    ]
    if row.lacks:
        made.append(Said(title=Text("须补充的材料", "Papers still needed"), value=row.lacks))
    if row.complete_on:
        made.append(Said(title=Text("材料齐备日", "Papers complete on"), value=row.complete_on))
    return tuple(made)


def _money(row: Claim) -> tuple[Said, ...]:
    advanced, back = (sum(selectors.money_of(texts), NIL) for texts in (row.advanced, row.recovered))
    told = (
        (row.stated_fen, Text("所报损失", "Loss stated"), None),
        (row.loss_fen, Text("核定损失", "Loss as assessed"), row.assessed_on),
        (row.owed_fen, Text("应赔", "Owed"), None),
        (row.uncovered_fen, Text("未获保障部分", "Uncovered"), None),
        (row.agreed_fen, Text("协议赔偿", "Agreed"), row.agreed_on),
        (row.paid_fen, Text("赔付", "Paid"), row.paid_on),
    )
    made = [Said(title=t, value=Money(fen), because=why) for fen, t, why in told if fen is not None]
    if advanced:
        made.append(Said(title=Text("先予支付合计", "Paid in advance"), value=advanced))
    if row.payee:
        made.append(Said(title=Text("收款人", "Paid to"), value=row.payee))
    if row.against:
        made.append(Said(title=Text("向谁追偿", "Against whom"), value=row.against, because=SUBROGATION))
        made.append(Said(title=Text("代位追偿到账", "Recovered"), value=back))
    if row.why:
        made.append(Said(title=Text("理由", "Reason"), value=row.why))
    return tuple(made)


def _why(row: Claim) -> tuple[Lines, ...]:
    """How the amount owed came about, worked out again from what was assessed."""
    if row.loss_fen is None:
        return ()
    loss, value = Money(row.loss_fen), shown.money(row.value_fen)
    got = indemnity.owed(
        services.loss_of(row, loss=loss, value=value, others=shown.money(row.others_fen), had=shown.money(row.had_fen))
    )
    if isinstance(got, Refused):
        return ()
    heads = (Text("计算", "How it is worked out"), Text("条款", "Clause"))
    return (Lines(title=Text("应赔金额的由来", "Why this amount"), heads=heads, rows=got.steps),)


def _clock_lines(found: dict[str, Clock]) -> tuple[Lines, ...]:
    rows = tuple((c.says, c.last_day, c.cite) for c in found.values())
    heads = (Text("法定期限", "The law's clock"), Text("最后一日", "Last day"), Text("条款", "Clause"))
    return (Lines(title=Text("法定期限", "The law's clocks"), heads=heads, rows=rows),) if rows else ()


def _ask(doing: Doing[Claim]) -> Refused | Text:
    got = services.loss_ask(claim=doing.row.claim, what=doing.form.cleaned_data["what"], by=who.by_of(doing))
    return got or shown.STORED


def _complete(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.loss_complete(
        claim=doing.row.claim, on=v["on"], is_complex=v["is_complex"] == "yes", by=who.by_of(doing)
    )
    return got or shown.STORED


def _advance(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.loss_advance(claim=doing.row.claim, amount=v["amount"], voucher=v["voucher"], by=who.by_of(doing))
    return got or shown.STORED


def _assess(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.loss_assess(
        claim=doing.row.claim,
        loss=v["loss"],
        value=v["value"],
        others=v["others"],
        had=v["had"],
        by=who.by_of(doing),
    )
    if isinstance(got, indemnity.Owed):
        return Text("核定应赔 {m}。", "Owed: {m}.").fill(m=str(got.owed))
    return got or shown.STORED


def _refuse(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.loss_refuse(claim=doing.row.claim, assessed_on=v["assessed_on"], why=v["why"], by=who.by_of(doing))
    return got or shown.STORED


def _agree(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.loss_agree(claim=doing.row.claim, on=v["on"], amount=v["amount"], why=v["why"], by=who.by_of(doing))
    return got or shown.STORED


def _pay(doing: Doing[Claim]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.loss_pay(
        claim=doing.row.claim, on=v["on"], payee=v["payee"], voucher=v["voucher"], by=who.by_of(doing)
    )
    return got or shown.STORED


def _subrogate(doing: Doing[Claim]) -> Refused | Text:
    against = doing.form.cleaned_data["against"]
    return services.loss_subrogate(claim=doing.row.claim, against=against, by=who.by_of(doing)) or shown.STORED


def _recover(doing: Doing[Claim]) -> Refused | Text:
    amount = doing.form.cleaned_data["amount"]
    return services.loss_recover(claim=doing.row.claim, amount=amount, by=who.by_of(doing)) or shown.STORED


def _close(doing: Doing[Claim]) -> Refused | Text:
    why = doing.form.cleaned_data["why"]
    return services.loss_close(claim=doing.row.claim, why=why, by=who.by_of(doing)) or shown.STORED


def _owed(row: Claim) -> dict[str, object]:
    return {"amount": Money(row.owed_fen).as_yuan()} if row.owed_fen is not None else {}


CLAIM_CASE: CaseKind[Claim] = CaseKind(
    lifecycle=CLAIM,
    refers="case",
    find=selectors.claim_for,
    tell=_tell,
    back=(Text("赔案", "Insurance claims"), "insurance:claims"),
    tones=shown.TONES,
    guards={"insurer": who.insurer},
    acts=(
        Act(event="complete", form=forms.CompleteForm, do=_complete),
        Act(event="ask", form=forms.AskForm, do=_ask),
        Act(event="assess", form=forms.AssessForm, do=_assess),
        Act(event="advance", form=forms.AdvanceForm, do=_advance),
        Act(event="agree", form=forms.AgreeForm, do=_agree, initial=_owed),
        Act(event="pay", form=forms.PayForm, do=_pay),
        Act(event="subrogate", form=forms.SubrogateForm, do=_subrogate),
        Act(event="recover", form=forms.RecoverForm, do=_recover),
        Act(event="close", form=forms.NoteForm, do=_close),
        Act(event="refuse", form=forms.RefuseForm, do=_refuse),
    ),
)
