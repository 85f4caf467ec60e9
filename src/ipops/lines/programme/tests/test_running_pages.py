"""A plan that runs, through its pages and the API: splits, tasks beside money and results, meetings, policies, the fund."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ipops.ledger.entry import Draft, Source
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Account
from ipops.lines.programme.app.reading import evaluation
from ipops.lines.programme.app.reading import fund as funds
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.rules.plan.files import plan_code
from ipops.lines.programme.tests.test_evaluation import results
from ipops.lines.programme.tests.test_life_pages import Desk, desk, paper, words  # noqa: F401
from ipops.lines.programme.tests.test_plan import FLOORS, NOMINATION, adopt, city, road  # noqa: F401
from ipops.webkit import journal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.db]
ROAD, API = f"/programme/roads/{NOMINATION}", f"/api/v1/programme/cases/{NOMINATION}"
FIRM = "91110000600037341L"


@pytest.fixture
def running(desk: Desk, city, monkeypatch):  # noqa: F811
    """A desk on a day in the plan's first year; money came, the plan with its one task is adopted."""
    monkeypatch.setattr(evaluation, "results_of", lambda place, year, pack: results(Fraction(9, 10)))
    road("review", "publicise", "pay_first")
    assert adopt(targets=FLOORS).warnings == ()
    desk.at("2024-03-01")
    money = {
        "budget_year": "2023",
        "number": "示财建〔2023〕1号",
        "received_on": "2023-11-01",
        "passed_on": "2023-12-20",
    }
    desk.do("officer", f"{ROAD}/receive/", source="central_first", amount="1亿元", **money)
    return desk


def send(desk, who, address, **given):  # noqa: F811
    return desk.browser(who).post(f"{API}{address}", given, content_type="application/json")


def codes(answer):
    return [r["code"] for r in answer.json()["reasons"]]


def test_a_goal_is_split_over_years_and_districts_and_seen_from_floor_to_district(running):
    goal = f"{ROAD}/split/certified_bodies/"
    floor = int(FLOORS["certified_bodies"])
    short = {"year.2024": "1", "year.2025": "1", "year.2026": "1"}
    assert "各年合起来" in words(running.do("officer", goal, status=422, **short))
    years = {"year.2024": "10", "year.2025": "20", "year.2026": str(floor)}
    running.do("officer", goal, **years, **{"district.990101": str(floor - 7), "district.990102": "7"})
    page = words(running.get("officer", f"{ROAD}/lineage/"))
    assert f"{floor} 10 20 {floor}" in page
    assert "高新区（演示）" in page
    assert "没有合并的目标" in page
    assert running.browser("clerk").post(goal, {}).status_code == 403
    told = running.get("officer", f"{API}/plan").json()
    line = next(x for x in told["lines"] if x["goal"] == "certified_bodies")
    assert line["districts"] == {"990101": str(floor - 7), "990102": "7"}


def test_the_api_splits_with_the_same_refusals(running):
    asked = {"districts": {"pledge_amount_growth": {"990101": "30"}}}
    assert codes(send(running, "officer", "/split", **asked)) == ["pledge-cascaded"]
    got = send(running, "officer", "/split", **asked, confirmed="仅作测算，不作考核")
    assert [w["code"] for w in got.json()["warnings"]] == ["pledge-cascaded"]
    assert send(running, "clerk", "/split", **asked).status_code == 403
    assert send(running, "neighbour", "/split", **asked).status_code == 404


def test_a_target_far_below_what_it_came_to_is_told_on_the_plan(running, monkeypatch):
    """The factor is the scheme's: half as much again for custody, whose floor is 1,000; here 2,000 are covered. Before a year
    of the plan is over nothing is said."""
    monkeypatch.setattr(evaluation, "results_of", lambda place, year, pack: results(Fraction(20)))
    adopted = of_cases([plan_code(NOMINATION)], [f.PlanAdopted])[-1]
    changed = Draft(
        fact=replace(adopted.fact, pack="demo-city"), source=Source(reason="测试"), reference="p2", supersedes=adopted.n
    )
    journal.append([changed], by="test")
    assert "目标可能定低了" not in words(running.get("officer", f"{ROAD}/lineage/"))
    running.at("2025-02-03")
    page = words(running.get("officer", f"{ROAD}/lineage/"))
    assert "目标可能定低了" in page
    low = [x["goal"] for x in running.get("officer", f"{API}/plan").json()["findings"] if x["code"] == "set-too-low"]
    assert "custody_smes" in low
    assert "regional_platform" not in low


