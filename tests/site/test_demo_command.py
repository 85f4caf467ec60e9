"""``ipops demo``: a city to look at from one command; all of it or nothing, and still there the second time."""

from __future__ import annotations

import hashlib
import http.cookiejar
import json
import re
import signal
import subprocess
import time
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path

import pytest
from django.urls import reverse

from ipops.webkit.embedded import OWNER, Cluster, process

pytestmark = [pytest.mark.db, pytest.mark.slow]


MASK = re.compile(r'[0-9a-f]{64}|(?<="n":)\d+|(?<="known_to":)\d+|(?<="supersedes":)\d+|(?<=[:#])\d{4,}(?=[":])')
GOLDEN = Path(__file__).parents[1] / "golden" / "results"


def entries(home: Path) -> int:
    with Cluster(home).connect(OWNER) as con:
        row = con.execute("SELECT count(*) FROM journal").fetchone()
    assert row is not None
    return int(row[0])


#: Whoever changes the life on purpose changes these two.
LIFE = "5bb2e1410a824f6a3ae4bdb8c304cfdd8970f8902a0817c79833b584be3e4512"
KINDS = {
    "agency_graded": 2,
    "balance_stated": 2,
    "call_opened": 2,
    "check_ended": 1,
    "check_opened": 6,
    "city_nominated": 4,
    "claim_checked": 5,
    "claim_closed": 1,
    "claim_decided": 4,
    "claim_filed": 5,
    "claim_paid": 2,
    "collateral_offered": 1,
    "collateral_valued": 31,
    "conflict_declared": 14,
    "contract_signed": 3,
    "credit_decided": 30,
    "credit_given_together": 1,
    "deviation_explained": 3,
    "disclosure_assessed": 1,
    "documents_opened": 10,
    "evaluation_opened": 1,
    "evaluation_published": 1,
    "finance_asked": 38,
    "finance_dropped": 1,
    "finance_screened": 36,
    "fund_line_turned": 1,
    "fund_listed": 1,
    "fund_moved": 1,
    "fund_opened": 1,
    "fund_stated": 1,
    "guarantor_called": 3,
    "guarantor_stated": 1,
    "insurance_quoted": 2,
    "invention_disclosed": 1,
    "item_settled": 1,
    "list_published": 1,
    "loan_agreed": 28,
    "loan_classified": 6,
    "loan_drawn": 28,
    "loan_extended": 2,
    "loan_filed": 19,
    "loan_fixed": 1,
    "loan_overdue": 8,
    "loan_repaid": 24,
    "loan_secured": 24,
    "loan_settled": 11,
    "loan_unsecured": 12,
    "loan_written_off": 1,
    "match_judged": 3,
    "match_pushed": 1,
    "meeting_held": 2,
    "money_posted": 33,
    "month_attested": 6,
    "objection_raised": 2,
    "offer_made": 1,
    "panel_seated": 2,
    "party_registered": 1,
    "payment_ordered": 11,
    "plan_adopted": 2,
    "pledge_agreed": 28,
    "pledge_cancelled": 12,
    "pledge_changed": 2,
    "pledge_filed": 27,
    "pledge_released": 25,
    "policy_issued": 1,
    "policy_written": 2,
    "pool_agreed": 1,
    "programme_step": 137,
    "project_applied": 7,
    "project_called": 5,
    "recovery_cost_advanced": 2,
    "recovery_received": 3,
    "return_filed": 20,
    "score_given": 2,
    "security_bound": 5,
    "sheet_locked": 9,
    "subsidy_carried": 1,
    "subsidy_computed": 2,
    "subsidy_filed": 3,
    "subsidy_granted": 3,
    "subsidy_owed_taken": 1,
    "subsidy_paid": 3,
    "subsidy_pot_divided": 2,
    "subsidy_proven": 2,
    "subsidy_shared": 3,
    "subsidy_window_closed": 2,
    "subsidy_window_opened": 2,
    "target_set": 36,
    "task_booked": 5,
    "task_reported": 5,
    "title_looked_at": 33,
    "transfer_registered": 25,
}


