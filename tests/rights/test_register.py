"""The register's entries fold to one standing, whatever the order in which they were learned."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.ledger import facts as f
from ipops.ledger.facts.words import EndOfRight, LicenceKind, Proof, RightKind
from ipops.policy.laws import check_citation
from ipops.rights.register.entries import EntryKind, entry_kind, events_of
from ipops.rights.register.fold import fold
from ipops.rights.register.ownership import Holders
from ipops.rights.register.states import EVENTS, LIFECYCLES, Overlay, lifecycle_of

NO = "CN201819900001.7"
A, B, C = "P:a", "P:b", "P:c"
days = st.dates(date(2015, 1, 1), date(2026, 1, 1))
parties = st.lists(st.sampled_from([A, B, C, "P:d"]), min_size=1, max_size=3, unique=True).map(tuple)
kinds = st.sampled_from(list(RightKind))


def on(text: str) -> date:
    return date.fromisoformat(text)


def filed(
    day: str = "2018-03-15", owners: tuple[str, ...] = (A,), kind: RightKind = RightKind.INVENTION
) -> f.RightFiled:
    return f.RightFiled(on=on(day), right=NO, kind_of_right=kind, title="一种装置", owners=owners, place="990100")


def transfer(day: str, giver: tuple[str, ...], taker: tuple[str, ...]) -> f.TransferRegistered:
    return f.TransferRegistered(
        on=on(day), deal=f"D{day}", right=NO, kind_of_right=RightKind.INVENTION, transferors=giver, transferees=taker,
        from_place="", to_place="", proof=Proof.LISTED,
    )  # fmt: skip


def pledge(day: str, code: str = "PL1") -> f.PledgeRegistered:
    return f.PledgeRegistered(
        on=on(day), pledge=code, right=NO, kind_of_right=RightKind.INVENTION, pledgors=(A,), pledgees=("P:bank",),
        place="", proof=Proof.LISTED,
    )  # fmt: skip


register_facts = st.one_of(
    st.builds(f.RightFiled, on=days, right=st.just(NO), kind_of_right=kinds, title=st.just("物"), owners=parties, place=st.just(""), published_on=st.none() | days),
    st.builds(f.RightGranted, on=days, right=st.just(NO)),
    st.builds(f.RightEnded, on=days, right=st.just(NO), why=st.sampled_from(list(EndOfRight))),
    st.builds(f.RightRestored, on=days, right=st.just(NO)),
    st.builds(f.TermCompensated, on=days, right=st.just(NO), expires_on=st.none() | days),
    st.builds(f.TransferRegistered, on=days, deal=st.sampled_from(["D1", "D2"]), right=st.just(NO), kind_of_right=kinds, transferors=parties, transferees=parties, from_place=st.just(""), to_place=st.just(""), proof=st.sampled_from(list(Proof))),
    st.builds(f.OwnerMerged, on=days, deal=st.just("M1"), right=st.just(NO), merged=parties, into=parties),
    st.builds(f.SharesRegistered, on=days, right=st.just(NO), owners=st.just((A, B)), shares=st.sampled_from([(Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 3), Fraction(2, 3)), (Fraction(1, 4), Fraction(1, 4))])),
    st.builds(f.PledgeRegistered, on=days, pledge=st.sampled_from(["PL1", "PL2"]), right=st.just(NO), kind_of_right=kinds, pledgors=parties, pledgees=parties, place=st.just(""), proof=st.just(Proof.LISTED)),
    st.builds(f.PledgeReleased, on=days, pledge=st.sampled_from(["PL1", ""]), right=st.just(NO)),
    st.builds(f.LicenceRecorded, on=days, deal=st.sampled_from(["L1", "L2"]), right=st.just(NO), kind_of_right=kinds, kind_of_licence=st.sampled_from(list(LicenceKind)), licensors=parties, licensees=parties, from_place=st.just(""), to_place=st.just(""), proof=st.just(Proof.LISTED), until=st.none() | days),
    st.builds(f.LicenceEnded, on=days, deal=st.sampled_from(["L1", ""]), right=st.just(NO)),
    st.builds(f.RightPreserved, on=days, right=st.just(NO), order=st.just("（2025）01"), until=st.none() | days),
    st.builds(f.PreservationLifted, on=days, right=st.just(NO), order=st.just("（2025）01")),
    st.builds(f.OpenLicenceDeclared, on=days, right=st.just(NO)),
    st.builds(f.OpenLicenceWithdrawn, on=days, right=st.just(NO)),
    st.builds(f.ProceedingsSuspended, on=days, right=st.just(NO), until=st.none() | days),
    st.builds(f.MarkRenewed, on=days, right=st.just(NO)),
    st.builds(f.MarkRenewalFiled, on=days, right=st.just(NO), term_ended=days, paid=st.just(Money.yuan(450))),
    st.builds(f.AnnuityPaid, on=days, right=st.just(NO), year=st.integers(1, 20), paid=st.just(Money.yuan(900))),
    st.builds(f.FeeReductionRecorded, on=days, right=st.just(NO), year=st.integers(2016, 2030), percent=st.sampled_from([70, 85])),
)  # fmt: skip


class TestAnyOrder:
    @given(facts=st.lists(register_facts, max_size=14), seed=st.integers(0, 10**6))
    def test_of_learning_gives_one_standing(self, facts, seed):
        mixed = list(facts)
        random.Random(seed).shuffle(mixed)
        assert fold(NO, mixed) == fold(NO, facts)

    @given(facts=st.lists(register_facts, max_size=10))
    def test_a_fact_told_twice_is_one_fact(self, facts):
        assert fold(NO, [*facts, *reversed(facts)]) == fold(NO, facts)

    @given(facts=st.lists(register_facts, max_size=12), day=days)
    def test_later_facts_do_not_change_how_it_stood(self, facts, day):
        assert fold(NO, facts, on=day) == fold(NO, [x for x in facts if x.on <= day], on=day)

    @given(facts=st.lists(register_facts, max_size=14), day=days)
    def test_known_shares_never_pass_the_whole(self, facts, day):
        """Where all are known they are exactly one; an unknown share stays unknown."""
        standing = fold(NO, facts)
        for one in (standing.owners, standing.owners_on(day), *(s.holders for s in standing.chain)):
            known = [s for _, s in one.shares if s is not None]
            assert sum(known) <= 1
            assert not one.all_known or sum(known) == 1
            assert len(set(one.owners)) == len(one.owners)

    @given(facts=st.lists(register_facts, max_size=14), day=days)
    def test_no_event_is_lost_in_silence(self, facts, day):
        """Every event either was allowed by the table or left a doubt; the state is one of the table's."""
        standing = fold(NO, facts)
        assert standing.state in lifecycle_of(standing.kind).states
        standing.as_json(day)


