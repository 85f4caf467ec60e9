"""What a deal's screen tells of its course: terms, gates, notice, export, money."""

from __future__ import annotations

from datetime import date
from typing import Any

from ipops.kernel.outcome import Unknown
from ipops.kernel.period import months_after
from ipops.kernel.rate import as_percent
from ipops.kernel.text import Text
from ipops.lines.trading.app.models import Deal
from ipops.lines.trading.app.views import shown
from ipops.lines.trading.app.views.course import course_of, file_of
from ipops.lines.trading.facts.acts import Act
from ipops.lines.trading.facts.words import Abroad, ExportClass, FailedFor, Origin
from ipops.lines.trading.machine import BEFORE, clauses
from ipops.lines.trading.rules.course import gates, notice
from ipops.lines.trading.rules.course.file import DealFile
from ipops.reference.workdays import add_working_days
from ipops.webkit.pages.cases import Due, Lines, Said

#: 技术进出口管理条例 第三十二条
_ANSWER_DAYS = 30
_RECORD_MONTHS = 3


def says(row: Deal) -> tuple[Said, ...]:
    """Terms and gates; nothing for a deal that came from the register and has no course."""
    file = file_of(row)
    made: list[Said] = []
    if row.origin:
        made.append(Said(title=Text("来源", "How they met"), value=shown.word(Origin, row.origin)))
    if row.failed_for:
        why = file.failed.why if file.failed else ""
        made.append(
            Said(
                title=Text("未成原因", "Why it failed"),
                value=shown.word(FailedFor, row.failed_for),
                because=why or None,
            )
        )
    return (*made, *_terms(file), *_gates(file))


def _terms(file: DealFile) -> list[Said]:
    t = file.terms
    if t is None:
        return []
    made = [
        Said(title=Text("定价方式", "How the price came about"), value=t.priced.named),
        Said(title=Text("支付方式", "How it is paid"), value=t.form.named, because=t.price),
    ]
    if t.form.has_royalty:
        rates = "、".join(as_percent(r) for r in t.rates)
        base = t.base.named if t.base else Text("未说明", "not stated")
        made += [
            Said(
                title=Text("提成", "Royalty"),
                value=Text("{base} × {rates}", "{rates} of {base}").fill(base=base, rates=rates),
            ),
            Said(title=Text("每期保底", "Minimum of each period"), value=t.minimum),
            Said(title=Text("查账办法", "How accounts are seen"), value=t.accounts or None),
        ]
    return made


def _gates(file: DealFile) -> list[Said]:
    made: list[Said] = []
    if file.abroad is not None and file.abroad is not Abroad.NO:
        made.append(Said(title=Text("涉及境外", "Leaves the country"), value=file.abroad.named))
    if (x := file.export) is not None:
        made.append(Said(title=Text("技术出口", "Export"), value=x.export.named, because=x.catalogue))
    for c in file.consents:
        money = (
            Text("价款提前清偿", "the price prepays the debt")
            if c.prepays
            else Text("价款提存", "the price goes to escrow")
        )
        made.append(Said(title=Text("质权人同意", "The pledgee consented"), value=c.on, because=money))
    if file.inventors is not None:
        made.append(
            Said(
                title=Text("完成人答复", "The inventors' answer"),
                value=file.inventors.answer.named,
                because=file.inventors.on,
            )
        )
    return made


def dues(row: Deal, today: date) -> tuple[Due, ...]:
    """Days that follow from the course: the notice, the export office's answer, the recordal, the royalty periods."""
    file = file_of(row)
    made = [*_notice(row, file, today), *_export(file)]
    signed = file.day_of("sign")
    if row.stage in ("signed", "filed") and row.act == Act.LICENCE and signed:
        made.append(
            Due(
                title=Text("许可合同备案", "Record the licence"),
                on=months_after(signed, _RECORD_MONTHS),
                cite=clauses.RECORDAL_TIME,
            )
        )
    return (*made, *_statement(row, file), *_rewards(file))


def _notice(row: Deal, file: DealFile, today: date) -> list[Due]:
    title = Text("定价公示期满", "The notice of the price is over")
    if row.stage != "publicity" or file.published is None:
        return []
    last = gates.last_day(file)
    if last is not None:
        return [Due(title=title, on=last, cite=clauses.PRICE_PUBLIC)]
    said = notice.days_at(row.from_place, file.published.on)
    why = said.why if isinstance(said, Unknown) else None
    return [Due(title=title, on=None, cite=clauses.PRICE_PUBLIC, why=why)]


def _export(file: DealFile) -> list[Due]:
    x = file.export
    if x is None or x.export is not ExportClass.RESTRICTED or x.letter or x.applied_on is None:
        return []
    end = add_working_days(x.applied_on, _ANSWER_DAYS)
    title = Text("外经贸主管部门答复出口申请", "The answer to the export request")
    return [Due(title=title, on=end.day, cite=clauses.EXPORT_ANSWER, provisional=end.provisional)]


