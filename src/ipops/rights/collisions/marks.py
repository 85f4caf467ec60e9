"""Similar marks move in one assignment (商标法 第四十二条第二款). Whether two signs are similar no rule here decides.

What we know for certain is the same sign in the same class; what a person has judged similar is kept as a group. A mark of
the same owner that is neither is not held against anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ipops.intake.values import key
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text
from ipops.rights.collisions import clauses
from ipops.rights.collisions.seen import MarkSeen


def left_behind(
    moved: Collection[str], marks: Iterable[MarkSeen], groups: Iterable[frozenset[str]] = ()
) -> tuple[MarkSeen, ...]:
    """The marks of the same owners that must move along and do not: the same sign in a shared class, or of one group with
    a mark that moves. Following one mark to the next: what must move brings along its own."""
    held = {m.number: m for m in marks}
    judged = list(groups)
    going, waiting = set(moved), [held[n] for n in moved if n in held]
    while waiting:
        one = waiting.pop()
        for other in held.values():
            if other.number not in going and other.owners & one.owners and _together(one, other, judged):
                going.add(other.number)
                waiting.append(other)
    return tuple(held[n] for n in sorted(going - set(moved)))


def _together(a: MarkSeen, b: MarkSeen, groups: Iterable[frozenset[str]]) -> bool:
    same = bool(key(a.sign)) and key(a.sign) == key(b.sign) and bool(a.classes & b.classes)
    return same or any(a.number in g and b.number in g for g in groups)


def similar_marks_objection(
    moved: Collection[str], marks: Iterable[MarkSeen], groups: Iterable[frozenset[str]] = ()
) -> Reason | None:
    """The objection, naming every mark that is left behind; the office asks for it and then drops the request."""
    left = left_behind(moved, marks, groups)
    if not left:
        return None
    named = "、".join(f"{m.number}（{m.sign}）" if m.sign else m.number for m in left)
    return Reason(
        code="similar-mark-left-behind",
        says=_LEFT.fill(marks=named, then=clauses.SIMILAR_MARKS_DROPPED),
        cite=clauses.SIMILAR_MARKS,
        field="rights",
    )


_LEFT = Text(
    "{marks} 与所转让的商标相同或近似，应当一并转让；期满未改正的视为放弃转让申请（{then}）。",
    "{marks} are the same as or similar to the mark that moves and must move along; else the request is dropped ({then}).",
)
