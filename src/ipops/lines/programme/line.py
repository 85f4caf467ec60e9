"""The manifest of the programme: what central money is paid for, measured and judged by the packs."""

from ipops.kernel.line import Line, Page
from ipops.kernel.text import Text
from ipops.lines.programme import facts
from ipops.lines.programme.indicators import MEASURES
from ipops.lines.programme.machine import LIFECYCLES

#: Strangers see these as well: aggregates and published figures only (decision 0076).
EVERYBODY = frozenset({"public"})
#: Who works on the programme; experts have a page of their own.
OFFICES = frozenset({"clerk", "officer", "certifier", "province", "centre", "finance", "auditor"})

LINE = Line(
    code="programme",
    title=Text("绩效管理", "programme and performance"),
    app="ipops.lines.programme.app",
    laws=("财办建〔2020〕40号", "财办建〔2019〕70号", "财办建〔2018〕96号", "财办建〔2017〕35号"),
    facts=facts.FACTS,
    measures=MEASURES,
    lifecycles=LIFECYCLES,
    pages=(
        Page(url_name="programme:scoreboard", title=Text("绩效记分板", "scoreboard"), roles=EVERYBODY),
        Page(url_name="programme:cities", title=Text("重点城市", "key cities"), roles=EVERYBODY),
        Page(url_name="programme:calls", title=Text("申报征集", "calls"), roles=OFFICES),
        Page(url_name="programme:reviews", title=Text("专家评审", "expert review"), roles=frozenset({"expert"})),
        Page(url_name="programme:roads", title=Text("城市进程", "cities in the programme"), roles=OFFICES),
        Page(url_name="programme:returns", title=Text("报表", "returns"), roles=OFFICES),
        Page(url_name="programme:nation", title=Text("全国数据", "the country"), roles=EVERYBODY),
    ),
    answers={"missed": "programme:missed", "money": "programme:money", "payment": "programme:payments"},
)