def _statement(row: Deal, file: DealFile) -> list[Due]:
    """The next royalty statement, by the agreed length of a period."""
    t = file.terms
    if (
        t is None
        or not t.form.has_royalty
        or t.months is None
        or row.stage not in ("recorded", "matched", "paid", "performing")
    ):
        return []
    start = max((s.until for s in file.statements), default=row.starts_on or row.on)
    if start is None:
        return []
    return [
        Due(
            title=Text("提成结算（期间届满日）", "Royalty statement: the period ends"),
            on=months_after(start, t.months),
            cite=clauses.PRICE,
        )
    ]


def _rewards(file: DealFile) -> list[Due]:
    """Years in which money arrived and of which those who made the result have had nothing yet."""
    years = sorted({p.on.year for p in file.payments if p.amount.fen > 0} - {p.year for p in file.payouts})
    if not years or (file.reward is None and not (file.terms and file.terms.state_body)):
        return []
    if file.reward is None:
        return [Due(title=Text("确定奖酬比例", "Set the reward"), on=None, cite=clauses.REWARD_STATE, why=_NO_DAY)]
    title = Text("发放{year}年奖酬", "Pay the reward of {year}")
    return [Due(title=title.fill(year=str(y)), on=None, cite=clauses.REWARD, why=_NO_DAY) for y in years]


_NO_DAY = Text("法律没有规定期限。", "The law names no day.")


def lines(row: Deal) -> tuple[Lines, ...]:
    """Objections, payments, statements with audits, payouts: each a small table where there is any."""
    file = file_of(row)
    made = [_objections(file), _payments(file), _statements(file), _payouts(file), _uses(file)]
    return tuple(m for m in made if m.rows)


def _objections(file: DealFile) -> Lines:
    rows = tuple(
        (
            o.raised.on,
            o.raised.words,
            o.settled.end.named if o.settled else Text("待处理", "open"),
            o.settled.why if o.settled else None,
        )
        for o in file.objections
    )
    heads = (Text("日期", "Day"), Text("内容", "Words"), Text("结论", "End"), Text("理由", "Reason"))
    return Lines(title=Text("公示异议", "Objections to the price"), heads=heads, rows=rows)


def _payments(file: DealFile) -> Lines:
    rows: tuple[tuple[Any, ...], ...] = tuple((p.on, p.period, p.amount) for p in file.payments)
    if rows:
        rows = (*rows, (Text("合计", "Total"), "", file.paid))
    heads = (Text("到款日", "Arrived"), Text("所属期间", "For"), Text("金额", "Amount"))
    return Lines(title=Text("到款", "Money that arrived"), heads=heads, rows=rows, numeric=frozenset({2}))


def _statements(file: DealFile) -> Lines:
    audits = {a.since: a for a in file.audits}
    rows = tuple(
        (
            s.since,
            s.until,
            s.base,
            s.due,
            audits[s.since].found if s.since in audits else None,
            audits[s.since].more if s.since in audits else None,
        )
        for s in file.statements
    )
    heads = (
        Text("期间起", "From"), Text("至（不含）", "Until (exclusive)"), Text("基数", "Base"), Text("应付", "Due"),
        Text("查实基数", "Base found"), Text("应补", "More due"),
    )  # fmt: skip
    return Lines(
        title=Text("提成结算与查账", "Royalty statements and audits"),
        heads=heads,
        rows=rows,
        numeric=frozenset({2, 3, 4, 5}),
    )


def _payouts(file: DealFile) -> Lines:
    rows = tuple((p.year, p.net, p.amount, p.people) for p in file.payouts)
    heads = (Text("年度", "Year"), Text("净收入", "Net income"), Text("发放", "Paid out"), Text("人数", "People"))
    share = f"（{as_percent(file.reward.share)}）" if file.reward else ""
    title = Text(f"奖酬{share}", f"Rewards {share.translate(str.maketrans('（）', '()'))}")
    return Lines(title=title, heads=heads, rows=rows, numeric=frozenset({1, 2, 3}))


def _uses(file: DealFile) -> Lines:
    rows = tuple(
        (u.year, tuple(e.named for e in u.evidence) or None, u.products, u.sales, u.jobs)
        for u in sorted(file.uses, key=lambda u: u.year)
    )
    heads = (
        Text("年度", "Year"),
        Text("实施证据", "Evidence"),
        Text("新产品", "Products"),
        Text("销售额", "Sales"),
        Text("就业", "Jobs"),
    )
    return Lines(title=Text("转化后成效", "What became of it"), heads=heads, rows=rows, numeric=frozenset({2, 3, 4}))


def lacks(row: Deal, today: date) -> tuple[Text, ...]:
    """Before the signature: what still stands in the way of it, in words."""
    if row.stage not in BEFORE or row.stage in ("signed", "filed") or file_of(row).terms is None:
        return ()
    course = course_of(row, today)
    no = gates.may_sign(course.file, course.given)
    return (
        tuple(Text("签约前还缺：{says}", "Before the signature: {says}").fill(says=r.says) for r in no.reasons)
        if no
        else ()
    )
