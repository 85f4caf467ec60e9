"""The screens of this line in a browser without script: who may, what they say, what they do."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.lines.insurance.app.models import Claim, Policy, Product
from ipops.webkit import journal
from ipops.webkit.models import User

from .conftest import FIRM, INSURER, RIGHT

pytestmark = pytest.mark.db
NOW = date.today()  # noqa: DTZ011 -- the pages know today as well


def ago(days: int) -> str:
    return (NOW - timedelta(days=days)).isoformat()


@pytest.fixture
def enter(city: Any) -> Any:
    from ipops.webkit import access
    from ipops.webkit.models import User

    access.demo_make()

    def browser(name: str) -> Client:
        made = Client()
        made.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return made

    return browser


def words(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.text)


def send(browser: Client, address: str, **given: Any) -> Any:
    return browser.post(address, {"reference": f"r-{address}", **given})


def do(browser: Client, kind: str, row: Any, event: str, **given: Any) -> Any:
    row.refresh_from_db()
    return send(browser, f"/insurance/{kind}/{row.pk}/do/{event}/", stands_at=row.folded_to, **given)


def policy(clerk: Client) -> Policy:
    product = {
        "insurer": INSURER,
        "insurer_name": "城南财产保险",
        "title": "专利被侵权损失保险",
        "klass": "infringement_loss",
    }
    assert send(clerk, "/insurance/products/new/", **product).status_code == 302
    quote = {
        "product": Product.objects.get().product, "insured": FIRM, "insured_name": "山河科技有限公司", "rights": RIGHT,
        "total": "60万元", "premium": "6000", "valid_until": (NOW + timedelta(days=9)).isoformat(),
    }  # fmt: skip
    answer = send(clerk, "/insurance/policies/quote/", **quote)
    assert answer.status_code == 302, words(answer)
    row = Policy.objects.get()
    paper = SimpleUploadedFile("保险单.pdf", b"%PDF-1.4 policy", content_type="application/pdf")
    contract = {
        "policy_no": "PA-1",
        "on": ago(100),
        "starts_on": ago(99),
        "last_day": (NOW + timedelta(days=200)).isoformat(),
    }
    answer = do(clerk, "policies", row, "write", value="100万元", paper=paper, **contract)
    assert answer.status_code == 302, words(answer)
    return row


def claim(browser: Client, row: Policy, **more: Any) -> Any:
    given = {"on": ago(20), "happened_on": ago(40), "known_on": ago(30), "stated": "50万元", "what": "仿制品上市"}
    return send(browser, f"/insurance/policies/{row.policy}/claim/", **given | more)


def test_from_the_product_to_the_payment(enter):
    clerk = enter("clerk")
    row = policy(clerk)
    page = words(clerk.get(f"/insurance/policies/{row.policy}/"))
    assert "第五十五条" in page
    assert "提出索赔" in page
    assert claim(clerk, row).status_code == 302
    loss = Claim.objects.get()
    assert "应当及时核定；没有天数" in words(clerk.get(f"/insurance/claims/{loss.claim}/"))
    assert do(clerk, "claims", loss, "complete", on=ago(20), is_complex="yes").status_code == 302
    assert do(clerk, "claims", loss, "assess", loss="50万元").status_code == 302
    page = words(clerk.get(f"/insurance/claims/{loss.claim}/"))
    assert "应赔 ¥300,000.00" in page
    assert "按比例赔偿" in page
    assert "六十日内不能确定的" in page
    assert do(clerk, "claims", loss, "agree", on=ago(0), amount="300000").status_code == 302
    assert do(clerk, "claims", loss, "pay", on=ago(0), payee="山河科技", voucher="凭-1").status_code == 302
    assert "已赔付" in words(clerk.get("/insurance/claims/"))
    assert "第六十条" in words(clerk.get(f"/insurance/claims/{loss.claim}/do/subrogate/"))


def test_what_is_owed_is_worked_out_and_a_difference_needs_a_reason(enter):
    clerk = enter("clerk")
    row = policy(clerk)
    claim(clerk, row)
    loss = Claim.objects.get()
    do(clerk, "claims", loss, "complete", on=ago(20), is_complex="no")
    do(clerk, "claims", loss, "assess", loss="50万元")
    answer = do(clerk, "claims", loss, "agree", on=ago(0), amount="310000")
    assert answer.status_code == 422
    assert "请说明理由" in words(answer)


def test_an_event_outside_the_cover_is_told_beside_its_field(enter):
    clerk = enter("clerk")
    answer = claim(clerk, policy(clerk), happened_on=ago(120), known_on=ago(110))
    assert answer.status_code == 422
    assert "事故不在保险责任期间内" in words(answer)


def test_firm_and_insurer_see_their_own_and_the_firm_does_not_decide(enter):
    from ipops.webkit.models import Office

    clerk, insurer, firm = enter("clerk"), enter("insurer"), enter("firm")
    Office.objects.filter(code="demo-insurer").update(party=f"P:{INSURER}")
    Office.objects.filter(code="demo-firm").update(party=f"P:{FIRM}")
    row = policy(clerk)
    assert claim(firm, row).status_code == 302
    loss = Claim.objects.get()
    assert do(firm, "claims", loss, "complete", on=ago(20), is_complex="no").status_code == 403
    assert "此事由保险人办理" in words(firm.get(f"/insurance/claims/{loss.claim}/"))
    assert do(insurer, "claims", loss, "complete", on=ago(20), is_complex="no").status_code == 302
    assert do(insurer, "claims", loss, "assess", loss="10万元").status_code == 302
    Office.objects.filter(code="demo-bank").update(party="P:other")
    assert enter("bank").get(f"/insurance/claims/{loss.claim}/").status_code == 404


def test_the_insurer_reads_each_fact_of_its_claim_and_policy_and_another_insurer_none(enter):
    """Facts after the first named the insured alone: the insurer's page of its own claim told how it began and no more."""
    from ipops.webkit import access
    from ipops.webkit.models import Office

    clerk, insurer = enter("clerk"), enter("insurer")
    Office.objects.filter(code="demo-insurer").update(party=f"P:{INSURER}")
    row = policy(clerk)
    assert claim(clerk, row).status_code == 302
    loss = Claim.objects.get()
    for event, given in (
        ("ask", {"what": "权属证明"}),
        ("complete", {"on": ago(20), "is_complex": "no"}),
        ("advance", {"amount": "1万元", "voucher": "预-1"}),
        ("assess", {"loss": "10万元"}),
        ("agree", {"on": ago(3), "amount": "6万元"}),
        ("pay", {"on": ago(2), "payee": "山河科技", "voucher": "赔-1"}),
        ("subrogate", {"against": "某厂"}),
        ("recover", {"amount": "1万元"}),
        ("close", {"sure": "on"}),
    ):
        answer = do(insurer, "claims", loss, event, **given)
        assert answer.status_code == 302, (event, words(answer))
    assert do(insurer, "policies", row, "doubt", on=ago(1), what="未告知的争议").status_code == 302
    assert do(insurer, "policies", row, "end", on=ago(1), ending="cancelled", sure="on").status_code == 302
    user = User.objects.get(username="insurer")
    of_claim, of_policy = journal.about(case=loss.claim), journal.about(case=row.policy)
    assert (len(of_claim), len(of_policy)) == (10, 5)
    seen = set(access.facts_for(user).values_list("n", flat=True))
    assert {e.n for e in (*of_claim, *of_policy)} <= seen
    page = words(insurer.get(f"/insurance/claims/{loss.claim}/"))
    assert [t for e in of_claim if (t := type(e.fact).TITLE.zh) not in page] == []
    Office.objects.filter(code="demo-insurer").update(party="P:another")
    assert insurer.get(f"/insurance/claims/{loss.claim}/").status_code == 404
    another = access.facts_for(User.objects.get(username="insurer")).values_list("n", flat=True)
    assert not {e.n for e in (*of_claim, *of_policy)} & set(another)


