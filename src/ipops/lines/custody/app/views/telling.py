"""What is told of a custody on its screen: the need, the offers, the contract, the log, plans and answers, reviews."""

from __future__ import annotations

from collections.abc import Sequence

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.custody.app import selectors
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.views import shown
from ipops.lines.custody.facts import (
    CustodyAnswered,
    CustodyPlanned,
    CustodyRated,
    CustodyReviewed,
    CustodyServed,
    Service,
    Size,
)
from ipops.webkit import access, journal, parties
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Asked, Lines, Said

_MOST_SERVICES = 100


def says(row: Custody) -> tuple[Said, ...]:
    made = [Said(title=Text("需求", "What is wanted"), value=row.wants)] if row.wants else []
    if row.stage in selectors.BIDDING:
        whom = _OPEN_TO_ALL if row.open_to_all else _INVITED.fill(n=len(row.invited)) if row.invited else _OFFICE_ALONE
        made.append(Said(title=Text("谁能看到", "Who sees it"), value=whom))
    if row.level:
        level = selectors.levels().get(row.level)
        made += [
            Said(title=Text("服务等级", "Service level"), value=level.says if level else row.level),
            Said(
                title=Text("年服务费", "Service fee a year"),
                value=Money(row.fee_fen) if row.fee_fen is not None else shown.UNTOLD,
            ),
            Said(title=Text("服务内容", "Services"), value=tuple(shown.word(Service, s) for s in row.services)),
        ]
    if row.signed_on:
        until = Text("{d}（不含）", "{d} (exclusive)").fill(d=shown.day(row.until)) if row.until else shown.OPEN
        made += [
            Said(title=Text("签订日", "Signed on"), value=row.signed_on),
            Said(title=Text("合同至", "Runs until"), value=until),
            Said(title=Text("项目负责人", "Leader"), value=row.leader),
            Said(
                title=Text("企业规模", "Size of the firm"),
                value=shown.size(row),
                because=Text("计算：{c}；声明：{d}", "computed: {c}; declared: {d}").fill(
                    c=shown.word(Size, row.computed), d=shown.word(Size, row.declared)
                ),
            ),
            Said(
                title=Text("计入覆盖自", "Covered since"),
                value=row.covered_on or shown.why_not_covered(row),
                because=Text("合同与首次服务中较晚的一天", "the later of contract and first service"),
            ),
            Said(title=Text("节省官费合计", "Official fees saved"), value=Money(row.saved_fen)),
        ]
    return tuple(made)


_OPEN_TO_ALL = Text("所有已登记的服务机构", "every agency that is known here")
_INVITED = Text("受邀的{n}家机构", "the {n} agencies invited")
_OFFICE_ALONE = Text("主管部门", "the office")


def entries_of(row: Custody) -> list[Entry]:
    """What the lists below are made of, read once: offers, the latest services, what was said, reviews."""
    return journal.entries((*row.offers, *row.log[-_MOST_SERVICES:], *row.said, *row.reviews))


def offers(row: Custody, asked: Asked, entries: Sequence[Entry]) -> tuple[Lines, ...]:
    """What was offered: all of it to the firm and the office, to an agency its own."""
    bodies, levels = set(access.bodies(asked.reader)), selectors.levels()
    all_of_them = not bodies or row.client in bodies
    found = [o for o in selectors.offers_of(row, entries) if all_of_them or o.agency in bodies] if row.offers else []
    if not found:
        return ()
    called = parties.named([o.agency for o in found])
    rows = tuple(
        (
            names.value("party", o.agency, called),
            o.grade.named,
            levels[o.level].says if o.level in levels else o.level,
            tuple(s.named for s in o.services),
            o.fee if o.fee is not None else shown.UNTOLD,
            o.licence_no or Text("无", "none"),
            o.on,
        )
        for o in found
    )
    heads = (
        Text("机构", "Agency"), Text("信用等级", "Credit grade"), Text("服务等级", "Level"), Text("服务内容", "Services"),
        Text("年服务费", "Fee a year"), Text("执业许可证号", "Licence"), Text("报价日", "Offered on"),
    )  # fmt: skip
    return (Lines(title=Text("报价", "Offers"), heads=heads, rows=rows, numeric=frozenset({4})),)


