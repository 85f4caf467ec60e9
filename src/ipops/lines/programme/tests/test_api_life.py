"""A city's whole life over the API alone: call, nomination, review with a conflicted expert kept out, plan, money, a project paid
and partly recovered, a return by file, evaluation, objection, the withheld instalment, papers and the auditor pack."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ipops.lines.programme.app.models import Account, Dossier
from ipops.lines.programme.app.reading import evaluation as evaluations
from ipops.lines.programme.tests.test_evaluation import SCHEME, results
from ipops.lines.programme.tests.test_life_pages import NOTICE, TASKS, Desk, desk  # noqa: F401
from ipops.webkit import journal, seals
from ipops.webkit.models import Document

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.db]
BASE, CITY, FIRM = "/api/v1/programme", "990100", "91110000600037341L"
EXPERTS = ("expert", "expert2", "expert3", "expert-city")
FLOORS = {t.id: str(t.floor) for t in NOTICE.targets() if t.floor is not None}


class Sender:
    """One desk that only sends: ``post`` expects what it is told to, ``codes`` are the reasons of a refusal."""

    def __init__(self, desk: Desk):  # noqa: F811
        self.desk, self.n = desk, 0

    def post(self, who, address, status=200, **given):
        got = self.desk.browser(who).post(f"{BASE}{address}", given, content_type="application/json")
        assert got.status_code == status, (address, got.status_code, got.content.decode()[:700])
        return got.json()

    def codes(self, who, address, status=409, **given):
        return [r["code"] for r in self.post(who, address, status, **given)["reasons"]]

    def get(self, who, address, status=200):
        got = self.desk.browser(who).get(f"{BASE}{address}")
        assert got.status_code == status, (address, got.content[:300])
        return got

    def step(self, who, case, event, **more):
        self.n += 1
        return self.post(who, f"/cases/{case}/steps", event=event, reference=f"s{self.n}", **more)["stage"]

    def paper(self, who, name):
        file = SimpleUploadedFile(name, b"%PDF-1.4 " + name.encode())
        got = self.desk.browser(who).post("/api/v1/documents", {"file": file})
        assert got.status_code == 200, got.content
        return got.json()["sha256"]


@pytest.fixture
def send(desk: Desk, monkeypatch):  # noqa: F811
    monkeypatch.setattr(evaluations, "results_of", lambda place, year, pack: results(Fraction(9, 10)))
    return Sender(desk)


def chosen(send):
    send.desk.at("2023-09-04")
    asked = {"title": "示范征集", "pack": "demo-notice", "form": "1", "closes_on": "2023-09-30", "reference": "c"}
    assert send.codes("province", "/calls", 403, **asked) == ["role-lacks-step"]
    call = send.post("centre", "/calls", **asked)["case"]
    assert send.post("centre", "/calls", **asked)["case"] == call, "sent twice it is one call"
    package = {"city": CITY, "form": "1", "mandatory": TASKS, "matching_fen": 75_000_000_00, "reference": "n"}
    bare = send.codes("province", f"/cases/{call}/nominations", targets={}, **package)
    assert {"target-below-floor", "no-attachment"} <= set(bare)
    plan = send.paper("province", "方案.pdf")
    handed = send.post("province", f"/cases/{call}/nominations", targets=FLOORS, attachments=[plan], **package)
    nomination = handed["case"]
    send.post("centre", f"/cases/{call}/panel", experts=[f"user:{e}" for e in EXPERTS])
    assert send.step("centre", call, "close") == "reviewing"
    reviewed(send, nomination, plan)
    send.desk.at("2023-10-13")
    send.post("centre", f"/cases/{nomination}/promises", figures={"custody_smes": "1100"}, words="答辩时承诺")
    assert send.step("centre", call, "publish", proposed=1) == "publicised"
    proof = send.paper("clerk", "证据.pdf")
    objection = {"words": "材料有误", "document": proof, "reference": "o"}
    assert send.codes("clerk", f"/cases/{call}/list-objections", name=" ", **objection) == ["objection-nameless"]
    raised = send.post("clerk", f"/cases/{call}/list-objections", name="李工", **objection)["case"]
    send.step("centre", raised, "reject", why="查无此事")
    send.desk.at("2023-10-23")
    assert send.step("centre", call, "decide") == "decided"
    assert send.get("clerk", f"/cases/{call}/call-papers/public_notice?how=docx").content.startswith(b"PK")
    send.get("clerk", f"/cases/{call}/call-papers/decision_memo?how=docx", 403)
    assert send.step("centre", nomination, "pay_first") == "funded"
    return nomination


def reviewed(send, nomination, plan):
    at = f"/reviews/{nomination}"
    assert send.codes("expert", f"{at}/documents") == ["not-declared"]
    for n, expert in enumerate(EXPERTS):
        send.post(expert, f"{at}/declaration", ground="none", reference=f"d{n}")
    assert send.codes("expert-city", f"{at}/documents") == ["conflict-by-profile"]
    assert send.get("expert-city", at).json()["documents"] == []
    for n, expert in enumerate(EXPERTS[:3]):
        assert send.post(expert, f"{at}/documents") == [plan]
        assert send.get(expert, at).json()["others"] == []
        points = {i.id: str(i.points - n) for i in NOTICE.scheme("review", NOTICE.start).leaves}
        assert send.codes(expert, f"{at}/sheet", points=points | {"defence": "99"}) == ["points-out-of-bounds"]
        send.post(expert, f"{at}/sheet", points=points, remarks="可行")
    assert len(send.get("expert3", at).json()["others"]) == 2
    send.get("clerk", at, 403)


def planned(send, nomination):
    send.desk.at("2023-12-01")
    case = f"/cases/{nomination}"
    money = {"budget_year": 2023, "number": "示财建〔2023〕1号", "received_on": "2023-11-01", "passed_on": "2023-11-20"}
    send.post("officer", f"{case}/receipts", source="central_first", amount_fen=10**10, reference="m1", **money)
    withheld = {"amount_fen": 5 * 10**9, "withheld": True, "reference": "m2"}
    send.post("officer", f"{case}/receipts", source="central_second", **withheld, **money)
    plan = {
        "number": "示政〔2023〕9号", "pack": "demo-notice", "base_year": 2023, "first_year": 2024, "last_year": 2026,
        "document": send.paper("officer", "实施方案.pdf"),
        "tasks": [{"task": "T1", "title": "托管", "choice": "mandatory", "owner": "市局", "due_on": "2025-12-31", "evidence": "合同"}],
    }  # fmt: skip
    assert "below-defence" in send.codes("officer", f"{case}/adoption", targets=FLOORS, **plan)
    send.post("officer", f"{case}/adoption", targets=FLOORS | {"custody_smes": "1200"}, **plan)
    assert Dossier.objects.get(case=nomination).stage == "running"


def paid_and_recovered(send, nomination):
    """From the project call to the treasury's file; then the project ends and half of the money is back."""
    send.desk.at("2024-03-01")
    call = {
        "title": "高价值专利培育", "klass": "grant", "source": "central_first", "instrument": "grant", "money_fen": 5 * 10**8,
        "budget_year": 2023, "closes_on": "2024-04-01", "task": "T1", "reference": "pc",
    }  # fmt: skip
    assert send.codes("clerk", f"/cases/{nomination}/project-calls", 403, **call) == ["role-lacks-step"]
    opened = send.post("officer", f"/cases/{nomination}/project-calls", **call)["case"]
    assert send.post("officer", f"/cases/{nomination}/project-calls", **call)["case"] == opened
    asked = {"applicant": FIRM, "title": "一号项目", "asked_fen": 10**8, "fund_name": "运营资金", "bureau": "市局"}
    lacking = send.codes("clerk", f"/cases/{opened}/projects", reference="p", **asked)
    assert lacking == ["not-a-legal-person", "credit-unchecked"]
    checked = {"is_legal_person": True, "credit_clean": True, "invoices": ["FP1"]}
    project = send.post("clerk", f"/cases/{opened}/projects", reference="p", **asked, **checked)["case"]
    twice = send.codes("clerk", f"/cases/{opened}/projects", reference="q", **asked | {"title": "二号"}, **checked)
    assert twice == ["double-invoice"]
    for event in ("check_form", "review", "publicise", "start"):
        send.step("officer", project, event)
    contract = {"contract": "HT-1", "amount_fen": 8 * 10**7, "procurement": "公开招标", "reference": "k"}
    send.post("clerk", f"/cases/{project}/contracts", document=send.paper("clerk", "合同.pdf"), **contract)
    order = {
        "account_no": "6222000012345678",
        "invoice": "FP1",
        "contract": "HT-1",
        "voucher": "PZ1",
        "reference": "o1",
    }
    assert send.codes("clerk", f"/cases/{project}/orders", amount_fen=9 * 10**7, **order) == ["over-the-contract"]
    pay = send.post("clerk", f"/cases/{project}/orders", amount_fen=6 * 10**7, **order)["case"]
    send.get("finance", f"/cases/{pay}/treasury", 404)
    for who, event in (("certifier", "approve"), ("officer", "send"), ("officer", "pay")):
        send.step(who, pay, event)
    assert b"600000.00" in send.get("finance", f"/cases/{pay}/treasury").content
    assert send.get("auditor", f"/cases/{project}/project").json()["paid_fen"] == 6 * 10**7
    send.step("officer", project, "terminate", why="技术路线不可行")
    send.step("officer", project, "recover", why="应收回")
    voucher = send.paper("finance", "收款.pdf")
    came = {"amount_fen": 3 * 10**7, "document": voucher, "reference": "b1"}
    first = send.post("finance", f"/cases/{project}/recoveries", **came)
    assert send.post("finance", f"/cases/{project}/recoveries", **came) == first
    (told,) = send.get("auditor", f"/cases/{nomination}/fund").json()["recoveries"]
    assert (told["asked_fen"], told["came_fen"], told["owed_fen"]) == (6 * 10**7, 3 * 10**7, 3 * 10**7)
    move = {
        "from_position": "available",
        "to_position": "carried",
        "amount_fen": 100,
        "budget_year": 2023,
        "why": "结转",
    }
    send.post(
        "officer", f"/cases/{nomination}/moves", source="central_first", instrument="grant", reference="v", **move
    )
    assert sum(Account.objects.values_list("fen", flat=True)) == 0


