"""The manifest of the trading line."""

from __future__ import annotations

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.line import CheckInfo, Find, Line, Page, SentBack
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Signal
from ipops.lines.trading.facts import FACTS
from ipops.lines.trading.indicators import MEASURES
from ipops.lines.trading.machine import CLERKS, LIFECYCLES
from ipops.lines.trading.rules.collateral import offered

_LEVEL = Text("存疑信号", "sign of a sham")
_SEVERITY = Text("开立核查，不影响登记", "opens a check; the record stands")
_FIX = Text(
    "由核查人查明后作出结论：排除疑点、不计入或上报。",
    "A checker finds out and ends the check: cleared, excluded from the count, or reported.",
)
_SHAM = Citation(document="国知发运字〔2021〕17号", grade=Grade.C, source="domain/programme.md [ruyuan]")


def _checks() -> tuple[CheckInfo, ...]:
    """The signs; their thresholds stand on the page of checks, labelled demo, since no document gives a number."""
    return tuple(
        CheckInfo(code=f"sham.{s}", level=_LEVEL, severity=_SEVERITY, says=s.named, fix=_FIX, cite=_SHAM)
        for s in Signal
    )


def _find(code: str, title: Text, all_at: str = "") -> Find:
    return Find(code=code, title=title, by=f"ipops.lines.trading.app.finding.{code}", all_at=all_at)


#: Strangers see the market: what is published, and no person.
EVERYBODY = frozenset({"public"})

LINE = Line(
    code="trading",
    title=Text("转让许可", "transfers and licences"),
    app="ipops.lines.trading.app",
    laws=(
        "专利法(2020-10-17)",
        "专利法实施细则(2023-12-11)",
        "民法典(2020-05-28)",
        "商标法(2019-04-23)",
        "集成电路布图设计保护条例(2001-04-02)",
        "促进科技成果转化法(2015-08-29)",
        "技术进出口管理条例(2020-11-29)",
        "国知发运字〔2021〕17号",
    ),
    measures=MEASURES,
    facts=FACTS,
    words="ipops.lines.trading.app.telling.word",
    lifecycles=LIFECYCLES,
    sent_back=(
        SentBack(
            cycle="trading.contract",
            event="return",
            rows="ipops.lines.trading.app.market_selectors.contracts_for",
            all_at="trading:contracts",
        ),
    ),
    reactions={"collateral_offered": offered},
    finds=(
        _find("deals", Text("转让与许可", "Transfers and licences"), "trading:deals"),
        _find("offers", Text("专利供给", "Offers"), "trading:offers"),
        _find("needs", Text("技术需求", "Needs"), "trading:needs"),
        _find("statements", Text("开放许可", "Open licences"), "trading:statements"),
        _find("contracts", Text("技术合同", "Technology contracts"), "trading:contracts"),
        _find("pools", Text("专利池", "Patent pools"), "trading:pools"),
        _find("checks", Text("核查", "Checks")),
    ),
    glance="ipops.lines.trading.app.glancing.glances",
    pages=(
        Page(url_name="trading:deals", title=Text("转让与许可", "Transfers and licences")),
        Page(url_name="trading:record", title=Text("登记交易", "Record a deal"), roles=CLERKS),
        Page(url_name="trading:imports", title=Text("导入登记清单", "Import a register list"), roles=CLERKS),
        Page(url_name="trading:market-offers", title=Text("专利供给", "Patents on offer"), roles=EVERYBODY),
        Page(url_name="trading:market-needs", title=Text("技术需求", "Needs"), roles=EVERYBODY),
        Page(url_name="trading:market-licences", title=Text("开放许可专利", "Patents open to all"), roles=EVERYBODY),
        Page(url_name="trading:disclosures", title=Text("发明披露", "Invention disclosures")),
        Page(url_name="trading:inventory", title=Text("存量专利盘点", "Inventory of patents")),
        Page(url_name="trading:offers", title=Text("供给", "Offers")),
        Page(url_name="trading:needs", title=Text("需求", "Needs and matches")),
        Page(url_name="trading:pushes", title=Text("匹配推送", "Matches pushed")),
        Page(url_name="trading:statements", title=Text("开放许可声明", "Open-licence statements")),
        Page(url_name="trading:contracts", title=Text("技术合同", "Technology contracts")),
        Page(url_name="trading:conversion", title=Text("高校院所专利转化", "University conversion")),
        Page(url_name="trading:pools", title=Text("专利池", "Patent pools")),
        Page(url_name="trading:checks", title=Text("核查", "Checks")),
        Page(url_name="trading:conflicts", title=Text("与法律冲突的交易", "Conflicts with the law")),
    ),
    answers={"check": "trading:checks", "register": "trading:gaps", "portfolio": "trading:portfolio"},
    checks=_checks,
)
