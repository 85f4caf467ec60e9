"""Returns of a place: the schema in force, what a return is held against, and how it stands now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.period import CalendarPeriod, period_of
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading.entries import of_cases, said_of
from ipops.lines.programme.app.reading.prefill import ledger_figures
from ipops.lines.programme.app.selectors import pack_for
from ipops.lines.programme.rules.returns import checks, filled
from ipops.lines.programme.rules.returns.cells import Value, shown
from ipops.lines.programme.rules.returns.checks import Beside
from ipops.lines.programme.rules.returns.filled import Filled
from ipops.lines.programme.rules.returns.finding import Finding, changed
from ipops.lines.programme.rules.returns.tag import Tag
from ipops.policy import Pack
from ipops.policy.returns import ReturnSchema
from ipops.webkit import documents

CYCLE = "programme.return"


def return_code(place: str, schema: str, period: str) -> str:
    return f"ret:{place}:{schema}:{period}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One return that is due: of which place, which schema, which period, by which day."""

    place: str
    schema: ReturnSchema
    period: CalendarPeriod
    pack: Pack

    @property
    def code(self) -> str:
        return return_code(self.place, self.schema.code, self.period.text)

    @property
    def due_on(self) -> date:
        return self.period.days.last_day + timedelta(days=self.schema.due_days)

    @property
    def tag(self) -> Tag:
        return Tag(schema=self.schema.code, version=self.schema.version, place=self.place, period=self.period.text)


def window_of(place: str, schema: str, period: str, today: date) -> Window | Refused:
    """The window of a return; refused for a period that is none, of another grain, or not over yet."""
    pack = pack_for(place)
    if isinstance(pack, Refused):
        return pack
    found = next((p.returns[schema] for p in pack.layers if schema in p.returns), None)
    if found is None:
        return _no("no-return", f"{pack.code} 没有报表“{schema}”。", f"{pack.code} has no return {schema!r}.", "schema")
    try:
        asked = CalendarPeriod.parse(period)
    except ValueError:
        return _no(
            "no-period", f"“{period}”不是报告期，请写成 2024Q1。", f"{period!r} is no period; write 2024Q1.", "period"
        )
    if asked.grain != found.grain:
        return _no(
            "other-grain",
            f"此表按{GRAINS[found.grain].zh}报送，“{period}”不是。",
            f"This return is by the {GRAINS[found.grain].en}; {period} is none.",
            "period",
        )
    if asked.end > today:
        return _no("period-runs", f"{period} 尚未结束。", f"{period} is not over yet.", "period")
    return Window(place=place, schema=found, period=asked, pack=pack)


def _no(code: str, zh: str, en: str, field: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=Text(zh, en), field=field),))


#: How returns are reported, and how many windows back are shown of each.
GRAINS = {"month": Text("月", "month"), "quarter": Text("季", "quarter"), "year": Text("年", "year")}
_SHOWN = {"month": 6, "quarter": 8, "year": 4}


def windows(place: str, today: date) -> tuple[Window, ...]:
    """Months, quarters and years that are over since each return began, the newest first."""
    pack = pack_for(place)
    if isinstance(pack, Refused):
        return ()
    made = []
    for schema in {s.code: s for p in pack.layers for s in p.returns.values()}.values():
        period = period_of(schema.grain, today)
        for _ in range(_SHOWN[schema.grain]):
            period = period.before
            if period.end > schema.since:
                made.append(Window(place=place, schema=schema, period=period, pack=pack))
    return tuple(sorted(made, key=lambda w: (w.period.end, w.schema.code), reverse=True))


def filed(code: str) -> tuple[Entry, f.ReturnFiled] | None:
    """The return as it was handed in last."""
    live = [e for e in of_cases([code], [f.ReturnFiled]) if isinstance(e.fact, f.ReturnFiled)]
    return (live[-1], live[-1].fact) if live and isinstance(live[-1].fact, f.ReturnFiled) else None


def beside_of(window: Window, on: date) -> Beside:
    """The ledger's figures of the period, and the return of the period before if one was handed in."""
    earlier = window.period.before
    got = filed(return_code(window.place, window.schema.code, earlier.text))
    before: Mapping[str, Value] = {}
    if got is not None:
        told = dict(zip(got[1].fields, got[1].values, strict=False))
        before = filled.from_form(told, window.schema).figures
    ledger = ledger_figures(window.schema, window.place, window.period, window.pack)
    return Beside(period=window.period, on=on, ledger=ledger, before=before)