def reported(send):
    """The template filled in and sent back; a bad one leaves nothing."""
    send.desk.at("2024-04-10")
    at = {"place": CITY, "schema_code": "quarterly", "period": "2024Q1"}
    asked = "&".join(f"{k}={v}" for k, v in at.items())
    book = openpyxl.load_workbook(io.BytesIO(send.get("clerk", f"/template?{asked}").content))
    figures = {
        "transfers": 12,
        "pledge_amount": 345.5,
        "pledge_projects": 3,
        "custody": 300,
        "certified": 50,
        "projects_n": 0,
    }
    for line in range(4, 12):
        sheet = book["指标"]
        sheet.cell(line, 2).value = (figures | {"projects_paid": 0}).get(sheet.cell(line, 3).value)

    def filed(who, status, reference="f", **more):
        out = io.BytesIO()
        book.save(out)
        file = SimpleUploadedFile("季报.xlsx", out.getvalue())
        got = send.desk.browser(who).post(f"{BASE}/returns/file", {**at, "reference": reference, "file": file, **more})
        assert got.status_code == status, got.content.decode()[:500]
        return got.json()

    filed("neighbour", 403)
    book["指标"]["B4"] = "约十二"
    size, papers = journal.size(), Document.objects.count()
    assert [r["code"] for r in filed("clerk", 422)["reasons"]] == ["C201"]
    assert (journal.size(), Document.objects.count()) == (size, papers)
    book["指标"]["B4"] = 12
    for line in (4, 5):
        listed = (f"P{line}", "甲公司", "91110000600037341L", "项目", "资助类", 10, 0, date(2024, 1, 8), None, "FP1")
        for column, value in enumerate(listed, start=1):
            book["项目清单"].cell(line, column).value = value
    book["指标"]["B9"] = 2
    (asked_for,) = filed("clerk", 422)["reasons"]
    assert asked_for["code"] == "C304"
    filed("clerk", 422, reasons="no JSON")
    case = filed("clerk", 200, reasons=json.dumps({asked_for["field"].removeprefix("reason."): "两项目分摊"}))["case"]
    for who, event in (("certifier", "certify"), ("province", "accept_province"), ("centre", "accept")):
        send.step(who, case, event)
    assert Dossier.objects.get(case=case).stage == "accepted"


