"""Money: every posting sums to zero and is covered, instruments and clocks are the law's, nothing is paid twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.finance.double import Claim, doubles
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.ledger.entry import Entry
from ipops.ledger.entry import Source as Told
from ipops.lines.programme import facts as f
from ipops.lines.programme.facts.words import Instrument, Position, Source
from ipops.lines.programme.rules.fund import clocks, postings
from ipops.lines.programme.rules.fund.accounts import Name, fund_code, named, total
from ipops.lines.programme.rules.fund.clocks import Clock, Numerator
from ipops.lines.programme.rules.fund.recovery import recoveries
from ipops.lines.programme.rules.fund.treasury import treasury_csv
from ipops.policy import pack_named

DEMO, REAL, CITY = pack_named("demo-notice"), pack_named("cn-2020-40"), pack_named("demo-city")
FUND, ON = fund_code("990100", 2023), date(2024, 3, 1)
P = Position


def legs(from_, to, amount, instrument=None, source=Source.CENTRAL_FIRST, **more):
    return postings.move(
        place="990100",
        batch=2023,
        source=source,
        from_=from_,
        to=to,
        amount=Money(amount),
        instrument=instrument,
        **more,
    )


def problems(made, standing=None):
    return [
        r.code
        for r in postings.problems([str(x.account) for x in made], [x.amount for x in made], FUND, standing or {})
    ]


def posted(*moves):
    """The standing after these moves, each of which must be in order."""
    standing = {}
    for made in moves:
        assert problems(made, standing) == []
        for x in made:
            standing[str(x.account)] = standing.get(str(x.account), NIL) + x.amount
    return standing


class TestPostings:
    def test_money_comes_in_from_outside_and_is_planned_signed_and_paid(self):
        standing = posted(
            legs(P.OUTSIDE, P.AVAILABLE, 100),
            legs(P.AVAILABLE, P.PLANNED, 60, Instrument.GRANT),
            legs(P.PLANNED, P.ENCUMBERED, 50, Instrument.GRANT),
            legs(P.ENCUMBERED, P.PAID, 20, Instrument.GRANT),
        )
        assert sum(standing.values(), NIL) == NIL
        assert total(standing, positions=[P.PAID]) == Money(20)
        assert total(standing, positions=[P.AVAILABLE]) == Money(40)

    def test_a_leg_too_few_or_a_fen_too_many_is_no_posting(self):
        one, other = legs(P.OUTSIDE, P.AVAILABLE, 100)
        assert problems([one]) == ["posting-lopsided"]
        off = postings.Leg(account=other.account, amount=Money(101))
        assert problems([one, off]) == ["posting-unbalanced"]

    def test_what_is_not_there_is_not_moved(self):
        assert problems(legs(P.AVAILABLE, P.PLANNED, 1, Instrument.GRANT)) == ["account-uncovered"]

    def test_a_move_the_table_has_not_is_refused(self):
        standing = posted(legs(P.OUTSIDE, P.AVAILABLE, 100))
        assert problems(legs(P.AVAILABLE, P.PAID, 10, Instrument.GRANT), standing) == ["move-not-allowed"]

    def test_equity_is_invested_and_a_grant_is_not(self):
        held = {str(legs(P.PLANNED, P.ENCUMBERED, 9, i)[1].account): Money(9) for i in Instrument}
        assert problems(legs(P.ENCUMBERED, P.INVESTED, 9, Instrument.EQUITY), held) == []
        assert problems(legs(P.ENCUMBERED, P.PAID, 9, Instrument.EQUITY), held) == ["revolves"]
        assert problems(legs(P.ENCUMBERED, P.INVESTED, 9, Instrument.GRANT), held) == ["not-revolving"]

    def test_money_of_one_source_never_becomes_anothers(self):
        out, _ = legs(P.OUTSIDE, P.AVAILABLE, 5)
        _, into = legs(P.OUTSIDE, P.AVAILABLE, 5, source=Source.CITY_MATCH)
        assert problems([out, into]) == ["sources-mixed"]

    def test_another_funds_account_is_a_stranger_here(self):
        made = postings.move(
            place="990200", batch=2023, source=Source.PROVINCE, from_=P.OUTSIDE, to=P.AVAILABLE, amount=Money(5)
        )
        assert problems(made) == ["account-of-another-fund"] * 2

    @pytest.mark.parametrize("account", ["", "acc:1", "acc:990100:x:city_match:-:paid", "acc:990100:2023:mine:-:paid"])
    def test_an_account_that_cannot_be_read_is_refused(self, account):
        assert isinstance(named(account), Refused)

    @given(st.sampled_from(Source), st.sampled_from([None, *Instrument]), st.sampled_from(Position))
    def test_names_of_accounts_read_back(self, source, instrument, position):
        name = Name(place="990100", batch=2023, source=source, instrument=instrument, position=position)
        assert named(str(name)) == name


moves = st.lists(
    st.tuples(
        st.sampled_from(Position),
        st.sampled_from(Position),
        st.integers(1, 10_000),
        st.sampled_from(Instrument),
        st.sampled_from([Source.CENTRAL_FIRST, Source.CITY_MATCH]),
    ),
    max_size=30,
)


@given(moves)
def test_whatever_is_tried_money_is_neither_made_nor_lost(tried):
    """Of any moves, those that are let through keep the sum at zero and every account but *outside* covered; an execution
    rate lies between none and all of what came."""
    standing = posted(legs(P.OUTSIDE, P.AVAILABLE, 50_000))
    for from_, to, amount, instrument, source in tried:
        made = legs(from_, to, amount, instrument, source=source)
        if problems(made, standing):
            continue
        for x in made:
            standing[str(x.account)] = standing.get(str(x.account), NIL) + x.amount
    assert sum(standing.values(), NIL) == NIL
    assert all(v >= NIL for a, v in standing.items() if named(a).position is not P.OUTSIDE)
    for numerator in Numerator:
        told = clocks.execution(standing, numerator)
        assert told.rate is None or 0 <= told.rate <= 1
        assert told.numerator.zh in told.says.zh or told.rate is None


class TestInstruments:
    @pytest.mark.parametrize(("pack", "instrument"), [(REAL, Instrument.GRANT), (DEMO, Instrument.RISK_POOL)])
    def test_what_the_pack_lists_is_allowed(self, pack, instrument):
        assert postings.allowed(pack, instrument, ON) is None

    def test_what_it_does_not_list_is_refused_with_its_clause(self):
        got = postings.allowed(REAL, Instrument.RISK_POOL, ON)
        assert got.reasons[0].code == "instrument-not-allowed"
        assert got.reasons[0].cite.document == "财办建〔2020〕40号"

    def test_the_notice_of_2018_has_no_grants(self):
        assert isinstance(postings.allowed(pack_named("cn-2018-96"), Instrument.GRANT, ON), Refused)

    def test_an_unknown_list_allows_nothing(self):
        assert isinstance(postings.allowed(pack_named("cn-2017-35"), Instrument.GRANT, ON), Unknown)


class TestClocks:
    def money(self, **changed):
        given_ = {
            "accounts": (),
            "amounts": (),
            "fund": FUND,
            "place": "990100",
            "budget_year": 2023,
            "says": "首批",
            "on": date(2023, 12, 1),
        }
        return f.MoneyPosted(**given_ | changed)

    def test_a_province_has_thirty_days(self):
        got = clocks.pass_on(CITY, self.money(received_on=date(2023, 11, 1), passed_on=date(2023, 12, 1)))
        assert (got.due, got.is_late(ON)) == (date(2023, 12, 1), False)
        assert got.cites[0].clause == "第五十二条"
        late = clocks.pass_on(CITY, self.money(received_on=date(2023, 11, 1), passed_on=date(2023, 12, 2)))
        assert late.is_late(date(2023, 12, 2))

    def test_what_was_not_passed_on_becomes_late_by_itself(self):
        got = clocks.pass_on(CITY, self.money(received_on=date(2023, 11, 1)))
        assert not got.is_late(date(2023, 12, 1))
        assert got.is_late(date(2023, 12, 2))

    def test_without_a_day_of_receipt_no_clock_runs(self):
        assert clocks.pass_on(CITY, self.money()) is None

    def test_money_unspent_at_the_end_of_the_next_year_becomes_a_balance_left(self):
        got = clocks.surplus_day(CITY, 2023)
        assert isinstance(got, Clock)
        assert got.due == date(2024, 12, 31)
        assert [(c.document, c.clause) for c in got.cites] == [
            ("预算法(2018-12-29)", "第四十二条"),
            ("预算法实施条例(2020-08-03)", "第五十条"),
        ]

    def test_what_is_left_after_the_plans_period_stays_visible(self):
        left = {2023: Money(5), 2024: NIL, 2027: Money(1)}
        assert clocks.carried_past(left, 2026, date(2026, 12, 31)) == frozenset()
        assert clocks.carried_past(left, 2026, date(2027, 1, 1)) == {2023}
        assert clocks.carried_past(left, None, date(2027, 1, 1)) == frozenset()

    def test_before_the_law_the_day_is_unknown(self):
        assert isinstance(clocks.surplus_day(CITY, 2010), Unknown)

    def test_a_rate_says_what_it_counts(self):
        standing = posted(
            legs(P.OUTSIDE, P.AVAILABLE, 100),
            legs(P.AVAILABLE, P.PLANNED, 60, Instrument.EQUITY),
            legs(P.PLANNED, P.ENCUMBERED, 60, Instrument.EQUITY),
            legs(P.ENCUMBERED, P.INVESTED, 46, Instrument.EQUITY),
        )
        rates = {n: clocks.execution(standing, n).rate for n in Numerator}
        assert rates == {
            Numerator.PAID: 0,
            Numerator.PAID_AND_INVESTED: Fraction(46, 100),
            Numerator.COMMITTED: Fraction(60, 100),
        }
        assert clocks.execution({}, Numerator.PAID).rate is None


class TestTwice:
    def claim(self, code="prj:1", **changed):
        given_ = {"party": "91110000600037341L", "title": "高价值专利", "fund": "知识产权资金", "bureau": "知识产权局"}
        return Claim(code=code, **given_ | changed)

    def test_one_invoice_is_found_however_it_is_written_and_whoever_asks(self):
        other = self.claim("prj:2", party="other", invoices=frozenset({"ＦＰ-0012 3"}), bureau="科技局")
        (got,) = doubles(self.claim(title="x", invoices=frozenset({"fp00123"})), [other])
        assert (got.what, got.blocks) == ("invoice", True)
        assert "科技局" in got.reason.says.zh

    def test_one_loan_under_two_funds_blocks(self):
        other = self.claim("prj:2", party="other", loans=frozenset({"L-1"}), fund="科技资金")
        assert [d.what for d in doubles(self.claim(loans=frozenset({"L1"})), [other])] == ["loan"]

    def test_the_same_body_with_the_same_right_or_title_is_asked_about(self):
        other = self.claim("prj:2", rights=frozenset({"R"}))
        got = doubles(self.claim(rights=frozenset({"R", "S"})), [other])
        assert [(d.what, d.key, d.blocks) for d in got] == [("right", "R", False), ("title", "高价值专利", False)]

    def test_the_same_right_of_another_body_is_asked_about_too(self):
        """A right changes hands and two bodies may own it together; paid for twice it is all the same."""
        other = self.claim("prj:2", party="other", rights=frozenset({"R"}))
        (got,) = doubles(self.claim(rights=frozenset({"R"})), [other])
        assert (got.what, got.blocks) == ("right", False)
        assert "另一单位" in got.reason.says.zh

    @pytest.mark.parametrize(
        "typed", ["ZL 2018 1 0654321.1", "zl201810654321.1", "2018106543211", "ＣＮ２０１８１０６５４３２１．１"]
    )
    def test_a_right_is_one_however_its_number_is_written(self, typed):
        other = self.claim("prj:2", party="other", title="二号", rights=frozenset({"CN201810654321.1"}))
        assert [d.what for d in doubles(self.claim(rights=frozenset({typed})), [other])] == ["right"]

    def test_the_same_body_is_one_however_its_code_is_written(self):
        other = self.claim("prj:2", party="P:91110000600037341L")
        for typed in ("91110000600037341L", " 91110000 600037341l", "p:９１１１００００６０００３７３４１Ｌ"):
            assert [d.what for d in doubles(self.claim(party=typed), [other])] == ["title"]

    def test_a_claim_is_not_its_own_double(self):
        mine = self.claim(invoices=frozenset({"1"}))
        assert doubles(mine, [mine]) == ()

    def test_numbers_made_of_signs_alone_match_nothing(self):
        assert (
            doubles(
                self.claim(title="—", invoices=frozenset({"-"})),
                [self.claim("b", title="—", invoices=frozenset({"/"}))],
            )
            == ()
        )


def test_the_file_for_the_treasury_adds_up_and_starts_no_formula():
    def order(code, yuan, **more):
        given_ = {"invoice": "1", "voucher": "", "payee": "91110000600037341L"}
        return f.PaymentOrdered(
            order=code,
            fund=FUND,
            place="990100",
            account_no="1234",
            instrument=Instrument.GRANT,
            source=Source.CENTRAL_FIRST,
            amount=Money.yuan(yuan),
            budget_year=2023,
            on=ON,
            **given_ | more,
        )

    text = treasury_csv(
        [order("pay:2", "0.01"), order("pay:1", "12.30", invoice="=1+1")], {"91110000600037341L": "甲公司"}
    ).decode("utf-8-sig")
    lines = text.split("\r\n")
    assert lines[1].startswith(f"pay:1,{ON},甲公司,91110000600037341L,1234,12.30,中央资金（首批）,财政补助,2023")
    assert "'=1+1" in lines[1]
    assert lines[3].startswith("合计,2,,,,12.31")


amounts = st.lists(st.tuples(st.sampled_from(["ask", "back", "let_go"]), st.integers(1, 50)), max_size=12)


@given(amounts)
def test_of_money_to_be_recovered_what_came_what_was_let_go_and_what_is_owed_are_always_all_of_it(tried):
    """Whatever instalments come in whatever order, the account and the recovery say the same."""
    account = "acc:990100:2023:central_first:grant"
    entries, stands = [], 0
    for n, (what, yuan) in enumerate(tried, start=1):
        if what != "ask" and yuan > stands:
            continue
        stands += yuan if what == "ask" else -yuan
        ends = {"ask": ("paid", "to_recover"), "back": ("to_recover", "recovered"), "let_go": ("to_recover", "paid")}[
            what
        ]
        fact = f.MoneyPosted(
            accounts=tuple(f"{account}:{p}" for p in ends), amounts=(-Money.yuan(yuan), Money.yuan(yuan)),
            fund="fund:990100:2023", place="990100", budget_year=2023, says="x", project="prj:1", on=date(2024, 1, 1),
        )  # fmt: skip
        entries.append(
            Entry(
                n=n,
                fact=fact,
                recorded_at=datetime(2024, 1, 1, tzinfo=UTC),
                by="x",
                source=Told(reason="x"),
                reference=str(n),
            )
        )
    (told,) = recoveries(entries) or (None,)
    assert (told.owed if told else Money(0)) == Money.yuan(stands)
    if told:
        assert told.asked == told.came + told.given_up + told.owed