def list_of(entry: Entry, window: Window) -> Filled | None:
    """The lists of a stored return, read again from the very file it was handed in with."""
    if not entry.source.document:
        return None
    path = documents.path_of(entry.source.document)
    return filled.from_file(path, window.schema, window.tag) if path.exists() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """All checks run again: what stands, what is new since it was handed in, what is gone, which figures of the ledger have
    moved under it."""

    findings: tuple[Finding, ...]
    new: tuple[Finding, ...]
    gone: tuple[str, ...]
    late: bool


def gate_of(row: Dossier, on: date, got: tuple[Entry, f.ReturnFiled] | None = None) -> Gate | Refused:
    """``got`` is the return where it was read already."""
    got = got or filed(row.case)
    if got is None:
        return _no("case-unknown", f"没有报表 {row.case}。", f"There is no return {row.case}.", "case")
    entry, fact = got
    window = window_of(fact.place, fact.schema, fact.period, on)
    if isinstance(window, Refused):
        return window
    told = dict(zip(fact.fields, fact.values, strict=False))
    found = checks.recheck(told, window.schema, beside_of(window, on), list_of(entry, window))
    asking = [x for x in found if str(x.severity) in ("block", "confirm")]
    new, gone = changed(fact.waived, asking, fact.waived_values)
    opened: date = row.opened_on or on
    return Gate(findings=found, new=new, gone=gone, late=opened > window.due_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A figure of an accepted return that is another one now: by a correction, or because the ledger moved under it."""

    field: str
    accepted: str
    now: str
    by_ledger: bool


def since_accepted(case: str, on: date) -> tuple[Moved, ...] | None:
    """What changed since the centre accepted the return; ``None`` if it never did."""
    entries = said_of([case], [f.ReturnFiled, f.ProgrammeStep])
    accepted = _accepted(entries)
    last = next((e.fact for e in reversed(entries) if isinstance(e.fact, f.ReturnFiled)), None)
    if accepted is None or last is None:
        return None
    then, now = (dict(zip(x.fields, x.values, strict=False)) for x in (accepted, last))
    found = [
        Moved(field=k, accepted=then.get(k, ""), now=now.get(k, ""), by_ledger=False)
        for k in dict.fromkeys((*then, *now))
        if then.get(k, "") != now.get(k, "")
    ]
    return (*found, *_drifted(last, on))


def _accepted(entries: list[Entry]) -> f.ReturnFiled | None:
    """The version that stood when the centre accepted it last."""
    standing, accepted = None, None
    for e in entries:
        if isinstance(e.fact, f.ReturnFiled):
            standing = e.fact
        elif isinstance(e.fact, f.ProgrammeStep) and e.fact.event == "accept":
            accepted = standing
    return accepted


def _drifted(fact: f.ReturnFiled, on: date) -> list[Moved]:
    """Figures taken from the ledger that the ledger computes otherwise today."""
    window = window_of(fact.place, fact.schema, fact.period, on)
    if isinstance(window, Refused):
        return []
    ledger = ledger_figures(window.schema, window.place, window.period, window.pack)
    fields = {x.id: x for x in window.schema.figures}
    told = zip(fact.fields, fact.values, fact.origins, strict=False)
    return [
        Moved(field=k, accepted=v, now=shown(fields[k], ledger[k]), by_ledger=True)
        for k, v, origin in told
        if origin == "ledger" and k in ledger and k in fields and shown(fields[k], ledger[k]) != v
    ]


def corrected_after_acceptance(cases: list[str]) -> frozenset[str]:
    """Those of the returns that were corrected after the centre had accepted them; one query for a whole list."""
    events: dict[str, list[str]] = {}
    for e in said_of(cases, [f.ProgrammeStep]):
        if isinstance(e.fact, f.ProgrammeStep):
            events.setdefault(e.fact.case, []).append(e.fact.event)
    return frozenset(c for c, told in events.items() if "accept" in told and "correct" in told[told.index("accept") :])