def test_joined_goals_are_shown_with_what_each_promised(desk, city):  # noqa: F811
    """Custody and certification are joined: the plan carries both promises, and the page says which went where."""
    road("review", "publicise", "pay_first")
    desk.at("2024-02-01")
    plan = {"number": "示政〔2024〕2号", "base_year": "2023", "first_year": "2024", "last_year": "2026"}
    targets = {f"target.{g}": str(v) for g, v in FLOORS.items() if g != "custody_smes"}
    joined = {"into.custody_smes": "certified_bodies"}
    low = desk.do("officer", f"{ROAD}/plan/", status=422, **plan, **targets, **joined)
    assert "合并而来" in words(low)
    both = str(int(FLOORS["certified_bodies"] + FLOORS["custody_smes"]))
    desk.do("officer", f"{ROAD}/plan/", **plan, **targets | {"target.certified_bodies": both}, **joined)
    page = words(desk.get("officer", f"{ROAD}/lineage/"))
    assert "（已并入）" in page
    assert f"{int(FLOORS['custody_smes']):,}" in page.split("目标合并")[-1]


def test_a_task_sets_money_beside_results_and_done_needs_its_evidence(running):
    book = f"{ROAD}/tasks/book/"
    lacking = running.do("officer", book, status=422, title="导航服务", choice="chosen")
    assert "缺责任单位" in words(lacking)
    full = {
        "owner": "市局",
        "due_on": "2025-06-30",
        "evidence": "导航报告",
        "goals": ["custody_smes"],
        "money": "300万元",
    }
    running.do("officer", book, title="导航服务", choice="chosen", **full)
    page = f"{ROAD}/tasks/T2/"
    shown = words(running.get("clerk", page))
    assert "选做（已选）" not in shown or "未报进展" in shown
    assert "90" in shown
    assert "2023年结果" in shown or "2024年结果" in shown
    bare = running.do("clerk", f"{page}report/", status=422, state="done")
    assert "导航报告" in words(bare)
    running.do("clerk", f"{page}report/", state="done", words="完成", paper=paper())
    assert "已完成" in words(running.get("clerk", page))
    silent = running.do("officer", f"{page}change/", status=422, title="导航", choice="not_chosen", **full)
    assert "说明理由" in words(silent)
    running.do("officer", f"{page}change/", title="导航", choice="not_chosen", why="领导小组决定", **full)
    assert "选做（未选）" in words(running.get("clerk", page))
    idle = running.do("clerk", f"{page}report/", status=422, state="running")
    assert "不报进展" in words(idle)
    fixed = running.do(
        "officer", f"{ROAD}/tasks/T1/change/", status=422, title="托管", choice="chosen", why="x", **full
    )
    assert "必做任务不能改为选做" in words(fixed)
    running.at("2026-01-02")
    assert "已过期限" in words(running.get("clerk", f"{ROAD}/tasks/T1/"))


def test_the_api_books_tasks_and_reports_on_them(running):
    asked = {"title": "专利池", "choice": "chosen", "owner": "市局", "due_on": "2025-01-01", "evidence": "协议"}
    assert codes(send(running, "officer", "/tasks", **asked, goals=["nothing"], reference="1")) == ["no-such-goal"]
    assert send(running, "officer", "/tasks", **asked, reference="1").status_code == 200
    assert send(running, "clerk", "/tasks", **asked, reference="2").status_code == 403
    assert codes(send(running, "clerk", "/tasks/T2/progress", state="done", reference="1")) == ["no-evidence"]
    assert send(running, "clerk", "/tasks/T2/progress", state="running", reference="2").status_code == 200
    told = running.get("clerk", f"{API}/tasks/T2").json()
    assert (told["state"]["zh"], told["choice"], told["results"]) == ("推进中", "chosen", [])
    assert running.get("clerk", f"{API}/tasks/T9").status_code == 404


