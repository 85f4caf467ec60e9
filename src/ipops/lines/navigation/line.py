"""The manifest of the navigation line."""

from __future__ import annotations

from ipops.kernel.line import Find, Line, Page, SentBack
from ipops.kernel.text import Text
from ipops.lines.navigation.facts import FACTS
from ipops.lines.navigation.indicators import MEASURES
from ipops.lines.navigation.machine import CLERKS, LIFECYCLES

LINE = Line(
    code="navigation",
    title=Text("专利导航", "patent navigation"),
    app="ipops.lines.navigation.app",
    laws=("GB/T 39551-2020", "财办建〔2020〕40号"),
    facts=FACTS,
    measures=MEASURES,
    lifecycles=LIFECYCLES,
    sent_back=(
        SentBack(
            cycle="navigation.study",
            event="return",
            rows="ipops.lines.navigation.app.selectors.studies_for",
            all_at="navigation:studies",
        ),
    ),
    finds=(
        Find(
            code="studies",
            title=Text("导航项目", "Studies"),
            by="ipops.lines.navigation.app.finding.studies",
            all_at="navigation:studies",
        ),
    ),
    pages=(
        Page(url_name="navigation:studies", title=Text("导航项目", "Studies")),
        Page(url_name="navigation:propose", title=Text("申请导航项目", "Propose a study"), roles=CLERKS),
    ),
)
