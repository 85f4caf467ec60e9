"""What falls due on all rights of a reader, however many: days and sums at once, words for the rows of a page.

    rights ─┬─ plain ones ──> rows of ``ip_right`` ──> rights.docket.agenda ─┬─> lines ──> sums, filters, order
            └─ the rest ───> their facts, one by one ────────────────────────┘     └─> a page of them with their words

Kept while the journal stands still: pages, orders and filters of one list ask the same of the same rights.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from ipops.kernel.money import Money
from ipops.ledger import facts as f
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import RightKind
from ipops.lines.custody.app.reading import care, costs
from ipops.lines.custody.app.reading.care import Seen
from ipops.lines.custody.app.reading.money import Mark
from ipops.rights.docket.agenda import agenda, is_plain
from ipops.rights.docket.columns import Stock
from ipops.rights.docket.item import Status
from ipops.rights.docket.lines import LiveRight
from ipops.rights.law import book
from ipops.webkit import docket, journal
from ipops.webkit.models import JournalRow, Right
from ipops.webkit.once import single_flight
from ipops.webkit.pages.spec import ListRows

PAY_AHEAD = timedelta(days=90)
_AT_ONCE = 10_000
#: what puts more on a docket than fees and days of grant, or changes a fee
_SPECIAL: tuple[type[Fact], ...] = (
    f.NoticeIssued, f.RightEnded, f.RightRestored, f.ProceedingsSuspended, f.LicenceRecorded, f.OpenLicenceDeclared,
    f.TermCompensated,
)  # fmt: skip
_OF_MARKS: tuple[type[Fact], ...] = (f.MarkUsed, f.MarkRenewed, f.MarkRenewalFiled, f.MilestoneStated)


class Line(NamedTuple):
    """One thing due, without its words; sums in fen as ``rights.docket.agenda`` has them, where nothing is reduced
    ``reduced`` is ``total``. ``cost`` where it is worked out."""

    right: str
    kind: RightKind
    rule: str
    year: int | None
    status: Status
    due_on: date | None
    opens_on: date | None
    full: int | None
    total: int | None
    reduced: int | None
    is_fee: bool
    cost: costs.Cost | None = None

    @property
    def key(self) -> tuple[str, str, int | None]:
        return self.right, self.rule, self.year


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """``lines`` the earliest first, what has no day to keep last. ``live`` counts rights in force; ``one_by_one`` are those that were
    worked out with all their words."""

    on: date
    lines: tuple[Line, ...]
    live: int
    one_by_one: tuple[Seen, ...]

    @property
    def rows(self) -> Worded:
        return self._worded(self.lines)

    @property
    def to_pay(self) -> Worded:
        """What may be paid now: late, or due within ninety days and open."""
        return self._worded([x for x in self.lines if self._is_payable(x)])

    def _worded(self, lines: Sequence[Line]) -> Worded:
        return Worded(lines, KEYS | {"due": lambda x: costs.day_to_keep(x, self.on)}, on=self.on)

    def _is_payable(self, x: Line) -> bool:
        if not x.is_fee or x.status not in (Status.OPEN, Status.LATE) or x.due_on is None:
            return False
        return x.due_on <= self.on + PAY_AHEAD and (x.opens_on or x.due_on) <= self.on + PAY_AHEAD

    def count(self, status: Status) -> int:
        return sum(x.status is status for x in self.lines)


@dataclass
class Worded(ListRows):
    """Lines that become costs with their words when a part of them is looked at."""

    on: date = date.min

    def __getitem__(self, part: slice) -> Any:
        found: Sequence[Line] = self.items[part]
        lacking = {x.right for x in found if x.cost is None}
        made = {(c.right, c.rule, c.year): c for s in care.seen(lacking, self.on) for c in _costs(s)}
        return [x.cost or made[x.key] for x in found]


def agenda_of(numbers: Iterable[str], on: date, mark: Mark | None = None) -> Agenda:
    """``mark`` is where the journal stands, for who has asked it already."""
    return _worked_out(tuple(sorted(set(numbers))), on, mark or journal.mark())


@single_flight
@lru_cache(maxsize=8)
def _worked_out(numbers: tuple[str, ...], on: date, _mark: Mark) -> Agenda:
    plain, rest = _apart(numbers, on)
    seen = tuple(care.seen(rest, on))
    lines = [*_at_once(plain, on), *(_line(c) for s in seen for c in _costs(s))]
    return Agenda(
        on=on,
        lines=tuple(sorted(lines, key=lambda x: costs.in_order(x, on))),
        live=len(plain) + sum(s.standing.is_live for s in seen),
        one_by_one=seen,
    )


def _costs(seen: Seen) -> Iterator[costs.Cost]:
    return (costs.Cost(seen, i) for i in seen.docket.items if i.due_on is None or i.due_on <= seen.docket.until)


def _apart(numbers: Sequence[str], on: date) -> tuple[list[Right], list[str]]:
    """Rows of plain rights, and the numbers of all others."""
    special, of_marks = _named(_SPECIAL, numbers), _named(_OF_MARKS, numbers)
    plain: list[Right] = []
    for start in range(0, len(numbers), _AT_ONCE):
        for row in Right.objects.filter(right__in=numbers[start : start + _AT_ONCE]):
            kind = RightKind(row.kind) if row.kind else None
            known = kind is not None and row.filed_on is not None and row.ended_on is None and row.folded_on <= on
            quiet = row.right not in special and not (kind is RightKind.TRADEMARK and row.right in of_marks)
            if known and quiet and kind is not None and is_plain(kind, row.granted_on, on):
                plain.append(row)
    ours = {r.right for r in plain}
    return plain, [n for n in numbers if n not in ours]


def _named(kinds: tuple[type[Fact], ...], numbers: Sequence[str]) -> set[str]:
    """The rights of which such a fact is known."""
    rows = JournalRow.objects.filter(kind__in=[k.KIND for k in kinds], rights__overlap=list(numbers))
    return {n for rights in rows.values_list("rights", flat=True) for n in rights}


def _at_once(plain: Sequence[Right], on: date) -> Iterator[Line]:
    if not plain:
        return
    records = _reductions([r.right for r in plain if RightKind(r.kind).is_patent])
    fit = book().reductions
    live = [_live(r, records.get(r.right, {}), fit[costs.FIT[len(r.owners) > 1]].percent or 0) for r in plain]
    for e in agenda(Stock.of(live), on, months=care.AHEAD):
        row = plain[e.right]
        yield Line(
            right=row.right,
            kind=RightKind(row.kind),
            rule=e.rule,
            year=e.year,
            status=e.status,
            due_on=e.due_on,
            opens_on=e.opens_on,
            full=e.full,
            total=e.total,
            reduced=e.lowest,
            is_fee=e.opens_on is not None,
        )


def _reductions(numbers: Sequence[str]) -> Mapping[str, Mapping[int, int]]:
    """Per right the per cent of each calendar year on record, corrections heeded."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    kind = f.FeeReductionRecorded
    recorded = _named((kind,), numbers)
    for number, facts in docket.told(recorded, seen=JournalRow.objects.filter(kind=kind.KIND)).items():
        for one in sorted((x for x in facts if isinstance(x, kind)), key=lambda x: x.on):
            found[number][one.year] = one.percent
    return found


