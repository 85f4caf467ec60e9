"""Unified social credit codes and organisation codes."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.identifiers import check_number, credit_code_check, organisation_check
from ipops.kernel.identifiers.arithmetic import USCC_ALPHABET
from ipops.kernel.identifiers.credit_tables import DEPARTMENTS, TYPES

REAL = "91110000600037341L"


def code_of(front: str, region: str, body: str) -> str:
    seventeen = front + region + body + organisation_check(body)
    return seventeen + credit_code_check(seventeen)


@pytest.mark.parametrize("front", ["91", "12", "51", "N2", "Y1", "A1"])
def test_every_department_is_accepted_letters_too(front):
    code = code_of(front, "110000", "60003734")
    verdict = check_number(code)
    assert (verdict.valid, verdict.kind, verdict.reason, verdict.normalised) == (True, front, None, code)


def test_the_real_one_holds_in_lower_case_and_with_blanks():
    assert check_number("9111 0000 6000 3734 1l").normalised == REAL


class TestAWrongCode:
    def test_with_a_wrong_organisation_character_is_refused_though_the_last_one_fits(self):
        """python-stdnum accepts this one."""
        verdict = check_number("91110000600037351M")
        assert not verdict.valid
        assert "X" in str(verdict.reason)

    def test_with_a_wrong_last_character_gets_the_right_one_proposed(self):
        assert check_number("91110000600037341M").proposed == REAL

    def test_with_letters_outside_the_alphabet_gets_what_they_resemble(self):
        verdict = check_number("9111OOOO6OOO3734IL")
        assert (verdict.valid, verdict.proposed) == (False, REAL)

    def test_whose_proposal_would_be_a_guess_gets_none(self):
        assert check_number("91110000600037351M").proposed == ""


class TestAWarning:
    def test_is_all_that_a_strange_division_brings(self):
        verdict = check_number("99999999600037341X")
        assert verdict.valid
        assert "999999" in str(verdict.reason)
        assert "99 " in str(verdict.reason), "and so is a type that is not in the table"

    def test_comes_for_a_division_that_never_was_once_we_can_ask(self):
        never_was = code_of("91", "110199", "60003734")
        assert check_number(never_was).reason is None
        assert check_number(never_was, region_known=lambda code: code != "110199").reason is not None

    def test_comes_for_a_department_that_one_source_alone_lists(self):
        assert check_number(code_of("G1", "110000", "60003734")).reason is not None


organisations = st.text(USCC_ALPHABET, min_size=8, max_size=8)
fronts = st.sampled_from(sorted(TYPES))
regions = st.from_regex(r"(11|37|42|51|65)[0-9]{4}", fullmatch=True)
characters = st.sampled_from(USCC_ALPHABET)


class TestTheCheckCharacters:
    @given(front=fronts, region=regions, body=organisations, at=st.integers(0, 17), other=characters)
    def test_catch_every_single_wrong_character(self, front, region, body, at, other):
        code = code_of(front, region, body)
        wrong = code[:at] + other + code[at + 1 :]
        if wrong != code:
            assert not check_number(wrong).valid

    @given(front=fronts, region=regions, body=organisations, at=st.integers(0, 16))
    def test_catch_every_swap_of_neighbours(self, front, region, body, at):
        code = code_of(front, region, body)
        swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        if swapped != code:
            assert not check_number(swapped).valid

    @given(front=fronts, region=regions, body=organisations, at=st.integers(8, 16), other=characters)
    def test_never_let_a_proposal_be_wrong_itself(self, front, region, body, at, other):
        code = code_of(front, region, body)
        verdict = check_number(code[:at] + other + code[at + 1 :])
        if verdict.proposed:
            assert check_number(verdict.proposed).valid


class TestAnOrganisationCode:
    def test_is_checked_by_itself(self):
        assert check_number("60003734-1").valid
        assert check_number("60003734-2").proposed == "60003734-1"

    @given(
        body=st.text("0123456789", min_size=8, max_size=8), at=st.integers(0, 7), digit=st.sampled_from("0123456789")
    )
    def test_of_digits_catches_every_single_wrong_digit(self, body, at, digit):
        wrong = body[:at] + digit + body[at + 1 :]
        if wrong != body:
            assert not check_number(f"{wrong}-{organisation_check(body)}").valid


@pytest.mark.shared
class TestTheTables:
    def rows(self, shared: Path, name: str) -> list[dict[str, str]]:
        with (shared / "data/reference/identifiers" / name).open(encoding="utf-8") as f:
            return list(csv.DictReader(f))

    def test_hold_the_departments_that_two_sources_confirm(self, shared):
        listed = {r["code"] for r in self.rows(shared, "uscc_departments.csv") if r["status"].startswith("listed")}
        assert listed == set(DEPARTMENTS)

    def test_hold_every_type_by_its_name(self, shared):
        listed = {r["department"] + r["type"]: r["name_zh"] for r in self.rows(shared, "uscc_org_types.csv")}
        listed["Y1"] = TYPES["Y1"].zh  # its row adds how to write it, in brackets
        assert listed == {code: name.zh for code, name in TYPES.items()}