class TestALife:
    STORY = (
        filed(owners=(A, B)),
        f.RightGranted(on=on("2020-05-10"), right=NO),
        f.SharesRegistered(on=on("2020-06-01"), right=NO, owners=(A, B), shares=(Fraction(2, 3), Fraction(1, 3))),
        pledge("2021-01-05"),
        transfer("2022-02-02", (B,), (C,)),
        f.RightEnded(on=on("2023-03-15"), right=NO, why=EndOfRight.UNPAID),
        f.RightRestored(on=on("2023-10-01"), right=NO),
        f.PledgeReleased(on=on("2024-01-01"), pledge="", right=NO),
    )

    def test_ends_and_is_restored(self):
        assert fold(NO, self.STORY, on=on("2023-03-15")).state == "ended"
        now = fold(NO, self.STORY)
        assert (now.state, now.ended_on, now.restored_on) == ("in_force", None, on("2023-10-01"))
        assert now.doubts == ()

    def test_shares_pass_with_what_they_are(self):
        now = fold(NO, self.STORY)
        assert now.owners.shares == ((A, Fraction(2, 3)), (C, Fraction(1, 3)))
        assert now.owners_on(on("2021-01-01")).share(B) == Fraction(1, 3)
        assert now.owners_on(on("2020-05-11")).share(A) is None
        assert now.owners_on(on("2010-01-01")).owners == ()

    def test_overlays_come_and_go(self):
        now = fold(NO, self.STORY)
        assert Overlay.PLEDGED in now.overlays(on("2021-01-05"))
        assert Overlay.PLEDGED not in now.overlays(on("2024-01-01"))
        assert Overlay.PLEDGED not in now.overlays(on("2021-01-04"))

    def test_what_does_not_fit_is_a_doubt_and_not_lost(self):
        odd = fold(NO, [filed(), pledge("2019-01-01"), f.RightRestored(on=on("2019-02-01"), right=NO)])
        assert [d.code for d in odd.doubts] == ["does-not-fit", "does-not-fit"]
        assert [p.code for p in odd.pledges] == ["PL1"]
        assert odd.state == "filed"

    @pytest.mark.parametrize("first", [0, 1])
    def test_two_sources_of_one_filing_complete_each_other(self, first):
        """The register's event has neither title nor owners, the owner's list has both; neither is a doubt."""
        event = f.RightFiled(on=on("2018-03-15"), right=NO, kind_of_right=RightKind.INVENTION, title="", owners=(), place="", published_on=on("2019-09-20"))  # fmt: skip
        granted = f.RightGranted(on=on("2020-05-10"), right=NO)
        termed = f.RightGranted(on=on("2020-05-10"), right=NO, expires_on=on("2038-03-15"))
        told = [event, filed()] if first else [filed(), event]
        now = fold(NO, [*told, granted, termed])
        assert (now.title, now.owners.owners, now.published_on) == ("一种装置", (A,), on("2019-09-20"))
        assert (now.expires_on, now.state, now.doubts) == (on("2038-03-15"), "in_force", ())

    def test_a_release_that_names_no_pledge_ends_none_of_two(self):
        two = fold(NO, [filed(), f.RightGranted(on=on("2020-05-10"), right=NO), pledge("2021-01-05"), pledge("2021-01-06", "PL2"), f.PledgeReleased(on=on("2022-01-01"), pledge="", right=NO)])  # fmt: skip
        assert all(p.until is None for p in two.pledges)
        assert two.doubts

    def test_on_one_day_a_pledge_is_released_before_the_next_unless_it_began_that_day(self):
        day = "2022-01-01"
        granted = [filed(), f.RightGranted(on=on("2020-05-10"), right=NO)]
        short = [*granted, pledge(day), f.PledgeReleased(on=on(day), pledge="PL1", right=NO)]
        assert [(p.code, p.until) for p in fold(NO, short).pledges] == [("PL1", on(day))]
        renewed = [
            *granted,
            pledge("2021-01-05"),
            pledge(day, "PL2"),
            f.PledgeReleased(on=on(day), pledge="PL1", right=NO),
        ]
        assert [(p.code, p.until) for p in fold(NO, renewed).pledges] == [("PL1", on(day)), ("PL2", None)]
        assert fold(NO, short).doubts == fold(NO, renewed).doubts == ()

    def test_an_invalid_patent_is_void_even_after_it_lapsed(self):
        void = fold(NO, [*self.STORY, f.RightEnded(on=on("2025-01-01"), right=NO, why=EndOfRight.INVALIDATED)])
        assert (void.state, void.ended_why) == ("void", EndOfRight.INVALIDATED)

    def test_a_sole_owner_holds_the_whole_and_two_hold_unknown_shares(self):
        assert Holders.of([A]).share(A) == 1
        assert Holders.of([A, B]).shares == ((A, None), (B, None))
        assert Holders.of([A, B]).passed([A], [C]).shares == ((B, None), (C, None))
        assert Holders.of([A]).passed([A], [B, C]).shares == ((B, None), (C, None))
        assert Holders.of([A]).passed([A], [A, B]).shares == ((A, None), (B, None))


