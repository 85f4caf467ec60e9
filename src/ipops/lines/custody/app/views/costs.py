"""Tables of what falls due and what it costs: for owners, agencies, and the list to pay from."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.lines.custody.app.reading.care import Seen
from ipops.lines.custody.app.reading.costs import Cost
from ipops.rights.docket import lines as rows
from ipops.rights.docket.item import Status
from ipops.rights.docket.marks import GRACE, NON_USE, RENEW
from ipops.webkit import pinyin
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.states import State, state

_NONE = Text("无", "none")
_TONES = {
    Status.OPEN: ("…", "info"),
    Status.LATE: ("!", "bad"),
    Status.MISSED: ("✕", "bad"),
    Status.NOTE: ("i", "quiet"),
}


def status(cost: Cost) -> State:
    sign, tone = _TONES[cost.item.status]
    says = cost.item.status.named
    if cost.item.status is Status.LATE and cost.step is not None:
        says = cost.step
    return State(str(cost.item.status), says, sign, tone)


def reduced(cost: Cost) -> Any:
    """The sum with the reduction; where the law reduces nothing, that."""
    return cost.reduced if cost.reduced is not None else _NONE


def condition(cost: Cost) -> Text:
    """What the reduced sum rests on."""
    if cost.window is not None and cost.window.item == rows.RENEWAL:
        return Text("网上申请并接受电子发文", "filed online with electronic delivery")
    if not cost.percent:
        return _NONE
    if cost.on_record:
        return Text("已备案，减缴{p}%", "on record, {p} % off").fill(p=cost.percent)
    year = cost.item.due_on.year if cost.item.due_on else "?"
    if cost.seen.given.entitled:
        return Text("须办理{y}年度备案，减缴{p}%", "file for {y}: {p} % off").fill(y=year, p=cost.percent)
    return Text("如符合条件并备案，减缴{p}%", "if it qualifies and is on record: {p} % off").fill(p=cost.percent)


def address(cost: Cost) -> str:
    """Where the item is seen to: the payment of an annuity, evidence for a mark, else the right's page."""
    if cost.window is not None and cost.window.item == rows.ANNUITY:
        return f"{reverse('custody:pay')}?right={cost.right}&year={cost.item.year}"
    if cost.item.rule in (RENEW, GRACE):
        return f"{reverse('custody:renew')}?right={cost.right}"
    if cost.item.rule == NON_USE:
        return f"{reverse('custody:use')}?right={cost.right}"
    return names.address("right", cost.right)


