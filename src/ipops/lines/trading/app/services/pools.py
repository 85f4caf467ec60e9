"""Patent pools: who is in, which patents, on which terms, and how a fee is split; nobody here judges what is essential."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from ipops.kernel.money import Money, split
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.services.market import case_code, step
from ipops.lines.trading.app.services.parties import Directory, Named
from ipops.lines.trading.machine import clauses
from ipops.rights.identity import right_number
from ipops.webkit import journal


@transaction.atomic
def pool_agree(
    *,
    pool: str,
    title: str,
    place: str,
    members: Sequence[str],
    shares: Sequence[int],
    rights: Sequence[str],
    terms: str,
    sent: Sent,
) -> Entry | Refused:
    """Found a pool (``pool`` empty) or revise one: the agreement as it stands now, whole."""
    journal.take_turn()
    case = pool or case_code("PL", sent)
    directory = Directory(by=sent.by, on=sent.today, source=sent.source)
    named = [Named(text=m, record=f"{case}|{i}", place=place) for i, m in enumerate(members)]
    directory.read(named)
    found = [directory.find(n, field_name="members") for n in named]
    numbers = [right_number(r) for r in rights]
    wrong = [r for r in (*found, *numbers) if isinstance(r, Reason)]
    codes = tuple(dict.fromkeys(p.party for p in found if not isinstance(p, Reason)))
    if len(codes) < 2:
        wrong.append(
            _reason("few-members", Text("专利池至少有两个成员。", "A pool has two members at least."), "members")
        )
    if shares and (len(shares) != len(codes) or sum(shares) <= 0 or min(shares) < 0):
        says = Text(
            "分配份数应与成员一一对应，且不全为零。", "Give each member its parts of a fee, not all of them nought."
        )
        wrong.append(_reason("shares", says, "shares"))
    if wrong:
        return Refused(reasons=tuple(wrong))
    fact = f.PoolAgreed(
        on=sent.today, pool=case, title=title, place=place, members=codes, shares=tuple(shares),
        rights=tuple(dict.fromkeys(n[0] for n in numbers if not isinstance(n, Reason))), terms=terms,
    )  # fmt: skip
    new = list(directory.drafts(codes).values())
    mark = f"pool:{sent.reference}"
    return journal.append([*new, Draft(fact=fact, source=sent.source, reference=mark)], by=sent.by)[len(new)]


@transaction.atomic
def pool_receive(*, pool: str, amount: Money, sent: Sent) -> Entry | Refused:
    """A fee that came in, split by the agreed parts: the parts add up to it to the fen."""

    def make(row: MarketCase) -> f.PoolFeeReceived | Refused:
        if not row.shares:
            return no_shares()
        if amount.fen <= 0:
            return Refused(reasons=(_reason("amount", Text("请填金额。", "Give the amount."), "amount"),))
        return f.PoolFeeReceived(on=sent.today, pool=pool, amount=amount, shares=split(amount, list(row.shares)))

    return step(pool, "receive", sent, make)


def no_shares() -> Refused:
    says = Text("尚未约定分配份数。", "No split of fees is agreed.")
    return Refused(reasons=(_reason("no-shares", says, "shares"),))


def _reason(code: str, says: Text, field: str) -> Reason:
    return Reason(code=code, says=says, cite=clauses.OURS, field=field)
