"""A city's whole life through its pages: call, nomination, review with a conflicted expert kept out, plan, money, a project,
returns (one sent back, one corrected, one late), evaluation, objection, payment, auditor pack."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.lines.programme.app.models import Account, Dossier
from ipops.lines.programme.app.reading import evaluation as evaluations
from ipops.lines.programme.tests.test_evaluation import SCHEME, results
from ipops.policy import pack_named
from ipops.webkit import access, seals
from ipops.webkit.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.db]
CHINA = timezone(timedelta(hours=8))
NOTICE = pack_named("demo-notice")


class Desk:
    """A browser for each demo account; ``do`` fills in the form of an address as a person would."""

    def __init__(self):
        access.demo_make()
        self.browsers = {}
        self.clock = None

    def at(self, day):
        if self.clock:
            self.clock.stop()
        self.clock = time_machine.travel(datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=CHINA), tick=True)
        self.clock.start()

    def browser(self, name):
        if name not in self.browsers:
            self.browsers[name] = Client()
        browser = self.browsers[name]
        browser.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return browser

    def get(self, name, address):
        return self.browser(name).get(address)

    def do(self, name, address, /, status=302, **fields):
        page = self.get(name, address)
        assert page.status_code == 200, (address, page.status_code, words(page)[:400])
        hidden = dict(re.findall(r'<input type="hidden" name="(reference|stands_at)" value="([^"]*)"', page.text))
        given = {k.replace("__", "."): v for k, v in fields.items()}
        answer = self.browser(name).post(address, hidden | given)
        assert answer.status_code == status, (address, answer.status_code, words(answer)[:700])
        return answer


def words(page):
    if not page.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    body = re.sub(r"<(script|style|nav|svg).*?</\1>", "", page.text, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body[body.find("<main") :])).split())


def paper(name="材料.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4 " + name.encode())


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    made = Desk()
    yield made
    if made.clock:
        made.clock.stop()


def case(cycle, **more):
    return Dossier.objects.get(cycle=f"programme.{cycle}", **more).case


FLOORS = {f"target.{t.id}": str(t.floor) for t in NOTICE.targets() if t.floor is not None}
TASKS = [t.zh for t in NOTICE.term("mandatory_tasks", NOTICE.start).value]


def called_and_nominated(desk):
    desk.at("2023-09-04")
    desk.do("centre", "/programme/calls/open/", title="示范征集", pack="demo-notice", form="1", closes_on="2023-09-30")
    call = case("call")
    refused = desk.do("province", f"/programme/calls/{call}/nominate/", status=422, city="990100", mandatory=TASKS)
    assert "没有承诺值" in words(refused)
    for city in ("990100",):
        desk.do(
            "province",
            f"/programme/calls/{call}/nominate/",
            city=city,
            matching="7500万元",
            mandatory=TASKS,
            paper=paper("申报方案.pdf"),
            **FLOORS,
        )
    return call


def reviewed(desk, call):
    """Three experts score; the fourth works in the city and never gets the documents."""
    nomination = case("city")
    experts = [f"user:{n}" for n in ("expert", "expert2", "expert3", "expert-city")]
    desk.do("centre", f"/programme/calls/{call}/panel/", experts=experts)
    desk.do("centre", f"/programme/calls/{call}/do/close/")
    base = f"/programme/reviews/{nomination}/"
    desk.do("expert-city", f"{base}declare/", ground="none")
    kept_out = desk.do("expert-city", f"{base}open/", status=422)
    assert "须回避" in words(kept_out)
    attached = Dossier.objects.get(case=nomination)
    assert attached.stage == "nominated"
    for n, name in enumerate(("expert", "expert2", "expert3")):
        early = desk.do(name, f"{base}open/", status=422)
        assert "请先申明" in words(early)
        desk.do(name, f"{base}declare/", ground="none")
        desk.do(name, f"{base}open/")
        assert "您尚未锁定自己的评分" in words(desk.get(name, base))
        points = {i.id: str(i.points - n) for i in NOTICE.scheme("review", NOTICE.start).leaves}
        desk.do(name, f"{base}score/", remarks="可行", **points)
        assert "您尚未锁定自己的评分" not in words(desk.get(name, base))
    return nomination


def publicised(desk, call, nomination):
    desk.at("2023-10-13")
    desk.do("centre", f"/programme/roads/{nomination}/defence/", goal="custody_smes", value="1100", why="答辩时承诺")
    desk.do("centre", f"/programme/calls/{call}/do/publish/", proposed="1")
    desk.do("clerk", f"/programme/calls/{call}/object/", status=422, name="李工")
    desk.do("clerk", f"/programme/calls/{call}/object/", name="李工", words="材料有误", paper=paper("证据.pdf"))
    desk.at("2023-10-23")
    held = desk.do("centre", f"/programme/calls/{call}/do/decide/", status=422)
    assert "异议" in words(held)
    desk.do("centre", f"/programme/objections/{case('objection')}/do/reject/", why="查无此事")
    desk.do("centre", f"/programme/calls/{call}/do/decide/")
    for name, who in (("public_notice", "clerk"), ("decision_memo", "centre")):
        got = desk.get(who, f"/programme/calls/{call}/paper/{name}/?as=docx")
        assert got.content.startswith(b"PK"), words(got)
    assert desk.get("clerk", f"/programme/calls/{call}/paper/decision_memo/?as=docx").status_code == 404


def funded_and_planned(desk, nomination):
    road = f"/programme/roads/{nomination}"
    desk.at("2023-12-01")
    desk.do("centre", f"{road}/do/pay_first/")
    money = {
        "budget_year": "2023",
        "number": "示财建〔2023〕1号",
        "received_on": "2023-11-01",
        "passed_on": "2023-11-20",
    }
    desk.do("officer", f"{road}/receive/", source="central_first", amount="1亿元", **money)
    desk.do("officer", f"{road}/receive/", source="central_second", amount="5000万元", withheld="on", **money)
    plan = {
        "number": "示政〔2023〕9号",
        "base_year": "2023",
        "first_year": "2024",
        "last_year": "2026",
        "paper": paper("方案.pdf"),
    }
    task = {"task": "托管", "owner": "市知识产权局", "due_on": "2025-12-31", "evidence": "托管合同"}
    low = desk.do("officer", f"{road}/plan/", status=422, **plan, **task, **FLOORS)
    assert "低于答辩承诺" in words(low)
    desk.do(
        "officer",
        f"{road}/plan/",
        **plan | {"paper": paper("方案.pdf")},
        **task,
        **FLOORS | {"target.custody_smes": "1200"},
    )
    page = words(desk.get("officer", road + "/"))
    assert "1,200" in page
    assert "示政〔2023〕9号" in page


def project_paid(desk, nomination):
    desk.at("2024-03-01")
    road = f"/programme/roads/{nomination}"
    call = {"title": "高价值专利培育", "klass": "grant", "source": "central_first", "instrument": "grant", "task": "T1"}
    desk.do("officer", f"{road}/project-call/", money="500万元", budget_year="2023", closes_on="2024-04-01", **call)
    asked = {
        "applicant": "91110000600037341L",
        "title": "一号项目",
        "asked": "100万元",
        "fund_name": "运营资金",
        "bureau": "市局",
    }
    checks = {"is_legal_person": "on", "credit_clean": "on", "invoices": "FP1"}
    pc = f"/programme/project-calls/{case('project_call')}/apply/"
    desk.do("clerk", pc, **asked, **checks)
    twice = desk.do("clerk", pc, status=422, **asked | {"title": "二号"}, **checks)
    assert "FP1" in words(twice)
    project = case("project")
    for event in ("check_form", "review", "publicise", "start"):
        desk.do("officer", f"/programme/projects/{project}/do/{event}/")
    desk.do(
        "clerk", f"/programme/projects/{project}/order/", amount="60万元", account_no="6222000012345678", invoice="FP1"
    )
    order = case("order")
    desk.do("certifier", f"/programme/orders/{order}/do/approve/")
    desk.do("officer", f"/programme/orders/{order}/do/send/")
    bare = desk.do("officer", f"/programme/orders/{order}/do/pay/", status=422)
    assert "请附国库支付凭证" in words(bare)
    desk.do("officer", f"/programme/orders/{order}/do/pay/", paper=paper("国库支付凭证.pdf"))
    assert b"600000.00" in desk.get("officer", f"/programme/orders/{order}/treasury/").content
    page = words(desk.get("officer", road + "/"))
    assert "60万元" in page, page


FIGURES = {"transfers": "12", "pledge_amount": "345.5", "pledge_projects": "3", "projects_n": "0", "projects_paid": "0"}


def four_returns(desk):
    """The second is sent back and corrected, the third is late; an incomplete one is saved but not handed in."""
    for n, (period, day) in enumerate(
        (("2024Q1", "2024-04-10"), ("2024Q2", "2024-07-10"), ("2024Q3", "2024-10-20"), ("2024Q4", "2025-01-10"))
    ):
        desk.at(day)
        fill = f"/programme/returns/quarterly/{period}/fill/"
        desk.do("clerk", fill, save="1", transfers="12")
        assert 'value="12"' in desk.get("clerk", fill).text
        lost = desk.do("clerk", fill, status=422, **FIGURES)
        assert "未填" in words(lost)
        figures = FIGURES | {"custody": str(300 * (n + 1)), "certified": str(50 * (n + 1))}
        desk.do("clerk", fill, **figures)
        code = case("return", period=period)
        page = f"/programme/returns/{code}"
        if period == "2024Q2":
            desk.do("certifier", f"{page}/do/send_back/", status=422)
            desk.do("certifier", f"{page}/do/send_back/", why="托管数有误")
            desk.do("clerk", fill, **figures | {"custody": "610"})
            assert "版次 Revision 2" in words(desk.get("clerk", page + "/")) or "2" in words(
                desk.get("clerk", page + "/")
            )
        if period == "2024Q3":
            assert "逾期报送" in words(desk.get("clerk", page + "/"))
        for who, event in (("certifier", "certify"), ("province", "accept_province"), ("centre", "accept")):
            desk.do(who, f"{page}/do/{event}/")
        assert Dossier.objects.get(case=code).stage == "accepted"
    template = desk.get("clerk", "/programme/returns/quarterly/2024Q4/template/")
    assert template.content.startswith(b"PK")
    assert desk.get("neighbour", f"/programme/returns/{code}/").status_code == 404


def evaluated_and_paid(desk, nomination, tmp_path):
    desk.at("2026-02-02")
    desk.do("province", f"/programme/roads/{nomination}/evaluate/", pack="demo-city", year="2025")
    evaluation = case("evaluation")
    page = f"/programme/evaluations/{evaluation}"
    early = desk.do("province", f"{page}/do/publish/", status=422)
    assert "不能计总分" in words(early)
    expert = {i.id: str(i.points) for i in SCHEME.leaves if i.how == "expert"}
    field = {i.id: str(i.points) for i in SCHEME.leaves if i.how == "field"}
    desk.do("province", f"{page}/score/", part="expert", why="专家意见", **expert)
    desk.do("province", f"{page}/score/", part="field", why="现场记录", **field)
    assert "变化" in words(desk.get("province", f"{page}/what-if/?custody_smes=1"))
    assert "尚未说明" in words(desk.get("officer", page + "/"))
    desk.do("clerk", f"{page}/deviation/", item="custody", why="核减重复企业", remedy="补建档案")
    assert "核减重复企业 补建档案" in words(desk.get("officer", page + "/"))
    desk.do("province", f"{page}/do/publish/")
    desk.do("officer", f"{page}/object/", name="示范市", words="托管数漏计", paper=paper("证明.pdf"))
    objection = case("objection", stage="raised")
    desk.do("centre", f"/programme/objections/{objection}/do/reject/", why="已计入")
    withheld = desk.do("centre", f"{page}/rest/", status=422)
    assert "尚未定案" in words(withheld)
    assert "对结果提出异议的期限未知" in words(desk.do("centre", f"{page}/do/settle/", status=422))
    assert "对结果的异议期 未知" in words(desk.get("officer", page + "/"))
    desk.do("centre", f"{page}/do/settle/", why="各方书面确认无异议")
    desk.do("centre", f"{page}/rest/")
    assert Dossier.objects.get(case=nomination).stage == "second_paid"
    assert Account.objects.get(account__contains="central_second:-:withheld").fen == 0
    seals.seal()
    for name in ("score_sheet", "self_evaluation", "target_table", "evidence_list"):
        for how in ("docx", "xlsx"):
            assert desk.get("officer", f"{page}/paper/{name}/?as={how}").content.startswith(b"PK")
    pack = desk.get("auditor", f"{page}/audit/")
    with zipfile.ZipFile(io.BytesIO(pack.content)) as z:
        z.extractall(tmp_path / "pack")
    script = [sys.executable, "-I", str(tmp_path / "pack" / "recheck_offline.py"), str(tmp_path / "pack")]
    got = subprocess.run(script, capture_output=True, text=True, check=False)
    assert got.returncode == 0, got.stdout


def test_the_whole_life_of_a_city(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(evaluations, "results_of", lambda place, year, pack: results(Fraction(9, 10)))
    call = called_and_nominated(desk)
    nomination = reviewed(desk, call)
    publicised(desk, call, nomination)
    funded_and_planned(desk, nomination)
    project_paid(desk, nomination)
    four_returns(desk)
    evaluated_and_paid(desk, nomination, tmp_path)
    for who, address in (
        ("centre", "/programme/calls/"),
        ("officer", "/programme/roads/"),
        ("province", "/programme/returns/"),
    ):
        assert desk.get(who, address).status_code == 200
