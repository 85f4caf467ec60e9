"""The manifest of the programme: what central money is paid for, measured and judged by the packs."""

from ipops import policy
from ipops.kernel.line import CheckInfo, Find, Line, Page, SentBack
from ipops.kernel.text import Text
from ipops.lines.programme import facts
from ipops.lines.programme.indicators import MEASURES
from ipops.lines.programme.machine import LIFECYCLES
from ipops.policy.returns import Severity

#: Strangers see these as well: aggregates and published figures only (decision 0076).
EVERYBODY = frozenset({"public"})
#: Who works on the programme; experts have a page of their own.
OFFICES = frozenset({"clerk", "officer", "certifier", "province", "centre", "finance", "auditor"})

_SEVERITY = {
    Severity.BLOCK: Text("不通过则不能报送", "holds up the return"),
    Severity.CONFIRM: Text("说明理由后可报送", "passes with a reason"),
    Severity.WARN: Text("只作提示", "a hint"),
    Severity.BETA: Text("试行，届期后不通过则不能报送", "on trial; holds up the return from its day on"),
}


#: What a finding fills in.
_BLANKS = {
    "left": Text("所填值", "the value filled in"),
    "right": Text("对照值", "the value beside it"),
    "field": Text("该项", "the field"),
}


def _checks() -> tuple[CheckInfo, ...]:
    """Every check of every return of the packs, by return and level, with words where a finding has its two values."""
    return tuple(
        CheckInfo(
            code=f"{schema.code}.{c.id}",
            level=Text(c.level, c.level),
            severity=_SEVERITY[c.severity],
            says=c.says.fill(**_BLANKS) if "{" in c.says.zh else c.says,
            fix=c.fix,
            cite=schema.cite,
            since=c.binds_from or c.since,
        )
        for pack in policy.packs().values()
        for schema in pack.returns.values()
        for c in schema.checks
    )


LINE = Line(
    code="programme",
    title=Text("绩效管理", "programme and performance"),
    app="ipops.lines.programme.app",
    laws=("财办建〔2020〕40号", "财办建〔2019〕70号", "财办建〔2018〕96号", "财办建〔2017〕35号"),
    facts=facts.FACTS,
    measures=MEASURES,
    lifecycles=LIFECYCLES,
    sent_back=(
        SentBack(
            cycle="programme.return",
            event="send_back",
            rows="ipops.lines.programme.app.reading.dossiers.returns_for",
            all_at="programme:returns",
        ),
    ),
    finds=(Find(code="cases", title=Text("办件", "Cases"), by="ipops.lines.programme.app.finding.cases"),),
    words="ipops.lines.programme.app.telling.word",
    glance="ipops.lines.programme.app.glancing.glances",
    pages=(
        Page(url_name="programme:scoreboard", title=Text("绩效记分板", "scoreboard"), roles=EVERYBODY),
        Page(url_name="programme:cities", title=Text("重点城市", "key cities"), roles=EVERYBODY),
        Page(url_name="programme:open", title=Text("信息公开", "transparency"), roles=EVERYBODY),
        Page(url_name="programme:calls", title=Text("申报征集", "calls"), roles=OFFICES),
        Page(url_name="programme:reviews", title=Text("专家评审", "expert review"), roles=frozenset({"expert"})),
        Page(url_name="programme:roads", title=Text("城市进程", "cities in the programme"), roles=OFFICES),
        Page(url_name="programme:returns", title=Text("报表", "returns"), roles=OFFICES),
        Page(url_name="programme:nation", title=Text("全国数据", "the country"), roles=EVERYBODY),
    ),
    answers={"missed": "programme:missed", "money": "programme:money", "payment": "programme:payments"},
    checks=_checks,
)