_KINDS = tuple((str(k), k.named) for k in RightKind)
_COLUMNS = (
    tables.Column(key="due", title=Text("最迟", "By"), value=lambda c: c.item.due_on, sort="due"),
    tables.Column(
        key="right", title=Text("权利号", "Right"), value=lambda c: c.right, sort="right",
        link=lambda c: names.address("right", c.right),
    ),
    tables.Column(key="title", title=Text("名称", "Title"), value=lambda c: c.title, wide=True),
    tables.Column(key="does", title=Text("事项", "What"), value=lambda c: c.item.does, link=address, wide=True),
    tables.Column(key="status", title=Text("情形", "How it stands"), value=status, sort="status"),
    tables.Column(key="full", title=Text("不减缴", "Without reduction"), value=lambda c: c.full if c.full is not None else _NONE, numeric=True),
    tables.Column(key="reduced", title=Text("减缴后", "With reduction"), value=reduced, numeric=True),
    tables.Column(key="condition", title=Text("减缴条件", "On what condition"), value=condition),
    tables.Column(key="now", title=Text("按现状应缴", "As it stands"), value=lambda c: c.item.amount if c.item.amount is not None else _NONE, numeric=True),
    tables.Column(key="missed", title=Text("逾期后果", "If missed"), value=lambda c: c.item.missed or _NONE, wide=True, shown=False),
    tables.Column(key="provisional", title=Text("暂定", "Provisional"), value=lambda c: c.item.provisional, shown=False),
    tables.Column(key="notes", title=Text("说明", "Notes"), value=lambda c: (*c.item.readings, *c.item.notes), wide=True, shown=False),
    tables.Column(key="cites", title=Text("条款", "Clauses"), value=lambda c: c.item.cites, wide=True, shown=False),
)  # fmt: skip
_FILTERS = (
    tables.Filter(
        name="status",
        title=Text("情形", "How it stands"),
        kind="choice",
        choices=tuple((str(s), s.named) for s in Status),
        narrow=lambda rows, v: rows.filter(lambda c: str(c.status) == v),
    ),
    tables.Filter(
        name="before",
        title=Text("最迟不晚于", "By"),
        kind="day",
        narrow=lambda rows, v: (lambda day: rows.filter(lambda c: c.due_on is not None and c.due_on <= day))(
            tables.as_day(v)
        ),
    ),
    tables.Filter(
        name="kind",
        title=Text("类型", "Kind"),
        kind="choice",
        choices=_KINDS,
        narrow=lambda rows, v: rows.filter(lambda c: str(c.kind) == v),
    ),
)
DUE = tables.TableSpec(
    code="due-on-rights",
    title=Text("到期事项与费用", "What falls due and what it costs"),
    columns=_COLUMNS,
    filters=_FILTERS,
    empty=Text("一年内没有到期事项。", "Nothing falls due within a year."),
    order="due",
    per_page=25,
)
#: The list one pays from: what the office's payment page asks for, a line each. Its layout is ours.
PAY_LIST = tables.TableSpec(
    code="payment-list",
    title=Text("缴费清单", "payment list"),
    columns=(
        tables.Column(key="right", title=Text("权利号", "right"), value=lambda c: c.right),
        tables.Column(key="title", title=Text("名称", "title"), value=lambda c: c.title, wide=True),
        tables.Column(key="does", title=Text("费用", "fee"), value=lambda c: c.item.does, wide=True),
        tables.Column(key="year", title=Text("专利年度", "patent year"), value=lambda c: c.item.year, numeric=True),
        tables.Column(key="status", title=Text("情形", "how it stands"), value=status),
        tables.Column(key="full", title=Text("不减缴（元）", "without reduction, yuan"), value=lambda c: c.full, numeric=True),
        tables.Column(key="surcharge", title=Text("其中滞纳金（元）", "of it surcharge, yuan"), value=lambda c: c.surcharge, numeric=True),
        tables.Column(key="now", title=Text("应缴（元）", "to pay, yuan"), value=lambda c: c.item.amount, numeric=True),
        tables.Column(key="reduced", title=Text("减缴后（元）", "with reduction, yuan"), value=reduced, numeric=True),
        tables.Column(key="condition", title=Text("减缴条件", "on what condition"), value=condition, wide=True),
        tables.Column(key="due", title=Text("最迟", "by"), value=lambda c: c.item.due_on),
        tables.Column(key="provisional", title=Text("暂定日期", "provisional day"), value=lambda c: c.item.provisional),
    ),
    empty=Text("近九十日没有应缴费用。", "No fee is due within ninety days."),
)  # fmt: skip


def right_state(seen: Seen) -> State:
    if seen.standing.is_live:
        return State("live", seen.standing.state_named, "✓", "good")
    return State("ended", seen.standing.state_named, "−", "quiet") if seen.given.is_ended else state("open")


OWN = tables.TableSpec(
    code="own-rights",
    title=Text("名下权利", "Rights owned"),
    columns=(
        tables.Column(
            key="right", title=Text("权利号", "Right"), value=lambda s: s.right, sort="right",
            link=lambda s: names.address("right", s.right),
        ),
        tables.Column(key="title", title=Text("名称", "Title"), value=lambda s: s.given.title or s.right, wide=True),
        tables.Column(key="kind", title=Text("类型", "Kind"), value=lambda s: s.given.kind.named, sort="kind"),
        tables.Column(key="state", title=Text("状态", "State"), value=right_state),
        tables.Column(key="filed", title=Text("申请日", "Filed"), value=lambda s: s.given.filed_on, sort="filed"),
        tables.Column(key="paid", title=Text("已缴至年度", "Paid to year"), value=lambda s: s.given.paid_to if s.given.paid_to else _NONE, numeric=True),
        tables.Column(key="expires", title=Text("保护期届满日", "Term ends"), value=lambda s: s.given.expires_on, sort="expires"),
        tables.Column(key="owners", title=Text("共有人数", "Owners"), value=lambda s: s.given.owners, numeric=True),
        tables.Column(key="over", title=Text("负担", "What lies on it"), value=lambda s: tuple(o.named for o in sorted(s.standing.overlays(s.docket.on))) or _NONE, wide=True),
        tables.Column(key="lacks", title=Text("缺什么", "What is lacking"), value=lambda s: s.docket.lacks or _NONE, wide=True, shown=False),
    ),
    filters=(
        tables.Filter(name="q", title=Text("权利号、名称或拼音首字母", "Number, title or pinyin initials"), narrow=lambda rows, v: (lambda wanted: rows.filter(lambda r: wanted in r.search_key))(pinyin.needle(v))),
        tables.Filter(name="kind", title=Text("类型", "Kind"), kind="choice", choices=_KINDS, narrow=lambda rows, v: rows.filter(lambda r: r.kind == v)),
    ),
    empty=Text("上传自己的清单，或等登记簿数据导入。", "Upload your list, or wait for the register's."),
    order="right",
    per_page=30,
)  # fmt: skip
