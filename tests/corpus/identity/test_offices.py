"""Codes of offices are those of a list that can be read again."""

from __future__ import annotations

from importlib import resources

import pytest

from ipops.corpus.identity import offices


def iso3166() -> str:
    """The table of the time zone database, of this machine or of Python's package."""
    return resources.files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")


def test_states_are_those_of_iso_3166():
    states = {line.split("\t")[0] for line in iso3166().splitlines() if line and not line.startswith("#")}
    others = set(f"{offices._ORGANISATIONS} {offices._NO_MORE}".split())
    assert offices.CODES - others == states
    assert not others & states


@pytest.mark.parametrize("code", ["EU", "RH", "XU", "XV", "ZR", "UK", "ZQ", ""])
def test_what_no_source_told_is_no_code(code):
    assert offices.known(code) is None


@pytest.mark.parametrize(("written", "code"), [("cn", "CN"), ("JA", "JP"), ("wo", "WO"), ("DL", "DL"), (" ep ", "EP")])
def test_a_code_is_kept_as_it_is_written_today(written, code):
    assert offices.known(written) == code


def test_every_office_with_a_name_is_a_code():
    assert set(offices.NAMES) <= offices.CODES
