"""Two lists of the same acts, the register's and ours, in three heaps: on both sides, only there, only here.

Rule 1: a listed act is one of ours if right and counted day agree; failing that, if right and register number do.
Rule 2: several of ours that fit are told apart by who took the right; what still fits several is left to a person.
Rule 3: values that differ are shown field by field, ours and theirs; nothing of ours is overwritten.
Rule 4: an empty value differs from nothing: where we say nothing the register's word is taken, where it is silent ours stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ipops.kernel.text import Text

Values = Mapping[str, Any]
#: compared fields with their titles; parties are compared as sets
TITLES: Mapping[str, Text] = {
    "on": Text("登记日", "counted day"),
    "register_no": Text("登记号", "register number"),
    "givers": Text("转出方", "from"),
    "takers": Text("转入方", "to"),
    "contract_on": Text("合同签订日", "contract signed on"),
    "price": Text("金额", "amount"),
    "free": Text("无偿", "free of charge"),
    "related": Text("关联方", "related parties"),
    "kind_of_licence": Text("许可类型", "kind of licence"),
    "starts_on": Text("许可起始日", "runs from"),
    "until": Text("许可终止日（不含）", "runs until (exclusive)"),
    "territory": Text("许可地域", "territory"),
    "stage": Text("状态", "state"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One right of one row of the register's list. ``row`` counts rows from 0; ``line`` is where it stands."""

    row: int
    line: int
    right: str
    on: date
    values: Values

    @property
    def register_no(self) -> str:
        return str(self.values.get("register_no") or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One right of one of our deals. ``counts`` is false for what a party alone reported."""

    deal: str
    entry: int
    right: str
    on: date
    counts: bool
    listed: bool
    values: Values
    withdrawn: bool = False
    released: bool = False

    @property
    def register_no(self) -> str:
        return str(self.values.get("register_no") or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    field: str
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    listed: Listed
    held: Held
    differences: tuple[Difference, ...]

    @property
    def fills(self) -> dict[str, Any]:
        """What the register says where we say nothing."""
        return {
            k: v
            for k, v in self.listed.values.items()
            if k in TITLES and not _says(v, self.held.values.get(k)) and v not in (None, "", ())
        }


def _says(theirs: Any, ours: Any) -> bool:
    return ours not in (None, "", ()) and not (ours is False and theirs is True)


@dataclass(slots=True)
class Heaps:
    both: list[Pair] = field(default_factory=list)
    only_register: list[Listed] = field(default_factory=list)
    only_us: list[Held] = field(default_factory=list)
    unclear: list[tuple[Listed, tuple[Held, ...]]] = field(default_factory=list)


def merge(listed: Sequence[Listed], held: Iterable[Held], *, first: date, last: date) -> Heaps:
    """The heaps. ``first`` and ``last`` are the days the list covers: ours outside of them are not missing from it."""
    ours = list(held)
    heaps, taken = Heaps(), set[int]()
    by_day: dict[tuple[str, date], list[Held]] = defaultdict(list)
    by_no: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for h in ours:
        by_day[h.right, h.on].append(h)
        if h.register_no:
            by_no[h.right, h.register_no].append(h)

    def fits(one: Listed) -> list[Held]:
        on_day = [h for h in by_day.get((one.right, one.on), ()) if h.entry not in taken]
        if on_day or not one.register_no:
            return on_day
        return [h for h in by_no.get((one.right, one.register_no), ()) if h.entry not in taken]

    def pair(one: Listed, chosen: Held) -> None:
        taken.add(chosen.entry)
        heaps.both.append(Pair(listed=one, held=chosen, differences=differences(one, chosen)))

    left = []
    for one in listed:  # first those that agree in more than the day, so that nobody takes another's
        sure = _chosen(one, [h for h in fits(one) if _same_number(one, h) or _same_takers(one, h)])
        if sure is not None:
            pair(one, sure)
        else:
            left.append(one)
    for one in left:
        possible = fits(one)
        chosen = _chosen(one, possible)
        if chosen is not None:
            pair(one, chosen)
        elif possible:
            heaps.unclear.append((one, tuple(possible)))
        else:
            heaps.only_register.append(one)
    unclear = {h.entry for _, fits in heaps.unclear for h in fits}
    heaps.only_us = [
        h for h in ours if h.entry not in taken and h.entry not in unclear and first <= h.on <= last and not h.withdrawn
    ]
    return heaps


def _same_number(one: Listed, h: Held) -> bool:
    return bool(h.register_no) and h.register_no == one.register_no


def _same_takers(one: Listed, h: Held) -> bool:
    return set(h.values.get("takers") or ()) == set(one.values.get("takers") or ())


def _chosen(one: Listed, fits: Sequence[Held]) -> Held | None:
    """The one that is meant: by register number, then by who took it; a withdrawn one only if nothing else fits."""
    narrower: tuple[Callable[[Held], bool], ...] = (
        lambda h: _same_number(one, h),
        lambda h: _same_takers(one, h),
        lambda h: not h.withdrawn,
    )
    for narrow in narrower:
        fits = [h for h in fits if narrow(h)] or fits
        if len(fits) == 1:
            return fits[0]
    return None


def differences(one: Listed, ours: Held) -> tuple[Difference, ...]:
    """Where both say something and it is not the same."""
    found = []
    if one.on != ours.on:
        found.append(Difference(field="on", ours=ours.on, theirs=one.on))
    for name in TITLES:
        theirs, mine = one.values.get(name), ours.values.get(name)
        if theirs in (None, "", ()) or mine in (None, "", ()) or mine is False:
            continue
        if isinstance(theirs, tuple) and isinstance(mine, tuple):
            if set(theirs) != set(mine):
                found.append(Difference(field=name, ours=mine, theirs=theirs))
        elif theirs != mine:
            found.append(Difference(field=name, ours=mine, theirs=theirs))
    if ours.withdrawn:
        found.append(Difference(field="stage", ours="withdrawn", theirs="listed"))
    return tuple(found)
