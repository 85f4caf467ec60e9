"""The yearly report of a custody as a value: who, what was planned and delivered, what fell due, what it cost and saved, and the
five figures. No national form was found for it; the layout is ours and says so."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from ipops.kernel.money import NIL, Money
from ipops.kernel.text import Text
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.reading import care, money
from ipops.lines.custody.app.reading.kpi import Kpi, kpi, missed_dates, told
from ipops.lines.custody.facts import Service
from ipops.reports import wording
from ipops.reports.papers import Grid, Heading, Pairs, Paper, Para
from ipops.reports.papers.paper import Block
from ipops.rights.docket.item import Status
from ipops.webkit import parties

_UNKNOWN = Text("未知", "unknown")


def figures(row: Custody, year: int, today: date) -> Kpi:
    """The five figures of one custody in a year, seen at its end (or today, while it runs)."""
    rights = list(care.covered_by([row]))
    on = _day_of(year, today)
    seen = list(care.seen(rights, on))
    return kpi([row], year, missed_dates(seen, row.signed_on, year), rights)


def _day_of(year: int, today: date) -> date:
    return min(date(year, 12, 31), today)


def shown(value: Fraction | None, unit: Text) -> Text:
    if value is None:
        return _UNKNOWN
    return unit.fill(n=f"{float(value):.1f}".rstrip("0").rstrip("."))


def lines_of(k: Kpi) -> tuple[tuple[Text, Text, Text], ...]:
    """Name, value and what it rests on, of each of the five figures."""
    missed = Text("{n}项", "{n}").fill(n=len(k.missed))
    lead = _UNKNOWN if k.lead is None else Text("{n}天", "{n} days").fill(n=k.lead)
    plan = _UNKNOWN if k.plan is None else Text("{p}%", "{p} %").fill(p=f"{float(k.plan * 100):.1f}")
    return (
        (Text("错过的期限", "Dates missed"), missed, Text("登记簿上因欠费或未续展而终止，或滞纳期、宽展期已过", "ended unpaid or unrenewed, or past its late months or grace")),
        (
            Text("最迟的一次首次提醒提前", "Tardiest first alert came ahead by"),
            lead,
            Text(
                "{n}个期限有提醒，其中{late}个首次提醒时已过；应提前90、30、7天",
                "{n} days were told of, {late} of them first when they had passed; 90, 30 and 7 are wanted",
            ).fill(n=k.alerts, late=k.told_late),
        ),
        (
            Text("平均答复时间", "Mean time to an answer"),
            shown(k.answer, Text("{n}天", "{n} days")),
            Text("{n}次答复", "{n} answers").fill(n=k.answers),
        ),
        (
            Text("计划完成", "Plan delivered"),
            plan,
            Text("计划{a}次，完成其中{b}次", "{a} planned, {b} of them delivered").fill(a=k.planned, b=k.delivered),
        ),
        (
            Text("企业满意度", "Client's satisfaction"),
            shown(k.satisfaction, Text("{n}（1至5）", "{n} of 5")),
            Text("{n}家评分", "{n} ratings").fill(n=k.ratings),
        ),
    )  # fmt: skip


def yearly(row: Custody, year: int, today: date, *, lang: str, demo: bool) -> Paper:
    def say(text: Text) -> str:
        return text.in_(lang)

    names = parties.named([p for p in (row.client, row.agency, row.park) if p])
    rights = list(care.covered_by([row]))
    on = _day_of(year, today)
    seen = list(care.seen(rights, on))
    k = kpi([row], year, missed_dates(seen, row.signed_on, year), rights)
    blocks: list[Block] = [
        Heading(says=say(Text("一、托管合同", "1. The contract"))),
        Pairs(rows=[(say(a), b) for a, b in _contract(row, names, lang)]),
        Heading(says=say(Text("二、考核指标", "2. Figures of the year"))),
        Grid(
            heads=[say(h) for h in (Text("指标", "Indicator"), Text("数值", "Value"), Text("依据", "Rests on"))],
            rows=[[say(x) for x in line] for line in lines_of(k)],
            widths=(3, 2, 5),
        ),
        Heading(says=say(Text("三、服务计划与完成", "3. Services planned and delivered"))),
        *_services(row, year, lang),
        Heading(says=say(Text("四、费用", "4. Fees"))),
        *_fees(rights, year, on, lang),
        Heading(says=say(Text("五、今后十二个月的期限", "5. The twelve months to come"))),
        *_ahead(seen, lang),
        Heading(says=say(Text("六、年度评价", "6. Reviews"))),
        *_reviews(row, year, lang),
    ]
    marks = [say(_LAYOUT), *([say(_DEMO)] if demo else [])]
    title = Text("{who}知识产权托管年度报告（{y}年）", "Yearly report on IP custody of {who}, {y}")
    return Paper(
        title=say(title.fill(who=names.get(row.client, row.client), y=year)),
        blocks=blocks,
        lang="zh" if lang.startswith("zh") else "en",
        number=row.custody,
        marks=marks,
        seals=[names.get(row.agency, row.agency), names.get(row.client, row.client)],
    )


def _contract(row: Custody, names: dict[str, str], lang: str) -> list[tuple[Text, str]]:
    last = row.until - timedelta(days=1) if row.until else None
    return [
        (Text("委托企业", "Client"), names.get(row.client, row.client)),
        (Text("托管机构", "Agency"), names.get(row.agency, row.agency)),
        (Text("项目负责人", "Leader"), row.leader or _UNKNOWN.in_(lang)),
        (Text("签订日", "Signed on"), _iso(row.signed_on, lang)),
        (Text("合同最后一日", "Last day"), _iso(last, lang) if last else Text("未约定", "none agreed").in_(lang)),
        (Text("托管权利数", "Rights in custody"), str(len(care.covered_by([row])))),
    ]


def _services(row: Custody, year: int, lang: str) -> list[Block]:
    said = told([row], year)
    done = Counter(str(s.service) for s in said.served)
    plan = {str(p.service): p.times for p in said.planned}
    rows = [
        [s.named.in_(lang), str(plan.get(str(s), 0)), str(done.get(str(s), 0))]
        for s in Service
        if str(s) in plan or str(s) in done
    ]
    log = [[_iso(s.on, lang), s.service.named.in_(lang), s.what, s.right] for s in said.served]
    heads = (Text("服务", "Service"), Text("计划次数", "Planned"), Text("完成次数", "Delivered"))
    made: list[Block] = [_grid(heads, rows, lang, numeric=frozenset({1, 2}))]
    if log:
        heads_of_log = (Text("日期", "Day"), Text("服务", "Service"), Text("内容", "What"), Text("权利", "Right"))
        made.append(_grid(heads_of_log, log, lang, widths=(3, 3, 5, 3)))
    return made


def _fees(rights: list[str], year: int, on: date, lang: str) -> list[Block]:
    saved = [s for s in money.saved(rights, on) if s.year == year]
    back = money.refunds(rights, on)
    over = Money(sum(b.judged.over.fen for b in back if isinstance(b.judged.over, Money)))
    refile = money.to_refile(rights, year + 1, on)
    pairs = [
        (Text("当年节省的官费", "Official fees saved"), str(Money(sum(s.saved.fen for s in saved)) if saved else NIL)),
        (Text("可请求退还", "May be asked back"), str(over)),
        (
            Text("次年重新备案可省", "Saved by filing the reduction again"),
            str(Money(sum(r.saves.fen for r, _ in refile))),
        ),
    ]
    return [Pairs(rows=[(a.in_(lang), b) for a, b in pairs])]


def _ahead(seen: list[care.Seen], lang: str) -> list[Block]:
    items = sorted(
        (i for s in seen for i in s.docket.items if i.due_on is not None and i.due_on <= s.docket.until and i.status is not Status.NOTE),
        key=lambda i: (i.due_on or date.max, i.right),
    )  # fmt: skip
    rows = [
        [_iso(i.due_on, lang) + ("*" if i.provisional else ""), i.right, i.does.in_(lang), _sum(i.amount, lang)]
        for i in items
    ]
    heads = (Text("最迟", "By"), Text("权利号", "Right"), Text("事项", "What"), Text("应缴", "To pay"))
    made: list[Block] = [_grid(heads, rows, lang, numeric=frozenset({3}), widths=(3, 3, 4, 2))]
    if any(i.provisional for i in items):
        made.append(
            Para(
                says=Text(
                    "* 暂定：涉及尚未公布的放假安排。", "* provisional: rests on holidays not yet announced."
                ).in_(lang)
            )
        )
    return made


def _reviews(row: Custody, year: int, lang: str) -> list[Block]:
    said = told([row], year)
    rows = [[_iso(r.on, lang), Text("企业", "client").in_(lang), str(r.satisfaction), r.says] for r in said.rated]
    rows += [
        [_iso(r.on, lang), Text("主管部门", "office").in_(lang), str(r.satisfaction or ""), r.says]
        for r in said.reviewed
    ]
    heads = (Text("日期", "Day"), Text("评价人", "By"), Text("评分", "Rating"), Text("意见", "Remarks"))
    return [_grid(heads, rows, lang, widths=(3, 2, 1, 6))]


def _grid(
    heads: tuple[Text, ...],
    rows: list[list[str]],
    lang: str,
    *,
    numeric: frozenset[int] = frozenset(),
    widths: tuple[int, ...] = (),
) -> Block:
    if not rows:
        return Para(says=Text("无记录。", "Nothing recorded.").in_(lang))
    return Grid(heads=[h.in_(lang) for h in heads], rows=rows, numeric=numeric, widths=widths)


def _iso(day: date | None, lang: str) -> str:
    return wording.day(day).in_(lang) if day else _UNKNOWN.in_(lang)


def _sum(amount: Any, lang: str) -> str:
    return str(amount) if isinstance(amount, Money) else "" if amount is None else _UNKNOWN.in_(lang)


_LAYOUT = Text("版式由本系统拟定：未见国家统一格式", "the layout is ours: no national form was found")
_DEMO = Text("演示数据，非真实", "demo data, not real")
