"""``ipops fund what-if``: schemes side by side, the user's figures printed, silent sources named before anything is run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ipops.site.commands.fund import app

runner = CliRunner()
BOOK = """
as_of: 2026-06-30
months: 24
made_up: {loans: 60, seed: 3, firms: 40, smallest: 100万元, largest: 1500万元, months: 24, pd: 4%, recovery: 30%, lag: 6}
model: {copula: t, df: 6, correlation: 12%, industry_correlation: 8%}
pool: {fund: 800万元}
cost: 10%
seed: 11
"""
RULES = ["--assume", "states.recoveries=by_shares_paid", "--assume", "states.short_pot=first_come"]


@pytest.fixture
def book(tmp_path) -> Path:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK)
    return path


def asked(book: Path, *words: str) -> dict:
    got = runner.invoke(app, ["what-if", str(book), "--paths", "400", "--json", *words])
    assert got.exit_code == 0, got.output
    return json.loads(got.stdout)


def test_schemes_stand_side_by_side_on_the_same_defaults(book):
    got = asked(book, "--scheme", "js-suzhidai", "--scheme", "zhongshan", *RULES)
    a, b = got["schemes"]["js-suzhidai"], got["schemes"]["zhongshan"]
    assert a["gross"] == b["gross"]
    assert a["defaults"] == b["defaults"]
    assert a["parties"].keys() == {"fund", "bank"}
    assert b["parties"].keys() == {"fund", "bank", "insurer", "appraiser"}
    for s in (a, b):
        assert s["checks"]["parties_bear_gross_less_recoveries"]
        assert all(p["expected_fen"] <= p["p99_fen"] <= p["worst_fen"] for p in s["parties"].values())
        assert s["stress"]["top_names_fail"]["gross_fen"] == sum(
            s["stress"]["top_names_fail"]["parties_fen"].values()
        ) + _recovered(s)
        assert s["until_dry"]["worst_order"] <= s["until_dry"]["shuffled_median"]
        assert s["assumed"] == {"states.recoveries": "by_shares_paid", "states.short_pot": "first_come"}
        hard = s["stress"]["industry_times_three"]
        assert hard["defaults"]["expected"] > s["defaults"]["expected"]


def _recovered(s: dict) -> int:
    """Of the stress's gross loss 30 per cent comes back, less a tenth."""
    gross = s["stress"]["top_names_fail"]["gross_fen"]
    return gross * 30 // 100 - gross * 30 // 100 // 10


def test_the_users_figures_are_printed_and_the_same_seed_gives_the_same_answer(book):
    first = asked(book, "--scheme", "zhongshan", *RULES)
    assert first == asked(book, "--scheme", "zhongshan", *RULES)
    assert first != asked(book, "--scheme", "zhongshan", "--seed", "12", *RULES)
    model = first["model"]
    assert (model["yours"], model["pd_mean"], model["correlation"], model["paths"]) == (True, "0.040000", "3/25", 400)
    assert first["book"]["made_up"] is True


def test_the_pot_runs_dry_more_often_under_a_higher_correlation_and_less_evenly(book):
    book.write_text(BOOK.replace("df: 6, ", "df: 6, correlations: [0%, 60%], ").replace("800万元", "4000万元"))
    got = asked(book, "--scheme", "zhongshan", *RULES)["schemes"]["zhongshan"]
    low, high = got["by_correlation"]
    assert (low["correlation"], high["correlation"]) == ("0", "3/5")
    assert low["parties"]["bank"]["p99_fen"] < high["parties"]["bank"]["p99_fen"]
    assert got["pots"]["fund"]["median_defaults"] is None or got["pots"]["fund"]["median_defaults"] > 0


def test_a_silent_source_is_named_before_anything_is_run(book):
    got = runner.invoke(app, ["what-if", str(book), "--scheme", "js-suzhidai", "--json"])
    assert got.exit_code == 1
    reasons = json.loads(got.stdout)["reasons"]
    assert {r["field"] for r in reasons} == {"states.recoveries", "states.short_pot"}
    assert "--assume js-suzhidai:states.recoveries=" in reasons[0]["says"]["en"]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("pd: 4%, ", "", "made_up.pd"),
        ("correlation: 12%, ", "", "model.correlation"),
        ("seed: 11", "seeds: 11", "seeds"),
        ("pool: {fund: 800万元}", "pool: {treasury: 800万元}", "pool.treasury"),
        ("correlation: 12%", "correlation: 95%", "model.correlation"),
        ("df: 6, ", "", "model.df"),
        ("pd: 4%", "pd: 140%", "made_up"),
        ("cost: 10%", "cost: 110%", "cost"),
        ("lag: 6", "lag: 4000", "made_up.lag"),
        ("fund: 800万元", "fund: -800万元", "pool.fund"),
        ("seed: 11", "seed: -11", "seed"),
        ("seed: 11", "seed: 11\nstress: {bank: B99}", "stress.bank"),
        ("seed: 11", "seed: 11\nstress: {industry: NONE}", "stress.industry"),
        ("df: 6, ", "df: 6, correlations: [-5%], ", "model.correlation"),
        ("seed: 11", "seed: 11\nliability: {borne: 120%, others: 0%}", "liability"),
        ("seed: 11", "seed: 11\nliability: {borne: 100%}", "liability.others"),
    ],
)
def test_a_lacking_figure_is_a_mistake_and_never_a_default(book, old, new, field):
    book.write_text(BOOK.replace(old, new))
    got = runner.invoke(app, ["what-if", str(book), "--scheme", "zhongshan", "--json", *RULES])
    assert got.exit_code == 1
    told = json.loads(got.stdout)
    places = [p["at"]["field"] for p in told.get("problems", [])] + [r["field"] for r in told.get("reasons", [])]
    assert field in places


