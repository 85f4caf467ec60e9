"""Rows of this line as pages show them: words for codes, states, tables."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from ipops.kernel.machine import Lifecycle
from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind, Word
from ipops.lines.pledge.facts.words import LineState, LoanClass
from ipops.lines.pledge.machine import APPLICATION, CLAIM, LOAN, REGISTRATION_LIFE
from ipops.lines.pledge.rules import guaranteeing
from ipops.lines.pledge.rules.tolerance import held
from ipops.reports import wording
from ipops.webkit import search
from ipops.webkit.models import Party
from ipops.webkit.pages import filters, names, tables
from ipops.webkit.pages.states import State

day = wording.day
RESTS = Text("认定不良的依据", "On what it rests that it is bad")
UNTOLD = Text("未说明", "not stated")
NONE = Text("无", "none")
THIRD = Text("第三人，为债务人出质", "a third party, for the debtor's loan")
TONES = {
    "agreed": ("…", "info"),
    "secured": ("✓", "info"),
    "performing": ("✓", "good"),
    "registered": ("✓", "good"),
    "overdue": ("!", "warn"),
    "bad": ("✕", "bad"),
    "claimed": ("!", "warn"),
    "settled": ("✓", "quiet"),
    "written_off": ("−", "quiet"),
    "refused": ("✕", "bad"),
    "rejected": ("✕", "bad"),
    "returned": ("↶", "warn"),
    "dropped": ("↶", "quiet"),
    "withdrawn": ("↶", "quiet"),
    "cancelled": ("−", "quiet"),
    "realised": ("−", "quiet"),
    "approved": ("✓", "good"),
    "paid": ("✓", "good"),
    "closed": ("−", "quiet"),
}


def word(kind: type[Word], code: str) -> Text:
    """The word for a code; a code that the list does not know any more is shown as it is."""
    known = {str(w): w.named for w in kind}
    return known.get(code) or Text(code or "—", code or "—")


def state(cycle: Lifecycle, code: str) -> State:
    sign, tone = TONES.get(code, ("…", "info"))
    return State(code, cycle.states.get(code) or Text(code or "—", code or "—"), sign, tone)


_LINES = {
    LineState.OPEN: ("✓", "good"),
    LineState.WARNED: ("!", "warn"),
    LineState.STOPPED: ("✕", "bad"),
    LineState.UNKNOWN: ("?", "quiet"),
}


def line_state(now: LineState) -> State:
    sign, tone = _LINES[now]
    return State(str(now), now.named, sign, tone)


def money(fen: int | None) -> Money | Text:
    return Money(fen) if fen is not None else UNTOLD


def page(row: Any, opens: str, address: str, code: str) -> Any:
    """A link to another page of the matter, where it opens for the reader (``opens`` is told by the selector); else its code."""
    return names.link(reverse(address, args=[code]), code) if getattr(row, opens, False) else code


def exact(amount: Money | int) -> Text:
    """Every fen: where money is shared, nothing is rounded away."""
    return (amount if isinstance(amount, Money) else Money(amount)).in_full


def rate(bp: int | None) -> Any:
    return Text("{x}%", "{x}%").fill(x=f"{bp / 100:.2f}") if bp is not None else UNTOLD


def with_names(rows: Any, *roles: str) -> Any:
    """The rows with the names of their parties beside them, as ``<role>_name``."""

    def named(role: str) -> Subquery:
        return Subquery(Party.objects.filter(party=OuterRef(role)).values("name")[:1])

    return rows.annotate(**{f"{r}_name": named(r) for r in roles})


def name_of(party: str) -> str:
    found = Party.objects.filter(party=party).values_list("name", flat=True).first() if party else None
    return str(found or party)


def _name(role: str) -> Any:
    return lambda row: getattr(row, f"{role}_name", None) or getattr(row, role) or None


def like(rows: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Cases by their firm or bank, their rights where they have some (names also in pinyin), or their code."""
    others = [r for r in ("pledgor", "debtor") if hasattr(rows.model, r)]
    asked = search.of_parties(typed, "firm", "bank", *others) | Q(pk=typed.strip())
    return rows.filter(asked | search.of_rights(typed) if hasattr(rows.model, "rights") else asked)


