"""Studies as pages show them: words for codes, states, the table."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.urls import reverse

from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.lines.navigation.app import selectors
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.facts import StudyKind
from ipops.lines.navigation.machine import STUDY
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.states import State

STORED = Text("已记入账本。", "It stands in the ledger.")
UNTOLD = Text("未说明", "not stated")
ALL_WITHIN = Text("不适用：边界外没有文献", "not applicable: nothing lies outside the boundary")
TONES = {
    "proposed": ("…", "info"),
    "contracted": ("…", "info"),
    "data": ("…", "info"),
    "reported": ("…", "warn"),
    "accepted": ("✓", "good"),
    "published": ("✓", "good"),
    "used": ("✓", "good"),
    "stopped": ("−", "quiet"),
}


def word(kind: type[Word], code: str) -> Text:
    """The word for a code; a code that the list does not know any more is shown as it is."""
    known = {str(w): w.named for w in kind}
    return known.get(code) or Text(code or "—", code or "—")


def stage(row: Study) -> State:
    sign, tone = TONES.get(row.stage, ("?", "quiet"))
    return State(row.stage, STUDY.states.get(row.stage, Text(row.stage, row.stage)), sign, tone)


def share(ratio: Fraction | None, found: int | None, drawn: int | None) -> Text:
    """A recall or precision with its sample; unknown without one."""
    if ratio is None:
        return Text("未知：没有抽样", "unknown: no sample was drawn")
    return Text("{p}%（{a}/{b}）", "{p} % ({a} of {b})").fill(p=f"{float(ratio * 100):.1f}", a=found, b=drawn)


def _search(rows: Any, typed: str) -> Any:
    return rows.filter(selectors.studies_like(typed))


STUDIES = tables.TableSpec(
    code="studies",
    title=Text("导航项目", "Studies"),
    columns=(
        tables.Column(
            key="title",
            title=Text("名称", "Title"),
            value=lambda s: s.title,
            link=lambda s: reverse("navigation:study", args=[s.study]),
            wide=True,
        ),
        tables.Column(key="kind", title=Text("类别", "Kind"), value=lambda s: word(StudyKind, s.kind), sort="kind"),
        tables.Column(key="industry", title=Text("产业", "Industry"), value=lambda s: s.industry or None),
        tables.Column(key="stage", title=Text("状态", "State"), value=stage, sort="stage"),
        tables.Column(
            key="documents",
            title=Text("文献数", "Documents"),
            value=lambda s: s.documents,
            sort="documents",
            numeric=True,
        ),
        tables.Column(
            key="accepted", title=Text("验收日", "Accepted"), value=lambda s: s.accepted_on, sort="accepted_on"
        ),
        tables.Column(key="used", title=Text("首次用于决策", "First used"), value=lambda s: s.used_on, sort="used_on"),
        tables.Column(key="due", title=Text("约定完成日", "Due"), value=lambda s: s.due_on, sort="due_on", shown=False),
        tables.Column(key="place", title=Text("地区", "Place"), value=lambda s: names.place(s.place), shown=False),
        tables.Column(
            key="proposed", title=Text("申请日", "Proposed"), value=lambda s: s.proposed_on, sort="proposed_on"
        ),
    ),
    filters=(
        tables.Filter(
            name="q",
            title=Text("名称、产业、单位或拼音首字母", "Title, industry, body or pinyin initials"),
            narrow=_search,
        ),
        tables.Filter(
            name="kind",
            title=Text("类别", "Kind"),
            kind="choice",
            choices=tuple((str(k), k.named) for k in StudyKind),
            narrow=lambda rows, v: rows.filter(kind=v),
        ),
        tables.Filter(
            name="stage",
            title=Text("状态", "State"),
            kind="choice",
            choices=tuple(STUDY.states.items()),
            narrow=lambda rows, v: rows.filter(stage=v),
        ),
    ),
    empty=Text("申请第一个导航项目。", "Propose a first study."),
    order="-proposed_on",
)
