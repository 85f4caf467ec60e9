"""What of the programme is open: goals, money, results, projects; page and file say one thing, and no payee can be read."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction

import pytest
from django.test import Client

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft, Source
from ipops.lines.programme import facts as f
from ipops.lines.programme.facts.words import Instrument, ProjectClass, TargetStage
from ipops.lines.programme.facts.words import Source as Whose
from ipops.lines.programme.tests.test_life_pages import words
from ipops.webkit import journal, opendata
from ipops.webkit.opendata.gazette import WITHHELD

pytestmark = [pytest.mark.django_db, pytest.mark.db]
CITY, PLAN, NOM, FUND = "990100", "plan:o", "nom:o", "fund:990100:2024"
ON = date(2024, 4, 1)
ACCOUNT = "acc:990100:2024:central_first"


def payees(n):
    return [f"P:demo-{i}" for i in range(n)]


def paid(payee, yuan, instrument="grant", on=ON):
    accounts = tuple(f"{ACCOUNT}:{instrument}:{p}" for p in ("encumbered", "paid"))
    amounts = (-Money.yuan(yuan), Money.yuan(yuan))
    return f.MoneyPosted(
        accounts=accounts, amounts=amounts, fund=FUND, place=CITY, budget_year=2024, says="支付", payee=payee, on=on
    )


def step(case, cycle, event, on=ON):
    return f.ProgrammeStep(case=case, cycle=cycle, event=event, place=CITY, on=on)


def project(code, applicant="P:nobody"):
    return f.ProjectApplied(
        project=code,
        call="pc:o",
        place=CITY,
        applicant=applicant,
        title=f"项目{code}",
        asked=Money.yuan(7),
        fund_name="f",
        bureau="b",
        on=ON,
    )


def store(*facts):
    at = journal.size()
    drafts = [Draft(fact=x, source=Source(reason="测试"), reference=f"o:{at}:{i}") for i, x in enumerate(facts)]
    return journal.append(drafts, by="test")


def goal(stage, value, place=CITY, name="custody_smes", **more):
    return f.TargetSet(plan=PLAN, place=place, stage=stage, goal=name, value=Fraction(value), unit="sme", on=ON, **more)


@pytest.fixture
def city(db, tmp_path, monkeypatch):
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    store(
        f.PlanAdopted(
            plan=PLAN, nomination=NOM, place=CITY, number="示政1号", pack="demo-city", base_year=2023, first_year=2024, last_year=2026, on=ON
        ),
        goal(TargetStage.PLAN, 1000),
        goal(TargetStage.PLAN, 1200),
        goal(TargetStage.ANNUAL, 400, year=2024),
        goal(TargetStage.DISTRICT, 77, place="990101", name="pledge_amount_growth"),
        f.MoneyPosted(
            accounts=(f"{ACCOUNT}:-:outside", f"{ACCOUNT}:-:available"), amounts=(-Money.yuan(100), Money.yuan(100)), fund=FUND,
            place=CITY, budget_year=2024, says="到账", reference_no="财建1号", received_on=ON, passed_on=None, on=ON,
        ),
        f.ProjectCalled(
            call="pc:o", fund=FUND, place=CITY, title="征集", klass=ProjectClass.GRANT, source=Whose.CENTRAL_FIRST,
            instrument=Instrument.GRANT, budget_year=2024, money=Money.yuan(50), closes_on=date(2030, 1, 1), on=ON,
        ),
    )  # fmt: skip


def rows(code):
    got = Client().get(f"/open/programme-{code}.csv")
    assert got.status_code == 200
    return list(csv.DictReader(io.StringIO(got.content.decode("utf-8-sig"))))


def page():
    return words(Client().get(f"/programme/open/{CITY}/"))


def test_goals_are_the_last_word_of_the_city_and_never_a_districts(city):
    told = {r["year"]: r["value"] for r in rows("goals")}
    assert told == {"": "1200", "2024": "400"}
    assert "77" not in Client().get("/open/programme-goals.json").content.decode()
    assert "1200 400" in page()


def test_money_received_stands_with_its_document_and_days(city):
    (one,) = rows("received")
    assert (one["document"], one["yuan"], one["received_on"], one["passed_on"]) == (
        "财建1号",
        "100.00",
        "2024-04-01",
        "",
    )
    assert "财建1号 中央资金（首批） 2024 100元 2024年4月1日 无 已到位" in page()


def test_what_one_or_two_payees_got_is_blank_and_does_not_follow_from_the_totals(city):
    few, many = paid("P:demo-0", 11), [paid(p, 20, "award") for p in payees(4)]
    store(few, *many)
    told = {(r["instrument"], r["year"]): (r["yuan"], r["suppressed"]) for r in rows("paid")}
    assert told["grant", "2024"] == ("", "few")
    known = {k: v for k, (v, _) in told.items() if v}
    assert ("award", "2024") not in known or ("", "2024") not in known
    assert "11.00" not in Client().get("/open/programme-paid.json").content.decode()
    assert "不公布" in page()


def test_three_payees_and_more_are_told(city):
    store(*[paid(p, 20, "award") for p in payees(3)])
    told = {(r["instrument"], r["year"]): r["yuan"] for r in rows("paid")}
    assert told["award", "2024"] == told["", ""] == "60.00"
    assert "60元" in page()


def test_a_project_is_open_from_its_notice_on_without_its_amount(city):
    cycle = "programme.project"
    store(
        project("a"),
        project("b"),
        *(step("a", cycle, e) for e in ("check_form", "review", "publicise")),
        step("b", cycle, "check_form"),
    )
    (one,) = rows("projects")
    assert (one["project"], one["applicant"], one["state"]) == ("a", WITHHELD, "publicised")
    store(step("a", cycle, "start", date(2024, 5, 1)), step("a", cycle, "terminate", date(2024, 6, 1)))
    assert [(r["on"], r["state"]) for r in rows("projects")] == [("2024-04-01", "terminated")]
    assert "已终止" in page()
    turned = [step("b", cycle, e) for e in ("review", "publicise", "turn_down")]
    store(*turned)
    assert len(rows("projects")) == 1


def test_results_are_what_was_published_and_whether_it_is_final(city):
    evaluation = f.EvaluationOpened(
        evaluation="eva:o", nomination=NOM, place=CITY, pack="demo-city", scheme="evaluation", year=2025, on=ON
    )
    published = f.EvaluationPublished(
        evaluation="eva:o", nomination=NOM, place=CITY, score=Fraction(175, 2), grade="良", why_no_amount="分档未知。",
        parameters="p", known_to=1, sheet="s", on=ON,
    )  # fmt: skip
    store(evaluation)
    assert rows("results") == []
    store(published, step("eva:o", "programme.evaluation", "publish"), step("eva:o", "programme.evaluation", "settle"))
    (one,) = rows("results")
    assert (one["score"], one["grade"], one["yuan"], one["state"]) == ("87.5", "良", "", "final")
    assert "未知：分档未知。" in page()


def test_everybody_may_read_it_and_a_city_of_which_nothing_is_open_is_not_there(city):
    index = Client().get("/programme/open/")
    assert f"/programme/open/{CITY}/" in index.text
    assert Client().get("/programme/open/990200/").status_code == 404
    for code in opendata.DATASETS:
        if code.startswith("programme-"):
            assert f"/open/{code}.parquet" in index.text


def test_a_correction_takes_the_place_of_what_it_corrects(city):
    (entry,) = store(paid("P:demo-9", 5))
    wrong = journal.size()
    drafts = [Draft(fact=paid("P:demo-9", 6), source=Source(reason="更正"), reference="fix", supersedes=wrong)]
    journal.append(drafts, by="test")
    assert entry.n == wrong
    store(*[paid(p, 1) for p in payees(2)])
    assert {r["yuan"] for r in rows("paid")} == {"8.00"}
