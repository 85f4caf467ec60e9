"""Decisions of the custody line, case by case from ``cases/*.yaml``, which a lawyer can read; sizes; the row's fold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.facts.words import CreditGrade
from ipops.lines.custody.app import selectors
from ipops.lines.custody.facts import Service, Size
from ipops.lines.custody.rules import admission, clauses
from ipops.lines.custody.rules.folds import custody_step
from ipops.lines.custody.rules.size import Told, computed, counts
from ipops.policy import laws
from ipops.reference.sme import size_classes

from .conftest import RIGHT, SAID, TODAY, served, signed

CASES = [
    case
    for file in sorted(Path(__file__).parent.joinpath("cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def ask(act: str, given: dict[str, Any]) -> Any:
    if act == "offer":
        return admission.offer(
            grade=CreditGrade(given.get("grade", "b")),
            licence_no=given.get("licence_no", ""),
            services=tuple(Service(s) for s in given.get("services", ("watch", "fees"))),
            level=given.get("level", "watch"),
            levels=selectors.levels(),
        )
    if act == "serve":
        return admission.serve(
            service=Service(given.get("service", "watch")),
            agreed=(Service.WATCH,),
            licence_no=given.get("licence_no", ""),
            on=given.get("day", date(2024, 5, 20)),
            signed_on=date(2024, 5, 6),
            today=TODAY,
        )
    contract = admission.Contract(
        client=given.get("client", "P:甲"),
        agency="P:机构",
        on=date(2024, 5, 6),
        until=given.get("until"),
        leader=given.get("leader", "李工"),
        secrecy=given.get("secrecy", True),
        rights=frozenset({RIGHT}),
        document=given.get("document", "ab" * 32),
        licence_no=given.get("licence_no", ""),
        services=tuple(Service(s) for s in given.get("services", ("watch", "fees"))),
        grade=CreditGrade(given.get("grade", "b")),
    )
    rights = frozenset(given.get("held_rights", ()))
    return admission.sign(
        contract, held=[admission.Held(custody="K:1", client="P:乙", agency="P:机构", rights=rights)], today=TODAY
    )


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["case"])
def test_the_guards_answer_as_the_case_says(case):
    got = ask(case["act"], case["given"])
    assert [r.code for r in got.reasons] == case["refused"] if got else case["refused"] == []


@pytest.mark.shared
def test_each_clause_holds_the_words_quoted(shared):
    assert all(laws.versions_of(c.document) for c in clauses.QUOTED), (
        "the laws are held, so the quotes are really checked"
    )
    assert [laws.check_citation(c) for c in clauses.QUOTED] == [None] * len(clauses.QUOTED)


class TestSize:
    def test_is_unknown_without_an_industry_or_without_the_tables(self):
        assert computed(Told(), Unknown(why=Text("无", "none")))[0] is Size.UNKNOWN
        assert computed(Told(industry="3911", employees=9), Unknown(why=Text("无", "none")))[0] is Size.UNKNOWN

    @pytest.mark.shared
    def test_is_computed_by_the_method_where_the_figures_are_told(self, shared):
        method = size_classes()
        assert not isinstance(method, Unknown)
        small = Told(industry="3911", employees=50, revenue=Money.yuan(5_000_000))
        large = Told(industry="3911", employees=1000, revenue=Money.yuan(400_000_000))
        assert computed(small, method)[0] is Size.SME
        assert computed(large, method)[0] is Size.LARGE
        assert computed(Told(industry="3911"), method)[0] is Size.UNKNOWN
        no = computed(Told(industry="ZZ", employees=9), method)
        assert isinstance(no, Refused), "a slip does not put the firm's word in the place of what can be computed"
        assert no.reasons[0].field == "industry"
        assert computed(Told(industry="66", employees=9), method)[0] is Size.UNKNOWN, "banks: the method is silent"

    def test_what_is_computed_outweighs_what_is_declared(self):
        assert counts(Size.SME, Size.LARGE)
        assert not counts(Size.LARGE, Size.SME)
        assert counts(Size.UNKNOWN, Size.SME)
        assert not counts(Size.UNKNOWN, Size.UNKNOWN)


def fold(*facts):
    state = None
    for n, fact in enumerate(facts, 1):
        entry = Entry(
            n=n, fact=fact, recorded_at=datetime(2024, 1, 1, tzinfo=UTC), by="t", source=SAID, reference=str(n)
        )
        state = custody_step("K", state, entry)
    return state


class TestRow:
    def test_a_contract_without_a_service_is_a_shell(self):
        row = fold(signed("K"))
        assert (row.stage, row.covered_on, row.served) == ("signed", None, 0)

    def test_a_firm_is_covered_from_the_later_of_contract_and_first_service(self):
        row = fold(signed("K", on=date(2023, 3, 1)), served("K", on=date(2023, 9, 1)), served("K", on=date(2023, 4, 1)))
        assert (row.stage, row.covered_on, row.served) == ("active", date(2023, 4, 1), 2)

    def test_a_large_or_undecided_firm_is_not_covered(self):
        assert fold(signed("K", declared=Size.LARGE), served("K")).covered_on is None
        assert fold(signed("K", declared=Size.UNKNOWN), served("K")).covered_on is None

    def test_the_order_of_services_does_not_matter(self):
        log = [served("K", on=date(2023, m, 1), saved=Money.yuan(m)) for m in (4, 5, 6)]
        rows = {fold(signed("K"), *order)._replace(log=(), stage_since=None, steps=()) for order in permutations(log)}
        assert len(rows) == 1
        assert rows.pop().saved_fen == 1500
