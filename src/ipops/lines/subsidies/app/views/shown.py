"""Windows and claims as pages show them: words for codes, states, tables."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from ipops.kernel.money import Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.lines.subsidies.app import selectors
from ipops.lines.subsidies.app.models import Claim, Window
from ipops.lines.subsidies.facts import Verdict
from ipops.lines.subsidies.machine import CLAIM, WINDOW
from ipops.lines.subsidies.rules.schemes import called, subsidy_schemes
from ipops.webkit.models import Party
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.states import State
from ipops.webkit.search import named_like

STORED = Text("已记入账本。", "It stands in the ledger.")
NO_POT = Text("未定总额", "no total set")
NOT_YET = Text("尚未测算", "not computed yet")
NOT_SHARED, NOT_PAID = Text("尚未分配", "not shared yet"), Text("尚未支付", "not paid yet")
NOTHING_OWED = Text("无", "none")
LACKS = Text("算不出，尚缺：", "It cannot be worked out without:")
CLAIM_TONES = {
    "filed": ("…", "info"), "proven": ("…", "info"), "computed": ("…", "info"), "shared": ("!", "warn"),
    "taken": ("…", "info"), "waiting": ("…", "warn"), "carried": ("→", "quiet"),
    "granted": ("!", "warn"), "paid": ("✓", "good"), "recalled": ("!", "warn"), "returned": ("↶", "quiet"),
    "refused": ("✗", "bad"), "withdrawn": ("↶", "quiet"),
}  # fmt: skip
WINDOW_TONES = {"open": ("✓", "good"), "closed": ("…", "info"), "divided": ("−", "quiet")}


def word(kind: type[Word], code: str) -> Text:
    """The word for a code; a code that the list does not know any more is shown as it is."""
    known = {str(w): w.named for w in kind}
    return known.get(code) or Text(code or "—", code or "—")


def claim_stage(row: Claim) -> State:
    sign, tone = CLAIM_TONES.get(row.stage, ("?", "quiet"))
    return State(row.stage, CLAIM.states.get(row.stage, Text(row.stage, row.stage)), sign, tone)


def window_stage(row: Window) -> State:
    sign, tone = WINDOW_TONES.get(row.stage, ("?", "quiet"))
    return State(row.stage, WINDOW.states.get(row.stage, Text(row.stage, row.stage)), sign, tone)


def money(fen: int | None, without: Text | None = None) -> Money | Text | None:
    """The amount; where there is none, what is said instead."""
    return Money(fen) if fen is not None else without


def total(row: Claim) -> Any:
    """What the scheme gave: the sum, that it is unknown, or that nothing was computed."""
    if not row.verdict:
        return NOT_YET
    if row.total_fen is not None:
        return Money(row.total_fen)
    known = subsidy_schemes().get(row.scheme)
    told = tuple(dict.fromkeys(called(known, m, whose=False) for m in row.missing))
    return Unknown(
        why=LACKS, needs=Text("；".join(t.zh for t in told) or NOT_YET.zh, "; ".join(t.en for t in told) or NOT_YET.en)
    )


def linked(claim: str) -> Any:
    """A claim that this one continues or that continues it."""
    return names.link(reverse("subsidies:claim", args=[claim]), claim) if claim else Text("无", "none")


def scheme_title(code: str) -> Text:
    known = subsidy_schemes().get(code)
    return known.title if known else Text(code, code)


def with_names(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    def named(field: str) -> Subquery:
        return Subquery(Party.objects.filter(party=OuterRef(field)).values("name")[:1])

    window = Subquery(Window.objects.filter(window=OuterRef("window")).values("title")[:1])
    return rows.annotate(claimant_name=named("claimant"), bank_name=named("bank"), window_title=window)


def claimant(row: Any) -> str:
    name = getattr(row, "claimant_name", None)
    if name is None:
        name = Party.objects.filter(party=row.claimant).values_list("name", flat=True).first()
    return str(name or row.claimant)


def _search(rows: Any, typed: str) -> Any:
    return rows.filter(selectors.claims_like(typed))


def _day(lookup: str) -> Any:
    return lambda rows, v: rows.filter(**{lookup: tables.as_day(v)})


CLAIMS = tables.TableSpec(
    code="subsidy-claims",
    title=Text("补贴申报", "Subsidy claims"),
    columns=(
        tables.Column(
            key="claimant",
            title=Text("申报单位", "Claimant"),
            value=claimant,
            link=lambda c: reverse("subsidies:claim", args=[c.claim]),
            wide=True,
        ),
        tables.Column(
            key="window", title=Text("窗口", "Window"), value=lambda c: c.window_title or c.window, wide=True
        ),
        tables.Column(key="loan", title=Text("贷款合同号", "Loan"), value=lambda c: c.loan or None),
        tables.Column(key="filed", title=Text("申报日", "Filed"), value=lambda c: c.filed_on, sort="filed_on"),
        tables.Column(key="stage", title=Text("状态", "State"), value=claim_stage, sort="stage"),
        tables.Column(key="total", title=Text("算得", "Computed"), value=total, sort="total_fen", numeric=True),
        tables.Column(
            key="share", title=Text("分得", "Share"), value=lambda c: money(c.share_fen, NOT_SHARED), numeric=True
        ),
        tables.Column(
            key="paid", title=Text("已付", "Paid"), value=lambda c: money(c.paid_fen, NOT_PAID), numeric=True
        ),
        tables.Column(
            key="bank", title=Text("银行", "Bank"), value=lambda c: c.bank_name or c.bank or None, shown=False
        ),
        tables.Column(key="place", title=Text("地区", "Place"), value=lambda c: names.place(c.place), shown=False),
        tables.Column(key="claim", title=Text("申报编号", "Claim"), value=lambda c: c.claim, shown=False),
    ),
    filters=(
        tables.Filter(
            name="q",
            title=Text("单位、合同号、权利或拼音首字母", "Firm, loan, right or pinyin initials"),
            narrow=_search,
        ),
        tables.Filter(
            name="stage",
            title=Text("状态", "State"),
            kind="choice",
            choices=tuple(CLAIM.states.items()),
            narrow=lambda rows, v: rows.filter(stage=v),
        ),
        tables.Filter(
            name="verdict",
            title=Text("测算结论", "Verdict"),
            kind="choice",
            choices=tuple((str(v), v.named) for v in Verdict),
            narrow=lambda rows, v: rows.filter(verdict=v),
        ),
        tables.Filter(name="from", title=Text("申报自", "Filed from"), kind="day", narrow=_day("filed_on__gte")),
        tables.Filter(
            name="until", title=Text("至（不含）", "Until (exclusive)"), kind="day", narrow=_day("filed_on__lt")
        ),
    ),
    empty=Text("从开放的窗口申报，或导入银行的清单。", "File through an open window, or import a bank's list."),
    order="-filed_on",
)

WINDOWS = tables.TableSpec(
    code="subsidy-windows",
    title=Text("申报窗口", "Windows"),
    columns=(
        tables.Column(
            key="title",
            title=Text("名称", "Title"),
            value=lambda w: w.title,
            link=lambda w: reverse("subsidies:window", args=[w.window]),
            wide=True,
        ),
        tables.Column(key="scheme", title=Text("方案", "Scheme"), value=lambda w: scheme_title(w.scheme), wide=True),
        tables.Column(key="bureau", title=Text("主管部门", "Bureau"), value=lambda w: w.bureau or None),
        tables.Column(key="opened", title=Text("开放日", "Opened"), value=lambda w: w.opened_on, sort="opened_on"),
        tables.Column(key="closes", title=Text("截止日", "Closes"), value=lambda w: w.closes_on, sort="closes_on"),
        tables.Column(key="stage", title=Text("状态", "State"), value=window_stage, sort="stage"),
        tables.Column(
            key="pot", title=Text("资金总额", "Pot"), value=lambda w: money(w.pot_fen, NO_POT), numeric=True
        ),
        tables.Column(key="shared", title=Text("已分配", "Divided"), value=lambda w: money(w.shared_fen, NOT_SHARED), numeric=True),
        tables.Column(key="place", title=Text("地区", "Place"), value=lambda w: names.place(w.place), shown=False),
    ),
    filters=(
        tables.Filter(
            name="q",
            title=Text("名称、部门或拼音首字母", "Title, bureau or pinyin initials"),
            narrow=lambda rows, v: rows.filter(named_like(v)),
        ),
        tables.Filter(
            name="stage",
            title=Text("状态", "State"),
            kind="choice",
            choices=tuple(WINDOW.states.items()),
            narrow=lambda rows, v: rows.filter(stage=v),
        ),
    ),
    empty=Text("主管开放第一个窗口。", "An officer opens the first window."),
    order="-opened_on",
)  # fmt: skip
