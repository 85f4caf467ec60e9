"""Deals, conflicts and checks as pages show them: words for codes, tables, what may be done now and why not."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.facts.words import LicenceKind, Proof, Signal, Word
from ipops.lines.trading.app import selectors, telling
from ipops.lines.trading.facts import Act
from ipops.lines.trading.machine import CHECK, CONFLICT, DEAL
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.lang import either
from ipops.webkit.pages.states import State


def word(kind: type[Word], code: str) -> Text:
    """The word for a code; a code that the list does not know any more is shown as it is."""
    known = {str(w): w.named for w in kind}
    return known.get(code) or Text(code or "—", code or "—")


TONES = {
    "found": ("…", "quiet"),
    "talking": ("…", "info"),
    "consent": ("…", "warn"),
    "publicity": ("…", "warn"),
    "export": ("…", "warn"),
    "signed": ("✓", "info"),
    "filed": ("…", "info"),
    "paid": ("✓", "good"),
    "performing": ("✓", "good"),
    "ended": ("✓", "quiet"),
    "failed": ("✕", "bad"),
    "intended": ("…", "info"),
    "reported": ("…", "warn"),
    "matched": ("✓", "good"),
    "recorded": ("✓", "good"),
    "withdrawn": ("↶", "quiet"),
    "open": ("…", "info"),
    "cleared": ("✓", "good"),
    "excluded": ("−", "quiet"),
    "cured": ("✓", "good"),
    "mistaken": ("✓", "quiet"),
    "stands": ("!", "bad"),
}


def stage(of: str, machine: Any = DEAL, tones: Any = TONES) -> State:
    sign, tone = tones.get(of, ("?", "quiet"))
    return State(of, machine.states.get(of, Text(of or "—", of or "—")), sign, tone)


def amount(row: Any) -> Any:
    if row.free:
        return Text("无偿", "free of charge")
    return Money(row.price_fen) if row.price_fen is not None else Text("未说明", "not stated")


def marks(row: Any) -> Any:
    """For a table: the doubts, or a word where there are none."""
    return doubts(row) or Text("无", "none")


def doubts(row: Any) -> tuple[State, ...]:
    """What is doubtful about a deal, as states."""
    found = []
    if row.checks:
        found.append(State("flagged", Text("核查中", "being checked"), "!", "warn"))
    if row.excluded:
        found.append(State("excluded", Text("不计入", "excluded"), "−", "quiet"))
    if row.conflicts or row.stands:
        found.append(State("conflict", Text("与法律冲突", "conflict"), "!", "bad"))
    return tuple(found)


def rights(row: Any) -> Any:
    first = row.rights[0] if row.rights else ""
    more = len(row.rights) - 1
    return Text("{a} 等 {n} 件", "{a} and {n} more").fill(a=first, n=more + 1) if more > 0 else first


def side(row: Any, of: str) -> Any:
    codes = getattr(row, of)
    name = getattr(row, f"{of[:-1]}_name", "") or (codes[0] if codes else "")
    return Text("{a} 等", "{a} and others").fill(a=name) if len(codes) > 1 else name


def _day(lookup: str) -> Any:
    return lambda rows, v: rows.filter(**{lookup: tables.as_day(v)})


def _search(rows: Any, typed: str) -> Any:
    return rows.filter(selectors.deals_like(typed))


DEALS = tables.TableSpec(
    code="deals",
    title=Text("转让与许可", "Transfers and licences"),
    columns=(
        tables.Column(key="on", title=Text("登记日", "Counted day"), value=lambda d: d.on, sort="on"),
        tables.Column(key="act", title=Text("行为", "Act"), value=lambda d: word(Act, d.act), sort="act"),
        tables.Column(
            key="rights",
            title=Text("权利", "Rights"),
            value=rights,
            link=lambda d: reverse("trading:deal", args=[d.deal]),
            export=lambda d: tuple(d.rights),
        ),
        tables.Column(key="from", title=Text("转出方", "From"), value=lambda d: side(d, "givers"), wide=True),
        tables.Column(key="to", title=Text("转入方", "To"), value=lambda d: side(d, "takers"), wide=True),
        tables.Column(key="price", title=Text("金额", "Amount"), value=amount, sort="price_fen", numeric=True),
        tables.Column(key="stage", title=Text("状态", "State"), value=lambda d: stage(d.stage), sort="stage"),
        tables.Column(key="marks", title=Text("疑点", "Signs"), value=marks),
        tables.Column(key="related", title=Text("关联方", "Related"), value=lambda d: d.related, shown=False),
        tables.Column(
            key="licence",
            title=Text("许可类型", "Kind of licence"),
            value=lambda d: word(LicenceKind, d.kind_of_licence) if d.kind_of_licence else None,
            shown=False,
        ),
        tables.Column(key="proof", title=Text("依据", "Rests on"), value=lambda d: word(Proof, d.proof), shown=False),
        tables.Column(
            key="place", title=Text("转入方区划", "Taker's place"), value=lambda d: names.place(d.to_place), shown=False
        ),
        tables.Column(key="deal", title=Text("交易编号", "Deal"), value=lambda d: d.deal, shown=False),
    ),
    filters=(
        tables.Filter(
            name="q", title=Text("权利号、名称或拼音首字母", "Right, name or pinyin initials"), narrow=_search
        ),
        tables.Filter(
            name="act",
            title=Text("行为", "Act"),
            kind="choice",
            choices=tuple((str(a), a.named) for a in Act),
            narrow=lambda rows, v: rows.filter(act=v),
        ),
        tables.Filter(
            name="stage",
            title=Text("状态", "State"),
            kind="choice",
            choices=tuple(DEAL.states.items()),
            narrow=lambda rows, v: rows.filter(stage=v),
        ),
        tables.Filter(
            name="doubt",
            title=Text("疑点", "Signs"),
            kind="choice",
            choices=(
                ("check", Text("核查中", "being checked")),
                ("excluded", Text("不计入", "excluded")),
                ("conflict", Text("与法律冲突", "conflict with the law")),
            ),
            narrow=lambda rows, v: {
                "check": rows.exclude(checks=[]),
                "excluded": rows.filter(excluded=True),
                "conflict": rows.exclude(conflicts=[], stands=[]),
            }[v],
        ),
        tables.Filter(name="from", title=Text("自", "From"), kind="day", narrow=_day("on__gte")),
        tables.Filter(name="until", title=Text("至（不含）", "Until (exclusive)"), kind="day", narrow=_day("on__lt")),
    ),
    empty=Text("登记第一笔，或导入登记簿清单。", "Record a first deal, or import a register list."),
    order="-on",
)

CHECKS = tables.TableSpec(
    code="checks",
    title=Text("核查", "Checks"),
    columns=(
        tables.Column(
            key="opened",
            title=Text("立项日", "Opened"),
            value=lambda c: c.opened_on,
            sort="opened_on",
            link=lambda c: reverse("trading:check", args=[c.case]),
        ),
        tables.Column(key="signal", title=Text("疑点", "Sign"), value=lambda c: word(Signal, c.signal), sort="signal"),
        tables.Column(key="why", title=Text("依据", "Why"), value=lambda c: either(c.why), wide=True),
        tables.Column(key="deals", title=Text("交易数", "Deals"), value=lambda c: len(c.deals), numeric=True),
        tables.Column(key="owner", title=Text("责任人", "Owner"), value=lambda c: owner(c.owner)),
        tables.Column(key="stage", title=Text("结论", "End"), value=lambda c: stage(c.stage, CHECK), sort="stage"),
        tables.Column(key="ended", title=Text("结论日", "Ended"), value=lambda c: c.ended_on, sort="ended_on"),
    ),
    filters=(
        tables.Filter(
            name="signal",
            title=Text("疑点", "Sign"),
            kind="choice",
            choices=tuple((str(s), s.named) for s in Signal),
            narrow=lambda rows, v: rows.filter(signal=v),
        ),
        tables.Filter(
            name="stage",
            title=Text("结论", "End"),
            kind="choice",
            choices=tuple(CHECK.states.items()),
            narrow=lambda rows, v: rows.filter(stage=v),
        ),
    ),
    empty=Text("没有疑点。门槛为演示值，见说明。", "No signs. The thresholds are demo values, see the notes."),
    order="-opened_on",
)

CONFLICTS = tables.TableSpec(
    code="conflicts",
    title=Text("与法律冲突的交易", "Deals in conflict with the law"),
    columns=(
        tables.Column(
            key="due",
            title=Text("处理期限", "Settle by"),
            value=lambda c: c.due_on,
            sort="due_on",
            link=lambda c: reverse("trading:conflict", args=[c.case]),
        ),
        tables.Column(key="right", title=Text("权利", "Right"), value=lambda c: c.right),
        tables.Column(key="conflict", title=Text("冲突", "Conflict"), value=lambda c: conflict(c.conflict), wide=True),
        tables.Column(key="clause", title=Text("条文", "Clause"), value=lambda c: c.clause),
        tables.Column(key="stage", title=Text("结论", "End"), value=lambda c: stage(c.stage, CONFLICT), sort="stage"),
    ),
    filters=(
        tables.Filter(
            name="stage",
            title=Text("结论", "End"),
            kind="choice",
            choices=tuple(CONFLICT.states.items()),
            narrow=lambda rows, v: rows.filter(stage=v),
        ),
    ),
    empty=Text("没有冲突。", "There are none."),
    order="due_on",
)


def conflict(code: str) -> Text:
    return telling.CONFLICTS.get(code) or Text(code, code)


def owner(of: str) -> Text | str:
    """Whose task it is, in words; a person's label as it is."""
    return telling.owner(of) or of


def linked(refers: str, codes: list[str], known: dict[str, str]) -> list[SafeString]:
    return [names.value(refers, c, known) for c in codes]


def right_lines(row: Any, titles: dict[str, str]) -> list[dict[str, Any]]:
    """One line a right: number, title, counted day, register number, the entry, and whether it was withdrawn."""
    made = []
    for i, number in enumerate(row.rights):
        made.append(
            {
                "right": names.value("right", number, {}),
                "title": titles.get(number, ""),
                "on": row.days[i] if i < len(row.days) else None,
                "register_no": row.register_nos[i] if i < len(row.register_nos) else "",
                "entry": row.entries[i] if i < len(row.entries) else 0,
                "withdrawn": number in row.withdrawn,
            }
        )
    return made
