"""Runs a scheme on a case: conditions, triggers, shares or awards, ratios, deadlines; one outcome with its trace."""

from __future__ import annotations

from ipops.finance.scheme.awards import awarded
from ipops.finance.scheme.case import Case
from ipops.finance.scheme.conditions import refusals
from ipops.finance.scheme.deadlines import due, too_late
from ipops.finance.scheme.interval import NOTHING, Between
from ipops.finance.scheme.load import Scheme
from ipops.finance.scheme.outcome import Held, Log, Outcome
from ipops.finance.scheme.ratios import held
from ipops.finance.scheme.sharing import Shared, shared
from ipops.finance.scheme.triggers import held_up, status
from ipops.finance.scheme.validity import in_force
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text


def evaluate(scheme: Scheme, case: Case) -> Outcome:
    """Every amount in whole fen, the trace of every rule that spoke, and what is unknown. Never raises for a case."""
    form, log = scheme.form, Log()
    reasons, flags, undecided = refusals(form.conditions, case, log)
    early, open_ = in_force(form.valid, case, log)
    reasons += early
    aside = Log()
    dues = {d.id: due(d, case, aside) for d in form.deadlines}
    late, said, late_open = too_late(form.deadlines, dues, case)
    reasons += late
    flags += said
    undecided |= late_open
    state = {t.id: status(t, case, log) for t in form.triggers}
    waits, stop_open = held_up(form.triggers, state, case, log)
    reasons += waits
    undecided |= stop_open
    amounts: dict[str, Between | None] = {}
    loss = Shared({})
    if form.layers:
        loss = shared(form, case, log)
        amounts.update(loss.amounts)
        if loss.beyond:
            reasons.append(_beyond(scheme))
    for award in form.awards:
        amounts[award.id] = awarded(form, award, case, log)
    if reasons:
        amounts = _nothing(scheme, loss.base)
    elif undecided or open_:
        amounts = _perhaps(scheme, amounts, loss.base)
    ratios = tuple(held(r, case, log) for r in form.ratios)
    log.join(aside)
    return Outcome(
        scheme=scheme.code,
        on=case.on,
        verdict=_verdict(reasons, amounts, ratios, undecided or open_),
        amounts=amounts,
        trace=tuple(log.steps),
        missing=tuple(log.missing),
        reasons=tuple(reasons),
        flags=tuple(flags),
        deadlines=tuple(d for d in dues.values() if d is not None),
        ratios=ratios,
        status=state,
        assumed=scheme.assumed,
        base=loss.base,
        counted=dict.fromkeys(loss.counted, NOTHING) if reasons else loss.counted,
        demo=form.demo,
    )


def _verdict(
    reasons: list[Reason], amounts: dict[str, Between | None], ratios: tuple[Held, ...], undecided: bool
) -> str:
    if reasons:
        return "refused"
    open_ = any(a is None or not a.known for a in amounts.values()) or any(r.holds is None for r in ratios)
    return "unknown" if open_ or (undecided and not amounts) else "computed"


def _nothing(scheme: Scheme, base: Between | None) -> dict[str, Between | None]:
    """A refused case: nobody pays, and the bearer bears it all."""
    made: dict[str, Between | None] = {a.id: NOTHING for a in scheme.form.awards}
    for party in scheme.form.parties if scheme.form.layers else ():
        made[party] = base if party == scheme.form.bearer else NOTHING
    return made


def _perhaps(scheme: Scheme, amounts: dict[str, Between | None], base: Between | None) -> dict[str, Between | None]:
    """An undecided condition: it may be all of this, or nothing."""
    nothing = _nothing(scheme, base)
    made: dict[str, Between | None] = {}
    for name, amount in amounts.items():
        other = nothing.get(name)
        made[name] = None if amount is None or other is None else amount.or_(other)
    return made


def _beyond(scheme: Scheme) -> Reason:
    says = Text("金额超过方案覆盖的最高一档。", "The amount lies above the last step the scheme covers.")
    return Reason(code="beyond-the-last-step", says=says, cite=scheme.cite)
