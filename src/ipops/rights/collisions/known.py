"""A right as the rules of collision look at it, from how it stands on the register."""

from __future__ import annotations

from datetime import date

from ipops.rights.collisions.reach import reach_of
from ipops.rights.collisions.seen import LicenceSeen, PledgeSeen, RightSeen
from ipops.rights.register.standing import Standing


def right_seen(standing: Standing, on: date, *, deal: str = "") -> RightSeen:
    """The right on a day, before ``deal`` (an act is not held against itself)."""
    owners = standing.owners_on(on).owners
    return RightSeen(
        number=standing.right,
        known=standing.filed_on is not None or bool(owners),
        kind=standing.kind,
        owners=owners,
        filed_on=standing.filed_on,
        granted_on=standing.granted_on,
        expires_on=standing.expires_on,
        ended_on=standing.ended_on,
        ended_why=standing.ended_why,
        pledges=tuple(
            PledgeSeen(pledge=p.code, pledgees=p.parties, on=p.since)
            for p in standing.pledges
            if p.on(on) and p.code != deal
        ),
        licences=tuple(
            LicenceSeen(
                deal=x.code,
                kind=x.kind,
                reach=reach_of(x.territory, x.field_of_use),
                starts_on=x.since,
                until=x.until,
                licensees=x.parties,
            )
            for x in standing.licences
            if x.code != deal
        ),
        preserved_by=tuple(o.code for o in standing.orders if o.on(on)),
        suspended=any(s.on(on) for s in standing.suspensions),
    )
