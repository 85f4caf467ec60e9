"""Worked cases beside a scheme: what is given, what must come out, and where the two differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from ipops.finance.forms import amounts, read
from ipops.finance.forms.form import Day, Form
from ipops.finance.scheme.case import read_case
from ipops.finance.scheme.evaluate import evaluate
from ipops.finance.scheme.load import read_scheme
from ipops.finance.scheme.outcome import Outcome
from ipops.kernel.outcome import Problem


class CaseForm(Form):
    """``then`` names what must come out: ``verdict``, amounts by party or award, ``unknown``, ``refused``, ``because`` …"""

    case: str = ""
    en: str = ""
    on: Day
    assume: Annotated[dict[str, str], Field(default_factory=dict)]
    given: dict[str, Any]
    then: dict[str, Any] | None = None


class CasesForm(Form):
    cases: list[CaseForm]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An outcome beside what was promised; ``differs`` is empty if the promise is kept."""

    form: CaseForm
    outcome: Outcome
    differs: tuple[str, ...]


def tried(tree: Any, form: CaseForm) -> Tried | tuple[Problem, ...]:
    """The case run on the scheme of a tree; problems of the scheme, the assumptions or the facts."""
    scheme = read_scheme(tree, form.assume)
    if isinstance(scheme, tuple):
        return scheme
    case = read_case(form.on, form.given)
    if isinstance(case, tuple):
        return case
    outcome = evaluate(scheme, case)
    return Tried(form=form, outcome=outcome, differs=tuple(_differences(form.then or {}, outcome)))


def read_cases(tree: Any) -> CasesForm | tuple[Problem, ...]:
    return read(CasesForm, tree)


def _differences(then: Mapping[str, Any], got: Outcome) -> Iterator[str]:
    lists = {
        "unknown": {m.rule for m in got.missing},
        "refused": {r.code for r in got.reasons},
        "flags": {r.code for r in got.flags},
        "because": {s.rule for s in got.trace},
        "late": {d.rule.removeprefix("deadlines.") for d in got.deadlines if d.in_time is False},
    }
    for key, wanted in then.items():
        if key == "verdict":
            yield from _same(key, wanted, got.verdict)
        elif key in lists:
            yield from (f"{key} lacks {w}: {sorted(lists[key])}" for w in wanted if w not in lists[key])
            if key in ("refused", "late"):
                yield from (f"{key} has {w} too" for w in lists[key] - set(wanted))
        elif key == "status":
            yield from (d for name, w in wanted.items() for d in _same(f"status {name}", w, got.status.get(name)))
        elif key == "deadlines":
            found = {d.rule.removeprefix("deadlines."): d.last_day for d in got.deadlines}
            yield from _same(key, {k: _day(v) for k, v in wanted.items()}, {k: found[k] for k in found})
        elif key == "holds":
            found_ = {r.rule.removeprefix("ratios."): r.holds for r in got.ratios}
            yield from _same(key, wanted, found_)
        else:
            yield from _amount(key, wanted, got)


def _amount(name: str, wanted: Any, got: Outcome) -> Iterator[str]:
    if name not in got.amounts:
        yield f"nobody is called {name}: {sorted(got.amounts)}"
        return
    amount = got.amounts[name]
    ends = (int(amount.low), int(amount.high)) if amount is not None else None
    if isinstance(wanted, Mapping):
        low, high = (amounts.money(str(t)).fen for t in wanted["between"])
    else:
        low = high = amounts.money(str(wanted)).fen
    yield from _same(name, (low, high), ends)


def _same(what: str, wanted: Any, got: Any) -> Iterator[str]:
    if wanted != got:
        yield f"{what} should be {wanted}, is {got}"


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
