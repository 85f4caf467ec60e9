"""The manifest of the insurance line."""

from __future__ import annotations

from ipops.kernel.line import Find, Line, Page
from ipops.kernel.text import Text
from ipops.lines.insurance.facts import FACTS
from ipops.lines.insurance.indicators import MEASURES
from ipops.lines.insurance.machine import LIFECYCLES, SENDERS

LINE = Line(
    code="insurance",
    title=Text("知识产权保险", "IP insurance"),
    app="ipops.lines.insurance.app",
    laws=("保险法(2015-04-24)",),
    facts=FACTS,
    measures=MEASURES,
    lifecycles=LIFECYCLES,
    finds=(
        Find(
            code="products",
            title=Text("保险产品", "Insurance products"),
            by="ipops.lines.insurance.app.finding.products",
            all_at="insurance:products",
        ),
        Find(
            code="policies",
            title=Text("保单", "Insurance policies"),
            by="ipops.lines.insurance.app.finding.policies",
            all_at="insurance:policies",
        ),
        Find(
            code="insurance-claims",
            title=Text("赔案", "Insurance claims"),
            by="ipops.lines.insurance.app.finding.claims",
            all_at="insurance:claims",
        ),
    ),
    glance="ipops.lines.insurance.app.glancing.glances",
    pages=(
        Page(url_name="insurance:products", title=Text("保险产品", "Insurance products")),
        Page(url_name="insurance:policies", title=Text("报价与保单", "Quotes and policies")),
        Page(url_name="insurance:claims", title=Text("赔案", "Insurance claims")),
        Page(url_name="insurance:upload", title=Text("导入保险清单", "Import an insurer's list"), roles=SENDERS),
        Page(url_name="insurance:overview", title=Text("保险概览", "Insurance at a glance")),
    ),
)
