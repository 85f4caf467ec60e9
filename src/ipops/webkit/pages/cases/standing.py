"""What this person may do to a case now, and beside everything else why not: the table, the roles, the right, the rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.machine import Step
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.webkit import access
from ipops.webkit.pages.cases.kind import Act, Asked, CaseKind, Told
from ipops.webkit.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One event: where to do it, or why not. ``to`` is the state it leads to from here, ``cite`` the clause of the step."""

    event: str
    title: Text
    href: str = ""
    to: Text | None = None
    cite: Citation | None = None
    for_good: bool = False
    why_not: Refused | None = None
    from_states: tuple[Text, ...] = ()

    @property
    def elsewhere(self) -> bool:
        """Whether no one could do it from here, whoever they are: it belongs to other states."""
        return self.to is None


def choices(kind: CaseKind[Any], row: Any, told: Told, asked: Asked, address: Any) -> tuple[Choice, ...]:
    """Every act of the kind, what may be done first. ``address(event)`` is the kit's own screen for an act."""
    made = []
    for act in kind.acts:
        step = kind.lifecycle.table.get(told.state, {}).get(act.event)
        no = why_not(kind, act, row, told, asked)
        href = "" if no else act.href(row) if act.href else address(act.event)
        made.append(
            Choice(
                event=act.event,
                title=act.title or kind.lifecycle.events[act.event],
                href=href,
                to=kind.lifecycle.states[step.to] if step else None,
                cite=step.cite if step else None,
                for_good=bool(step and step.for_good),
                why_not=no,
                from_states=_may_come_from(kind, act.event),
            )
        )
    return tuple(sorted(made, key=lambda c: (c.why_not is not None, c.elsewhere)))


def sorted_out(made: Iterable[Choice]) -> dict[str, list[Choice]]:
    """``here``: what somebody may do from this state; ``not_here``: what belongs to other states."""
    made = list(made)
    return {"here": [c for c in made if not c.elsewhere], "not_here": [c for c in made if c.elsewhere]}


def _may_come_from(kind: CaseKind[Any], event: str) -> tuple[Text, ...]:
    return tuple(kind.lifecycle.states[s] for s, row in kind.lifecycle.table.items() if event in row)


def from_elsewhere(kind: CaseKind[Any], told: Told) -> tuple[tuple[Text, Text], ...]:
    """Events that may come from here but that nobody fires on this screen, with the state each leads to."""
    row = kind.lifecycle.table.get(told.state, {})
    fired = {a.event for a in kind.acts}
    return tuple((kind.lifecycle.events[e], kind.lifecycle.states[s.to]) for e, s in row.items() if e not in fired)


def why_not(kind: CaseKind[Any], act: Act[Any], row: Any, told: Told, asked: Asked) -> Refused | None:
    """Why the act cannot be done now by this reader; ``None`` if it can. Asked again when it is done."""
    if told.state not in kind.lifecycle.table:
        return Refused(reasons=(Reason(code="no-such-state", says=_STRANGE.fill(state=told.state)),))
    after = kind.lifecycle.after(told.state, act.event)
    if isinstance(after, Refused):
        return after
    step = kind.lifecycle.table[told.state][act.event]
    if no := _roles(step, kind.lifecycle.events[act.event], told.places, asked.reader):
        return no
    if act.needs and (no := somewhere(asked.reader, act.needs, told.places)):
        return no
    return kind.guards[step.guard](row, asked) if step.guard else None


def somewhere(reader: access.Reader, action: access.Action, places: Iterable[str]) -> Refused | None:
    """Whether the reader may do this in one of the places; anywhere, if none is known."""
    known = [p for p in places if p]
    if not known:
        return access.why_not(reader, action)
    answers = [access.why_not(reader, action, p) for p in known]
    return None if None in answers else answers[0]


def _roles(step: Step, what: Text, places: Iterable[str], reader: access.Reader) -> Refused | None:
    if not step.roles:
        return None
    roles = frozenset(Role(r) for r in step.roles)
    known = [p for p in places if p]
    answers = [access.why_not_as(reader, roles, what, p, cite=step.cite) for p in (known or [""])]
    return None if None in answers else answers[0]


_STRANGE = Text("状态“{state}”不在办理流程中。", "The state “{state}” is not in the lifecycle.")
