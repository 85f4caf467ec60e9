"""What this line adds up to beside the Notice's goals 2 and 3, which ``programme`` counts from the registrations themselves.

The basis of an amount is part of its definition: the goals go by the *secured* sum of a registered pledge; this one goes by what
was really *drawn*, of loans that were filed with a fund. Contract, secured claim and money drawn are three figures, not one.
"""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.measures.measure import Column, CountedDay, Measure, NotTheSame, Part, Rows, Table, Tables
from ipops.measures.params import Params
from ipops.measures.words import Direction, Figure, Over

KINDS = ("loan_drawn", "loan_filed")
_OURS = Citation(document="ipops", clause="lines/pledge/README.md", grade=Grade.OURS)


def drawn(tables: Tables, params: Params) -> tuple[Table, ...]:
    """One row a drawing of a filed loan, in the place of its filing; a loan belongs where its borrower is."""
    loans, drawings = tables["loan_filed"], tables["loan_drawn"]
    filed = loans.group_by("loan").agg(place=loans["place"].min())
    t = drawings.inner_join(filed, "loan")
    row = t.select(
        n=t["n"],
        division=t["place"],
        day=t["on"],
        loan=t["loan"],
        drawing=t["drawing"],
        amount=t["amount"],
        renews=t["renews"],
    )
    return (row,)


COLUMNS = (
    Column(code="amount", title=Text("放款金额", "sums drawn"), total=lambda t: t["amount"].sum()),
    Column(
        code="renewed",
        title=Text("其中：归还后续贷", "of them drawn again after repayment"),
        total=lambda t: t["amount"].sum(where=t["renews"]),
    ),
    Column(code="drawings", title=Text("放款笔数", "drawings"), total=lambda t: t.count()),
)

PLEDGE_LOANS_DRAWN = Measure(
    code="pledge_loans_drawn",
    title=Text("知识产权质押贷款实际放款金额（已备案）", "IP-pledge loans, sums really drawn (filed loans)"),
    unit="fen",
    unit_name=Text("分", "fen"),
    decimals=0,
    direction=Direction.UP,
    figure=Figure.FLOW,
    scope=Text("已向资金备案的质押贷款", "pledge loans filed with a fund"),
    counting_unit=Text("放款金额，一次放款计一次", "sums drawn, each drawing once"),
    dedup_key=Text("贷款与提款编号", "loan and drawing"),
    numerator=Text(
        "实际放款金额之和；不是担保债权数额，也不是合同金额",
        "sum really lent; neither the secured claim nor the contract's sum",
    ),
    denominator=None,
    over_time=Over.SUM,
    over_place=Over.DISTINCT,
    territory=Text("借款人所在地（备案地区）", "where the borrower is, as filed"),
    districts=Text("各级分别去重计数", "counted again at each level"),
    counted_days=(
        CountedDay(
            act=Text("放款", "drawing"), day=Text("放款日（本系统规则）", "the day it was drawn (our rule)"), cite=_OURS
        ),
    ),
    data_source=Text("银行报送的放款与备案（事实）", "facts: drawings and filings, as banks report them"),
    cut_off=Unknown(
        why=Text("没有文件规定截止日。", "No document says by which day a year is closed."),
        needs=Text("以 --as-known-on 指定", "name it by --as-known-on"),
    ),
    register_kinds=Unknown(why=Text("没有文件规定。", "No document says."), needs=Text("官方文本", "official text")),
    growth=None,
    clause=_OURS,
    version=1,
    rows=Rows(
        kinds=KINDS,
        of=drawn,
        keys=lambda _: ("loan", "drawing"),
        repeats=lambda _: False,
        parts=(Part(name="amount", fold="max"), Part(name="renews", fold="max")),
        beside=lambda units, _: units,
        columns=COLUMNS,
        value="amount",
    ),
    not_the_same=(
        NotTheSame(
            indicator="pledge_amount_growth",
            why=Text("它计担保债权数额。", "It adds up secured sums of registered pledges."),
        ),
    ),
)

MEASURES: tuple[Measure, ...] = (PLEDGE_LOANS_DRAWN,)