def test_meetings_set_items_that_fall_late_until_they_are_settled(running):
    bare = running.do("clerk", f"{ROAD}/leading/meeting/", status=422, title="第一次会议", on="2024-02-20")
    assert "会议纪要" in words(bare)
    meeting = {"title": "第一次会议", "on": "2024-02-20", "items": "落实配套\n建立平台", "until": "2024-02-28"}
    running.do("clerk", f"{ROAD}/leading/meeting/", **meeting, paper=paper())
    assert words(running.get("clerk", f"{ROAD}/leading/")).count("逾期未办") == 2
    running.do("clerk", f"{ROAD}/leading/settle/", item="落实配套", words="7500万元已下达")
    page = words(running.get("auditor", f"{ROAD}/leading/"))
    assert page.count("逾期未办") == 1
    assert "2024-03-01 办结" in page
    twice = send(running, "clerk", "/items", item="落实配套", words="x", reference="1")
    assert codes(twice) == ["no-such-item"]
    assert send(running, "clerk", "/items", item="建立平台", words="已上线", reference="2").status_code == 200
    assert send(running, "auditor", "/items", item="建立平台", words="已上线", reference="3").status_code == 403


def test_policies_hold_run_out_and_are_repealed(running):
    base = f"{ROAD}/leading/policy/"
    running.do("clerk", base, number="1号", title="托管办法", on="2024-01-01", until="2024-02-01", task="T1")
    running.do("clerk", base, number="2号", title="质押办法", on="2024-01-15", shared_as="知识产权报 2024-02-01")
    running.do("clerk", base, number="3号", title="质押新办法", on="2024-02-15", replaces="2号")
    page = words(running.get("officer", f"{ROAD}/leading/"))
    for says in ("已失效", "已被 3号 废止", "现行有效", "知识产权报"):
        assert says in page
    assert codes(send(running, "clerk", "/policies", number="3号", title="x", on="2024-02-16", reference="1")) == [
        "number-twice"
    ]
    kept = {p["number"]: p["in_force"] for p in running.get("officer", f"{API}/plan").json()["policies"]}
    assert kept == {"1号": False, "2号": False, "3号": True}
    assert "托管办法" in words(running.get("officer", f"{ROAD}/tasks/T1/"))


def test_balances_are_held_against_statements(running):
    account = Account.objects.get(account__endswith="central_first:-:available").account
    asked = {"account": account, "on": "2024-02-29"}
    assert "请附对账单" in words(running.do("finance", f"{ROAD}/fund/balance/", status=422, stated="1亿元", **asked))
    running.do("finance", f"{ROAD}/fund/balance/", stated="9999万元", paper=paper(), **asked)
    page = words(running.get("auditor", f"{ROAD}/fund/"))
    assert "9,999万元 不符" in page
    running.do(
        "finance", f"{ROAD}/fund/balance/", stated="1亿元", paper=paper("二.pdf"), **asked | {"on": "2024-03-01"}
    )
    assert "相符" in words(running.get("auditor", f"{ROAD}/fund/"))
    document = of_cases([account], [f.BalanceStated])[-1].source.document
    given = {"account": account, "stated_fen": 10**10, "on": "2024-03-01", "document": document, "reference": "1"}
    assert send(running, "officer", "/balances", **given).status_code == 200
    assert send(running, "clerk", "/balances", **given).status_code == 403
    strange = given | {"account": account.replace("990100", "990200")}
    assert send(running, "officer", "/balances", **strange).status_code == 404


