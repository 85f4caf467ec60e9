"""Chinese application and publication numbers."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.identifiers import check_number, cn_application_check, publication_meaning, written

DIGITS = "0123456789"


def real_numbers(shared: Path) -> list[dict[str, str]]:
    with (shared / "data/patents/cn-application-numbers/cn_application_numbers.tsv").open(encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t"))


@pytest.mark.shared
class TestNumbersFoundInPrint:
    def test_are_judged_as_the_list_says(self, shared):
        rows = real_numbers(shared)
        assert len(rows) == 12
        assert {r["number_as_found"]: check_number(r["number_as_found"]).valid for r in rows} == {
            r["number_as_found"]: r["valid"] == "1" for r in rows
        }

    def test_are_written_one_way_when_right(self, shared):
        for row in real_numbers(shared):
            if row["valid"] == "1":
                verdict = check_number(row["number_as_found"])
                assert verdict.normalised == f"CN{row['normalised_body']}.{row['check_digit']}"
                assert verdict.check == row["check_digit"]
                assert verdict.reason is None


class TestAWrongNumber:
    def test_gets_the_check_character_it_should_have_as_a_proposal(self):
        verdict = check_number("ZL201510123456.7")
        assert (verdict.valid, verdict.check, verdict.proposed) == (False, "1", "CN201510123456.1")
        assert verdict.normalised == "CN201510123456.7", "what was found is kept as found"

    def test_with_an_impossible_year_gets_the_one_year_that_fits(self):
        verdict = check_number("ZL101610203352.6")
        assert verdict.proposed == "CN201610203352.6"
        assert "1016" in str(verdict.reason)

    def test_from_next_year_is_refused_once_the_day_is_told(self):
        number = "202710000001." + cn_application_check("202710000001")
        assert check_number(number).valid
        assert not check_number(number, today=date(2026, 4, 10)).valid

    def test_without_a_check_character_is_not_called_valid(self):
        verdict = check_number("CN201510237122")
        assert (verdict.valid, verdict.proposed) == (False, "CN201510237122.7")

    def test_with_letters_for_digits_is_read_only_as_a_proposal(self):
        verdict = check_number("ZL2O1510237122.7")
        assert (verdict.valid, verdict.normalised, verdict.proposed) == (False, "", "CN201510237122.7")

    def test_with_a_type_digit_that_does_not_exist_says_so(self):
        verdict = check_number("CN201550237122.1")
        assert not verdict.valid
        assert "5" in str(verdict.reason)


@pytest.mark.parametrize(
    "typed",
    [
        "CN201510237122.7",
        "cn 201510237122.7",
        "ZL 201510237122．7",
        "ＺＬ２０１５１０２３７１２２．７",
        "专利号：ZL201510237122.7",
        "2015102371227",
        "201510237122。7",
        "\ufeffCN201510237122.7\u3000",
    ],
)
def test_every_way_of_typing_it_is_read_alike(typed):
    assert check_number(typed).normalised == "CN201510237122.7"
    assert check_number(typed).input == typed


@pytest.mark.parametrize(
    ("body", "kind", "scheme"),
    [
        ("201080000001", "pct_invention", "cn-application-2003"),
        ("201090000001", "pct_utility_model", "cn-application-2003"),
        ("201030000001", "design", "cn-application-2003"),
        ("85100001", "invention", "cn-application-1985"),
        ("03800001", "pct_invention", "cn-application-1985"),
    ],
)
def test_the_type_digit_tells_what_was_applied_for(body, kind, scheme):
    verdict = check_number(written(body, cn_application_check(body)))
    assert (verdict.valid, verdict.kind, verdict.scheme) == (True, kind, scheme)


bodies = st.one_of(
    st.builds(
        lambda year, kind, serial: f"{year}{kind}{serial:07d}",
        st.integers(2003, 2026),
        st.sampled_from("12389"),
        st.integers(0, 9_999_999),
    ),
    st.builds(
        lambda year, kind, serial: f"{year % 100:02d}{kind}{serial:05d}",
        st.integers(1985, 2003),
        st.sampled_from("12389"),
        st.integers(0, 99_999),
    ),
)


class TestTheCheckCharacter:
    @given(body=bodies)
    def test_makes_every_body_valid(self, body):
        assert check_number(written(body, cn_application_check(body))).valid

    @given(body=bodies, at=st.integers(0, 11), digit=st.sampled_from(DIGITS))
    def test_catches_every_single_wrong_digit(self, body, at, digit):
        at %= len(body)
        wrong = body[:at] + digit + body[at + 1 :]
        if wrong != body:
            assert not check_number(written(wrong, cn_application_check(body))).valid

    @given(body=bodies, at=st.integers(0, 11))
    def test_catches_every_swap_of_neighbours(self, body, at):
        whole = body + cn_application_check(body)
        at %= len(body)
        swapped = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
        if swapped != whole and "X" not in swapped[:-1]:
            assert not check_number(written(swapped[:-1], swapped[-1])).valid

    @given(body=bodies)
    def test_of_a_proposal_always_holds(self, body):
        proposed = check_number("CN" + body).proposed
        assert proposed
        assert check_number(proposed).valid


class TestAPublicationNumber:
    @pytest.mark.parametrize("number", ["CN100998275A", "CN100333628C", "CN200938735Y", "CN1234567A", "CN2345678Y"])
    def test_is_known_by_its_length_and_letter(self, number):
        verdict = check_number(number)
        assert (verdict.valid, verdict.scheme, verdict.kind) == (True, "cn-publication", number[-1])

    def test_ending_in_b_was_examined_before_1993_and_granted_after_2010(self):
        assert "审定" in publication_meaning("CN1234567B").zh
        assert "授权" in publication_meaning("CN101234567B").zh

    @pytest.mark.parametrize(
        ("number", "on", "valid"),
        [
            ("CN100998275A", date(2007, 7, 18), True),
            ("CN100998275A", date(2007, 7, 17), False),
            ("CN1234567A", date(2007, 7, 18), False),
            ("CN100333628C", date(2007, 8, 29), True),
            ("CN100333628C", date(2012, 1, 1), False),
            ("CN101234567B", date(2009, 12, 31), False),
            ("CN101234567B", date(2015, 6, 1), True),
            ("CN1234567B", date(1992, 12, 31), True),
            ("CN1234567B", date(1993, 1, 1), False),
            ("CN200938735Y", date(2011, 1, 1), False),
        ],
    )
    def test_is_held_against_the_years_of_its_letter(self, number, on, valid):
        assert check_number(number, published_on=on).valid is valid

    def test_of_a_utility_model_cannot_carry_the_letter_of_an_invention(self):
        assert not check_number("CN202424488A").valid

    def test_without_its_letter_is_read_with_a_caution(self):
        verdict = check_number("CN101234567")
        assert verdict.valid
        assert verdict.reason is not None

    def test_never_follows_zl(self):
        assert not check_number("ZL101234567B").valid

    @pytest.mark.parametrize("code", ["A8", "B9", "U8"])
    def test_may_be_a_correction(self, code):
        first = "2" if code[0] == "U" else "1"
        assert check_number(f"CN{first}01234567{code}").valid
        assert "更正" in publication_meaning(f"CN{first}01234567{code}").zh
