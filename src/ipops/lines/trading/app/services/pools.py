"""Patent pools: who is in, which patents, on which terms, and how a fee is split; nobody here judges what is essential."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse

from ipops.kernel.money import Money, split
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.services.market import case_code, elsewhere, step
from ipops.lines.trading.app.services.parties import Directory, Named
from ipops.lines.trading.machine import CLERKS, POOL, clauses
from ipops.lines.trading.rules.pools import Force, Member, force, grouped
from ipops.rights.identity import right_number
from ipops.webkit import journal
from ipops.webkit.desk import notices
from ipops.webkit.models import Membership, Right
from ipops.webkit.roles import Level

LAPSED = notices.Event(
    code="trading.pool",
    title=Text("专利池成员专利终止", "Patents of a pool that lapse"),
    why=Text(
        "您的单位是专利池成员，或承办该专利池。", "Your body is a member of the pool, or your office looks after it."
    ),
)


@transaction.atomic
def pool_agree(
    *,
    pool: str,
    title: str,
    place: str,
    members: Sequence[str],
    shares: Sequence[int],
    families: Sequence[Sequence[str]],
    terms: str,
    sent: Sent,
) -> Entry | Refused:
    """Found a pool (``pool`` empty) or revise one: the agreement as it stands now, whole. ``families`` are its patents, those of one
    family together."""
    journal.take_turn()
    if pool and (no := _may_revise(pool, sent)):
        return no
    case = pool or case_code("PL", sent)
    mark = f"pool:{sent.reference}"
    if again := [e for e in journal.about(case=case) if e.by == sent.by and e.reference == mark]:
        return again[0]
    if lacking := elsewhere(place, sent):
        return lacking
    directory = Directory(by=sent.by, on=sent.today, source=sent.source)
    named = [Named(text=m, record=f"{case}|{i}", place=place) for i, m in enumerate(members)]
    directory.read(named)
    found = [directory.find(n, field_name="members") for n in named]
    numbers = [right_number(r) for line in families for r in line]
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
    rights = [n[0] for n in numbers if not isinstance(n, Reason)]
    if len(set(rights)) != len(rights):
        wrong.append(_reason("right-twice", Text("同一专利填写了两次。", "A patent is given twice."), "rights"))
    if strangers := _of_strangers(rights, codes):
        says = Text("{r} 登记在成员以外的人名下。", "{r}: registered to somebody who is no member.")
        wrong.append(_reason("not-the-owner", says.fill(r="、".join(strangers)), "rights"))
    if wrong:
        return Refused(reasons=tuple(wrong))
    fact = f.PoolAgreed(
        on=sent.today, pool=case, title=title, place=place, members=codes, shares=tuple(shares), rights=tuple(rights),
        families=grouped(families), terms=terms,
    )  # fmt: skip
    new = list(directory.drafts(codes).values())
    return journal.append([*new, Draft(fact=fact, source=sent.source, reference=mark)], by=sent.by)[len(new)]


def _of_strangers(rights: Sequence[str], members: Sequence[str]) -> list[str]:
    """Patents of which the owners are known and none is a member: nobody in the pool could license them."""
    owned = Right.objects.filter(right__in=rights).exclude(owners=[]).exclude(owners__overlap=list(members))
    return sorted(owned.values_list("right", flat=True))


def _may_revise(pool: str, sent: Sent) -> Refused | None:
    row = MarketCase.objects.filter(case=pool, cycle=POOL.code).first()
    if row is None:
        return Refused(reasons=(_reason("pool-unknown", Text("没有这个专利池。", "There is no such pool."), ""),))
    after = POOL.after(row.stage, "revise")
    return after if isinstance(after, Refused) else None


def families_of(row: MarketCase) -> list[list[str]]:
    """The pool's patents, those of one family together; each by itself where nobody told families."""
    told = _told(row)
    if not told:
        return [[n] for n in row.rights]
    lines: dict[int, list[str]] = {}
    for right, family in zip(row.rights, told, strict=True):
        lines.setdefault(family, []).append(right)
    return list(lines.values())


def _told(row: MarketCase) -> tuple[int, ...]:
    return told_by(journal.about(case=row.case))


def told_by(entries: Iterable[Entry]) -> tuple[int, ...]:
    """The families of the last agreement among these entries."""
    agreed = [e.fact for e in entries if isinstance(e.fact, f.PoolAgreed)]
    return agreed[-1].families if agreed else ()


def force_of(row: MarketCase, on: date, told: tuple[int, ...] | None = None) -> Force:
    """What of the pool is in force on the day, by the last agreement; ``told`` are its families where they were read already."""
    known = {
        r.right: Member(
            right=r.right,
            granted_on=r.granted_on,
            ends_on=min((d for d in (r.ended_on, r.expires_on) if d), default=None),
        )
        for r in Right.objects.filter(right__in=row.rights)
    }
    return force(row.rights, _told(row) if told is None else told, known, on)


def lapses_tell(today: date) -> int:
    """Tell whoever acts for a member, and the office of the pool's place, of each patent that lapsed: once a patent."""
    told = 0
    for row in MarketCase.objects.filter(cycle=POOL.code, stage=POOL.start):
        lapsed = force_of(row, today).lapsed
        if not lapsed:
            continue
        held = Membership.objects.filter(
            office__party__in=row.parties, office__level=str(Level.BODY), user__is_active=True
        )
        people = [m.user for m in held.select_related("user")] + notices.people_at(row.place, CLERKS)
        for right in lapsed:
            title = Text("专利池“{pool}”的成员专利 {right} 已终止", "{right} of the pool {pool} has lapsed")
            told += notices.tell(
                people, event=LAPSED, code=f"pool:{row.case}:{right}", title=title.fill(pool=row.title, right=right),
                link=reverse("trading:pool", args=[row.case]),
            )  # fmt: skip
    return told


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