def test_clocks_of_the_budget_law_and_what_becomes_a_balance_left(running):
    page = words(running.get("officer", f"{ROAD}/fund/"))
    assert "预算法" in page
    assert "可结转使用" in page
    clock = page.split("预算时限")[-1]
    assert "逾期" in clock.split("重复申请")[0]
    running.at("2025-01-01")
    assert "应作结余" in words(running.get("officer", f"{ROAD}/fund/"))
    told = running.get("officer", f"{API}/fund").json()
    assert told["unspent_fen"] == {"2023": 10**10}


def project_of(desk, title, **more):  # noqa: F811
    """A running project of one million under a call of its own."""
    call = {"title": title, "klass": "grant", "source": "central_first", "instrument": "grant", "task": "T1"}
    desk.do("officer", f"{ROAD}/project-call/", money="500万元", budget_year="2023", closes_on="2024-04-01", **call)
    pc = of_cases([f"fund:990100:{2023}"], [f.ProjectCalled])[-1].fact.call
    asked = {"applicant": FIRM, "title": title, "asked": "100万元", "fund_name": "运营资金", "bureau": "市局"}
    return desk.do(
        "clerk", f"/programme/project-calls/{pc}/apply/", **asked, is_legal_person="on", credit_clean="on", **more
    )


def started(desk, title, **more):  # noqa: F811
    project_of(desk, title, **more)
    project = sorted(of_all(f.ProjectApplied), key=lambda e: e.n)[-1].fact.project
    for event in ("check_form", "review", "publicise", "start"):
        desk.do("officer", f"/programme/projects/{project}/do/{event}/")
    return project


def of_all(kind):
    return of_cases(list(f_cases(kind)), [kind])


def f_cases(kind):
    from ipops.webkit.models import JournalRow

    return {c for cases in JournalRow.objects.filter(kind=kind.KIND).values_list("cases", flat=True) for c in cases}


def test_a_contract_carries_procurement_acceptance_and_payment_up_to_the_treasury(running):
    project = started(running, "一号项目")
    page = f"/programme/projects/{project}"
    contract = {"contract": "HT-1", "amount": "80万元", "procurement": "公开招标"}
    assert "请附合同" in words(running.do("clerk", f"{page}/contract/", status=422, **contract))
    over = running.do("clerk", f"{page}/contract/", status=422, paper=paper(), **contract | {"amount": "101万元"})
    assert "超过项目资金" in words(over)
    running.do("clerk", f"{page}/contract/", paper=paper("合同.pdf"), **contract)
    order = {"account_no": "6222000012345678", "contract": "HT-1", "voucher": "PZ1"}
    beyond = running.do("clerk", f"{page}/order/", status=422, amount="81万元", invoice="FP7", **order)
    assert "超出合同余额" in words(beyond)
    running.do("clerk", f"{page}/order/", amount="60万元", invoice="FP7", **order)
    again = running.do("clerk", f"{page}/order/", status=422, amount="10万元", invoice="ＦＰ-7", **order)
    assert "“ＦＰ-7”已由" in words(again)
    running.do("clerk", f"{page}/contract/", paper=paper("验收.pdf"), accepted_on="2024-03-01", **contract)
    assert funds.project_of(project).contracts["HT-1"].accepted_on == date(2024, 3, 1)
    assert "公开招标" in words(running.get("auditor", page + "/"))
    code = of_all(f.PaymentOrdered)[-1].fact.order
    running.do("certifier", f"/programme/orders/{code}/do/approve/")
    file = running.get("finance", f"{ROAD}/fund/treasury/")
    assert "HT-1" in file.content.decode("utf-8-sig")
    assert "600000.00" in file.content.decode("utf-8-sig")
    assert running.get("clerk", f"{ROAD}/fund/treasury/").status_code == 403
    for event in ("send", "pay"):
        running.do("officer", f"/programme/orders/{code}/do/{event}/")
    assert "合计,0" in running.get("finance", f"{ROAD}/fund/treasury/").content.decode("utf-8-sig")
    assert "60万元" in words(running.get("clerk", f"{ROAD}/tasks/T1/"))
    running.do("officer", f"{page}/do/terminate/", why="承担单位注销")
    running.do("officer", f"{page}/do/recover/", why="未完成")
    assert "应收回" in words(running.get("clerk", f"{ROAD}/fund/"))
    beyond = running.do("officer", f"{page}/recovered/", status=422, amount="61万元", paper=paper("收款.pdf"))
    assert "应收回的只有 ¥600,000.00" in words(beyond)
    running.do("finance", f"{page}/recovered/", amount="25万元", paper=paper("收款.pdf"))
    for told in (words(running.get("clerk", f"{page}/")), words(running.get("auditor", f"{ROAD}/fund/"))):
        assert "尚待收回" in told
        assert "35万元" in told
    running.do("officer", f"{page}/recovered/", amount="35万元", paper=paper("收款二.pdf"))
    assert "资金已收回" in words(running.get("clerk", f"{page}/"))
    assert "已收回" in words(running.get("clerk", f"{ROAD}/fund/"))