_LATEST = Text("服务日志（共{all}次，列最近{n}次）", "Service log (the latest {n} of {all})")


def log(row: Custody, entries: Sequence[Entry]) -> tuple[Lines, ...]:
    """The service log, the newest first."""
    if not row.log:
        return ()
    made = []
    for e in reversed(entries):
        if isinstance(f := e.fact, CustodyServed):
            right = names.value("right", f.right, {}) if f.right else Text("无", "none")
            made.append((f.on, f.service.named, f.what, right, f.saved or Text("无", "none"), names.fact(e.n)))
    heads = (
        Text("服务日", "Day"), Text("服务", "Service"), Text("做了什么", "What was done"), Text("权利", "Right"),
        Text("节省官费", "Fees saved"), Text("事实", "Fact"),
    )  # fmt: skip
    cut = len(row.log) > _MOST_SERVICES
    title = _LATEST.fill(n=_MOST_SERVICES, all=len(row.log)) if cut else Text("服务日志", "Service log")
    return (Lines(title=title, heads=heads, rows=tuple(made), numeric=frozenset({4})),)


def said(row: Custody, entries: Sequence[Entry]) -> tuple[Lines, ...]:
    """Plans, questions with their answers, and the client's own ratings."""
    if not row.said:
        return ()
    plans, answers, ratings = [], [], []
    for e in entries:
        match e.fact:
            case CustodyPlanned() as f:
                plans.append((str(f.year), f.service.named, f.times, names.fact(e.n)))
            case CustodyAnswered() as f:
                answers.append((f.asked_on, f.on, f.question, f.answer, names.fact(e.n)))
            case CustodyRated() as f:
                ratings.append((str(f.year), f.satisfaction, f.says or Text("无", "none"), names.fact(e.n)))
    fact = Text("事实", "Fact")
    heads_of_plans = (Text("年度", "Year"), Text("服务", "Service"), Text("次数", "Times"), fact)
    heads_of_answers = (
        Text("提问日", "Asked"),
        Text("答复日", "Answered"),
        Text("问题", "Question"),
        Text("答复", "Answer"),
        fact,
    )
    heads_of_ratings = (Text("年度", "Year"), Text("满意度", "Satisfaction"), Text("意见", "Remarks"), fact)
    made = (
        Lines(title=Text("服务计划", "Service plan"), heads=heads_of_plans, rows=tuple(plans), numeric=frozenset({2})),
        Lines(title=Text("咨询与答复", "Questions and answers"), heads=heads_of_answers, rows=tuple(answers)),
        Lines(
            title=Text("企业评分", "Client's ratings"),
            heads=heads_of_ratings,
            rows=tuple(ratings),
            numeric=frozenset({1}),
        ),
    )
    return tuple(lines for lines in made if lines.rows)


def reviews(row: Custody, entries: Sequence[Entry]) -> tuple[Lines, ...]:
    if not row.reviews:
        return ()
    made = []
    for e in entries:
        if isinstance(f := e.fact, CustodyReviewed):
            answer = f.answer_days if f.answer_days is not None else shown.UNTOLD
            happy = f.satisfaction if f.satisfaction is not None else shown.UNTOLD
            done = Text("{a} / {b}", "{a} / {b}").fill(a=f.delivered, b=f.planned)
            made.append((str(f.year), done, f.missed, answer, happy, names.fact(e.n)))
    heads = (
        Text("年度", "Year"), Text("完成 / 计划", "Delivered / planned"), Text("错过期限", "Dates missed"),
        Text("平均答复天数", "Days until an answer"), Text("满意度", "Satisfaction"), Text("事实", "Fact"),
    )  # fmt: skip
    return (
        Lines(title=Text("年度评价", "Yearly reviews"), heads=heads, rows=tuple(made), numeric=frozenset({2, 3, 4})),
    )
