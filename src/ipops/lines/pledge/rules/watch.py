"""Watch over pledged rights while a loan runs: annuity late, invalidation pending, expiry before maturity, seizure, end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.ledger.facts.words import EndOfRight, RightKind
from ipops.lines.pledge.machine.clauses import REGISTRATION, SUSPENDED
from ipops.rights.register.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something a bank must look at. ``legal`` and ``ledger`` say since when the loan is without the right in each view."""

    code: str
    right: str
    says: Text
    cite: Citation | None = None
    legal: date | None = None
    ledger: date | None = None


def flags(
    rights: Iterable[str],
    standings: Mapping[str, Standing],
    *,
    unpaid: Mapping[str, bool | None],
    due_on: date | None,
    pledged_on: date | None,
    on: date,
    acknowledged: Iterable[str] = (),
) -> tuple[Flag, ...]:
    made: list[Flag] = []
    risky = set(acknowledged)
    for number in rights:
        s = standings.get(number)
        if s is None:
            made.append(Flag(code="not-held", right=number, says=_NOT_HELD))
            continue
        made += _ended(s, pledged_on)
        if unpaid.get(number):
            made.append(Flag(code="annuity-late", right=number, says=_UNPAID, cite=REGISTRATION))
        if any(x.on(on) for x in (*s.orders, *s.suspensions)):
            made.append(Flag(code="seized", right=number, says=_SEIZED, cite=SUSPENDED))
        if s.expires_on and due_on and s.expires_on < due_on and s.is_live:
            says = _EXPIRES_MARK if s.kind is RightKind.TRADEMARK else _EXPIRES
            made.append(Flag(code="expires-first", right=number, says=says.fill(day=s.expires_on.isoformat())))
        if "invalidation" in risky and s.is_live:
            made.append(Flag(code="invalidation-pending", right=number, says=_INVALIDATION))
    return tuple(made)


def _ended(s: Standing, pledged_on: date | None) -> list[Flag]:
    """An invalidated right never was (legal view); the ledger keeps the day of the event. Both are shown."""
    if s.ended_on is None or s.is_live:
        return []
    void = s.ended_why is EndOfRight.INVALIDATED
    why = s.ended_why.named if s.ended_why else Text("终止", "ended")
    return [
        Flag(
            code="ended",
            right=s.right,
            says=_ENDED.fill(day=s.ended_on.isoformat(), why=why),
            legal=pledged_on if void else s.ended_on,
            ledger=s.ended_on,
        )
    ]


_NOT_HELD = Text("没有该权利的登记信息。", "Nothing is known of this right.")
_UNPAID = Text("年费逾期未缴。", "An annuity is late.")
_SEIZED = Text("被保全或程序中止。", "It is preserved by a court or suspended.")
_EXPIRES = Text("先于贷款到期，于 {day} 届满。", "Its term ends on {day}, before the loan is due.")
_EXPIRES_MARK = Text("于 {day} 届满，须续展。", "Its term ends on {day}; it must be renewed.")
_INVALIDATION = Text(
    "登记时无效宣告审查中，当事人已知悉。", "An invalidation was pending at registration; the parties knew."
)
_ENDED = Text("已于 {day} 终止（{why}）。", "It ended on {day} ({why}).")