def _stages(cycle: Lifecycle) -> tables.Filter:
    return tables.Filter(
        name="stage",
        title=Text("状态", "State"),
        kind="choice",
        choices=tuple(cycle.states.items()),
        narrow=lambda rows, v: rows.filter(stage=v),
    )


_FIRM = tables.Column(key="firm", title=Text("企业", "Firm"), value=_name("firm"), wide=True)
_PLEDGOR = tables.Column(
    key="pledgor", title=Text("出质人", "Pledgor"), value=lambda r: _name("pledgor")(r) or _name("firm")(r), shown=False
)
_BANK = tables.Column(key="bank", title=Text("银行", "Bank"), value=_name("bank"), wide=True)
_PLACE = tables.Column(
    key="place", title=Text("区划", "Division"), value=lambda r: names.place(r.place) if r.place else None, shown=False
)


def _linked(column: tables.Column, name: str) -> tables.Column:
    """The firm, leading to the case."""
    return tables.Column(
        key=column.key,
        title=column.title,
        value=column.value,
        link=lambda row: reverse(name, args=[row.pk]),
        wide=True,
    )


APPLICATIONS = tables.TableSpec(
    code="pledge-applications",
    title=Text("融资申请", "Applications"),
    columns=(
        _linked(_FIRM, "pledge:application"),
        tables.Column(key="asked", title=Text("申请日", "Asked"), value=lambda r: r.asked_on, sort="asked_on"),
        tables.Column(key="amount", title=Text("申请金额", "Amount"), value=lambda r: Money(r.amount_fen), sort="amount_fen", numeric=True),
        tables.Column(key="rights", title=Text("权利数", "Rights"), value=lambda r: len(r.rights), numeric=True),
        tables.Column(key="stage", title=Text("状态", "State"), value=lambda r: state(APPLICATION, r.stage), sort="stage"),
        _BANK,
        tables.Column(key="granted", title=Text("批准金额", "Granted"), value=lambda r: Money(r.granted_fen) if r.granted_fen is not None else None, numeric=True),
        _PLEDGOR,
        _PLACE,
    ),
    filters=(
        tables.Filter(name="q", title=Text("企业、银行、权利或拼音首字母", "Firm, bank, right or pinyin initials"), narrow=like),
        _stages(APPLICATION),
    ),
    empty=Text("登记第一项融资申请。", "Enter a first application."),
    order="-asked_on",
)  # fmt: skip
REGISTRATIONS = tables.TableSpec(
    code="pledge-registrations",
    title=Text("质押登记", "Pledge registrations"),
    columns=(
        _linked(_FIRM, "pledge:registration"),
        _BANK,
        tables.Column(key="on", title=Text("质权登记日", "Registered"), value=lambda r: r.registered_on, sort="registered_on"),
        tables.Column(key="rights", title=Text("权利数", "Rights"), value=lambda r: len(r.rights), numeric=True),
        tables.Column(key="kinds", title=Text("权利种类", "Kinds"), value=lambda r: tuple(word(RightKind, k) for k in r.kinds) or None),
        tables.Column(key="cap", title=Text("登记的债权数额", "Registered sum"), value=lambda r: Money(r.cap_fen) if r.cap_fen is not None else None, sort="cap_fen", numeric=True),
        tables.Column(key="stage", title=Text("状态", "State"), value=lambda r: state(REGISTRATION_LIFE, r.stage), sort="stage"),
        tables.Column(key="ended", title=Text("注销日", "Cancelled"), value=lambda r: r.ended_on, sort="ended_on", shown=False),
        tables.Column(key="debtor", title=Text("债务人", "Debtor"), value=_name("debtor"), shown=False),
        _PLACE,
        tables.Column(key="pledge", title=Text("质押编号", "Pledge"), value=lambda r: r.pledge, shown=False),
    ),
    filters=(
        tables.Filter(name="q", title=Text("企业、银行、权利或拼音首字母", "Firm, bank, right or pinyin initials"), narrow=like),
        _stages(REGISTRATION_LIFE),
    ),
    empty=Text("导入质押登记清单，或从融资申请办起。", "Import the list of registered pledges, or begin with an application."),
    order="-registered_on",
)  # fmt: skip


def _overdue_days(row: Any) -> Any:
    return row.overdue_on