def test_one_loan_under_two_funds_and_one_right_twice_are_found_before_payment(running):
    started(running, "一号项目", loans="DK-1", rights="ZL202310000001.5")
    with pytest.raises(AssertionError, match="贷款合同“dk1”已由"):
        project_of(running, "二号项目", loans="dk1")
    with pytest.raises(AssertionError, match="同一单位的权利"):
        project_of(running, "三号项目", rights="ZL202310000001.5")
    project_of(running, "四号项目", rights="ZL202310000001.5", confirmed="同一专利的另一项开发")
    page = words(running.get("auditor", f"{ROAD}/fund/"))
    assert "须说明" in page
    doubles = running.get("auditor", f"{API}/fund").json()["doubles"]
    assert {d["what"] for d in doubles} == {"right"}


def test_the_api_records_a_contract_with_the_same_refusals(running):
    project = started(running, "一号项目")
    document = running_document(running)
    given = {"contract": "HT-2", "amount_fen": 100, "procurement": "询价", "document": document, "reference": "1"}
    address = f"/api/v1/programme/cases/{project}/contracts"
    post = running.browser("clerk").post
    assert post(address, given, content_type="application/json").status_code == 200
    silent = post(address, given | {"procurement": " "}, content_type="application/json")
    assert codes(silent) == ["no-procurement"]
    assert running.browser("neighbour").post(address, given, content_type="application/json").status_code == 404
    assert funds.project_of(project).contracts["HT-2"].amount.fen == 100


def running_document(desk):  # noqa: F811
    """The SHA-256 of a paper of this city."""
    desk.do("clerk", f"{ROAD}/leading/meeting/", title="会", on="2024-02-20", paper=paper("纪要.pdf"))
    return of_cases([plan_code(NOMINATION)], [f.MeetingHeld])[-1].source.document


def test_what_is_recorded_bears_its_own_day(running):
    running.do("clerk", f"{ROAD}/leading/meeting/", title="会", on="2024-02-20", paper=paper())
    assert of_cases([plan_code(NOMINATION)], [f.MeetingHeld])[-1].fact.on == date(2024, 2, 20)


def test_no_page_of_a_running_plan_asks_the_database_more_than_fifteen_times(running):
    project = started(running, "一号项目", rights="ZL202310000001.5")
    running.do("clerk", f"{ROAD}/leading/meeting/", title="会", on="2024-02-20", items="甲\n乙", paper=paper())
    pages = ("/", "/lineage/", "/tasks/T1/", "/leading/", "/fund/", "/split/certified_bodies/", "/tasks/book/")
    addresses = [f"{ROAD}{p}" for p in pages] + [f"/programme/projects/{project}/", "/programme/returns/"]
    asked, browser = {}, running.browser("officer")
    for address in [*addresses, "/programme/open/", "/programme/open/990100/"]:
        browser.get(address)
        with CaptureQueriesContext(connection) as seen:
            page = browser.get(address)
        assert page.status_code == 200
        assert len(page.content) <= 150_000
        asked[address] = len(seen)
    assert {a: n for a, n in asked.items() if n > 15} == {}, asked
