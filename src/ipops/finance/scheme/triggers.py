"""Warnings and stops: a ratio or a stock against two lines, with a state that remembers (hysteresis).

States: ``open``, ``warned``, ``stopped``. A stop ends only below its resume line; where the source gives none, a fall back
below the stop line leaves the state unknown, and so does a measure that stands exactly on a line whose bound is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from ipops.finance.forms.amounts import money, rate, shown_rate
from ipops.finance.scheme.case import Case
from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.form import Level, Trigger
from ipops.finance.scheme.outcome import Log
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text

Measure = Fraction | Money
UNKNOWN = "unknown"


def crossed(level: Level, measure: Measure) -> bool | None:
    """Whether the measure has crossed the line; ``None`` exactly on a line whose bound the source leaves open."""
    line: Measure = money(level.at) if isinstance(measure, Money) else rate(level.at)
    if measure == line:
        return {"reached": True, "passed": False}.get(level.bound)
    return bool(measure > line)  # type: ignore[operator]


def step(trigger: Trigger, before: str, measure: Measure, log: Log) -> str:
    """The state after a measure, from the state before it."""
    rule, cite = f"triggers.{trigger.id}", trigger.cite.cite
    if before == UNKNOWN:
        return _whatever_it_was(trigger, measure, log)
    stop = crossed(trigger.stop, measure) if trigger.stop is not None else False
    warn = crossed(trigger.warn, measure) if trigger.warn is not None else False
    if stop is None or (warn is None and stop is False and before != "stopped"):
        on = "stop" if stop is None else "warn"
        why = Text("来源未载恰等于该线时是否触发。", "The source does not say what holds exactly on the line.")
        log.lacks_word(f"{rule}.{on}.bound", why, cite)
        return UNKNOWN
    if stop:
        return "stopped"
    if before == "stopped":
        return _may_resume(trigger, measure, bool(warn), log)
    return "warned" if warn else "open"


def _whatever_it_was(trigger: Trigger, measure: Measure, log: Log) -> str:
    """The state where nobody knows whether it was stopped before: known if it comes out alike either way."""
    asides = Log(), Log()
    either = [step(trigger, was, measure, aside) for was, aside in zip(("open", "stopped"), asides, strict=True)]
    for aside in asides:
        log.missing += [m for m in aside.missing if m not in log.missing]
    return either[0] if either[0] == either[1] else UNKNOWN


def _may_resume(trigger: Trigger, measure: Measure, warn: bool, log: Log) -> str:
    if trigger.resume is None:
        why = (
            trigger.resume_unknown.text
            if trigger.resume_unknown
            else Text("来源未载何时恢复。", "The source does not say when it ends.")
        )
        log.lacks_word(f"triggers.{trigger.id}.resume", why, trigger.cite.cite)
        return UNKNOWN
    still = crossed(trigger.resume, measure)
    if still is None:
        return UNKNOWN
    if still:
        return "stopped"
    return "warned" if warn else "open"


def held_up(triggers: Iterable[Trigger], state: Mapping[str, str], case: Case, log: Log) -> tuple[list[Reason], bool]:
    """What a stop does to claims in process: reasons why they wait, and whether that is open because nobody says it."""
    reasons: list[Reason] = []
    undecided = False
    for t in triggers:
        now = state[t.id]
        if t.stop is None or now not in ("stopped", UNKNOWN) or t.in_process.value == "go_on":
            continue
        if now == UNKNOWN and _only_warns(t, case):
            continue
        cite = t.in_process.cite.cite if t.in_process.cite else t.cite.cite
        if t.in_process.unknown is not None:
            log.lacks_word(f"triggers.{t.id}.in_process", t.in_process.unknown.text, cite)
            undecided = True
        elif now == UNKNOWN:
            undecided = True
        else:
            says = Text(
                "已停办，在途的补偿申请须等待恢复。", "It is stopped; claims in process wait until it is resumed."
            )
            reasons.append(Reason(code=f"stopped-{t.id}", says=says, cite=cite))
    return reasons, undecided


def _only_warns(trigger: Trigger, case: Case) -> bool:
    """Whether an unknown state is one of open or warned: below the stop line and never stopped, no claim waits."""
    assert trigger.stop is not None
    measures = [measured(t, case, Log()) for t in by_scope(trigger)]
    below = all(m is not None and crossed(trigger.stop, m) is False for m in measures)
    return below and not case.get("scheme.stopped_before")


def by_scope(trigger: Trigger) -> tuple[Trigger, ...]:
    """The trigger as it is measured: over the whole scheme, over the one bank's own book, or, where its scope is silent, either."""
    own = {n: n.replace("scheme.", "bank.", 1) for n in (trigger.of, trigger.against or "") if n.startswith("scheme.")}
    if not own or not all(n in FACTS for n in own.values()) or trigger.scope == "scheme":
        return (trigger,)
    against = trigger.against and own.get(trigger.against, trigger.against)
    of_bank = trigger.model_copy(update={"of": own.get(trigger.of, trigger.of), "against": against})
    return (of_bank,) if trigger.scope == "bank" else (trigger, of_bank)


def measured(trigger: Trigger, case: Case, log: Log) -> Measure | None:
    """The stock, or the ratio of two stocks; ``None`` if a fact is missing or nothing stands below the line."""
    top = case.get(trigger.of)
    bottom = case.get(trigger.against) if trigger.against else None
    for name, value in ((trigger.of, top), (trigger.against, bottom)):
        if name and not isinstance(value, Money):
            log.lacks_fact(f"triggers.{trigger.id}", name, FACTS[name].says, trigger.cite.cite)
    if not isinstance(top, Money):
        return None
    if trigger.against is None:
        return top
    return Fraction(top.fen, bottom.fen) if isinstance(bottom, Money) and bottom.fen > 0 else None


def status(trigger: Trigger, case: Case, log: Log, before: str = "") -> str:
    """The state on the day of a case, from the one before it: as told, or as the case says (``scheme.stopped_before``). Where nobody
    says whether the line is the scheme's or each bank's, the state is known only if both come out alike."""
    before = before or ("stopped" if case.get("scheme.stopped_before") is True else "open")
    ways = by_scope(trigger)
    states = [_status(t, case, log, before, **({"of": t.of} if len(ways) > 1 else {})) for t in ways]
    if len(set(states)) == 1:
        return states[0]
    log.lacks_word(f"triggers.{trigger.id}.scope", _SCOPE, trigger.cite.cite)
    return UNKNOWN


_SCOPE = Text(
    "来源未载该线按全部合作银行合计还是按各行分别计算。",
    "The source does not say whether the line is measured over all banks or for each bank.",
)


def _status(trigger: Trigger, case: Case, log: Log, before: str, **of: str) -> str:
    measure = measured(trigger, case, log)
    if measure is None:
        return UNKNOWN
    got = step(trigger, before, measure, log)
    told = str(measure) if isinstance(measure, Money) else shown_rate(measure)
    log.step(
        f"triggers.{trigger.id}",
        Text("预警与停办", "warning and stop"),
        trigger.cite.cite,
        got,
        measure=told,
        before=before,
        **of,
    )
    return got