def test_the_classes_are_said_to_be_ours(enter):
    page = words(enter("clerk").get("/insurance/"))
    assert "不等同于该四类" in page
    assert "our" in words(enter("clerk").get("/insurance/?lang=en"))


def test_english_pages_hold_no_chinese_interface(enter):
    clerk = enter("clerk")
    row = policy(clerk)
    page = words(clerk.get(f"/insurance/policies/{row.policy}/?lang=en"))
    assert "Claim a loss" in page
    assert "Agreed insurable value" in page


def test_who_looks_only_sees_their_own_places(enter):
    row = policy(enter("clerk"))
    assert enter("neighbour").get(f"/insurance/policies/{row.policy}/").status_code == 404
    assert "山河" not in words(enter("neighbour").get("/insurance/policies/"))
    assert enter("auditor").get(f"/insurance/policies/{row.policy}/").status_code == 200
    assert enter("auditor").get("/insurance/policies/quote/").status_code == 403


def test_a_list_is_uploaded_on_its_page(enter):
    clerk = enter("clerk")
    text = (
        "保单号,保险人信用代码,保险人,统一社会信用代码,企业名称,区划代码,保险金额,保险费,签单日期,起保日期,终保日期\n"
        f"PA-7,{INSURER},城南财产保险,{FIRM},山河科技有限公司,990101,300000,4200,{ago(50)},{ago(49)},{ago(-300)}\n"
    )
    sent = SimpleUploadedFile("保单.csv", text.encode())
    answer = clerk.post("/insurance/upload/", {"file": sent, "profile": "insurance-policies"})
    assert "新记1件" in words(answer).replace(" ", ""), words(answer)


