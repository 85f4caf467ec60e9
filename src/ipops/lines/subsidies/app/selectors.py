"""What is read: each takes the reader and gives rows that this reader may see; and what other claims stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from ipops.finance import double
from ipops.kernel.money import Money, split
from ipops.lines.subsidies.app.models import Claim, Window
from ipops.lines.subsidies.machine import STANDING
from ipops.lines.subsidies.rules.computing import Asked, Stands
from ipops.webkit import access, claims, search

_DEAD = ("refused", "withdrawn", "returned")


def windows_for(user: access.Reader) -> QuerySet[Window]:
    """Windows are public calls: whoever is signed in sees them all."""
    return Window.objects.all() if user.is_authenticated else Window.objects.none()


def window_for(user: access.Reader, window: str) -> Window | None:
    return windows_for(user).filter(window=window).first()


def claims_for(user: access.Reader) -> QuerySet[Claim]:
    """Claims of the reader's places, and those in which the reader's body is claimant or bank."""
    places = access.visible_places(user)
    if places.everywhere:
        return Claim.objects.all()
    seen = places.q("place")
    if bodies := list(access.bodies(user)):
        seen |= Q(claimant__in=bodies) | Q(bank__in=bodies)
    return Claim.objects.filter(seen)


def claim_for(user: access.Reader, claim: str) -> Claim | None:
    return claims_for(user).filter(claim=claim).first()


def claims_like(text: str) -> Q:
    """By claimant or bank (names also in pinyin), loan contract, right or code."""
    found = search.of_parties(text, "claimant", "bank") | search.of_rights(text)
    return found | Q(loan__icontains=text) | Q(claim=text.strip())


def asked_of(row: Claim, window: Window) -> Asked:
    assert row.filed_on
    assert window.period_from
    assert window.period_until
    return Asked(
        on=row.filed_on,
        claimant=row.claimant,
        loan=double.plain(row.loan),
        bank=row.bank,
        budget_year=window.budget_year,
        period=(window.period_from, window.period_until),
        given=tuple(row.given),
        settled=row.settled,
        repaid_on=row.repaid_on,
        rates=tuple(window.rates),
    )


def standing(window: Window, *, but: str) -> list[Stands]:
    """What other claims under the same scheme take up under its caps, whichever window they came through."""
    held = {w.window: w for w in Window.objects.filter(scheme=window.scheme)}
    rows = Claim.objects.filter(window__in=list(held), stage__in=STANDING, claimant__gt="").exclude(claim=but)
    return [
        Stands(
            claimant=r.claimant,
            loan=double.plain(r.loan),
            bank=r.bank,
            budget_year=held[r.window].budget_year,
            amounts=by_award(r),
        )
        for r in rows
    ]


def by_award(row: Claim) -> dict[str, Money]:
    """What each award takes up: as computed, or its part of what the pot gave."""
    amounts = [Money(fen) for fen in row.amounts_fen]
    if row.share_fen is not None and any(amounts) and row.share_fen != sum(row.amounts_fen):
        amounts = list(split(Money(row.share_fen), [a.fen for a in amounts]))
    return dict(zip(row.awards, amounts, strict=False))


def claimed() -> list[double.Claim]:
    """All claims that are not dead, for the look for double claims of every house."""
    held = {w.window: w for w in Window.objects.all()}
    return [as_claim(r, held.get(r.window)) for r in Claim.objects.exclude(stage__in=_DEAD).order_by("claim")]


def as_claim(row: Claim, window: Window | None) -> double.Claim:
    return double.Claim(
        code=row.claim,
        party=row.claimant,
        title="",
        fund=window.fund if window else "",
        bureau=window.bureau if window else "",
        invoices=frozenset(row.invoices),
        loans=frozenset({row.loan}) if row.loan else frozenset(),
        rights=frozenset(row.rights),
    )


def window_of(row: Claim) -> Window | None:
    """The claim's window, read once for each row."""
    if not hasattr(row, "_window"):
        row._window = Window.objects.filter(window=row.window).first()  # type: ignore[attr-defined]
    held: Window | None = row._window  # type: ignore[attr-defined]
    return held


def doubles(row: Claim) -> tuple[double.Double, ...]:
    """What this claim shares with any other, of this house or another; worked out once for each row. The same loan under the
    same scheme in another period is the next instalment of one subsidy and no double; its caps are counted together."""
    if not hasattr(row, "_doubles"):
        row._doubles = _doubles(row)  # type: ignore[attr-defined]
    found: tuple[double.Double, ...] = row._doubles  # type: ignore[attr-defined]
    return found


def _doubles(row: Claim) -> tuple[double.Double, ...]:
    mine = window_of(row)
    found = double.doubles(as_claim(row, mine), claims.every())
    if not found:
        return ()
    other = {c.claim: c for c in Claim.objects.filter(claim__in=[d.other.code for d in found])}
    held = {w.window: w for w in Window.objects.filter(window__in=[c.window for c in other.values()])}
    theirs = {code: held.get(c.window) for code, c in other.items()}
    return tuple(d for d in found if not _another_period(mine, theirs.get(d.other.code)))


def _another_period(mine: Window | None, theirs: Window | None) -> bool:
    if mine is None or theirs is None or mine.scheme != theirs.scheme:
        return False
    ends = (mine.period_from, mine.period_until, theirs.period_from, theirs.period_until)
    if any(e is None for e in ends):
        return False
    return bool(ends[1] <= ends[2] or ends[3] <= ends[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Money in fen. ``open`` are windows that take claims today; ``unknown`` claims whose amount is not known."""

    stages: Mapping[str, int]
    open: int
    unknown: int
    granted_fen: int
    paid_fen: int
    recalled_fen: int


def overview(user: access.Reader, today: date) -> Overview:
    rows = claims_for(user)
    stages = {r["stage"]: r["n"] for r in rows.values("stage").annotate(n=Count("pk")).order_by()}
    sums = rows.aggregate(g=Sum("granted_fen", filter=Q(stage="granted")), p=Sum("paid_fen"), r=Sum("recalled_fen"))
    return Overview(
        stages=stages,
        open=windows_for(user).filter(stage="open", closes_on__gte=today).count(),
        unknown=rows.filter(stage="computed", verdict="unknown").count(),
        granted_fen=int(sums["g"] or 0),
        paid_fen=int(sums["p"] or 0),
        recalled_fen=int(sums["r"] or 0),
    )


def of_window(user: access.Reader, window: str) -> QuerySet[Claim]:
    return claims_for(user).filter(window=window)


def open_windows(user: access.Reader, today: date) -> Iterable[Window]:
    """Windows that take claims today, the next to close first."""
    return windows_for(user).filter(stage="open", opened_on__lte=today, closes_on__gte=today).order_by("closes_on")