def the_life_is_the_same_everywhere(home: Path) -> None:
    """Every entry of the life with its moment. Hashes are masked, for they move with the packs, and numbers in the journal, for
    they move with the story. What was published is the golden case that ``tests/demo`` works out from the facts alone."""
    with Cluster(home).connect(OWNER) as con:
        rows = con.execute("SELECT kind, canonical FROM journal WHERE by NOT LIKE '%@demo' ORDER BY n").fetchall()
        (sealed,) = con.execute("SELECT max(size) FROM head").fetchone() or (0,)
    told = [(kind, bytes(canonical).decode()) for kind, canonical in rows]
    assert Counter(kind for kind, _ in told) == KINDS
    masked = MASK.sub("…", "\n".join(text for _, text in told))
    assert hashlib.sha256(masked.encode()).hexdigest() == LIFE
    golden = json.loads((GOLDEN / "evaluation-990100-2025.json").read_text())
    (published,) = [json.loads(text)["fact"] for kind, text in told if kind == "evaluation_published"]
    assert (published["score"], published["grade"], published["amount"]) == (
        golden["score"],
        golden["grade"],
        golden["fen"],
    )
    assert sealed == entries(home)


def printed(child: subprocess.Popen[str]) -> str:
    """What it said, up to the line that tells how to stop it."""
    said = ""
    assert child.stdout is not None
    while line := child.stdout.readline():
        said += line
        if "Ctrl-C" in line:
            return said
    raise AssertionError(child.communicate()[1])


def signed_in(url: str, account: str, password: str) -> tuple[urllib.request.OpenerDirector, str, str]:
    """A browser that is signed in, with address and text of the page one lands on."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with browser.open(url + reverse("sign-in"), timeout=60) as page:
        sign_in, text = page.url, page.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert token is not None
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "username": account, "password": password})
    ask = urllib.request.Request(sign_in, form.encode(), headers={"Referer": sign_in})
    with browser.open(ask, timeout=60) as page:
        return browser, page.url, page.read().decode()


def every_case_of_a_city_opens(browser: urllib.request.OpenerDirector, url: str) -> None:
    """The road of the demo city, and whatever stands on it: codes of the life must fit into addresses."""
    with browser.open(f"{url}/programme/roads/nom:demo-2023:990100/", timeout=60) as page:
        text = page.read().decode()
    links = set(re.findall(r'href="(/programme/(?:returns|projects|orders|evaluations|objections)/[^"?]+)"', text))
    assert {link.split("/")[2] for link in links} == {"returns", "projects", "orders", "evaluations", "objections"}
    for link in sorted(links):
        with browser.open(url + link, timeout=60) as page:
            assert page.status == 200, link


def an_expert_finds_a_review_open(said: str, url: str) -> None:
    """One sheet is owed, one application is kept from them, and nobody's points show before theirs."""
    account = re.search(r"^\s+(expert)\s+(\w+)\s", said, re.MULTILINE)
    assert account is not None
    browser, _, home = signed_in(url, account[1], account[2])
    assert re.findall(r"<dt>(在评的申报|待评分)</dt><dd>(?:<[^>]+>)*(\d)", home) == [
        ("在评的申报", "2"),
        ("待评分", "1"),
    ]
    told = {}
    for code in ("990200", "980102"):
        with browser.open(f"{url}/programme/reviews/nom:demo-2026:{code}/", timeout=60) as page:
            told[code] = page.read().decode()
    assert "您已申明回避" in told["990200"]
    assert "/score/" not in told["990200"]
    assert "他人评分" not in told["990200"]
    assert "/score/" in told["980102"]
    assert "您尚未锁定自己的评分" in told["980102"]


def test_the_demo_is_loaded_whole_or_not_at_all_and_is_there_the_second_time(program, wait_for):
    first = program.start("demo")
    wait_for("the database answers", lambda: process.postmaster_of(Cluster(program.home).layout.data), 60)
    time.sleep(4)
    first.send_signal(signal.SIGTERM)
    assert first.wait(60) == 0
    assert program.left() == []

    began = time.monotonic()
    second = program.start("demo")
    said = printed(second)
    loading = time.monotonic() - began
    assert "演示" in said
    assert "made up" in said
    url = re.search(r"http://\S+", said)
    account = re.search(r"^\s+(clerk)\s+(\w+)\s", said, re.MULTILINE)
    assert url is not None
    assert account is not None
    held = entries(program.home)
    assert held > 35_000
    the_life_is_the_same_everywhere(program.home)
    browser, address, page = signed_in(url[0], account[1], account[2])
    every_case_of_a_city_opens(browser, url[0])
    an_expert_finds_a_review_open(said, url[0])
    assert "sign-in" not in address
    assert "演示" in page
    second.send_signal(signal.SIGINT)
    assert second.wait(60) == 0

    began = time.monotonic()
    third = program.start("demo")
    assert account[0].strip() in printed(third), "the same accounts and passwords"
    assert time.monotonic() - began < loading / 2, "a second start loads nothing"
    assert entries(program.home) == held
