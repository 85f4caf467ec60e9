"""A city's plan as the files of a pack: what a form asks, written the way a person would write the files.

Only what the plan says is written. A question it does not answer gets no file, so the notice's own *unknown* stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from ipops.kernel.text import Text
from ipops.policy.kept import written
from ipops.policy.pack import Pack
from ipops.policy.shapes import Form, MeasureType
from ipops.policy.targets import Target

#: Questions that a notice leaves to the plan, in the order in which they are asked.
QUESTIONS = (
    "growth.method",
    "midterm.basis",
    "zero_base.alternative",
    "deal.counting",
    "count.new_in_period",
    "territory",
)
#: How the figure of a goal is typed in the return, by the unit its indicator counts in; whatever else is a count.
MONEY = {"fen": "万元", "CNY_100M": "亿元"}
PERIOD, BASE_YEAR = "plan.period", "growth.base_year"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureOf:
    """A line of the return: a goal whose figure is reported, and how it is typed. Money has a ``unit``; counts have none."""

    goal: str
    title: Text
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """How often the plan reports and how many days after the period ends; ``clause`` is empty if the office decides it itself."""

    grain: str
    due_days: int
    clause: str
    figures: tuple[FigureOf, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAsked:
    """One plan as it was typed. ``clause`` is where its goals stand; ``source`` the SHA-256 of the plan itself;
    ``beside`` the methods that hold for it as well as the notice."""

    place: str
    title: Text
    document: str
    day: date
    clause: str
    source: str
    beside: tuple[str, ...]
    reviewed_on: date
    years: tuple[int, int] | None = None
    base_year: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    reporting: Reporting | None = None

    @property
    def code(self) -> str:
        return code_of(self.place)


_ONE_SIGN = str.maketrans("—–至到～~－０１２３４５６７８９", "-------0123456789")


def years_of(text: str) -> tuple[int, int] | None:
    """The first and the last year of 2021-2023, with whatever sign a plan puts between; ``None`` if they are none."""
    first, _, last = text.translate(_ONE_SIGN).replace("..", "-").replace("年", "").partition("-")
    if not (first.strip().isdecimal() and last.strip().isdecimal()):
        return None
    return (int(first), int(last)) if 1984 < int(first) <= int(last) < 2200 else None


def code_of(place: str) -> str:
    return f"city-{place}"


def askable(notice: Pack) -> tuple[Target, ...]:
    """The goals a plan may set a figure of: a goal in words alone needs a unit and a way of measuring first, by hand."""
    return tuple(t for t in notice.targets() if t.measure_type is not MeasureType.QUALITATIVE)


def questions(notice: Pack) -> Mapping[str, tuple[Text, Mapping[str, Text]]]:
    """The questions that this notice leaves open: what is asked, and the answers there are."""
    terms = {name: t for p in reversed(notice.layers) for name, t in p.own_terms.items()}
    return {n: (terms[n].says, terms[n].choices) for n in QUESTIONS if n in terms and terms[n].form is Form.CHOICE}


def sources(plan: PlanAsked) -> Mapping[str, Any]:
    return {_mark(plan): {"at": [f"sha256:{plan.source}"], "grade": "A"}}


def files(plan: PlanAsked, notice: Pack) -> Mapping[str, str]:
    """Path inside the pack -> its text."""
    return {path: written(data) for path, data in _files(plan, notice)}


def _files(plan: PlanAsked, notice: Pack) -> Iterator[tuple[str, Any]]:
    yield "pack.yaml", _pack(plan, notice)
    if plan.years:
        yield (
            f"terms/{PERIOD}.yaml",
            _asked(PERIOD, notice) | _dated(plan, {"value": f"{plan.years[0]}..{plan.years[1]}"}),
        )
    if plan.base_year:
        yield f"terms/{BASE_YEAR}.yaml", _asked(BASE_YEAR, notice) | _dated(plan, {"value": plan.base_year})
    for name, answer in plan.answers.items():
        yield f"terms/{name}.yaml", _dated(plan, {"value": answer})
    for goal, figure in plan.figures.items():
        yield f"targets/{goal}.yaml", _dated(plan, {"plan": _exact(figure)})
    if plan.reporting:
        yield f"returns/{_GRAINS[plan.reporting.grain][0]}.yaml", _return(plan, plan.reporting)


def _pack(plan: PlanAsked, notice: Pack) -> dict[str, Any]:
    return {
        "code": plan.code,
        "title": plan.title.as_json(),
        "layer": "city",
        "document": plan.document,
        "completeness": "partial",
        "start": {"day": plan.day, "basis": "issued", "cite": _cite(plan)},
        "reviewed_on": plan.reviewed_on,
        "follows": [notice.code, *plan.beside],
        "place": plan.place,
    }


#: What these two ask, for notices that did not leave the question open in words: the earlier ones have no such term.
_SAYS: Mapping[str, dict[str, Any]] = {
    PERIOD: {"says": {"zh": "建设年限", "en": "years of the plan"}, "form": "period"},
    BASE_YEAR: {"says": {"zh": "增幅的基年", "en": "base year of growth"}, "form": "number", "unit": "calendar_year"},
}


def _asked(term: str, notice: Pack) -> dict[str, Any]:
    return {} if term in notice.term_names() else dict(_SAYS[term])


def _mark(plan: PlanAsked) -> str:
    return f"plan-{plan.place}"


def _cite(plan: PlanAsked) -> dict[str, Any]:
    return {"clause": plan.clause, "grade": "A", "sources": [_mark(plan)]}


def _dated(plan: PlanAsked, what: Mapping[str, Any]) -> dict[str, Any]:
    return {"reviewed_on": plan.reviewed_on, "values": {plan.day: {**what, "cite": _cite(plan)}}}


def _exact(figure: Decimal) -> int | str:
    """Whole numbers as such; others as text, since a file of a pack may hold no float."""
    return int(figure) if figure == figure.to_integral_value() else format(figure.normalize(), "f")


_GRAINS = {
    "month": ("monthly", Text("月度绩效报表", "monthly performance return")),
    "quarter": ("quarterly", Text("季度绩效报表", "quarterly performance return")),
    "year": ("yearly", Text("年度绩效报表", "yearly performance return")),
}
_HELD = Text("填报 {left}，账本计得 {right}。", "It says {left}; the ledger counts {right}.")
_FIX = Text("请用账本数；确需另填的写明理由。", "Use the ledger’s figure; if another is right, say why.")


def _return(plan: PlanAsked, told: Reporting) -> dict[str, Any]:
    """One line a goal, filled in from the ledger where it can be, and a reason asked for where another figure is typed."""
    own = {"clause": "outside", "grade": "ours"}
    return {
        "says": _GRAINS[told.grain][1].as_json(),
        "version": f"{plan.day:%Y.%m}",
        "grain": told.grain,
        "due_days": told.due_days,
        "reviewed_on": plan.reviewed_on,
        "since": plan.day,
        "cite": {**_cite(plan), "clause": told.clause} if told.clause else own,
        "sheets": [
            {
                "id": "figures",
                "says": {"zh": "指标", "en": "figures"},
                "layout": "fields",
                "fields": [*map(_field, told.figures), _REMARKS],
            }
        ],
        "checks": [_check(plan, n, f) for n, f in enumerate(told.figures, start=501)],
    }


_REMARKS = {"id": "remarks", "says": {"zh": "说明", "en": "remarks"}, "kind": "text", "required": False}


def _field(line: FigureOf) -> dict[str, Any]:
    kind = {"kind": "money", "unit": line.unit} if line.unit else {"kind": "count"}
    return {"id": line.goal, "says": line.title.as_json(), **kind, "measure": line.goal}


def _check(plan: PlanAsked, n: int, line: FigureOf) -> dict[str, Any]:
    return {
        "id": f"C{n}",
        "level": "L5",
        "severity": "confirm",
        "rule": "ledger",
        "of": f"figures.{line.goal}",
        "since": plan.day,
        "says": _HELD.as_json(),
        "fix": _FIX.as_json(),
    }
