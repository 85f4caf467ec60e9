"""The demo city is the same everywhere, labelled demo everywhere, and hangs together."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import UTC, timedelta
from pathlib import Path

import pytest

import ipops
from ipops.kernel.identifiers import check_number
from ipops.ledger import merkle
from ipops.ledger.canonical import canonical
from ipops.ledger.columns import lookups
from ipops.ledger.facts import (
    AnnuityPaid,
    CheckOpened,
    FeeReductionRecorded,
    LicenceRecorded,
    PartyRegistered,
    PledgeRegistered,
    RightFiled,
    RightGranted,
    TransferRegistered,
    Withdrawn,
)
from ipops.ledger.facts.words import PartyKind, RightKind
from ipops.reference.demo_places import DEMO_CITY, DEMO_DISTRICTS, DEMO_SECOND, is_demo
from ipops.site.demo import TODAY
from ipops.site.demo.people import Actor

ROOT = "7b7ea39d066445e572efd42da0207e0bfe85fa22e8445fd417859da0a2c36259"
DIGEST = "c1e237df275b07c44e964191825ac0f626dce5327ddee1f57651064dad09ef2e"
COUNTS = {
    "annuity_paid": 20_083,
    "check_ended": 26,
    "check_opened": 28,
    "conflict_flagged": 2,
    "conflict_settled": 1,
    "custody_answered": 46,
    "custody_planned": 134,
    "custody_rated": 81,
    "custody_served": 1_541,
    "custody_signed": 1_325,
    "deal_failed": 4,
    "deal_found": 4,
    "deal_intended": 1,
    "document_labelled": 39,
    "fee_reduction_recorded": 1_425,
    "insurance_product_listed": 5,
    "insurance_quoted": 10,
    "licence_recorded": 2_753,
    "loss_advanced": 1,
    "loss_agreed": 1,
    "loss_assessed": 2,
    "loss_claimed": 3,
    "loss_closed": 1,
    "loss_paid": 1,
    "loss_papers_asked": 1,
    "loss_papers_complete": 2,
    "mark_used": 75,
    "need_stated": 4,
    "observed": 753,
    "offer_made": 8,
    "party_registered": 1_407,
    "party_renamed": 6,
    "pledge_registered": 2_175,
    "pledge_released": 1_398,
    "policy_written": 9,
    "right_ended": 527,
    "right_filed": 3_000,
    "right_granted": 2_782,
    "sample_judged": 63,
    "study_accepted": 6,
    "study_contracted": 8,
    "study_data_frozen": 8,
    "study_proposed": 8,
    "study_published": 1,
    "study_reported": 7,
    "study_used": 1,
    "subrogation_begun": 1,
    "subrogation_received": 1,
    "subsidy_computed": 6,
    "subsidy_filed": 8,
    "subsidy_granted": 4,
    "subsidy_paid": 3,
    "subsidy_pot_divided": 1,
    "subsidy_proven": 7,
    "subsidy_recalled": 1,
    "subsidy_returned": 1,
    "subsidy_shared": 4,
    "subsidy_turned_down": 1,
    "subsidy_window_closed": 1,
    "subsidy_window_opened": 2,
    "transfer_registered": 4_339,
    "withdrawn": 1,
}


class TestIsTheSameEverywhere:
    """Whoever changes the story on purpose changes these three; nothing else may."""

    def test_has_this_merkle_root(self, city):
        leaves = merkle.leaf_hashes(map(canonical, city.entries))
        assert merkle.root(leaves).hex() == ROOT

    def test_has_these_bytes(self, city):
        assert hashlib.sha256(b"".join(map(canonical, city.entries))).hexdigest() == DIGEST

    def test_has_these_facts(self, city):
        assert Counter(type(e.fact).KIND for e in city.entries) == COUNTS
        assert 36_000 <= len(city.entries) <= 48_000

    @pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Shanghai"), ("4711", "America/Los_Angeles")])
    def test_whatever_the_hash_seed_and_the_time_zone(self, seed, zone):
        code = (
            "import hashlib\n"
            "from ipops.site.demo import demo_city\n"
            "h = hashlib.sha256()\n"
            "for at, by, draft in demo_city(): h.update(repr((at.isoformat(), by, draft)).encode())\n"
            "print(h.hexdigest())\n"
        )
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "PYTHONPATH": str(Path(ipops.__file__).parents[1]),
            "IPOPS_SHARED": "/nowhere",
        }
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
        told = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**environment, "PYTHONHASHSEED": "0", "TZ": "UTC"},
        )
        assert done.stdout == told.stdout


class TestIsLabelledDemo:
    def test_every_party_says_so_in_its_name(self, city):
        named = [p for p in city.facts(PartyRegistered) if p.name]
        assert named
        assert all(p.name.endswith("（演示）") for p in named)

    def test_every_right_says_so_in_its_title(self, city):
        assert all(r.title.endswith("（演示）") for r in city.facts(RightFiled))

    def test_every_place_is_a_demo_place(self, city):
        places = {p for e in city.entries for p in lookups(e.fact).places}
        assert places == {DEMO_CITY, DEMO_SECOND, *DEMO_DISTRICTS}
        assert all(map(is_demo, places))

    def test_every_sender_and_register_number_and_paper_says_so(self, city):
        assert {e.by for e in city.entries} == {a.label for a in Actor}
        assert all(a.label.endswith("@demo") for a in Actor)
        listed = city.facts(TransferRegistered, LicenceRecorded, PledgeRegistered)
        assert all(f.register_no.startswith("DEMO-") for f in listed if f.proof.counts)
        assert all("演示" in p.name for p in city.papers.values())


class TestNumbersAreMadeUpAndRight:
    def test_every_patent_number_holds_and_no_office_has_given_it(self, city):
        patents = [r for r in city.facts(RightFiled) if r.kind_of_right.is_patent]
        assert len(patents) > 2_500
        for right in patents:
            verdict = check_number(right.right)
            assert (verdict.valid, verdict.normalised, verdict.kind) == (True, right.right, right.kind_of_right.value)
            assert right.right[7:9] == "99"

    def test_every_credit_code_holds_but_for_its_division(self, city):
        codes = [p.code for p in city.facts(PartyRegistered) if p.code]
        assert len(codes) == len(set(codes))
        for code in codes:
            verdict = check_number(code)
            assert verdict.valid
            assert code[2:4] == "99"
            assert "99" in str(verdict.reason), "the division is made up and the check says so"

    def test_there_are_3000_rights_of_seven_kinds(self, city):
        kinds = Counter(r.kind_of_right for r in city.facts(RightFiled))
        assert sum(kinds.values()) == 3_000
        assert set(kinds) == set(RightKind) - {RightKind.COPYRIGHT}
        assert len({r.right for r in city.facts(RightFiled)}) == 3_000


class TestPersonalDataAndUnpublishedInventions:
    def test_natural_persons_appear_sealed_and_without_a_code(self, city):
        persons = [p for p in city.facts(PartyRegistered) if p.kind_of_party is PartyKind.PERSON]
        assert len(persons) == 15
        assert all(not p.name and not p.code and p.name_sealed for p in persons)
        assert len({p.name_sealed for p in persons}) == len(persons)

    def test_no_application_is_told_before_it_was_published(self, city):
        for entry in city.entries:
            if isinstance(entry.fact, RightFiled):
                assert entry.fact.published_on is not None
                assert entry.fact.published_on <= (entry.recorded_at + timedelta(hours=8)).date()


class TestTime:
    def test_moments_never_run_backwards_and_are_utc(self, city):
        moments = [e.recorded_at for e in city.entries]
        assert moments == sorted(moments)
        assert all(m.tzinfo is UTC for m in moments)

    def test_nothing_is_known_before_it_happened_nor_after_today(self, city):
        for entry in city.entries:
            learned = (entry.recorded_at + timedelta(hours=8)).date()
            assert learned <= TODAY
            assert entry.fact.on <= learned

    def test_a_batch_is_one_moment_and_one_sender(self, city):
        assert city.batches < len(city.entries) / 20


class TestSources:
    def test_every_document_is_there(self, city):
        named = {e.source.document for e in city.entries if e.source.document}
        assert named == set(city.papers)

    def test_every_reference_is_used_once(self, city):
        assert len({(e.by, e.reference) for e in city.entries}) == len(city.entries)

    def test_a_correction_is_of_an_earlier_entry_on_the_same_deal_and_right(self, city):
        by_n = {e.n: e for e in city.entries}
        corrections = [e for e in city.entries if e.supersedes]
        assert len(corrections) > 100
        assert len({e.supersedes for e in corrections}) == len(corrections)
        for entry in corrections:
            earlier = by_n[entry.supersedes].fact
            if not isinstance(entry.fact, Withdrawn):
                assert (type(entry.fact), entry.fact.deal, entry.fact.right) == (
                    type(earlier),
                    earlier.deal,
                    earlier.right,
                )

    def test_a_check_looks_at_the_entries_of_its_deals(self, city):
        by_n = {e.n: e for e in city.entries}
        for entry in city.entries:
            if isinstance(entry.fact, CheckOpened):
                seen = [by_n[int(n)] for n in entry.fact.entries]
                assert {e.fact.deal for e in seen} == set(entry.fact.deals)
                assert all(e.n < entry.n for e in seen)


class TestRights:
    def test_annuities_are_paid_once_a_year_while_the_right_lives(self, city):
        granted = {g.right: g for g in city.facts(RightGranted)}
        years: dict[str, list[int]] = defaultdict(list)
        for paid in city.facts(AnnuityPaid):
            years[paid.right].append(paid.year)
            assert paid.on >= granted[paid.right].on - timedelta(days=60)
        for paid_years in years.values():
            paid_years.sort()
            assert paid_years == list(range(paid_years[0], paid_years[-1] + 1))

    @pytest.mark.shared
    def test_fees_are_those_of_the_rule_table(self, city, shared):
        import csv

        with (shared / "data/rules/annuity_fees.csv").open(encoding="utf-8") as f:
            fees = {
                (r["right_type"], year): int(r["annual_fee_cny"])
                for r in csv.DictReader(f)
                for year in range(int(r["year_from"]), int(r["year_to"]) + 1)
            }
        kinds = {r.right: r.kind_of_right.value for r in city.facts(RightFiled)}
        recorded = {(r.right, r.year) for r in city.facts(FeeReductionRecorded)}
        for paid in city.facts(AnnuityPaid):
            full = fees[kinds[paid.right], paid.year]
            on_record = (paid.right, paid.on.year) in recorded
            assert paid.paid.fen in ({full * 100, full * 15} if on_record else {full * 100})

    def test_some_are_owned_together(self, city):
        assert sum(len(r.owners) > 1 for r in city.facts(RightFiled)) > 100