LOAN = "{id: L1, firm: F1, bank: B1, industry: C39, balance: 500万元, months: 12, pd: 2%, recovery: 30%, lag: 6}"


@pytest.mark.parametrize(("second", "field"), [(LOAN, "loans.1.id"), (LOAN.replace("F1", '""'), "loans.1.firm")])
def test_a_loan_that_stands_twice_or_belongs_to_nobody_is_a_mistake(book, second, field):
    """One name twice would default twice; loans of nobody would all default at once, as if one firm owed them."""
    lines = [x if not x.startswith("made_up") else f"loans: [{LOAN}, {second}]" for x in BOOK.splitlines()]
    book.write_text("\n".join(lines))
    got = runner.invoke(app, ["what-if", str(book), "--scheme", "zhongshan", "--json", *RULES])
    assert got.exit_code == 1
    told = json.loads(got.stdout)
    assert [p["at"]["field"] for p in told.get("problems", [])] + [r["field"] for r in told.get("reasons", [])] == [
        field
    ]


def test_a_scheme_that_is_not_there_is_told_as_json_too(book):
    got = runner.invoke(app, ["what-if", str(book), "--scheme", "nowhere", "--json"])
    assert got.exit_code == 1
    assert json.loads(got.stdout)["reasons"][0]["code"] == "no-such-scheme"


def test_a_scheme_that_takes_off_what_was_recovered_before_the_claim_is_run(book):
    """In a run every recovery comes after its claim, so nothing is taken off: half of five million, and 70 per cent of it stays lost."""
    lines = [x if not x.startswith("made_up") else f"loans: [{LOAN[:-1]}, ip_share: 100%}}]" for x in BOOK.splitlines()]
    book.write_text("\n".join(lines).replace("cost: 10%", "cost: 0%"))
    got = asked(book, "--scheme", "demo-sharing")["schemes"]["demo-sharing"]["stress"]["one_bank_fails"]
    assert got["parties_fen"] == {"fund": 175_000_000, "bank": 175_000_000}


def test_a_table_is_printed_for_a_person(book):
    got = runner.invoke(app, ["what-if", str(book), "--scheme", "zhongshan", "--paths", "100", "--lang", "en", *RULES])
    assert got.exit_code == 0, got.output
    assert "you assume" in got.stdout
    assert "appraiser" in got.stdout


def test_the_picture_is_written_in_words_of_the_language_asked_for(book, tmp_path):
    path = tmp_path / "losses.svg"
    words = ["what-if", str(book), "--scheme", "zhongshan", "--paths", "50", "--picture", str(path), *RULES]
    assert runner.invoke(app, [*words, "--lang", "zh"]).exit_code == 0
    drawn = path.read_text(encoding="utf-8")
    assert "评估机构" in drawn
    assert "虚构账册" in drawn


@pytest.mark.parametrize(
    ("as_of", "months", "inside", "word"),
    [
        ("2023-07-12", 24, False, "before the scheme's first day 2023-07-13"),
        ("2023-07-13", 24, True, None),
        ("2026-01-18", 24, True, None),
        ("2026-01-19", 24, True, "later losses are run by its terms too"),
        ("2028-01-18", 24, True, "later losses are run by its terms too"),
        ("2028-01-19", 24, False, "after the scheme's last day 2028-01-18"),
    ],
)
def test_a_book_outside_the_time_of_a_scheme_is_run_for_comparison_and_says_so(book, as_of, months, inside, word):
    book.write_text(BOOK.replace("2026-06-30", as_of).replace("fund: 800万元", "city: 800万元"))
    rules = ["--assume", "states.short_pot=first_come", "--assume", "layers.city.pays=50%"]
    rules += ["--assume", "layers.city.caps.one-firm.of=paid", "--scheme", "gz-2023"]
    told = asked(book, *rules)["schemes"]["gz-2023"]["validity"]
    assert (told["since"], told["until"], told["inside"]) == ("2023-07-13", "2028-01-18", inside)
    assert (told["note"] is None) == (word is None)
    picture = book.with_suffix(".svg")
    spoken = runner.invoke(
        app, ["what-if", str(book), "--paths", "100", "--lang", "en", "--picture", str(picture), *rules]
    )
    assert spoken.exit_code == 0, spoken.output
    assert word is None or (word in told["note"]["en"] and word in spoken.stdout.replace("\n", " "))
    assert ("run outside its time" in picture.read_text()) is not inside
