"""The gates, royalties and rewards a lawyer reads, case by case, and what must hold in every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.rate import percent
from ipops.ledger.facts.words import PartyKind
from ipops.lines.trading import facts as f
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts import words as w
from ipops.lines.trading.machine import DEAL
from ipops.lines.trading.rules.course import gates, notice, reward, royalty
from ipops.lines.trading.rules.course.file import DealFile, Objection
from ipops.policy import Known

HERE = Path(__file__).parent / "cases"
CASES = yaml.safe_load((HERE / "course.yaml").read_text(encoding="utf-8"))
MONEY = yaml.safe_load((HERE / "money.yaml").read_text(encoding="utf-8"))
DAY = date(2024, 3, 1)


def terms(said: dict[str, Any]) -> f.TermsAgreed | None:
    if said.get("terms") is False:
        return None
    return f.TermsAgreed(
        on=DAY,
        deal="D:1",
        priced=w.Priced(said.get("priced", "agreement")),
        form=w.PriceForm.ROYALTY if said.get("royalty") else w.PriceForm.LUMP,
        abroad=w.Abroad(said.get("abroad") or "no"),
        state_body=said.get("state_body"),
        price=Money.yuan(100_000),
    )


def file_of(said: dict[str, Any]) -> DealFile:
    untold = "abroad" in said and said["abroad"] is None
    published = said.get("published")
    raised = f.PriceObjected(on=DAY, deal="D:1", objection="O:1", words="价低")
    end = w.Settled.UPHELD if said.get("objection") == "upheld" else w.Settled.REJECTED
    settled = f.PriceObjectionSettled(on=DAY, deal="D:1", objection="O:1", end=end, why="已评估")
    objection = said.get("objection")
    return DealFile(
        deal="D:1",
        terms=None if untold else terms(said),
        consents=(f.PledgeeConsented(on=DAY, deal="D:1", pledges=("L:1",)),) if said.get("consented") else (),
        published=f.PricePublished(on=published, deal="D:1", name="膜", summary="膜", days=said.get("days")) if published else None,
        objections=(Objection(raised=raised, settled=settled if objection in ("settled", "upheld") else None),) if objection else (),
        export=f.ExportClassified(
            on=DAY,
            deal="D:1",
            export=w.ExportClass(said["export"]),
            catalogue="目录（某版）第1条",
            letter=said.get("letter", ""),
            registration=said.get("registration", ""),
            security=w.Security(said["security"]) if "security" in said else None,
        )
        if "export" in said
        else None,
        export_cleared_on=DAY if said.get("cleared") else None,
        statements=(f.RoyaltyStated(on=DAY, deal="D:1", since=DAY, until=DAY, base=Money(1), due=Money(1)),)
        if said.get("stated")
        else (),
        reward=f.RewardSet(on=DAY, deal="D:1", basis=w.RewardFor.INCOME, state_body=True, share=Fraction(1, 2))
        if said.get("reward")
        else None,
        inventors=f.InventorsAsked(on=DAY, deal="D:1", answer=w.InventorAnswer(said.get("inventors") or "declined"))
        if "inventors" not in said or said["inventors"]
        else None,
    )  # fmt: skip


def given_of(said: dict[str, Any]) -> gates.Given:
    return gates.Given(
        act=Act(said.get("act", "transfer")),
        givers=(PartyKind(said.get("giver", "enterprise")),),
        pledges=(("L:1", ("P:bank",)),) if said.get("pledged") else (),
        related=(said["related"],) if "related" in said else (),
        late=("CN201510237122.7",) if said.get("late") else (),
        insider=notice.insider_clause(said.get("place", "")),
    )


def answer(step: str, said: dict[str, Any]) -> Refused | None:
    file, given_ = file_of(said), given_of(said)
    asked = {
        "talk": lambda: gates.may_talk(file),
        "clear_export": lambda: gates.export_clear(file),
        "check_export": lambda: gates.goes_abroad(file),
        "seek_consent": lambda: gates.is_pledged(given_),
        "publish": lambda: gates.may_publish(file, given_, ("P:x",) if said.get("insider") else ()),
        "settle": lambda: gates.objection_open(file),
        "close": lambda: gates.notice_over(file, said["today"], said.get("why", "")),
        "sign": lambda: gates.may_sign(file, given_),
        "file": lambda: gates.may_file(file, given_),
        "state": lambda: gates.has_royalty(file),
        "audit": lambda: gates.has_statement(file),
        "pay_reward": lambda: gates.has_reward(file),
    }
    return asked[step]()


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["case"])
def test_case(case: dict[str, Any]) -> None:
    got = answer(case["step"], case["given"])
    if case["then"] == "may":
        assert got is None, got
        return
    assert got is not None
    assert [r.code for r in got.reasons] == case["then"]["reasons"]
    assert all(r.cite is not None for r in got.reasons)
    assert case["then"]["article"] in [str(r.cite) for r in got.reasons]


def test_the_cases_know_every_reason_of_the_gates() -> None:
    """A new gate without a case a lawyer can read fails here."""
    import re

    source = Path(gates.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'(?:_no|_one)\(\s*"([a-z-]+)"', source)) | set(re.findall(r'code="([a-z-]+)"', source))
    told = {r for c in CASES if c["then"] != "may" for r in c["then"]["reasons"]}
    assert codes - told == set()


def test_every_guard_of_the_table_is_asked_for_on_the_page_and_by_the_service() -> None:
    from ipops.lines.trading.app.views.course import GUARDS

    assert set(GUARDS) == set(DEAL.guards())


class TestTheNotice:
    @pytest.mark.parametrize("place", ["330100", "330000", "370102"])
    def test_has_fifteen_days_where_the_province_says_so(self, place: str) -> None:
        got = notice.days_at(place, date(2024, 1, 1))
        assert isinstance(got, Known)
        assert got.whole == 15
        assert got.cite.quote == "公示时间不得少于十五日"

    @pytest.mark.parametrize("place", ["990101", "110000", ""])
    def test_has_no_known_length_elsewhere(self, place: str) -> None:
        assert isinstance(notice.days_at(place, date(2024, 1, 1)), Unknown)

    def test_had_none_known_before_the_document(self) -> None:
        assert isinstance(notice.days_at("370100", date(2016, 1, 1)), Unknown)


def royalty_terms(said: dict[str, Any]) -> f.TermsAgreed:
    return f.TermsAgreed(
        on=DAY,
        deal="D:1",
        priced=w.Priced.AGREEMENT,
        form=w.PriceForm.ROYALTY,
        abroad=w.Abroad.NO,
        base=w.RoyaltyBase.SALES,
        rates=tuple(percent(r) for r in said["rates"]),
        minimum=Money.yuan(said["minimum"]) if "minimum" in said else None,
    )


@pytest.mark.parametrize("case", MONEY["royalties"], ids=lambda c: c["case"])
def test_royalty(case: dict[str, Any]) -> None:
    t = royalty_terms(case["terms"])
    rate = royalty.rate_in(t, date(2024, 3, 1), date(2024 + case["year"], 3, 1))
    assert royalty.due(t, Money.yuan(case["base"]), rate) == Money.yuan(case["due"])


def test_a_contract_year_begins_on_its_own_day() -> None:
    t = royalty_terms({"rates": ["5", "4"]})
    assert royalty.rate_in(t, date(2024, 3, 1), date(2025, 2, 28)) == Fraction(5, 100)
    assert royalty.rate_in(t, date(2024, 3, 1), date(2025, 3, 1)) == Fraction(4, 100)


@given(
    st.integers(0, 10**12),
    st.integers(0, 10**12),
    st.fractions(Fraction(1, 1000), 1),
    st.none() | st.integers(0, 10**9),
)
def test_an_audit_that_finds_what_was_stated_brings_nothing_and_more_brings_no_less(
    base: int, more: int, rate: Fraction, minimum: int | None
) -> None:
    least = Money(minimum) if minimum is not None else None
    t = replace(royalty_terms({"rates": ["5"]}), minimum=least)
    stated = f.RoyaltyStated(
        on=DAY, deal="D:1", since=DAY, until=date(2024, 6, 1), base=Money(base), due=royalty.due(t, Money(base), rate)
    )
    assert royalty.more_due(t, stated, Money(base), rate) == Money(0)
    assert royalty.more_due(t, stated, Money(base + more), rate) >= Money(0)


@pytest.mark.parametrize("case", MONEY["rewards"], ids=lambda c: c["case"])
def test_reward(case: dict[str, Any]) -> None:
    said, then = case["given"], case["then"]
    agreed = percent(said["agreed"]) if "agreed" in said else None
    got = reward.share(w.RewardFor(said["of"]), agreed, state_body=said.get("state", False))
    if "refused" in then:
        assert isinstance(got, Refused)
        assert (got.reasons[0].code, str(got.reasons[0].cite)) == (then["refused"], then["article"])
        return
    assert got == percent(then["share"])
    assert isinstance(got, Fraction)
    owed = reward.owed(Money.yuan(said["net"]), got)
    assert owed == Money.yuan(then["owed"])
    assert reward.enough(Money.yuan(said["net"]), got, owed) is None
    short = reward.enough(Money.yuan(said["net"]), got, owed - Money(1)) if owed else None
    assert short is None if not owed else isinstance(short, Refused)


def test_terms_that_contradict_themselves_are_refused_with_each_mistake() -> None:
    bad = f.TermsAgreed(
        on=DAY,
        deal="D:1",
        priced=w.Priced.AGREEMENT,
        form=w.PriceForm.ENTRY_ROYALTY,
        abroad=w.Abroad.NO,
        rates=(Fraction(2),),
    )
    got = royalty.mistakes(bad)
    assert isinstance(got, Refused)
    assert {r.code for r in got.reasons} == {"royalty-incomplete", "rate-strange", "price-untold"}
    assert all(isinstance(r, Reason) and r.cite for r in got.reasons)
