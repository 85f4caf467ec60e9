"""The demo's custody: what the returns attest is what the records prove; shells stand beside; reductions are paid by."""

from __future__ import annotations

from collections import Counter
from datetime import date

from ipops.kernel.money import Money
from ipops.kernel.period import CalendarPeriod
from ipops.ledger.facts import (
    AnnuityPaid,
    FeeReductionRecorded,
    MarkUsed,
    Observed,
    PartyRegistered,
    RightEnded,
    RightFiled,
    RightGranted,
)
from ipops.lines.custody.facts import CustodyPlanned, CustodyRated, CustodyServed, CustodySigned, Size
from ipops.rights.docket.given import from_standing
from ipops.rights.docket.savings import judged
from ipops.rights.register.fold import fold
from ipops.site.demo.custody import park
from ipops.webkit.access import demo as accounts


def covered(city) -> dict[str, tuple[str, date]]:
    """Each SME with its place, from the later of contract and first service on."""
    first: dict[str, date] = {}
    for s in city.facts(CustodyServed):
        first[s.custody] = min(s.on, first.get(s.custody, s.on))
    return {
        c.client: (c.place, max(c.on, first[c.custody]))
        for c in city.facts(CustodySigned)
        if c.custody in first and c.declared is Size.SME
    }


def test_the_records_prove_what_the_returns_attest_for_every_place_and_month(city):
    told = [o for o in city.facts(Observed) if o.indicator == "custody_smes"]
    assert len(told) > 100
    found = covered(city)
    assert len(found) == 1243 + 70
    for o in told:
        end = CalendarPeriod.parse(o.period).end
        districts = {"990100": "9901", "990200": "9902"}.get(o.place, o.place)
        n = sum(place.startswith(districts) and day < end for place, day in found.values())
        assert n == int(o.value), (o.place, o.period)


def test_a_firm_is_there_before_it_is_in_custody_and_says_that_it_is_a_demo(city):
    known = {p.party: e.n for e in city.live if isinstance(p := e.fact, PartyRegistered)}
    for e in city.live:
        if isinstance(e.fact, CustodySigned):
            assert known[e.fact.client] < e.n
            assert known[e.fact.agency] < e.n
            assert e.fact.leader.endswith("（演示）")
            assert e.source.document


def test_shells_do_not_count_and_some_firms_size_is_unknown(city):
    shells = [c for c in city.facts(CustodySigned) if c.custody.startswith("K:demo-shell")]
    assert len(shells) == 12
    assert {c.client for c in shells} & set(covered(city)) == set()
    assert sum(c.declared is Size.UNKNOWN for c in shells) == 3


def test_a_park_enrols_the_firms_of_its_district_alone(city):
    parks = Counter(
        (c.place, bool(c.park)) for c in city.facts(CustodySigned) if not c.custody.startswith("K:demo-shell")
    )
    assert parks["990101", False] == 0
    assert all(place == "990101" for place, enrolled in parks if enrolled)
    assert dict(accounts._BODIES)["park"].party == park().id


def test_some_custodies_keep_a_plan_and_a_rating(city):
    assert len(city.facts(CustodyPlanned)) > 50
    assert {r.satisfaction for r in city.facts(CustodyRated)} == {3, 4, 5}


def test_who_is_on_record_pays_less_and_a_few_paid_in_full_by_mistake(city):
    on_record = {(f.right, f.year) for f in city.facts(FeeReductionRecorded)}
    years = {year for _, year in on_record}
    assert years == {2024, 2025, 2026}
    paid = [(p, (p.right, p.on.year) in on_record and p.on > date(p.on.year, 1, 10)) for p in city.facts(AnnuityPaid)]
    full = {10_000 * n for n in (6, 9, 12, 20, 30, 40, 60, 80)}
    assert all(p.paid.fen in full for p, recorded in paid if not recorded)
    looked = [
        one
        for right, facts in _about(city).items()
        if right in {r for r, _ in on_record}
        for one in _judged(right, facts)
    ]
    assert 5 < sum(one.open_on(date(2026, 4, 10)) for one in looked) < 60
    assert sum(one.saved.fen for one in looked if isinstance(one.saved, Money)) > 10**8


def _about(city) -> dict[str, list]:
    told: dict[str, list] = {}
    for fact in city.facts(RightFiled, RightGranted, RightEnded, FeeReductionRecorded, AnnuityPaid):
        told.setdefault(fact.right, []).append(fact)
    return told


def _judged(right: str, facts: list) -> list:
    return list(judged(from_standing(fold(right, facts)), [f for f in facts if isinstance(f, AnnuityPaid)]))


def test_marks_are_used_for_classes_of_their_own(city):
    classes = {f.right: f.classes for f in city.facts(RightFiled)}
    used = city.facts(MarkUsed)
    assert len(used) > 20
    assert all(set(u.classes) <= set(classes[u.right]) for u in used)
