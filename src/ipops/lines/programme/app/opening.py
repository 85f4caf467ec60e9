"""The programme's open tables: goals, money received, money paid by instrument, results published, projects on notice.

Rule 1: goals are the city's. District splits stay inside; pledge goals are never told by district (国知发运字〔2021〕17号).
Rule 2: what was paid passes ``measures.suppression``, units are the payees; no row tells what one payee got.
Rule 3: a project is open from its public notice on, with the name of a registered body and without its amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa

from ipops.kernel.machine import Lifecycle
from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.facts.words import Position, TargetStage
from ipops.lines.programme.machine import EVALUATION, PROJECT
from ipops.lines.programme.rules.fund.accounts import Name, named
from ipops.measures import suppression
from ipops.measures.suppression import Blank, Cell, Key
from ipops.policy.exact import decimal_text
from ipops.webkit import parties
from ipops.webkit.opendata import Column, Dataset
from ipops.webkit.opendata.gazette import WITHHELD, live

#: Stages of a project that were on public notice, and what came after.
_NOTICED = frozenset({"publicised", "running", "accepted", "terminated", "recovering", "recovered"})


def _rows(folder: Path, kind: type[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = live(folder, kind.KIND).sort_by("n").to_pylist()
    return found


#: Columns that are no text, by the name they bear in every table.
_TYPES = {
    "entry": pa.int64(), "budget_year": pa.int64(), "withheld": pa.bool_(), "on": pa.date32(), "received_on": pa.date32(),
    "passed_on": pa.date32(),
}  # fmt: skip


def _table(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> pa.Table:
    listed = list(rows)
    return pa.table(
        {c.name: pa.array([r[i] for r in listed], _TYPES.get(c.name, pa.string())) for i, c in enumerate(columns)}
    )


def _stages(folder: Path, cycle: Lifecycle) -> Mapping[str, tuple[str, Any, dict[str, Any]]]:
    """Case -> its state now, the day it was entered, and the day of each state it passed; by the table of the lifecycle."""
    made: dict[str, tuple[str, Any, dict[str, Any]]] = {}
    for r in _rows(folder, f.ProgrammeStep):
        if r["cycle"] != cycle.code:
            continue
        state, _, days = made.get(r["case"], (cycle.start, None, {}))
        step = cycle.table.get(state, {}).get(r["event"])
        if step is not None:
            made[r["case"]] = (step.to, r["on"], {**days, step.to: r["on"]})
    return made


def goals(folder: Path) -> pa.Table:
    """Plan figures and their years, the last word on each, of plans that were adopted."""
    adopted = {r["plan"]: r for r in _rows(folder, f.PlanAdopted)}
    wanted = {str(TargetStage.PLAN), str(TargetStage.ANNUAL)}
    told: dict[tuple[str, str, str], dict[str, Any]] = {}
    for r in _rows(folder, f.TargetSet):
        if r["stage"] in wanted and r["plan"] in adopted:
            told[r["plan"], r["goal"], str(r["year"] or "")] = r
    rows = (
        (
            adopted[plan]["place"],
            adopted[plan]["number"],
            goal,
            year,
            decimal_text(Fraction(r["value"])),
            r["unit"],
            r["n"],
        )
        for (plan, goal, year), r in sorted(told.items())
    )
    return _table(_GOALS, rows)


def received(folder: Path) -> pa.Table:
    """Every budget document under which money came, as received, passed on or still withheld."""
    return _table(_RECEIVED, _received(folder))


def _received(folder: Path) -> Iterator[Sequence[Any]]:
    for r in _rows(folder, f.MoneyPosted):
        legs = [(named(a), Money(m)) for a, m in zip(r["accounts"], r["amounts"], strict=True)]
        names = [(n, m) for n, m in legs if isinstance(n, Name)]
        if r["received_on"] is None or not any(n.position is Position.OUTSIDE for n, _ in names):
            continue
        for name, amount in names:
            if name.position is not Position.OUTSIDE:
                withheld = name.position is Position.WITHHELD
                head = (r["place"], str(name.source), r["budget_year"], r["reference_no"])
                yield (*head, r["received_on"], r["passed_on"], _yuan(amount), withheld, r["n"])


def _yuan(amount: Money) -> str:
    return f"{amount.as_yuan():.2f}"


def paid(folder: Path) -> pa.Table:
    """What was paid or invested, by instrument and year, one protected table a city."""
    by_place: dict[str, dict[Key, tuple[int, frozenset[str]]]] = {}
    for r in _rows(folder, f.MoneyPosted):
        if not r["payee"]:
            continue
        for account, fen in zip(r["accounts"], r["amounts"], strict=True):
            name = named(account)
            if isinstance(name, Name) and name.position in (Position.PAID, Position.INVESTED) and fen > 0:
                cells = by_place.setdefault(r["place"], {})
                key = (str(name.instrument or ""), str(r["on"].year))
                before = cells.get(key, (0, frozenset()))
                cells[key] = (before[0] + fen, before[1] | {r["payee"]})
    return _table(_PAID, (row for place, told in sorted(by_place.items()) for row in _protected(place, told)))


def _protected(place: str, told: Mapping[Key, tuple[int, frozenset[str]]]) -> Iterator[Sequence[Any]]:
    made = suppression.publish({k: Cell(value=fen, units=units) for k, (fen, units) in sorted(told.items())})
    for row in made.rows:
        for year in made.columns:
            got = made.at(row, year)
            blank = isinstance(got, Blank)
            value = None if isinstance(got, Blank) else _yuan(Money(int(got)))
            yield place, row, year, value, got.value if blank and isinstance(got, Blank) else ""


def results(folder: Path) -> pa.Table:
    """The last published result of each evaluation, and whether it is final."""
    opened = {r["evaluation"]: r for r in _rows(folder, f.EvaluationOpened)}
    last = {r["evaluation"]: r for r in _rows(folder, f.EvaluationPublished) if r["evaluation"] in opened}
    stages = _stages(folder, EVALUATION)
    rows = (
        (
            r["place"],
            str(opened[code]["year"]),
            opened[code]["pack"],
            plain_decimal(Fraction(r["score"])),
            str(Fraction(r["score"])),
            r["grade"],
            None if r["amount"] is None else _yuan(Money(r["amount"])),
            r["why_no_amount"],
            r["on"],
            stages[code][0] if code in stages else EVALUATION.start,
            r["n"],
        )
        for code, r in sorted(last.items())
    )
    return _table(_RESULTS, rows)


def plain_decimal(value: Fraction) -> str:
    """At most four decimals, cut: never above what was reached."""
    cut = int(value * 10**4)
    return decimal_text(Fraction(cut, 10**4))


def projects(folder: Path) -> pa.Table:
    """Projects that were on public notice. Who is no registered body has no name here."""
    stages = _stages(folder, PROJECT)
    calls = {r["call"]: r for r in _rows(folder, f.ProjectCalled)}
    noticed = [
        r
        for r in _rows(folder, f.ProjectApplied)
        if r["call"] in calls
        and stages.get(r["project"], ("",))[0] in _NOTICED
        and "publicised" in stages[r["project"]][2]
    ]
    codes = sorted({r["applicant"] for r in noticed})
    names = parties.named(codes) if codes else {}
    rows = (
        (
            r["place"],
            r["project"],
            r["title"],
            WITHHELD if names.get(r["applicant"], r["applicant"]) == r["applicant"] else names[r["applicant"]],
            calls[r["call"]]["title"],
            calls[r["call"]]["instrument"],
            stages[r["project"]][2]["publicised"],
            stages[r["project"]][0],
            r["n"],
        )
        for r in noticed
    )
    return _table(_PROJECTS, rows)


_PLACE = Column("place", Text("区划代码", "division code"))
_ENTRY = Column("entry", Text("账本编号，可凭封存记录核验", "number in the ledger, to be checked against the seals"))
_GOALS = (
    _PLACE,
    Column("plan_no", Text("方案文号", "number of the plan")),
    Column("goal", Text("目标代码", "code of the goal")),
    Column("year", Text("年度；空为方案总目标", "year; empty is the goal of the whole plan")),
    Column("value", Text("目标值", "target")),
    Column("unit", Text("单位代码", "code of the unit")),
    _ENTRY,
)
_RECEIVED = (
    _PLACE,
    Column("source", Text("资金来源代码", "code of the source")),
    Column("budget_year", Text("预算年度", "budget year")),
    Column("document", Text("指标文号", "budget document")),
    Column("received_on", Text("省级收到日", "day the province received it")),
    Column("passed_on", Text("下达日；空为尚未下达", "day it was passed on; empty: not yet")),
    Column("yuan", Text("金额（元）", "yuan")),
    Column("withheld", Text("是否暂缓拨付", "whether it is withheld")),
    _ENTRY,
)
_PAID = (
    _PLACE,
    Column("instrument", Text("支持方式代码；空为合计", "code of the instrument; empty is the total")),
    Column("year", Text("支付年；空为合计", "year paid; empty is the total")),
    Column("yuan", Text("已支付或投出（元）；空为未公布", "yuan paid or invested; empty where not published")),
    Column(
        "suppressed",
        Text(
            "few：收款单位不足三家，不公布；beside：公布即可推算他格，一并不公布",
            "few: fewer than three payees; beside: another cell could be worked out from it",
        ),
    ),
)
_RESULTS = (
    _PLACE,
    Column("year", Text("评价年度", "year judged")),
    Column("pack", Text("政策包", "policy pack")),
    Column("score", Text("得分，小数至多四位，余数舍去", "score, cut after four decimals")),
    Column("score_exact", Text("得分的精确分数", "the score as an exact fraction")),
    Column("grade", Text("等级", "grade")),
    Column("yuan", Text("应拨剩余资金（元）；空为未知", "yuan of the rest; empty is unknown")),
    Column("why_no_amount", Text("金额未知的原因", "why the amount is unknown")),
    Column("on", Text("公布日", "day of publication")),
    Column("state", Text("published 已公布，objected 异议处理中，final 已定，drafted 重新评价中", "published, objected, final, or drafted: being evaluated again")),
    _ENTRY,
)  # fmt: skip
_PROJECTS = (
    _PLACE,
    Column("project", Text("项目编号", "project")),
    Column("title", Text("项目名称", "title")),
    Column("applicant", Text("承担单位", "body in charge")),
    Column("call", Text("征集名称", "project call")),
    Column("instrument", Text("支持方式代码", "code of the instrument")),
    Column("on", Text("公示日", "day of the public notice")),
    Column("state", Text("状态代码", "code of the state")),
    _ENTRY,
)
DATASETS = (
    Dataset(
        code="programme-goals",
        title=Text("重点城市建设目标", "Goals of the programme"),
        says=Text("已印发方案的全市目标与年度目标。", "City-wide goals of adopted plans and their years."),
        columns=_GOALS,
        make=goals,
    ),
    Dataset(
        code="programme-received",
        title=Text("专项资金收到与下达", "Programme money received and passed on"),
        says=Text("每份指标文件的来源、金额、收到日与下达日。", "Source, amount and days of every budget document."),
        columns=_RECEIVED,
        make=received,
    ),
    Dataset(
        code="programme-paid",
        title=Text("专项资金支付", "Programme money paid"),
        says=Text(
            "各市按支持方式与年度已支付或投出的金额；收款单位不足三家的不公布，能推算出来的也不公布。",
            "Paid or invested by instrument and year in each city; cells of fewer than three payees are not published, nor what would give them away.",
        ),
        columns=_PAID,
        make=paid,
    ),
    Dataset(
        code="programme-results",
        title=Text("绩效评价结果", "Results of evaluations"),
        says=Text("已公布的得分、等级与应拨资金。", "Published score, grade and rest of the money."),
        columns=_RESULTS,
        make=results,
    ),
    Dataset(
        code="programme-projects",
        title=Text("专项资金项目", "Programme projects"),
        says=Text("已公示的项目与其状态，不列单个项目金额。", "Projects on public notice and their state, without the amount of each."),
        columns=_PROJECTS,
        make=projects,
    ),
)  # fmt: skip
