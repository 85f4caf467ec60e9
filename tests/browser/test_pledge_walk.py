"""The walk of a default: the bank reports through the API, the claim goes through four eyes, the pool pays to the fen, a recovery is
shared by what was really paid, the failed rights come to the market, and the Notice's indicator moves with the registration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Seen
from tests.web.conftest import SAID, found_city
from tests.web.programme import found_programme

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.db, pytest.mark.django_db(transaction=True)]
Enter = Callable[..., Seen]
TODAY = date.today()  # noqa: DTZ011 - the walk is of today
FIRM, BANK = "91990101MA3C00003N", "91990101HWFJQYKP18"
PATENTS = ("CN202310237122.1", "CN202310237123.6")


def day(back: int = 0) -> str:
    return (TODAY - timedelta(days=back)).isoformat()


@pytest.fixture
def walked(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The city and its programme, and a firm with two young patents whose annuities are paid."""
    from ipops.kernel.money import Money
    from ipops.ledger.entry import Draft
    from ipops.ledger.facts import AnnuityPaid, PartyRegistered, RightFiled, RightGranted
    from ipops.ledger.facts.words import PartyKind, RightKind
    from ipops.webkit import journal

    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))
    found_city()
    found_programme()
    filed, granted = TODAY - timedelta(days=500), TODAY - timedelta(days=60)
    facts: list[Any] = [
        PartyRegistered(on=filed, party=f"P:{FIRM}", kind_of_party=PartyKind.ENTERPRISE, name="山河科技有限公司（演示）", code=FIRM, place="990101"),
        PartyRegistered(on=filed, party=f"P:{BANK}", kind_of_party=PartyKind.BANK, name="示范银行（演示）", code=BANK, place="990101"),
    ]  # fmt: skip
    for right in PATENTS:
        facts += [
            RightFiled(on=filed, right=right, kind_of_right=RightKind.INVENTION, title="一种盾构刀盘（演示）", owners=(f"P:{FIRM}",), place="990101"),
            RightGranted(on=granted, right=right, expires_on=date(filed.year + 20, filed.month, min(filed.day, 28))),
            AnnuityPaid(on=granted, right=right, year=2, paid=Money.yuan(900)),
        ]  # fmt: skip
    journal.append([Draft(fact=f, source=SAID, reference=f"walk:{i}") for i, f in enumerate(facts)], by="user:clerk")


@pytest.fixture
def paper(tmp_path: Path) -> str:
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"%PDF-1.4\n% a paper, made up\n%%EOF\n")
    return str(file)


def press(seen: Seen, event: str, paper: str = "", *, tick: str = "", **fields: str) -> None:
    """The act on the case at hand: its button, its form, back to the case."""
    seen.page.reload()
    seen.page.locator(f'#acts a[href$="/do/{event}/"]').click()
    seen.page.wait_for_load_state()
    seen.fill(**fields)
    if tick:
        seen.page.locator(f'[name="{tick}"]').check()
    if paper:
        seen.page.set_input_files('[name="paper"]', paper)
    if seen.page.locator('[name="sure"]').count():
        seen.page.locator('[name="sure"]').check()
    seen.send()
    assert "/do/" not in seen.page.url, seen.page.inner_text("main")


def board(seen: Seen) -> str:
    """The row of the Notice's pledge amount on this year's scoreboard."""
    name = {"zh": "知识产权质押融资金额", "en": "IP pledge financing, amount"}[seen.lang]
    seen.open(f"/programme/?place=990100&year={TODAY.year}&pack=demo-city")
    row = seen.page.locator("tr", has=seen.page.get_by_role("link", name=name, exact=True))
    return str(row.first.inner_text())


def test_a_default_until_its_recovery_is_shared(
    walked: None, enter: Enter, sign_in: Callable[[Seen, str], None], paper: str
) -> None:
    clerk, bank = enter("zh", DESKTOP), enter("zh", DESKTOP)
    clerk.page.set_default_timeout(120_000)  # the scoreboard of a new home is worked out once
    sign_in(clerk, "clerk")
    sign_in(bank, "bank")
    fund = _fund(clerk, paper)
    before = board(clerk)
    loan = _registered(clerk, bank, paper)
    after = board(clerk)
    assert before != after
    assert "100万元" in after, after
    _reported(bank, loan, fund)
    _claimed(enter, sign_in, clerk, bank, loan, paper)
    _at_the_market(enter, bank, loan)
    english = enter("en", PHONE)
    sign_in(english, "officer")
    for name, address in (("pool", f"/pledge/pools/{fund}/"), ("who-pays", f"/pledge/overdue/{loan}/"), ("loan", f"/pledge/loans/{loan}/"), ("pools", "/pledge/pools/"), ("overview", "/pledge/"), ("loans", "/pledge/loans/"), ("signs", "/pledge/signs/")):  # fmt: skip
        english.open(address)
        english.look(f"pledge-{name}")


def _fund(clerk: Seen, paper: str) -> str:
    """A fund that runs 54 : 26 : 16 : 4, with two million yuan."""
    clerk.open("/pledge/pools/open/")
    clerk.fill(name="演示市风险补偿资金（演示）", place="990100", scheme="zhongshan:fund", claim_days="10")
    clerk.page.set_input_files('[name="paper"]', paper)
    clerk.look("pledge-fund-form")
    clerk.send()
    fund = clerk.page.url.rstrip("/").split("/")[-1]
    clerk.follow("资金拨入或转出", "Money in or out")
    clerk.fill(on=day(), amount="200万元", why="首期拨入")
    clerk.send()
    assert "2,000,000.00 元" in clerk.page.inner_text("main")
    return fund


