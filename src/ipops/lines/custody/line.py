"""The manifest of the custody line."""

from __future__ import annotations

from ipops.kernel.line import Find, Line, Page
from ipops.kernel.text import Text
from ipops.lines.custody.facts import FACTS
from ipops.lines.custody.indicators import MEASURES
from ipops.lines.custody.machine import CLERKS, LIFECYCLES

LINE = Line(
    code="custody",
    title=Text("知识产权托管", "IP custody"),
    app="ipops.lines.custody.app",
    laws=("专利代理条例(2018-11-06)", "财办建〔2020〕40号", "统计上大中小微型企业划分办法（2017）"),
    facts=FACTS,
    measures=MEASURES,
    lifecycles=LIFECYCLES,
    finds=(
        Find(
            code="custodies",
            title=Text("托管合同", "Custodies"),
            by="ipops.lines.custody.app.finding.custodies",
            all_at="custody:custodies",
        ),
    ),
    words="ipops.lines.custody.app.telling.word",
    pages=(
        Page(url_name="custody:custodies", title=Text("托管合同", "Custodies")),
        Page(url_name="custody:ask", title=Text("登记托管需求", "Enter a need"), roles=CLERKS),
        Page(url_name="custody:overview", title=Text("托管概览", "Custody at a glance")),
    ),
)
