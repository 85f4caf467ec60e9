"""A product and a policy as cases: what is told of them, and what each act does."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.insurance.app import forms, selectors
from ipops.lines.insurance.app.models import Claim, Policy, Product
from ipops.lines.insurance.app.services import policies as services
from ipops.lines.insurance.app.views import shown, who
from ipops.lines.insurance.facts import Class, Ending
from ipops.lines.insurance.machine import CLAIM, DISCLOSE, POLICY, PRODUCT, TWO_YEARS, VALUE, WRITTEN
from ipops.lines.insurance.rules import admission
from ipops.lines.insurance.rules.clocks import clocks
from ipops.webkit import access
from ipops.webkit.enrol import Written
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Due, Lines, Part, Said, Side, Told
from ipops.webkit.pages.states import State


def _product(row: Product, asked: Asked) -> Told:
    return Told(
        title=row.title,
        state=row.stage,
        version=row.folded_to,
        since=row.stage_since,
        places=who.places(row, asked),
        sides=(Side(title=Text("保险人", "Insurer"), parties=(row.insurer,)),),
        says=(
            Said(title=Text("类别（本系统拟定）", "Class (ours)"), value=shown.word(Class, row.klass)),
            Said(title=Text("条款备案号", "Number of the filed terms"), value=row.terms_no or None),
            Said(title=Text("保障内容", "What it covers"), value=row.says or None),
        ),
    )


def _withdraw(doing: Doing[Product]) -> Refused | Text:
    got = services.product_withdraw(product=doing.row.product, why=doing.form.cleaned_data["why"], by=who.by_of(doing))
    return got or shown.STORED


PRODUCT_CASE: CaseKind[Product] = CaseKind(
    lifecycle=PRODUCT,
    refers="case",
    find=selectors.product_for,
    tell=_product,
    back=(Text("保险产品", "Insurance products"), "insurance:products"),
    tones=shown.TONES,
    guards={"insurer": who.insurer},
    acts=(Act(event="withdraw", form=forms.NoteForm, do=_withdraw),),
)


def _policy(row: Policy, asked: Asked) -> Told:
    because = names.place(row.place)
    sides = [
        Side(title=Text("被保险人", "Insured"), parties=(row.insured,), because=because),
        Side(title=Text("保险人", "Insurer"), parties=(row.insurer,)),
    ]
    if row.beneficiary:
        sides.append(Side(title=Text("受益人", "Beneficiary"), parties=(row.beneficiary,), because=row.loan or None))
    return Told(
        title=Text("保险：{who}", "Insurance of {who}").fill(who=shown.party(row, "insured")),
        state=row.stage,
        version=row.folded_to,
        since=row.stage_since,
        marks=_marks(row, asked),
        places=who.places(row, asked),
        says=_says(row),
        sides=tuple(sides),
        rights=tuple(row.rights),
        dues=_dues(row, asked),
        lines=(_claims(row, asked),),
    )


def _says(row: Policy) -> tuple[Said, ...]:
    made = [
        Said(title=Text("类别（本系统拟定）", "Class (ours)"), value=shown.word(Class, row.klass)),
        Said(title=Text("保险金额", "Sum insured"), value=shown.money(row.total_fen)),
        Said(title=Text("保险费", "Premium"), value=shown.money(row.premium_fen)),
        Said(
            title=Text("免赔额", "Deductible"), value=shown.money(row.deductible_fen) or Text("未约定", "none agreed")
        ),
    ]
    if row.stage == "quoted":
        made.append(Said(title=Text("报价有效至", "Offer holds until"), value=row.valid_until))
    if row.written_on:
        period = Text("{a} 至 {b}（不含）", "{a} to {b} (exclusive)").fill(a=str(row.starts_on), b=str(row.until))
        made += [
            Said(title=Text("保单号", "Policy number"), value=row.policy_no or None, because=row.written_on),
            Said(title=Text("保险责任期间", "Cover"), value=period),
            Said(title=Text("追溯日", "Retroactive to"), value=row.retroactive_on or Text("无追溯", "not retroactive")),
            Said(
                title=Text("约定的保险价值", "Agreed insurable value"),
                value=shown.money(row.value_fen)
                or Text("未约定，按事故发生时的实际价值", "none agreed: the value at the event counts"),
                because=VALUE,
            ),
        ]
    if row.why:
        made.append(Said(title=Text("事由", "Reason"), value=row.why, because=row.disclosed_on))
    if row.ending:
        made.append(Said(title=Text("终止原因", "How it ended"), value=shown.word(Ending, row.ending)))
    return tuple(made)


def _marks(row: Policy, asked: Asked) -> tuple[State, ...]:
    """A policy that nobody ended stays written; that its cover is over is told beside."""
    over = row.stage in ("in_force", "doubted") and row.until is not None and row.until <= asked.today
    return (State("over", Text("保险期间已过", "cover is over"), "−", "quiet"),) if over else ()


def _dues(row: Policy, asked: Asked) -> tuple[Due, ...]:
    made = []
    if row.stage == "quoted":
        made.append(Due(title=Text("报价到期", "The offer ends"), on=row.valid_until))
    if row.stage == "doubted" and row.disclosed_on:
        last = clocks(asked.today, disclosed_on=row.disclosed_on)["rescind"]
        title = Text("解除权消灭前的最后一日", "Last day to rescind")
        made.append(Due(title=title, on=last.last_day, cite=DISCLOSE, provisional=last.provisional))
        two = Text("合同成立满二年后不得解除", "no rescission after two years of the contract")
        if row.written_on:
            made.append(Due(title=two, on=admission.two_years(row.written_on), cite=TWO_YEARS))
    if row.stage in ("in_force", "doubted") and row.until and row.until > asked.today:
        made.append(Due(title=Text("保险责任终止（不含）", "Cover ends (exclusive)"), on=row.until))
    return tuple(made)


def _claims(row: Policy, asked: Asked) -> Lines:
    found: QuerySet[Claim] = selectors.claims_for(asked.reader).filter(policy=row.policy)[:50]
    rows = tuple(
        (names.link(reverse("insurance:claim", args=[c.claim]), c.claim), c.claimed_on, shown.stage(CLAIM, c), shown.money(c.owed_fen))
        for c in found
    )  # fmt: skip
    heads = (Text("赔案", "Claim"), Text("索赔日", "Claimed"), Text("状态", "State"), Text("核定应赔", "Owed"))
    none = Text("没有赔案。", "No claim.")
    return Lines(title=Text("赔案", "Claims"), heads=heads, rows=rows, numeric=frozenset({3}), empty=none)


def _write(doing: Doing[Policy]) -> Refused | Text:
    form = doing.form
    assert isinstance(form, forms.WriteForm)
    v = form.cleaned_data
    bank = None
    if v["beneficiary"]:
        bank = Written(code=v["beneficiary"], name=v["beneficiary_name"], kind=PartyKind.BANK)
    got = services.policy_write(
        policy=doing.row.policy,
        policy_no=v["policy_no"],
        on=v["on"],
        starts_on=v["starts_on"],
        until=form.until,
        retroactive_on=v["retroactive_on"],
        value=v["value"],
        beneficiary=bank,
        loan=v["loan"],
        by=who.by_of(doing),
    )
    return got or shown.STORED


def _decline(doing: Doing[Policy]) -> Refused | Text:
    got = services.policy_decline(policy=doing.row.policy, why=doing.form.cleaned_data["why"], by=who.by_of(doing))
    return got or shown.STORED


def _doubt(doing: Doing[Policy]) -> Refused | Text:
    v = doing.form.cleaned_data
    return (
        services.policy_doubt(policy=doing.row.policy, on=v["on"], what=v["what"], by=who.by_of(doing)) or shown.STORED
    )


def _rescind(doing: Doing[Policy]) -> Refused | Text:
    got = services.policy_rescind(policy=doing.row.policy, why=doing.form.cleaned_data["why"], by=who.by_of(doing))
    return got or shown.STORED


def _end(doing: Doing[Policy]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.policy_end(policy=doing.row.policy, on=v["on"], ending=Ending(v["ending"]), by=who.by_of(doing))
    return got or shown.STORED


def _loss_here(row: Policy, asked: Asked) -> dict[str, object]:
    may = bool(access.bodies(asked.reader)) or access.may(asked.reader, access.Action.RECORD)
    return {"policy": row.policy, "open": row.stage in WRITTEN, "may": may}


POLICY_CASE: CaseKind[Policy] = CaseKind(
    lifecycle=POLICY,
    refers="case",
    find=selectors.policy_for,
    tell=_policy,
    back=(Text("报价与保单", "Quotes and policies"), "insurance:policies"),
    tones=shown.TONES,
    guards={"insurer": who.insurer},
    more=(
        Part(
            code="new-claim",
            title=Text("出险", "A loss"),
            template="insurance/new_claim.html",
            context=_loss_here,
        ),
    ),
    acts=(
        Act(event="write", form=forms.WriteForm, do=_write),
        Act(event="decline", form=forms.WhyForm, do=_decline),
        Act(event="doubt", form=forms.DoubtForm, do=_doubt),
        Act(event="rescind", form=forms.WhyForm, do=_rescind),
        Act(event="end", form=forms.EndForm, do=_end),
    ),
)