def evaluated(send, nomination):
    send.desk.at("2026-02-02")
    case = send.post("province", f"/cases/{nomination}/evaluations", pack="demo-city", year=2025)["case"]
    assert send.codes("province", f"/cases/{case}/steps", event="publish", reference="e") == ["score-unknown"]
    for part in ("expert", "field"):
        points = {i.id: str(i.points) for i in SCHEME.leaves if i.how == part}
        given = {"part": part, "points": points, "why": "记录在案", "reference": part}
        assert send.codes("clerk", f"/cases/{case}/points", 403, **given) == ["role-lacks-step"]
        send.post("province", f"/cases/{case}/points", **given)
    tried = send.get("clerk", f"/cases/{case}/what-if?change=custody_smes=1").json()
    assert "custody" in {c["item"] for c in tried["changed"]}
    assert Fraction(tried["after"]["total"]) < Fraction(tried["before"]["total"])
    send.post("clerk", f"/cases/{case}/deviations", item="transfers", why="市场转冷", remedy="加强对接", reference="dv")
    send.step("province", case, "publish")
    evidence = send.paper("officer", "异议.pdf")
    objection = {"name": "示范市", "words": "托管数漏计", "document": evidence, "reference": "ro"}
    raised = send.post("officer", f"/cases/{case}/result-objections", **objection)["case"]
    assert send.codes("centre", f"/cases/{case}/rest", reference="r") == ["not-final"]
    send.step("centre", raised, "reject", why="已计入")
    assert send.codes("centre", f"/cases/{case}/steps", event="settle", reference="u") == ["objection-time-unknown"]
    assert send.get("officer", f"/cases/{case}/sheet").json()["objections"]["zh"].startswith("未知")
    send.step("centre", case, "settle", why="各方书面确认无异议")
    send.post("centre", f"/cases/{case}/rest", reference="r")
    assert Dossier.objects.get(case=nomination).stage == "second_paid"
    for name in ("score_sheet", "self_evaluation", "target_table", "evidence_list"):
        for how in ("docx", "xlsx"):
            assert send.get("officer", f"/cases/{case}/papers/{name}?how={how}").content.startswith(b"PK")
    return case


def test_the_whole_life_of_a_city_over_the_api(send):
    nomination = chosen(send)
    planned(send, nomination)
    paid_and_recovered(send, nomination)
    reported(send)
    case = evaluated(send, nomination)
    seals.seal()
    pack = zipfile.ZipFile(io.BytesIO(send.get("auditor", f"/cases/{case}/audit").content))
    assert {"sheet.json", "proofs.jsonl", "recheck_offline.py"} <= set(pack.namelist())
    send.get("neighbour", f"/cases/{case}/audit", 404)
