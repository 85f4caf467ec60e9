"""The room's own law agrees with the rule tables, row by row, and every clause it cites says what is quoted."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.ledger.facts.words import RightKind
from ipops.policy.laws import check_citation, is_held
from ipops.rights.law import book

LAW_NAMES = {"专利法": "专利法", "细则": "专利法实施细则", "商标法": "商标法", "条例": "商标法实施条例"}


def rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "data" / "rules" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def every_citation() -> list[Citation]:
    b = book()
    cites = [c for d in b.deadlines.values() for c in d.cites]
    cites += [t.cite for t in b.tariffs] + [t.cite for t in b.terms.values()] + [f.cite for f in b.fees.values()]
    cites += [b.late.cite, b.late.first_month, b.late.top_up, *b.restoration.cites]
    return cites + [c for r in b.reductions.values() for c in r.cites]


@pytest.mark.shared
class TestAgreesWithTheTables:
    def test_annuities(self, shared):
        tariff = book().tariffs[-1]
        seen = dict.fromkeys(tariff.by_year, 0)
        for row in rows(shared, "annuity_fees.csv"):
            kind = RightKind(row["right_type"])
            for year in range(int(row["year_from"]), int(row["year_to"]) + 1):
                assert tariff.yuan(kind, year) == int(row["annual_fee_cny"])
                seen[kind] += 1
        assert seen == {kind: len(years) for kind, years in tariff.by_year.items()}

    def test_surcharges(self, shared):
        told = [r for r in rows(shared, "annuity_surcharge.csv") if r["window"].startswith("month_")]
        assert book().late.percent_by_month == tuple(int(r["surcharge_pct_of_full_annuity"]) for r in told)

    def test_reductions(self, shared):
        table = {r["rule_id"]: r for r in rows(shared, "fee_reduction_rules.csv")}
        assert set(table) == set(book().reductions)
        for code, rule in book().reductions.items():
            told = table[code]["reduction_pct"]
            assert rule.percent == (int(told) if told else None), code
            first = table[code]["effective_from"][:10]
            assert rule.since == date.fromisoformat(first), code

    def test_official_fees(self, shared):
        table = rows(shared, "official_fees.csv")
        ours = book().fees
        assert len(table) == len(ours)
        assert sorted((int(r["amount_cny"]), r["confidence"]) for r in table) == sorted(
            (int(f.paper.as_yuan()), str(f.cite.grade)) for f in ours.values()
        )
        renewal = next(r for r in table if r["fee_item"] == "renewal")
        assert ours["renewal.trademark"].paper == Money.yuan(renewal["amount_cny"])
        assert ours["renewal.trademark"].online == Money.yuan(450)
        assert "450" in renewal["note"]

    def test_terms(self, shared):
        for row in rows(shared, "right_terms.csv"):
            kind = row["right_type"].removesuffix("_individual").removesuffix("_entity")
            if row["confidence"] == "outdated":
                assert kind in book().outdated
            elif kind in {k.value for k in RightKind} and row["term"].isdigit():
                assert book().terms[RightKind(kind)].length(date(2026, 1, 1)) == int(row["term"])
        assert book().terms[RightKind.DESIGN].length(date(2021, 5, 31)) == 10
        assert book().terms[RightKind.GI].length(date(2026, 1, 1)) is None

    def test_deadlines(self, shared):
        ours = book().deadlines
        table = {
            r["rule_id"]: r for r in rows(shared, "deadlines.csv") if r["rule_id"][:2] in ("P-", "T-", "L-", "C-", "X-")
        }
        assert set(table) == set(ours)
        for code, told in table.items():
            rule = ours[code]
            if isinstance(rule.length, int) and told["period"].isdigit():
                assert (rule.length, rule.unit) == (int(told["period"]), told["unit"]), code
            assert rule.rolls == (told["roll_to_working_day"] == "yes"), code
            assert rule.restorable == (told["restorable"] == "yes" or told["restorable"].startswith("special")), code
            assert bool(rule.missed) == bool(told["if_missed"]) or rule.who == "system", code
            assert {str(c.grade) for c in rule.cites} == {told["confidence"]}, code

    def test_no_row_marked_gap_or_outdated_is_computed_with(self, shared):
        used = {str(c.grade) for c in every_citation()}
        assert used <= {str(g) for g in (Grade.A, Grade.B, Grade.C, Grade.D)}


@pytest.mark.shared
def test_every_clause_says_what_is_quoted(shared):
    looked_at = 0
    for cite in every_citation():
        if is_held(cite.document):
            looked_at += 1
            assert check_citation(cite) is None, str(cite)
    assert looked_at > 60


def test_every_row_is_cited():
    assert all(c.document for c in every_citation())
    assert all(d.cites for d in book().deadlines.values())