LOANS = tables.TableSpec(
    code="pledge-loans",
    title=Text("质押贷款", "Pledge loans"),
    columns=(
        _linked(_FIRM, "pledge:loan"),
        _BANK,
        tables.Column(key="amount", title=Text("授信金额", "Credit"), value=lambda r: Money(r.amount_fen), sort="amount_fen", numeric=True),
        tables.Column(key="left", title=Text("本金余额", "Principal left"), value=lambda r: r.left, numeric=True),
        tables.Column(key="due", title=Text("到期日", "Due"), value=lambda r: r.due_on, sort="due_on"),
        tables.Column(key="stage", title=Text("状态", "State"), value=lambda r: state(LOAN, r.stage), sort="stage"),
        tables.Column(key="class", title=Text("五级分类", "Class"), value=lambda r: word(LoanClass, r.grade) if r.grade else None),
        tables.Column(key="overdue", title=Text("逾期自", "Overdue since"), value=_overdue_days, sort="overdue_on"),
        tables.Column(key="secured", title=Text("质权设立日", "Secured on"), value=lambda r: r.secured_on, sort="secured_on", shown=False),
        tables.Column(key="renewals", title=Text("续贷次数", "Renewals"), value=lambda r: r.renewals, numeric=True, shown=False),
        _PLEDGOR,
        _PLACE,
        tables.Column(key="loan", title=Text("贷款编号", "Loan"), value=lambda r: r.loan, shown=False),
    ),
    filters=(
        tables.Filter(name="q", title=Text("企业、银行、权利或拼音首字母", "Firm, bank, right or pinyin initials"), narrow=like),
        _stages(LOAN),
    ),
    empty=Text("还没有可见的贷款。银行只看到本行的；管理部门只看到已备案的。", "No loan is to be seen. A bank sees its own; an office those filed with a fund."),
    order="-agreed_on",
)  # fmt: skip
CLAIMS = tables.TableSpec(
    code="pledge-claims",
    title=Text("风险补偿申请", "Claims"),
    columns=(
        _linked(_FIRM, "pledge:claim"),
        _BANK,
        tables.Column(key="filed", title=Text("申请日", "Filed"), value=lambda r: r.filed_on, sort="filed_on"),
        tables.Column(key="principal", title=Text("未收回本金", "Principal lost"), value=lambda r: Money(r.principal_fen), sort="principal_fen", numeric=True),
        tables.Column(key="stage", title=Text("状态", "State"), value=lambda r: state(CLAIM, r.stage), sort="stage"),
        tables.Column(key="paid", title=Text("已支付", "Paid"), value=lambda r: Money(sum(r.paid_sums)) if r.paid_sums else None, numeric=True),
        tables.Column(key="back", title=Text("已追偿", "Recovered"), value=lambda r: Money(r.gross_fen) if r.gross_fen else None, numeric=True),
        _PLACE,
        tables.Column(key="claim", title=Text("申请编号", "Claim"), value=lambda r: r.claim, shown=False),
    ),
    filters=(
        tables.Filter(name="q", title=Text("企业、银行或拼音首字母", "Firm, bank or pinyin initials"), narrow=like),
        _stages(CLAIM),
    ),
    empty=Text("还没有补偿申请。", "No claim has been made."),
    order="-filed_on",
)  # fmt: skip
CREDITS = tables.TableSpec(
    code="pledge-credits",
    title=Text("园区集合授信", "Credit of parks"),
    columns=(
        tables.Column(key="park", title=Text("园区", "Park"), value=_name("park"), wide=True),
        _BANK,
        tables.Column(key="amount", title=Text("授信总额", "Limit of all"), value=lambda r: Money(r.amount_fen), sort="amount_fen", numeric=True),
        tables.Column(key="each", title=Text("单户上限", "Limit of one"), value=lambda r: Money(r.each_fen) if r.each_fen is not None else NONE, numeric=True),
        tables.Column(key="firms", title=Text("企业数", "Firms"), value=lambda r: len(r.firms), numeric=True),
        tables.Column(key="given", title=Text("授信日", "Given on"), value=lambda r: r.given_on, sort="given_on"),
        tables.Column(key="until", title=Text("至（不含）", "Until (exclusive)"), value=lambda r: r.until or UNTOLD, sort="until"),
    ),
    filters=(
        tables.Filter(name="q", title=Text("园区、银行或拼音首字母", "Park, bank or pinyin initials"), narrow=lambda rows, v: rows.filter(search.of_parties(v, "park", "bank"))),
        filters.day("since", Text("授信日自", "Given on or after"), "given_on__gte"),
    ),
    empty=Text("还没有集合授信。银行给园区企业集合授信后列在这里。", "There is no collective credit. What a bank grants the firms of a park stands here."),
    order="-given_on",
)  # fmt: skip
MONTHS = tables.TableSpec(
    code="pledge-months",
    title=Text("银行月报", "Banks' months"),
    columns=(
        tables.Column(key="month", title=Text("月份", "Month"), value=lambda r: f"{r.month:%Y-%m}" if r.month else None, sort="month"),
        tables.Column(key="bank", title=Text("银行", "Bank"), value=_name("bank"), wide=True),
        tables.Column(key="plan", title=Text("单列信贷计划", "Credit plan"), value=lambda r: Money(r.plan_fen) if r.plan_fen is not None else None, numeric=True),
        tables.Column(key="used", title=Text("计划已用", "Plan used"), value=lambda r: Money(r.used_fen) if r.used_fen is not None else None, numeric=True),
        tables.Column(key="loans", title=Text("质押贷款余额", "IP-pledge loans"), value=lambda r: Money(r.ip_loans_fen), numeric=True),
        tables.Column(key="npl", title=Text("其中不良", "Of them bad"), value=lambda r: Money(r.ip_npl_fen), numeric=True),
        tables.Column(key="ratio", title=Text("质押不良率", "IP NPL ratio"), value=lambda r: tolerance(r)[0], numeric=True),
        tables.Column(key="own", title=Text("全行不良率", "Overall NPL ratio"), value=lambda r: rate(r.npl_ratio_bp), numeric=True),
        tables.Column(key="tolerated", title=Text("不高于全行三个百分点", "Within three points"), value=lambda r: tolerance(r)[1]),
        tables.Column(key="file", title=Text("对账文件", "Reconciliation"), value=lambda r: Text("CSV", "CSV"), link=lambda r: reverse("pledge:reconciliation", args=[r.bank, f"{r.month:%Y-%m}"])),
        tables.Column(key="by", title=Text("签报部门", "Attested by"), value=lambda r: r.attested_by, shown=False),
    ),
    filters=(
        tables.Filter(name="q", title=Text("银行或拼音首字母", "Bank or pinyin initials"), narrow=lambda rows, v: rows.filter(search.of_parties(v, "bank"))),
        filters.day("since", Text("自此月（填该月任一日）", "From this month (any day of it)"), "month__gte"),
        filters.day("until", Text("至此月（填该月任一日）", "To this month (any day of it)"), "month__lte"),
    ),
    empty=Text("还没有银行签报的月份。", "No bank has attested a month."),
    order="-month",
)  # fmt: skip


def tolerance(row: Any) -> tuple[Any, State]:
    """The bank's bad IP-pledge loans against its own overall ratio plus three points (a scheme file holds the limit)."""
    got = held(Money(row.ip_npl_fen), Money(row.ip_loans_fen), row.npl_ratio_bp)
    ratio = Text("{x}%", "{x}%").fill(x=f"{float(got.ratio) * 100:.2f}") if got.ratio is not None else UNTOLD
    if got.holds is None:
        return ratio, State("unknown", Text("未知", "unknown"), "?", "quiet")
    if got.holds:
        return ratio, State("held", Text("在容忍度内", "within"), "✓", "good")
    return ratio, State("broken", Text("超出容忍度", "above"), "✕", "bad")


def state_of_claim(row: Any) -> State:
    return state(CLAIM, row.stage)


_LIMIT = {
    True: Text("符合", "holds"),
    False: Text("超限", "broken"),
    None: Text("未知：{why}", "unknown: {why}"),
}


def limit_found(x: guaranteeing.Limit) -> Text:
    """How a guarantor stands to a limit."""
    says = _LIMIT[x.holds]
    return says.fill(why=guaranteeing.why(x)) if x.lacks else says
