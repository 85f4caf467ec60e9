"""Which cases may be sent back to who made them, now and by whom: read from the tables of the lifecycles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Value
from django.urls import reverse
from django.utils.module_loading import import_string

from ipops.kernel.line import Line, SentBack
from ipops.kernel.machine import Step
from ipops.kernel.text import Text
from ipops.webkit import access, street
from ipops.webkit.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Heap:
    """So many cases of one kind that stand in one state, and the roles that may send them back; ``own``: the reader is one."""

    cycle: Text
    state: Text
    n: int
    roles: tuple[Role, ...]
    own: bool
    href: str


def heaps(reader: access.Reader) -> list[Heap]:
    """What the reader may send back stands first. One query over all lifecycles that have such a step."""
    held = {str(m.role) for m in access.memberships(reader)}
    return sorted(_heaps(reader, held), key=lambda h: not h.own)


def _heaps(reader: access.Reader, held: set[str]) -> Iterator[Heap]:
    counted = _counted(reader)
    for line, back in _ways():
        cycle = next(c for c in line.lifecycles if c.code == back.cycle)
        for state, step in _steps(line, back).items():
            if n := counted.get((back.cycle, state), 0):
                yield Heap(
                    cycle=cycle.title,
                    state=cycle.states[state],
                    n=n,
                    roles=tuple(Role(r) for r in sorted(step.roles)),
                    own=bool(held & step.roles),
                    href=f"{reverse(back.all_at)}?{urlencode({'stage': state})}",
                )


def _ways() -> Iterator[tuple[Line, SentBack]]:
    return ((line, back) for line in street.lines().values() for back in line.sent_back)


def _steps(line: Line, back: SentBack) -> dict[str, Step]:
    """The states from which it may be sent back."""
    cycle = next(c for c in line.lifecycles if c.code == back.cycle)
    return {state: row[back.event] for state, row in cycle.table.items() if back.event in row}


def _counted(reader: access.Reader) -> dict[tuple[str, str], int]:
    """Lifecycle and state -> how many cases the reader sees there."""
    each = [
        import_string(back.rows)(reader).filter(stage__in=_steps(line, back)).order_by()
        .values_list(Value(back.cycle), "stage").annotate(n=Count("pk"))
        for line, back in _ways()
    ]  # fmt: skip
    if not each:
        return {}
    return {(cycle, stage): n for cycle, stage, n in each[0].union(*each[1:], all=True)}
