"""What is read: each takes the reader and gives rows that this reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from ipops.kernel.money import Money
from ipops.lines.insurance.app.models import Claim, Policy, Product
from ipops.webkit import access, search

_SOON = timedelta(days=60)


def products_for(user: access.Reader) -> QuerySet[Product]:
    """What is on sale is public among those who are signed in."""
    return Product.objects.all() if user.is_authenticated else Product.objects.none()


def product_for(user: access.Reader, product: str) -> Product | None:
    return products_for(user).filter(product=product).first()


def policies_for(user: access.Reader) -> QuerySet[Policy]:
    """Policies of the reader's places, and those in which the reader's body is insurer, insured or beneficiary."""
    places = access.visible_places(user)
    if places.everywhere:
        return Policy.objects.all()
    seen = places.q("place")
    if bodies := list(access.bodies(user)):
        seen |= Q(insurer__in=bodies) | Q(insured__in=bodies) | Q(beneficiary__in=bodies)
    return Policy.objects.filter(seen)


def policy_for(user: access.Reader, policy: str) -> Policy | None:
    return policies_for(user).filter(policy=policy).first()


def claims_for(user: access.Reader) -> QuerySet[Claim]:
    places = access.visible_places(user)
    if places.everywhere:
        return Claim.objects.all()
    seen = places.q("place")
    if bodies := list(access.bodies(user)):
        seen |= Q(insurer__in=bodies) | Q(insured__in=bodies)
    return Claim.objects.filter(seen)


def claim_for(user: access.Reader, claim: str) -> Claim | None:
    return claims_for(user).filter(claim=claim).first()


def policies_like(text: str) -> Q:
    """By number, code, right, insured or insurer; names also in pinyin."""
    found = search.of_parties(text, "insured", "insurer") | search.of_rights(text)
    return found | Q(policy_no__icontains=text) | Q(policy=text.strip())


def products_like(text: str) -> Q:
    return search.named_like(text) | search.of_parties(text, "insurer")


def claims_like(text: str) -> Q:
    return search.of_parties(text, "insured", "insurer") | Q(claim=text.strip())


def money_of(texts: Iterable[str]) -> list[Money]:
    """The amounts of texts ``day fen``."""
    return [Money(int(t.split(" ")[1])) for t in texts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Money in fen. ``firms`` and ``rights`` are distinct, of policies that cover today; ``ending`` run out within 60 days."""

    stages: Mapping[str, int]
    claims: Mapping[str, int]
    firms: int
    rights: int
    sum_fen: int
    premium_fen: int
    paid_fen: int
    ending: int


def overview(user: access.Reader, today: date) -> Overview:
    rows, losses = policies_for(user), claims_for(user)
    live = rows.filter(stage__in=("in_force", "doubted"), starts_on__lte=today, until__gt=today)
    sums = live.aggregate(s=Sum("total_fen"), p=Sum("premium_fen"))
    rights = {r for found in live.values_list("rights", flat=True) for r in found}
    paid = losses.aggregate(p=Sum("agreed_fen", filter=Q(paid_on__isnull=False)))["p"]
    return Overview(
        stages={r["stage"]: r["n"] for r in rows.values("stage").annotate(n=Count("pk")).order_by()},
        claims={r["stage"]: r["n"] for r in losses.values("stage").annotate(n=Count("pk")).order_by()},
        firms=live.values("insured").distinct().count(),
        rights=len(rights),
        sum_fen=int(sums["s"] or 0),
        premium_fen=int(sums["p"] or 0),
        paid_fen=int(paid or 0),
        ending=live.filter(until__lte=today + _SOON).count(),
    )
