"""A lifecycle as a table: state x event -> state. Whatever is not in the row is a mistake that says what may follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """How long after a state is entered the event must have come; that day itself is not counted. The number is the law's."""

    n: int
    unit: Literal["working_days", "days", "months"]
    cite: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One cell: where the event leads, who may fire it, the clause it rests on.

    ``within`` is the time the law gives for it; ``guard`` names the rule that must agree (its caller knows the rule by that
    name); ``facts`` are the kinds it writes; ``for_good`` marks what nobody can take back.
    """

    to: str
    roles: frozenset[str] = frozenset()
    cite: Citation | None = None
    within: Deadline | None = None
    guard: str = ""
    facts: tuple[str, ...] = ()
    for_good: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """States and events with their names, and the table. A state with an empty row is final."""

    code: str
    title: Text
    start: str
    states: Mapping[str, Text]
    events: Mapping[str, Text]
    table: Mapping[str, Mapping[str, Step]]

    def __post_init__(self) -> None:
        known = set(self.states)
        targets = {s.to for row in self.table.values() for s in row.values()}
        fired = {e for row in self.table.values() for e in row}
        loose = (set(self.table) ^ known) | (targets - known) | (fired ^ set(self.events)) | ({self.start} - known)
        if loose:
            raise ValueError(f"Lifecycle {self.code}: table, states and events disagree on {sorted(loose)}.")

    def after(self, state: str, event: str) -> str | Refused:
        """The state that ``event`` leads to, or a refusal that names what may follow from here."""
        row = self.table[state]
        if event in row:
            return row[event].to
        can_zh = "、".join(self.events[e].zh for e in row) or "无（终态）"
        can_en = ", ".join(self.events[e].en for e in row) or "nothing (final)"
        says = Text(
            f"“{self.states[state].zh}”状态下不能“{self.events[event].zh}”。此处可以：{can_zh}。",
            f"From “{self.states[state].en}” one cannot “{self.events[event].en}”. From here it can be: {can_en}.",
        )
        return Refused(reasons=(Reason(code="not-from-here", says=says),))

    def settled(self, events: Sequence[str], start: str = "") -> tuple[str, int | None]:
        """The state that these events lead to whatever order they became known in, and the place of the event that led
        into it (``None``: none did). Each time the first that may come now is taken; what never may is left aside."""
        state, entered, waiting = start or self.start, None, list(range(len(events)))
        while (now := next((i for i in waiting if events[i] in self.table[state]), None)) is not None:
            waiting.remove(now)
            after = self.table[state][events[now]].to
            state, entered = after, now if after != state else entered
        return state, entered

    def may_fire(self, state: str, role: str) -> tuple[str, ...]:
        """The events that ``role`` may fire from ``state``, in table order."""
        return tuple(e for e, s in self.table[state].items() if not s.roles or role in s.roles)

    def is_final(self, state: str) -> bool:
        """Whether nothing leads out of the state."""
        return not self.table[state]

    def guards(self) -> frozenset[str]:
        """Every rule that some step asks for."""
        return frozenset(s.guard for row in self.table.values() for s in row.values() if s.guard)

    def mermaid(self) -> str:
        """The picture of the manual, drawn from the table."""
        arrows = (f"    {a} --> {s.to}: {e}" for a, row in self.table.items() for e, s in row.items())
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.start}", *arrows])
