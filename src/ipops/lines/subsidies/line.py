"""The manifest of the subsidies line."""

from __future__ import annotations

from ipops.kernel.line import Find, Line, Page, SentBack
from ipops.kernel.text import Text
from ipops.lines.subsidies.facts import FACTS
from ipops.lines.subsidies.indicators import MEASURES
from ipops.lines.subsidies.machine import CLERKS, LIFECYCLES

LINE = Line(
    code="subsidies",
    title=Text("补贴", "subsidies"),
    app="ipops.lines.subsidies.app",
    laws=(
        "北京市知识产权质押融资补贴（2023年）",
        "青岛市专利权质押贷款贴息（2024年）",
        "福建省专利权质押贷款贴息",
        "苏州工业园区知识产权质押贷款贴息",
        "深圳市南山区知识产权证券化补贴",
    ),
    facts=FACTS,
    measures=MEASURES,
    lifecycles=LIFECYCLES,
    sent_back=(
        SentBack(
            cycle="subsidies.claim",
            event="send_back",
            rows="ipops.lines.subsidies.app.selectors.claims_for",
            all_at="subsidies:claims",
        ),
    ),
    finds=(
        Find(
            code="subsidy-claims",
            title=Text("补贴申报", "Subsidy claims"),
            by="ipops.lines.subsidies.app.finding.claims",
            all_at="subsidies:claims",
        ),
        Find(
            code="subsidy-windows",
            title=Text("补贴窗口", "Subsidy windows"),
            by="ipops.lines.subsidies.app.finding.windows",
            all_at="subsidies:windows",
        ),
    ),
    words="ipops.lines.subsidies.app.telling.word",
    glance="ipops.lines.subsidies.app.glancing.glances",
    pages=(
        Page(url_name="subsidies:windows", title=Text("申报窗口", "Windows")),
        Page(url_name="subsidies:open", title=Text("开放申报窗口", "Open a window"), roles=CLERKS),
        Page(url_name="subsidies:claims", title=Text("补贴申报", "Subsidy claims")),
        Page(url_name="subsidies:overview", title=Text("补贴概览", "Subsidies at a glance")),
    ),
    answers={"apply": "subsidies:overview"},
)
