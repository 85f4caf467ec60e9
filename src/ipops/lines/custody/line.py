"""The manifest of the custody line."""

from __future__ import annotations

from ipops.kernel.line import Find, Line, Page
from ipops.kernel.text import Text
from ipops.lines.custody.facts import FACTS
from ipops.lines.custody.indicators import MEASURES
from ipops.lines.custody.machine import CLERKS, LIFECYCLES, PARTIES

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
    glance="ipops.lines.custody.app.glancing.glances",
    pages=(
        Page(url_name="custody:portal", title=Text("我的知识产权", "My IP"), roles=frozenset({"member"})),
        Page(url_name="custody:work", title=Text("托管工作清单", "Work list")),
        Page(url_name="custody:upload", title=Text("上传权利清单", "Upload a list"), roles=PARTIES),
        Page(url_name="custody:park", title=Text("导入园区月报", "Import a park's list"), roles=PARTIES),
        Page(url_name="custody:january", title=Text("须重新备案的费减", "Reductions to file again")),
        Page(url_name="custody:savings", title=Text("节省的费用", "Fees saved")),
        Page(url_name="custody:refunds", title=Text("可退的费用", "Refunds open")),
        Page(
            url_name="custody:endangered",
            title=Text("质物风险", "Pledged rights in danger"),
            roles=frozenset({"member"}),
        ),
        Page(url_name="custody:custodies", title=Text("托管合同", "Custodies")),
        Page(url_name="custody:ask", title=Text("登记托管需求", "Enter a need"), roles=CLERKS),
        Page(url_name="custody:overview", title=Text("托管概览", "Custody at a glance")),
    ),
    answers={"mine": "custody:portal"},
)
