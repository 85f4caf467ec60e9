"""The lists of returns: what this office owes period by period, and what others handed in that the reader may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading.returns import Window
from ipops.lines.programme.machine import RETURN
from ipops.webkit.pages import filters, tables
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.shown import shown

NOT_HANDED_IN = Text("未报送", "not handed in")
_CHANGED = Text("接收后有更正", "corrected since accepted")
_LATE = Text("逾期", "late")


@dataclass(frozen=True, slots=True)
class Owed:
    """A period that is over and its return, if it was handed in. ``may``: the reader may fill it in."""

    window: Window
    row: Dossier | None
    late: bool
    changed: bool
    may: bool

    @property
    def state(self) -> Text:
        return stage(self.row) if self.row else NOT_HANDED_IN


@dataclass(frozen=True, slots=True)
class Filed:
    row: Dossier
    place: Text
    changed: bool


def stage(row: Dossier) -> Text:
    return RETURN.states.get(row.stage) or Text(row.stage, row.stage)


def _strong(says: Text, told: bool) -> SafeString:
    return format_html(" <strong>{}</strong>", tr(says)) if told else SafeString("")


def _due(o: Owed) -> SafeString:
    return format_html("{}{}", shown(o.window.due_on), _strong(_LATE, o.late))


def _state(o: Owed) -> SafeString:
    if o.row is None:
        return shown(NOT_HANDED_IN)
    at = reverse("programme:return", args=[o.row.case])
    return format_html('<a href="{}">{}</a>{}', at, tr(o.state), _strong(_CHANGED, o.changed))


def _do(o: Owed) -> SafeString:
    at = (o.window.schema.code, o.window.period.text)
    paper = format_html(
        '<a href="{}">{}</a>', reverse("programme:return-template", args=at), tr(Text("模板", "Template"))
    )
    if not o.may:
        return paper
    fill = reverse("programme:return-fill", args=at)
    return format_html('<a href="{}">{}</a> · {}', fill, tr(Text("填报", "Fill in")), paper)


_STATE = Text("状态", "State")
OWED = tables.TableSpec(
    code="returns-owed",
    title=Text("本单位的报表", "Returns of this office"),
    columns=(
        tables.Column(key="period", title=Text("报告期", "Period"), value=lambda o: o.window.period, sort="period"),
        tables.Column(key="return", title=Text("报表", "Return"), value=lambda o: o.window.schema.title),
        tables.Column(key="due", title=Text("期限", "Due"), value=_due, export=lambda o: o.window.due_on),
        tables.Column(key="late", title=_LATE, value=lambda o: o.late, shown=False),
        tables.Column(key="state", title=_STATE, value=_state, export=lambda o: o.state),
        tables.Column(key="do", title=Text("办理", "Do"), value=_do, export=lambda _: "", ordered=False),
    ),
    filters=(
        filters.chosen(
            "open",
            _STATE,
            {"open": NOT_HANDED_IN, "filed": Text("已报送", "handed in")},
            lambda o: "filed" if o.row else "open",
        ),
    ),
    empty=Text("没有您可以看的报表。", "There is no return for you to see."),
)
FILED = tables.TableSpec(
    code="returns-filed",
    title=Text("已报送", "Handed in"),
    columns=(
        tables.Column(
            key="place",
            title=Text("区划", "Place"),
            value=lambda r: r.place,
            link=lambda r: reverse("programme:return", args=[r.row.case]),
        ),
        tables.Column(key="period", title=Text("报告期", "Period"), value=lambda r: CalendarPeriod.parse(r.row.period)),
        tables.Column(
            key="stage",
            title=_STATE,
            value=lambda r: format_html("{}{}", tr(stage(r.row)), _strong(_CHANGED, r.changed)),
            export=lambda r: stage(r.row),
        ),
        tables.Column(key="changed", title=_CHANGED, value=lambda r: r.changed, shown=False),
    ),
    empty=Text("没有您可以看的报表。", "There is no return for you to see."),
)


def owed(made: list[Owed]) -> tables.ListRows:
    return tables.ListRows(made, {"period": lambda o: (o.window.period.end, o.window.period.months)})
