"""What is read: each takes the reader and gives rows that this reader may see; and what other claims stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from ipops.finance import double
from ipops.kernel.money import Money, split
from ipops.lines.subsidies.app.models import Claim, Window
from ipops.lines.subsidies.facts import SubsidyGranted
from ipops.lines.subsidies.machine import OWING, STANDING
from ipops.lines.subsidies.rules.computing import Asked, Stands
from ipops.webkit import access, claims, journal, search

#: What these took up is free again, or stands in the claim that continues them.
_DEAD = ("refused", "withdrawn", "returned", "carried")


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
    """What other claims under the same scheme take up under its caps, whichever window they came through. A part that was carried
    over was computed under the caps of the year it was filed for, and takes its room there."""
    rows = list(Claim.objects.filter(scheme=window.scheme, stage__in=STANDING, claimant__gt="").exclude(claim=but))
    firsts = dict(Claim.objects.filter(claim__in={r.first for r in rows if r.first}).values_list("claim", "window"))
    years = dict(Window.objects.values_list("window", "budget_year"))
    return [
        Stands(
            claimant=r.claimant,
            loan=double.plain(r.loan),
            bank=r.bank,
            budget_year=years[firsts.get(r.first, r.window)],
            pot_year=years[r.window],
            amounts=by_award(r),
        )
        for r in rows
    ]


def by_award(row: Claim) -> dict[str, Money]:
    """What each award takes up: as computed, or its part of what the pot gave and still owes."""
    amounts = [Money(fen) for fen in row.amounts_fen]
    if row.share_fen is not None and any(amounts):
        held = row.share_fen + (0 if row.carried_to else row.owed_fen or 0)
        amounts = list(split(Money(held), [a.fen for a in amounts]))
    return dict(zip(row.awards, amounts, strict=False))


#: Claims that a pot did not pay whole, or that continue one of those.
IN_PARTS = Q(owed_fen__gt=0) | ~Q(earlier="")


def owing_claims() -> QuerySet[Claim]:
    """Claims whose rest waits for a later window."""
    return Claim.objects.filter(owed_fen__gt=0, carried_to="", stage__in=OWING)


def windows_owing(window: Window) -> QuerySet[Window]:
    """Windows of the same place and fund that still owe what no other has taken over, the oldest first."""
    same = Window.objects.filter(place=window.place, bureau=window.bureau, fund=window.fund, stage="divided")
    owing = same.filter(window__in=owing_claims().values("window"))
    return owing.exclude(window=window.window).order_by("budget_year", "opened_on", "window")


def windows_before(window: Window) -> QuerySet[Window]:
    """Those whose rest this one must take over before its pot is divided: of the same scheme, of this year or an earlier one."""
    return windows_owing(window).filter(scheme=window.scheme, budget_year__lte=window.budget_year)


def parts_of(row: Claim) -> QuerySet[Claim]:
    """The other parts of a claim that a pot could not pay at once: the one that was filed and all that continue it."""
    first = row.first or row.claim
    return (
        Claim.objects.filter(Q(first=first) | Q(claim=first)).exclude(claim=row.claim).order_by("stage_since", "claim")
    )


def granted_on(row: Claim) -> date | None:
    """The day of the grant that stands."""
    days = [e.fact.on for e in journal.about(case=row.claim) if isinstance(e.fact, SubsidyGranted)]
    return max(days, default=None)


def claimed() -> list[double.Claim]:
    """All claims that are not dead, for the look for double claims of every house."""
    of = Window.objects.filter(window=OuterRef("window"))
    rows = Claim.objects.exclude(stage__in=_DEAD).order_by("claim")
    named = rows.annotate(of_fund=Subquery(of.values("fund")[:1]), of_bureau=Subquery(of.values("bureau")[:1]))
    return [_as_claim(r, *(getattr(r, name) or "" for name in ("of_fund", "of_bureau"))) for r in named]


def as_claim(row: Claim, window: Window | None) -> double.Claim:
    return _as_claim(row, window.fund if window else "", window.bureau if window else "")


def _as_claim(row: Claim, fund: str, bureau: str) -> double.Claim:
    return double.Claim(
        code=row.claim,
        party=row.claimant,
        title="",
        fund=fund,
        bureau=bureau,
        invoices=frozenset(row.invoices),
        loans=frozenset({row.loan}) if row.loan else frozenset(),
        rights=frozenset(row.rights),
    )


def filed_in(row: Claim) -> Window | None:
    """The window through which a claim was filed, also where a later one took over its rest."""
    if not row.first:
        return window_of(row)
    return Window.objects.filter(window=Claim.objects.filter(claim=row.first).values("window")[:1]).first()


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
    parts = {*parts_of(row).values_list("claim", flat=True)}
    others = [c for c in claims.every() if c.code not in parts]
    mine = filed_in(row)
    found = double.doubles(as_claim(row, mine), others)
    if not found:
        return ()
    other = Claim.objects.filter(claim__in=[d.other.code for d in found])
    theirs = {c.claim: filed_in(c) for c in other}
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
    owed_fen: int
    paid_fen: int
    recalled_fen: int


def overview(user: access.Reader, today: date) -> Overview:
    rows = claims_for(user)
    stages = {r["stage"]: r["n"] for r in rows.values("stage").annotate(n=Count("pk")).order_by()}
    sums = rows.aggregate(g=Sum("granted_fen", filter=Q(stage="granted")), p=Sum("paid_fen"), r=Sum("recalled_fen"))
    owed = rows.filter(pk__in=owing_claims().values("pk")).aggregate(o=Sum("owed_fen"))["o"]
    return Overview(
        stages=stages,
        open=windows_for(user).filter(stage="open", closes_on__gte=today).count(),
        unknown=rows.filter(stage="computed", verdict="unknown").count(),
        granted_fen=int(sums["g"] or 0),
        owed_fen=int(owed or 0),
        paid_fen=int(sums["p"] or 0),
        recalled_fen=int(sums["r"] or 0),
    )


def of_window(user: access.Reader, window: str) -> QuerySet[Claim]:
    return claims_for(user).filter(window=window)


def open_windows(user: access.Reader, today: date) -> Iterable[Window]:
    """Windows that take claims today, the next to close first."""
    return windows_for(user).filter(stage="open", opened_on__lte=today, closes_on__gte=today).order_by("closes_on")
