"""Products, policies and claims as pages show them: words for codes, states, tables."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from ipops.kernel.machine import Lifecycle
from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.lines.insurance.app import selectors
from ipops.lines.insurance.app.models import Claim, Policy, Product
from ipops.lines.insurance.facts import Class
from ipops.lines.insurance.machine import CLAIM, POLICY, PRODUCT
from ipops.webkit.models import Party
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.states import State

STORED = Text("已记入账本。", "It stands in the ledger.")
TONES = {
    "listed": ("✓", "good"), "withdrawn": ("−", "quiet"), "quoted": ("…", "info"), "in_force": ("✓", "good"),
    "doubted": ("!", "warn"), "declined": ("↶", "quiet"), "rescinded": ("✗", "bad"), "ended": ("−", "quiet"),
    "claimed": ("…", "info"), "complete": ("…", "info"), "assessed": ("…", "info"), "agreed": ("!", "warn"),
    "paid": ("✓", "good"), "recovering": ("…", "info"), "closed": ("−", "quiet"), "refused": ("✗", "bad"),
}  # fmt: skip


def word(kind: type[Word], code: str) -> Text:
    """The word for a code; a code that the list does not know any more is shown as it is."""
    known = {str(w): w.named for w in kind}
    return known.get(code) or Text(code or "—", code or "—")


def stage(cycle: Lifecycle, row: Any) -> State:
    sign, tone = TONES.get(row.stage, ("?", "quiet"))
    return State(row.stage, cycle.states.get(row.stage, Text(row.stage, row.stage)), sign, tone)


def money(fen: int | None) -> Money | None:
    return Money(fen) if fen is not None else None


def named(field: str) -> Subquery:
    return Subquery(Party.objects.filter(party=OuterRef(field)).values("name")[:1])


def with_names(rows: QuerySet[Any], *fields: str) -> QuerySet[Any]:
    return rows.annotate(**{f"{f}_name": named(f) for f in fields})


def party(row: Any, field: str) -> str:
    name = getattr(row, f"{field}_name", None)
    code = getattr(row, field)
    if name is None:
        name = Party.objects.filter(party=code).values_list("name", flat=True).first()
    return str(name or code)


def _policies(rows: QuerySet[Policy], typed: str) -> QuerySet[Policy]:
    return rows.filter(selectors.policies_like(typed))


PRODUCTS = tables.TableSpec(
    code="insurance-products",
    title=Text("保险产品", "Insurance products"),
    columns=(
        tables.Column(
            key="title",
            title=Text("名称", "Title"),
            value=lambda p: p.title,
            link=lambda p: reverse("insurance:product", args=[p.product]),
            wide=True,
        ),
        tables.Column(key="insurer", title=Text("保险人", "Insurer"), value=lambda p: party(p, "insurer"), wide=True),
        tables.Column(key="klass", title=Text("类别（本系统拟定）", "Class (ours)"), value=lambda p: word(Class, p.klass)),
        tables.Column(key="terms", title=Text("条款备案号", "Filed terms"), value=lambda p: p.terms_no or None),
        tables.Column(key="listed", title=Text("列入日", "Listed"), value=lambda p: p.listed_on, sort="listed_on"),
        tables.Column(key="stage", title=Text("状态", "State"), value=lambda p: stage(PRODUCT, p), sort="stage"),
    ),
    filters=(
        tables.Filter(
            name="q",
            title=Text("名称、保险人或拼音首字母", "Title, insurer or pinyin initials"),
            narrow=lambda rows, v: rows.filter(selectors.products_like(v)),
        ),
        tables.Filter(
            name="klass",
            title=Text("类别", "Class"),
            kind="choice",
            choices=tuple((str(c), c.named) for c in Class),
            narrow=lambda rows, v: rows.filter(klass=v),
        ),
    ),
    empty=Text("登记第一个保险产品。", "List a first product."),
    order="-listed_on",
)  # fmt: skip

POLICIES = tables.TableSpec(
    code="insurance-policies",
    title=Text("报价与保单", "Quotes and policies"),
    columns=(
        tables.Column(
            key="insured",
            title=Text("被保险人", "Insured"),
            value=lambda p: party(p, "insured"),
            link=lambda p: reverse("insurance:policy", args=[p.policy]),
            wide=True,
        ),
        tables.Column(key="insurer", title=Text("保险人", "Insurer"), value=lambda p: party(p, "insurer"), wide=True),
        tables.Column(key="klass", title=Text("类别（本系统拟定）", "Class (ours)"), value=lambda p: word(Class, p.klass)),
        tables.Column(key="total", title=Text("保险金额", "Sum insured"), value=lambda p: money(p.total_fen), sort="total_fen", numeric=True),
        tables.Column(key="premium", title=Text("保险费", "Premium"), value=lambda p: money(p.premium_fen), sort="premium_fen", numeric=True),
        tables.Column(key="starts", title=Text("保险责任自", "Cover from"), value=lambda p: p.starts_on, sort="starts_on"),
        tables.Column(key="until", title=Text("至（不含）", "Until (exclusive)"), value=lambda p: p.until, sort="until"),
        tables.Column(key="rights", title=Text("权利件数", "Rights"), value=lambda p: len(p.rights), numeric=True),
        tables.Column(key="stage", title=Text("状态", "State"), value=lambda p: stage(POLICY, p), sort="stage"),
        tables.Column(key="no", title=Text("保单号", "Policy number"), value=lambda p: p.policy_no or None, shown=False),
        tables.Column(key="place", title=Text("地区", "Place"), value=lambda p: names.place(p.place), shown=False),
    ),
    filters=(
        tables.Filter(name="q", title=Text("单位、保单、权利或拼音首字母", "Firm, policy, right or pinyin initials"), narrow=_policies),
        tables.Filter(
            name="stage",
            title=Text("状态", "State"),
            kind="choice",
            choices=tuple(POLICY.states.items()),
            narrow=lambda rows, v: rows.filter(stage=v),
        ),
        tables.Filter(
            name="klass",
            title=Text("类别", "Class"),
            kind="choice",
            choices=tuple((str(c), c.named) for c in Class),
            narrow=lambda rows, v: rows.filter(klass=v),
        ),
    ),
    empty=Text("登记第一份报价，或导入保险人的保单清单。", "Enter a first quote, or import an insurer's list."),
    order="-written_on",
)  # fmt: skip

CLAIMS = tables.TableSpec(
    code="insurance-claims",
    title=Text("赔案", "Insurance claims"),
    columns=(
        tables.Column(
            key="insured",
            title=Text("被保险人", "Insured"),
            value=lambda c: party(c, "insured"),
            link=lambda c: reverse("insurance:claim", args=[c.claim]),
            wide=True,
        ),
        tables.Column(key="insurer", title=Text("保险人", "Insurer"), value=lambda c: party(c, "insurer"), wide=True),
        tables.Column(key="claimed", title=Text("索赔日", "Claimed"), value=lambda c: c.claimed_on, sort="claimed_on"),
        tables.Column(key="stage", title=Text("状态", "State"), value=lambda c: stage(CLAIM, c), sort="stage"),
        tables.Column(key="stated", title=Text("所报损失", "Stated"), value=lambda c: money(c.stated_fen), numeric=True),
        tables.Column(key="owed", title=Text("核定应赔", "Owed"), value=lambda c: money(c.owed_fen), sort="owed_fen", numeric=True),
        tables.Column(key="agreed", title=Text("协议赔偿", "Agreed"), value=lambda c: money(c.agreed_fen), numeric=True),
        tables.Column(key="paid", title=Text("赔付日", "Paid on"), value=lambda c: c.paid_on, sort="paid_on"),
    ),
    filters=(
        tables.Filter(
            name="q",
            title=Text("单位、赔案或拼音首字母", "Firm, claim or pinyin initials"),
            narrow=lambda rows, v: rows.filter(selectors.claims_like(v)),
        ),
        tables.Filter(
            name="stage",
            title=Text("状态", "State"),
            kind="choice",
            choices=tuple(CLAIM.states.items()),
            narrow=lambda rows, v: rows.filter(stage=v),
        ),
    ),
    empty=Text("在保单页提出索赔，或导入索赔清单。", "Claim on the page of a policy, or import a list."),
    order="-claimed_on",
)  # fmt: skip


def products(rows: QuerySet[Product]) -> QuerySet[Product]:
    return with_names(rows, "insurer")


def policies(rows: QuerySet[Policy]) -> QuerySet[Policy]:
    return with_names(rows, "insurer", "insured")


def claims(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    return with_names(rows, "insurer", "insured")