def _registered(clerk: Seen, bank: Seen, paper: str) -> str:
    """From the firm's application to the pledge that exists; gives the loan's code."""
    clerk.open("/pledge/ask/")
    clerk.look("pledge-ask")
    clerk.fill(
        firm=FIRM, authorised_on=day(10), rights="\n".join(PATENTS), amount="100万元", ip_part="100万元", term_months="12", bank=BANK,
    )  # fmt: skip
    clerk.page.set_input_files('[name="paper"]', paper)
    clerk.send()
    application = clerk.page.url
    press(clerk, "admit")
    press(clerk, "look", contract="yes", invalidation="no")
    press(clerk, "value", report_on=day(5), income="200万元", cost="160万元", settled="160万元", tick="by_bank")
    clerk.look("pledge-application")
    bank.page.goto(application)
    press(bank, "grant", bank=BANK, amount="100万元", ip_part="100万元", rate="3.85%", term_months="12")
    press(bank, "agree", paper, on=day(3), cap="100万元", due_on=day(-362))
    bank.look("pledge-application-agreed")
    loan = bank.page.locator('main a[href*="/pledge/loans/L:"]').first.inner_text()
    pledge = bank.page.locator('main a[href*="/pledge/registrations/Q:"]').first.inner_text()
    clerk.open(f"/pledge/loans/{loan}/")
    assert clerk.page.locator("h1").inner_text() != loan, "an office does not see a loan that is not filed"
    clerk.complaints.clear()
    bank.open(f"/pledge/loans/{loan}/")
    assert "质押尚未登记" in bank.page.inner_text("#acts")
    bank.look("pledge-loan-before-registration")
    bank.open(f"/pledge/registrations/{pledge}/")
    press(bank, "file", on=day(2), channel="online", contract="yes", invalidation="no")
    clerk.open(f"/pledge/registrations/{pledge}/")
    clerk.look("pledge-registration")
    press(clerk, "register", paper, on=day(1), register_no="Y990001", cap="100万元")
    return loan


def _reported(bank: Seen, loan: str, fund: str) -> None:
    """The bank's own system: a drawing (twice, the same), overdue, substandard."""
    from ipops.webkit import access
    from ipops.webkit.models import User

    bank.open(f"/pledge/loans/{loan}/")
    press(bank, "file_fund", fund=fund, on=day())
    token = access.token_make(user=User.objects.get(username="bank"), name="walk")

    def report(**given: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{bank.base}/api/v1/pledge/loans/{loan}/reports"
        return bank.page.request.post(address, data=given, headers=headers)

    drawing = {"reference": "B-1", "kind": "draw", "on": day(1), "amount_fen": 100_000_000, "due_on": day(-300)}
    first, again = report(**drawing), report(**drawing)
    assert (first.status, again.status) == (200, 200), first.text()
    assert first.json() == again.json()
    assert report(**drawing | {"amount_fen": 1}).status == 409
    assert report(reference="B-2", kind="overdue", on=day(), amount_fen=100_000_000, interest_fen=500_000).status == 200
    got = report(reference="B-3", kind="classify", on=day(), grade="substandard", interest_fen=500_000)
    assert got.json()["stage"] == "bad"
    bank.open(f"/pledge/overdue/{loan}/")
    text = bank.page.inner_text("main")
    for told in ("债务人自己的质物", "540,000.00 元", "260,000.00 元", "所缺材料与事实"):
        assert told in text, told
    bank.look("pledge-who-pays")
    bank.open(f"/pledge/loans/{loan}/")
    bank.look("pledge-loan-bad")


def _claimed(enter: Enter, sign_in: Any, clerk: Seen, bank: Seen, loan: str, paper: str) -> None:
    bank.page.locator('#acts a[href$="/do/claim/"]').click()
    bank.page.wait_for_load_state()
    for one in ("contract", "registered", "drawn", "demand", "classed"):
        bank.fill(papers=one)
    bank.page.set_input_files('[name="paper"]', paper)
    bank.look("pledge-claim-form")
    bank.send()
    bank.page.locator('main a[href*="/pledge/claims/C:"]').first.click()
    bank.page.wait_for_load_state()
    claim = bank.page.url
    clerk.page.goto(claim)
    press(clerk, "check")
    clerk.look("pledge-claim-checked")
    button = clerk.page.get_by_role("button", name="同意补偿", exact=True)
    assert button.is_disabled(), "who checked it does not decide it"
    certifier, finance = enter("zh", DESKTOP), enter("zh", DESKTOP)
    sign_in(certifier, "certifier")
    certifier.page.goto(claim)
    press(certifier, "approve", paper)
    sign_in(finance, "finance")
    finance.page.goto(claim)
    press(finance, "pay", paper, on=day())
    press(bank, "advance", on=day(), party="bank", amount="1万元")
    press(bank, "recover", on=day(), how="auction", gross="11万元")
    text = bank.page.inner_text("main")
    assert "风险补偿资金 54,000.00 元" in text
    assert "合作银行 46,000.00 元" in text
    bank.look("pledge-claim-recovered")
    clerk.open(clerk.page.locator('main a[href*="/pledge/pools/F:"]').first.get_attribute("href") or "")
    assert "1,514,000.00 元" in clerk.page.inner_text("main")
    clerk.look("pledge-pool")


def _at_the_market(enter: Enter, bank: Seen, loan: str) -> None:
    """The pledgee offers the rights; the house of trade answers through the outbox, and everybody sees the offer."""
    from ipops.webkit import outbox

    bank.open(f"/pledge/loans/{loan}/")
    press(bank, "offer", how="auction", asked="50万元")
    assert outbox.run() == 1
    stranger = enter("zh", DESKTOP)
    stranger.open("/trading/market/offers/?q=盾构")
    assert PATENTS[0] in stranger.page.content()