class TestTheVocabulary:
    def test_has_the_twelve_kinds_of_the_article(self):
        assert len(EntryKind) == 12

    def test_reaches_every_kind_by_a_fact(self):
        made = [
            f.RightGranted(on=on("2020-01-01"), right=NO),
            transfer("2020-01-01", (A,), (B,)),
            pledge("2020-01-01"),
            f.LicenceEnded(on=on("2020-01-01"), right=NO),
            f.RightDeclassified(on=on("2020-01-01"), right=NO),
            f.RightNarrowed(on=on("2020-01-01"), right=NO),
            f.RightEnded(on=on("2020-01-01"), right=NO, why=EndOfRight.UNPAID),
            f.RightRestored(on=on("2020-01-01"), right=NO),
            f.TermCompensated(on=on("2020-01-01"), right=NO),
            f.OpenLicenceDeclared(on=on("2020-01-01"), right=NO),
            f.CompulsoryLicenceGranted(on=on("2020-01-01"), right=NO),
            f.OwnerDetailsChanged(on=on("2020-01-01"), right=NO),
        ]
        assert {entry_kind(x) for x in made} == set(EntryKind)
        assert all(e.name in EVENTS for x in made for e in events_of(x))

    @pytest.mark.parametrize("why", list(EndOfRight))
    def test_knows_every_end(self, why):
        (event,) = events_of(f.RightEnded(on=on("2020-01-01"), right=NO, why=why))
        assert event.name in EVENTS

    def test_a_geographical_indication_is_neither_pledged_nor_transferred(self):
        gi = lifecycle_of(RightKind.GI)
        assert not {"pledge", "transfer", "license"} & set(gi.events)

    @pytest.mark.shared
    def test_rests_on_clauses_that_say_so(self, shared):
        cites = [s.cite for life in LIFECYCLES for row in life.table.values() for s in row.values() if s.cite]
        assert cites
        assert [p for c in cites if (p := check_citation(c)) is not None] == []


def test_the_page_of_states_is_what_the_tables_say(golden):
    """Drawn from the tables; ``pytest --rewrite-golden`` writes it."""
    parts = [
        "# States of a right\n\nMade from `rights/register/states.py`. An event that a table does not have from a state leaves a doubt and moves nothing;"
        "\nwhat keeps a state (a pledge, a licence, an order …) lies over it and is not drawn.\n"
    ]
    for life in LIFECYCLES:
        moves = [f"    {a} --> {s.to}: {e}" for a, row in life.table.items() for e, s in row.items() if s.to != a]
        names = [f"| `{code}` | {t.zh} | {t.en} |" for code, t in life.states.items()]
        events = [f"| `{code}` | {t.zh} | {t.en} |" for code, t in life.events.items()]
        picture = "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {life.start}", *moves, "```"])
        head = "| | 中文 | English |\n|---|---|---|\n"
        parts.append(
            f"## {life.title.zh} · {life.title.en}\n\n{picture}\n\n{head}"
            + "\n".join(names)
            + f"\n\n{head}"
            + "\n".join(events)
            + "\n"
        )
    golden.check("docs/reference/rights-states.md", "\n".join(parts))
