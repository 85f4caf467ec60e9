"""A claim filed after its last day: seen as late by whoever decides, refused where the scheme says so."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from ipops.finance.scheme import Scheme
from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Claim
from ipops.lines.pledge.facts import ClaimDecided
from ipops.lines.pledge.rules.lateness import late
from ipops.lines.pledge.rules.scheming import scheme_of
from ipops.webkit import journal

from .conftest import ALL_PAPERS, by, claimed, codes, failed, fund, stored, words, yuan

LAST = date(2025, 6, 17)  # ten working days after 3 June 2025
LATER = date(2025, 6, 18)
LATE = "2025-06-18 12:00:00+08:00"


def missed(filed_on, days=10, scheme=None, **told):
    found = late(scheme, told, npl_on=date(2025, 6, 3), filed_on=filed_on, days=days)
    return [(x.last_day, x.refused) for x in found]


class TestTheClocks:
    def test_the_last_day_is_in_time_and_the_next_is_late(self):
        assert missed(LAST) == []
        assert missed(date(2025, 6, 18)) == [(LAST, False)]
        assert missed(date(2025, 6, 18), days=None) == [], "the fund's agreement sets no days"

    def test_a_schemes_own_clock_counts_beside_and_may_refuse(self):
        scheme = scheme_of("demo-sharing")
        assert isinstance(scheme, Scheme)
        assert missed(date(2025, 6, 18), scheme=scheme) == [(LAST, False), (LAST, True)]
        (one,) = late(scheme, {}, npl_on=date(2025, 6, 3), filed_on=date(2025, 6, 18), days=None)
        assert "第七条" in one.says.zh
        assert "不予受理" in one.says.zh

    def test_a_clock_that_starts_with_what_the_checker_adds(self):
        scheme = scheme_of("weihai")
        assert isinstance(scheme, Scheme)
        assert missed(date(2025, 6, 30), None, scheme) == [], "nobody told when the province recognised it"
        told = {"event.recognised_on": date(2025, 6, 3)}
        assert missed(date(2025, 6, 18), None, scheme, **told) == [(LAST, False)]


@pytest.mark.db
class TestAClaim:
    def test_that_is_late_is_marked_and_approved_with_a_reason_or_not_at_all(self, city, enter):
        loan = failed()
        with time_machine.travel(LATE):
            claim = stored(claimed(loan, by=by("claim", "user:bank", today=LATER)))
            stored(services.claim_check(claim=claim, given=(), by=by("check", "user:clerk", today=LATER)))
            people = enter("certifier")
            for page in (f"/pledge/claims/{claim}/", f"/pledge/claims/{claim}/do/approve/"):
                said = words(people.get(page))
                assert "逾期申请：认定不良后10个工作日内申请（资金协议），末日 2025-06-17；未载" in said, page
                assert "同意的须写明理由" in said
            late_in = {"claim": claim, "approved": True, "ground": "", "by": by("d", "user:certifier", today=LATER)}
            got = services.claim_decide(**late_in, why=" ")
            assert codes(got) == ["late-unexplained"]
            assert got.reasons[0].cite is not None
            stored(services.claim_decide(**late_in, why="不可抗力，停业一周，附证明"))
        (decided,) = [e.fact for e in journal.about(case=claim) if isinstance(e.fact, ClaimDecided)]
        assert decided.late_after == LAST

    def test_in_time_is_not_marked(self, city, enter):
        claim = stored(claimed(failed()))
        assert "逾期申请" not in words(enter("certifier").get(f"/pledge/claims/{claim}/"))

    def test_corrected_when_asked_is_as_old_as_its_first_filing(self, city):
        loan = failed()
        claim = stored(claimed(loan))
        with time_machine.travel(LATE):
            stored(services.claim_return(claim=claim, why="缺催收记录", by=by("back", "user:clerk", today=LATER)))
            again = {"principal": yuan(1_000_000), "interest": yuan(5_000), "recovered": yuan(0), "papers": ALL_PAPERS}
            stored(services.claim_refile(claim=claim, **again, by=by("again", "user:bank", today=LATER)))
            stored(services.claim_check(claim=claim, given=(), by=by("check", "user:clerk", today=LATER)))
            assert Claim.objects.get().filed_on == date(2025, 6, 3)
            stored(
                services.claim_decide(
                    claim=claim, approved=True, ground="", why="", by=by("d", "user:certifier", today=LATER)
                )
            )

    def test_of_a_scheme_that_refuses_what_is_late_cannot_be_approved(self, city):
        code = fund("strict", scheme="demo-sharing")
        loan = failed(fund_code=code)
        with time_machine.travel(LATE):
            claim = stored(claimed(loan, by=by("claim", "user:bank", today=LATER)))
            stored(
                services.claim_check(claim=claim, given=("firm.on_list=是",), by=by("check", "user:clerk", today=LATER))
            )
            row = Claim.objects.get()
            assert row.verdict == "refused"
            assert dict(zip(row.parties, row.sums, strict=True)) == {"fund": 0, "bank": 100_000_000}
            got = services.claim_decide(
                claim=claim, approved=True, ground="", why="请批准", by=by("d", "user:certifier", today=LATER)
            )
            assert codes(got)[0] == "conditions-not-met"
