"""The manifest of the pledge line."""

from __future__ import annotations

from ipops.kernel.line import Find, Line, Page, SentBack
from ipops.kernel.text import Text
from ipops.lines.pledge.facts import FACTS
from ipops.lines.pledge.indicators import MEASURES
from ipops.lines.pledge.machine import BANK, CLERKS, LENDING, LIFECYCLES

LINE = Line(
    code="pledge",
    title=Text("质押融资", "pledge finance"),
    app="ipops.lines.pledge.app",
    laws=(
        "民法典(2020-05-28)",
        "最高人民法院关于适用《民法典》有关担保制度的解释(2020-12-31)",
        "专利法实施细则(2023-12-11)",
        "资产评估法(2016-07-02)",
        "融资担保公司监督管理条例(2017-08-02)",
        "国家知识产权局公告第461号",
        "银保监发〔2019〕34号",
        "国知发运字〔2021〕17号",
    ),
    facts=FACTS,
    words="ipops.lines.pledge.app.telling.word",
    measures=MEASURES,
    lifecycles=LIFECYCLES,
    sent_back=(
        SentBack(
            cycle="pledge.claim",
            event="return",
            rows="ipops.lines.pledge.app.selectors.claims_for",
            all_at="pledge:claims",
        ),
    ),
    finds=(
        Find(
            code="applications",
            title=Text("融资申请", "Applications"),
            by="ipops.lines.pledge.app.finding.applications",
            all_at="pledge:applications",
        ),
        Find(
            code="registrations",
            title=Text("质押登记", "Pledge registrations"),
            by="ipops.lines.pledge.app.finding.registrations",
            all_at="pledge:registrations",
        ),
        Find(
            code="loans",
            title=Text("质押贷款", "Pledge loans"),
            by="ipops.lines.pledge.app.finding.loans",
            all_at="pledge:loans",
        ),
        Find(
            code="pledge-claims",
            title=Text("风险补偿申请", "Claims"),
            by="ipops.lines.pledge.app.finding.claims",
            all_at="pledge:claims",
        ),
        Find(
            code="funds",
            title=Text("资金池", "Pools"),
            by="ipops.lines.pledge.app.finding.funds",
        ),
    ),
    glance="ipops.lines.pledge.app.glancing.glances",
    pages=(
        Page(url_name="pledge:applications", title=Text("融资申请", "Applications")),
        Page(url_name="pledge:ask", title=Text("登记融资申请", "Enter an application"), roles=CLERKS),
        Page(url_name="pledge:registrations", title=Text("质押登记", "Pledge registrations")),
        Page(url_name="pledge:loans", title=Text("质押贷款", "Pledge loans")),
        Page(url_name="pledge:overdue", title=Text("逾期与不良", "Overdue and bad loans")),
        Page(url_name="pledge:claims", title=Text("风险补偿申请", "Claims")),
        Page(url_name="pledge:pools", title=Text("资金池", "Pools")),
        Page(url_name="pledge:what-if", title=Text("资金推演", "What a fund may lose"), roles=LENDING),
        Page(url_name="pledge:value", title=Text("评估测算", "Valuation"), roles=LENDING),
        Page(url_name="pledge:months", title=Text("银行月报", "Banks' months")),
        Page(url_name="pledge:credits", title=Text("园区集合授信", "Credit of parks")),
        Page(url_name="pledge:guarantors", title=Text("担保公司", "Guarantee companies"), roles=BANK),
        Page(url_name="pledge:upload", title=Text("导入银行报送表", "Import a bank's table"), roles=BANK),
        Page(url_name="pledge:signs", title=Text("疑点", "Signs"), roles=frozenset({*CLERKS, "checker"})),
        Page(url_name="pledge:overview", title=Text("质押融资概览", "Pledge finance at a glance")),
    ),
    answers={"pledge": "pledge:registrations", "overdue": "pledge:overdue", "pool": "pledge:pools"},
)
