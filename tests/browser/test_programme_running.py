"""A plan that runs, looked at: lineage, a task beside its money, the leading group, the fund, in both languages and widths."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ipops.lines.programme.app.reading import evaluation
from ipops.lines.programme.tests import test_running_pages as steps
from ipops.lines.programme.tests.test_evaluation import results
from ipops.lines.programme.tests.test_life_pages import Desk, desk, paper  # noqa: F401
from ipops.lines.programme.tests.test_plan import FLOORS, NOMINATION, adopt, city, road  # noqa: F401
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.db]
ROAD = steps.ROAD


@pytest.fixture
def running(transactional_db, desk: Desk, city, monkeypatch):  # noqa: F811
    monkeypatch.setattr(evaluation, "results_of", lambda place, year, pack: results(Fraction(9, 10)))
    road("review", "publicise", "pay_first")
    adopt(targets=FLOORS)
    money = {
        "budget_year": "2023",
        "number": "示财建〔2023〕1号",
        "received_on": "2023-11-01",
        "passed_on": "2023-12-20",
    }
    desk.at("2024-03-01")
    desk.do("officer", f"{ROAD}/receive/", source="central_first", amount="1亿元", **money)
    desk.do("officer", f"{ROAD}/receive/", source="central_second", amount="5000万元", withheld="on", **money)
    split = {"year.2024": "50", "year.2025": "120", "year.2026": "200"}
    desk.do(
        "officer", f"{ROAD}/split/certified_bodies/", **split, **{"district.990101": "120", "district.990102": "80"}
    )
    goal = {"goals": ["custody_smes"], "why": "写明对应目标", "owner": "市知识产权局", "due_on": "2025-12-31"}
    desk.do("officer", f"{ROAD}/tasks/T1/change/", title="托管", choice="mandatory", evidence="托管合同", **goal)
    meeting = {"title": "第一次会议", "on": "2024-02-20", "items": "落实配套资金\n建立平台", "until": "2024-02-28"}
    desk.do("clerk", f"{ROAD}/leading/meeting/", **meeting, paper=paper())
    desk.do("clerk", f"{ROAD}/leading/settle/", item="建立平台", words="已上线运行")
    desk.do(
        "clerk", f"{ROAD}/leading/policy/", number="示知发〔2024〕1号", title="托管工作办法", on="2024-01-10", task="T1"
    )
    project = steps.started(desk, "高价值专利培育", rights="ZL202310000001.5")
    contract = {"contract": "HT-1", "amount": "80万元", "procurement": "公开招标"}
    desk.do("clerk", f"/programme/projects/{project}/contract/", paper=paper("合同.pdf"), **contract)
    order = {"account_no": "6222000012345678", "contract": "HT-1", "amount": "60万元", "invoice": "FP7"}
    desk.do("clerk", f"/programme/projects/{project}/order/", **order)
    account = "acc:990100:2023:central_first:-:available"
    desk.do(
        "finance", f"{ROAD}/fund/balance/", account=account, stated="9499万元", on="2024-02-29", paper=paper("单.pdf")
    )
    return project


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_of_a_running_plan(running, enter, sign_in, lang, size):
    seen = enter(lang, size)
    sign_in(seen, "officer")
    for name, address in (
        ("road", f"{ROAD}/"),
        ("lineage", f"{ROAD}/lineage/"),
        ("split", f"{ROAD}/split/certified_bodies/"),
        ("task", f"{ROAD}/tasks/T1/"),
        ("task-change", f"{ROAD}/tasks/T1/change/"),
        ("leading", f"{ROAD}/leading/"),
        ("fund", f"{ROAD}/fund/"),
        ("project", f"/programme/projects/{running}/"),
        ("open", "/programme/open/"),
        ("open-place", "/programme/open/990100/"),
    ):
        seen.open(address)
        seen.look(f"programme-{name}")