def test_the_api_reads_and_claims_once(enter):
    clerk = enter("clerk")
    row = policy(clerk)
    given = {
        "reference": "x-1",
        "on": ago(5),
        "happened_on": ago(9),
        "known_on": ago(8),
        "what": "侵权",
        "stated_fen": 100,
    }
    for _ in range(2):
        answer = clerk.post(f"/api/v1/insurance/policies/{row.policy}/claims", given, content_type="application/json")
        assert answer.status_code == 200, answer.text
    assert clerk.get("/api/v1/insurance/claims?stage=claimed").json()["total"] == 1
    assert clerk.get("/api/v1/insurance/policies?stage=in_force").json()["items"][0]["value_fen"] == 100_000_000
    assert clerk.get("/api/v1/insurance/products").json()["items"][0]["klass"] == "infringement_loss"


@pytest.mark.parametrize("other", [{"stated_fen": 101}, {"what": "别的"}, {"known_on": ago(7)}, {"stated_fen": None}])
def test_a_reference_of_the_api_holds_for_one_content(enter, other):
    clerk = enter("clerk")
    row = policy(clerk)
    given = {
        "reference": "x-1",
        "on": ago(5),
        "happened_on": ago(9),
        "known_on": ago(8),
        "what": "侵权",
        "stated_fen": 100,
    }

    def sent(**more):
        address = f"/api/v1/insurance/policies/{row.policy}/claims"
        return clerk.post(address, given | more, content_type="application/json")

    first, size = sent(), journal.size()
    again = sent(**other)
    assert (again.status_code, again.json()["reasons"][0]["code"]) == (409, "reference-taken"), again.text
    assert (sent().json(), journal.size()) == (first.json(), size), "the same content changes nothing"


def test_search_finds_a_policy_by_its_right(enter):
    clerk = enter("clerk")
    policy(clerk)
    assert "PA-1" in words(clerk.get(f"/search/?q={RIGHT}&in=insurance"))


def test_no_page_asks_more_than_fifteen_questions(enter, django_assert_max_num_queries):
    clerk = enter("clerk")
    row = policy(clerk)
    claim(clerk, row)
    loss = Claim.objects.get()
    do(clerk, "claims", loss, "complete", on=ago(20), is_complex="yes")
    do(clerk, "claims", loss, "assess", loss="50万元")
    for page in (f"claims/{loss.claim}/", f"policies/{row.policy}/", "claims/", "policies/", "products/", ""):
        with django_assert_max_num_queries(15):
            assert clerk.get(f"/insurance/{page}").status_code == 200