def _live(row: Right, record: Mapping[int, int], fit: int) -> LiveRight:
    """As the fee windows want it. Whoever was never on record is shown what the rule would give, on that condition."""
    assert row.filed_on is not None
    return LiveRight(
        kind=RightKind(row.kind),
        filed_on=row.filed_on,
        granted_on=row.granted_on,
        expires_on=row.expires_on,
        paid_to=row.paid_to_year,
        entitled=record[max(record)] if record else fit,
        on_record=frozenset(record),
        classes=len(row.classes) or 1,
    )


def _line(cost: costs.Cost) -> Line:
    def fen(amount: Any) -> int | None:
        return amount.fen if isinstance(amount, Money) else None

    window = cost.window
    return Line(
        right=cost.right,
        kind=cost.kind,
        rule=cost.rule,
        year=cost.year,
        status=cost.status,
        due_on=cost.due_on,
        opens_on=window.opens_on if window is not None else None,
        full=fen(cost.full),
        total=fen(cost.item.amount),
        reduced=fen(cost.reduced if cost.reduced is not None else cost.item.amount),
        is_fee=window is not None,
        cost=cost,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """``unknown`` counts fees that no source gives; sums leave them out."""

    n: int
    full: Money
    now: Money
    reduced: Money
    unknown: int


def sums(found: Sequence[Line]) -> Sums:
    known = [(x.full, x.total, x.reduced) for x in found if x.full is not None and x.total is not None]
    return Sums(
        n=len(found),
        full=Money(sum(full or 0 for full, _, _ in known)),
        now=Money(sum(total or 0 for _, total, _ in known)),
        reduced=Money(sum(reduced or 0 for _, _, reduced in known)),
        unknown=len(found) - len(known),
    )


KEYS = {
    "right": lambda x: x.right,
    "status": lambda x: str(x.status),
}


@dataclass
class OwnRows(ListRows):
    """Rows of rights that are seen, with what lies on them, when a part of them is looked at."""

    on: date = date.min

    def __getitem__(self, part: slice) -> Any:
        found: Sequence[Right] = self.items[part]
        made = {s.right: s for s in care.seen([r.right for r in found], self.on)}
        return [made[r.right] for r in found if r.right in made]


def own(parties: Collection[str], on: date) -> OwnRows:
    """What these parties own, of which at least the kind is known."""
    rows = (
        list(Right.objects.filter(owners__overlap=list(parties)).exclude(kind="").order_by("right")) if parties else []
    )
    keys = {
        "right": lambda r: r.right,
        "kind": lambda r: r.kind,
        "filed": lambda r: r.filed_on,
        "expires": lambda r: r.expires_on,
    }
    return OwnRows(rows, keys, on=on)
