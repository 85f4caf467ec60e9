"""A city's plan with its lineage, task book and money, read for one case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.rules.fund.accounts import fund_code
from ipops.lines.programme.rules.plan import lineage
from ipops.lines.programme.rules.plan.files import PlanFile, plan_code, plan_file, with_spending
from ipops.lines.programme.rules.plan.lineage import Finding, Line
from ipops.policy import Layer, Pack, pack_named


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRead:
    """A plan as it is shown and judged: the city's road, the file, one line a goal, and what is wrong."""

    nomination: Dossier
    file: PlanFile
    floors: Pack
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]


def batch_year(nomination: Dossier) -> int:
    """The year of the city's batch: that in which it was nominated."""
    opened: date | None = nomination.opened_on
    assert opened is not None
    return opened.year


def fund_of(nomination: Dossier) -> str:
    return fund_code(nomination.place, batch_year(nomination))


def floors_of(nomination: Dossier, adopted: f.PlanAdopted | None = None) -> Pack:
    """The pack whose floors bind: the plan's own if it was adopted, else the call's. What a city's own pack says of its
    plan is not a floor, so the stack is read from its notice down, with the methods beside it."""
    code = adopted.pack if adopted else ""
    if not code:
        call = Dossier.objects.get(case=nomination.parent)
        code = call.pack
    found = pack_named(code)
    if isinstance(found, Refused):
        raise LookupError(found.reasons[0].says.en)
    return found


def figures_pack(pack: Pack) -> Pack:
    """For floors: the notice itself, so that a plan is not held against itself."""
    return next((p for p in pack.layers if p.layer is Layer.NOTICE), pack)


def with_money(read: PlanRead, postings: Iterable[Entry]) -> PlanRead:
    """The plan with what each task spent, from postings that were read already."""
    posted = [e.fact for e in postings if isinstance(e.fact, f.MoneyPosted)]
    return replace(read, file=with_spending(read.file, posted))


def adopted_of(nomination: Dossier) -> f.PlanAdopted | None:
    """The city's plan as it was adopted last; ``None`` while none was."""
    told = [e.fact for e in of_cases([plan_code(nomination.case)], [f.PlanAdopted])]
    return next((x for x in reversed(told) if isinstance(x, f.PlanAdopted)), None)


def plan_of(nomination: Dossier, on: date, *, money: bool = False) -> PlanRead:
    """One query for the plan and its promises, one more with its money."""
    code = plan_code(nomination.case)
    file = plan_file(code, of_cases([code, nomination.case]))
    if money:
        posted = [e.fact for e in of_cases([fund_of(nomination)], [f.MoneyPosted])]
        file = with_spending(file, [x for x in posted if isinstance(x, f.MoneyPosted)])
    pack = floors_of(nomination, file.adopted)
    made = lineage.lines(figures_pack(pack), file.figures, on)
    found = lineage.findings(pack, made, file.years, on)
    return PlanRead(nomination=nomination, file=file, floors=pack, lines=made, findings=found)
