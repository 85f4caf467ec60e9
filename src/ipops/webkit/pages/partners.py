"""With whom a party deals, read from the facts a reader may see: a network of the nearest, and its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.ledger.facts import LicenceRecorded, PledgeRegistered, TransferRegistered
from ipops.reports import charts

MOST, LEAST = 24, 2
_SELF, _DEALS, _LENDS = "self", "deals", "lends"
KINDS = (
    charts.Kind(code=_SELF, title=Text("本主体", "this party")),
    charts.Kind(code=_DEALS, title=Text("转让、许可对方", "counterparty of a transfer or licence")),
    charts.Kind(code=_LENDS, title=Text("质押对方", "counterparty of a pledge")),
)
Side = tuple[tuple[str, ...], tuple[str, ...], str]


def _sides(fact: Fact) -> Side | None:
    match fact:
        case TransferRegistered():
            return fact.transferors, fact.transferees, _DEALS
        case LicenceRecorded():
            return fact.licensors, fact.licensees, _DEALS
        case PledgeRegistered():
            return fact.pledgors, fact.pledgees, _LENDS
    return None


def _deal(fact: Fact) -> str:
    return str(getattr(fact, "deal", "") or getattr(fact, "pledge", ""))


def partners(party: str, entries: Iterable[Entry]) -> Mapping[tuple[str, str, str], int]:
    """(from, to, kind) -> number of deals between the party and one other, each deal once."""
    seen: set[tuple[str, str, str, str]] = set()
    for e in entries:
        if sides := _sides(e.fact):
            givers, takers, kind = sides
            seen |= {(a, b, kind, _deal(e.fact)) for a in givers for b in takers if party in (a, b) and a != b}
    return Counter((a, b, kind) for a, b, kind, _ in seen)


def network(party: str, entries: Iterable[Entry], names: Mapping[str, str]) -> charts.Network | None:
    """The party and those it deals with most, at most ``MOST``; ``None`` for fewer than ``LEAST`` of them."""
    found = sorted(partners(party, entries).items(), key=lambda item: (-item[1], item[0]))
    others: dict[str, str] = {}
    for (a, b, kind), _ in found:
        if len(others) < MOST:
            others.setdefault(b if a == party else a, kind)
    if len(others) < LEAST:
        return None
    ties = [(a, b, n) for (a, b, _), n in found if (b if a == party else a) in others]
    return charts.Network(
        title=Text("往来", "Counterparties"),
        kinds=KINDS,
        knots=(
            charts.Knot(code=party, title=_name(party, names), kind=_SELF),
            *(charts.Knot(code=c, title=_name(c, names), kind=k) for c, k in others.items()),
        ),
        ties=tuple(
            charts.Tie(source=a, target=b, weight=n, says=Text(f"{n}宗", "1 deal" if n == 1 else f"{n} deals"))
            for a, b, n in ties
        ),
    )


def _name(code: str, names: Mapping[str, str]) -> Text:
    name = names.get(code) or code
    return Text(name, name)
