"""Every scheme that comes with the program: it reads, it cites, its worked cases come out, and each silent place is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ipops.finance.scheme import read_scheme
from ipops.finance.scheme.load import Scheme
from ipops.finance.scheme.worked import CaseForm, CasesForm, Tried, read_cases, tried
from ipops.kernel.citation import Grade
from ipops.policy.laws import check_citation, is_held
from ipops.policy.scheme_shelf import every_citation, schemes

#: What issue and law ask for at least.
ASKED = {
    "gz-2020", "gz-2023", "js-suzhidai", "sd-2016", "weihai", "anhui-2022", "hubei-2025", "haikou-2023", "deyang-2019",
    "zhongshan", "shenzhen-2024", "bj-2023", "qd-2024", "fj-2022", "sd-2020", "sip", "nanshan-abs", "cn-guarantee-2017",
    "cn-insurance-claims",
}  # fmt: skip


def all_cases() -> Iterator[tuple[str, CaseForm]]:
    for code, file in schemes().items():
        got = read_cases(file.cases)
        assert isinstance(got, CasesForm), (code, got)
        yield from ((code, case) for case in got.cases)


CASES = list(all_cases())


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}-{c.en}" for code, c in CASES])
def test_a_worked_case_comes_out_as_it_says(code, case):
    got = tried(schemes()[code].tree, case)
    assert isinstance(got, Tried), got
    assert got.differs == ()


def test_every_scheme_asked_for_is_there():
    assert set(schemes()) >= ASKED


@pytest.mark.parametrize("code", sorted(schemes()))
class TestEveryScheme:
    def scheme(self, code: str) -> Scheme:
        got = read_scheme(schemes()[code].tree)
        assert isinstance(got, Scheme), got
        return got

    def test_reads_without_a_mistake_and_knows_its_code(self, code):
        assert self.scheme(code).code == code

    def test_has_at_least_one_worked_case_in_both_languages(self, code):
        mine = [c for k, c in CASES if k == code]
        assert mine
        assert all(c.case and c.en and c.then for c in mine)

    def test_cites_a_source_for_every_rule(self, code):
        cites = [cite for key, cite in schemes()[code].citations]
        assert cites
        assert all(c.source or c.grade in (Grade.OURS, Grade.DEMO) for c in cites)

    def test_says_moment_recoveries_cost_and_order_or_that_its_source_does_not(self, code):
        form = self.scheme(code).form
        if form.layers:
            assert form.states is not None
            for stated in (
                form.states.moment,
                form.states.recoveries,
                form.states.enforcement_cost,
                form.states.short_pot,
            ):
                assert (stated.value is None) != (stated.unknown is None)


@pytest.mark.shared
def test_every_law_cited_has_the_article_and_the_words(shared):
    wrong = [
        (code, key, bad.says.en) for code, key, cite in every_citation() if (bad := check_citation(cite)) is not None
    ]
    assert wrong == []
    assert sum(is_held(cite.document) for _, _, cite in every_citation()) >= 10
