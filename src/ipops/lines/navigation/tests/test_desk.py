"""The labelling desk and the samples in a browser without script: who may, what they see of others, what becomes of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.kernel.outcome import Refused
from ipops.lines.navigation.app import hands, services
from ipops.lines.navigation.app.models import Label, Reading, Study
from ipops.lines.navigation.app.results import folder_of, results_of
from ipops.lines.navigation.app.services import Labelled
from ipops.lines.navigation.app.services.runs import study_work_out

from .conftest import by, contracted, frozen, proposed, reported
from .small import laid_out

pytestmark = pytest.mark.db


@pytest.fixture
def study(city: Any, tmp_path: Path, monkeypatch: Any) -> str:
    from ipops.webkit import access

    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    access.demo_make()
    code = str(proposed())
    contracted(code)
    frozen(code)
    assert not isinstance(study_work_out(code, laid_out(tmp_path) / "study.yaml", langs=()), Refused)
    return code


def enter(name: str) -> Client:
    from ipops.webkit.models import User

    made = Client()
    made.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return made


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def at(study: str, tail: str = "") -> str:
    return f"/navigation/studies/{study}/desk/{tail}"


def first(study: str) -> str:
    queue = hands.queue_of(study, results_of(study))
    assert queue is not None
    return str(queue[0:1][0]["document"])


def test_the_desk_lists_what_waits_and_leads_to_the_first(study):
    clerk = enter("clerk")
    page = clerk.get(at(study, "?lang=zh"))
    told = words(page)
    assert "边界内文献 30" in told
    assert "开始标引" in told
    assert f"documents/{first(study)}/" in page.text
    assert "共 30 条" in told or "共 30 条" in told.replace(" ", " ")
    narrowed = words(clerk.get(at(study, "?node=farm&lang=zh")))
    assert "共 10 条" in narrowed
    assert "没有符合条件的记录" in words(clerk.get(at(study, "?state=hand&lang=zh")))
    assert "旋翼" in words(clerk.get(at(study, "?q=旋翼0&lang=zh")))
    assert "Labelling desk" in words(clerk.get(at(study, "?lang=en")))
    for export in ("csv", "xlsx"):
        assert clerk.get(at(study, f"?export={export}")).status_code == 200


def test_a_document_is_labelled_and_the_next_comes(study):
    clerk, document = enter("clerk"), first(study)
    address = at(study, f"documents/{document}/?state=open")
    page = clerk.get(address)
    assert "规则归入" in words(page)
    assert 'accesskey="1"' in page.text
    answer = clerk.post(address, {"reference": "r1", "under": ["farm"], "why": "见名称"})
    assert answer.status_code == 302
    assert answer["Location"].endswith("?state=open")
    assert document not in answer["Location"]
    row = Label.objects.get()
    assert (row.under, row.out, row.whys) == (["farm"], ["rotor"], ["见名称"])
    assert "人工推翻规则 1" in words(clerk.get(at(study, "?lang=zh")))
    mine = clerk.get(at(study, f"documents/{document}/"))
    assert re.search(r'value="farm" checked', mine.text)
    assert "撤回我的标引" in words(mine)
    clerk.post(at(study, f"documents/{document}/"), {"reference": "r2", "take_back": "1", "under": ["farm"]})
    assert Label.objects.count() == 0


def test_a_second_reading_is_blind_and_a_third_person_settles(study):
    document, clerk, officer = first(study), enter("clerk"), enter("officer")
    address = at(study, f"documents/{document}/")
    word = Labelled(document=document, under=("farm",), out=("rotor",), why="仅第一人知道")
    services.documents_label(study=study, words=[word], by=by("x", "user:other"))
    page = words(clerk.get(address))
    assert "已有 1 人标引；您标引之前不显示" in page
    assert "仅第一人知道" not in page
    clerk.post(address, {"reference": "c", "under": ["rotor"]})
    assert "仅第一人知道" in words(clerk.get(address))
    assert Label.objects.get().standing == "differ"
    page = words(officer.get(address))
    assert "以复核人身份定案" in page
    refused = officer.post(f"{address}?as=review", {"reference": "o", "under": ["rotor"]})
    assert refused.status_code == 422
    assert "复核须写明理由" in words(refused)
    assert (
        officer.post(f"{address}?as=review", {"reference": "o2", "under": ["rotor"], "why": "全文"}).status_code == 302
    )
    assert Label.objects.get().standing == "reviewed"
    assert "Cohen" in words(clerk.get(at(study)))


def test_a_clerk_does_not_review_and_nobody_speaks_once_the_report_is_in(study):
    document, clerk = first(study), enter("clerk")
    page = clerk.post(at(study, f"documents/{document}/?as=review"), {"reference": "a", "under": ["rotor"], "why": "x"})
    assert page.status_code == 422
    assert "您的岗位不能“复核标引与判读”" in words(page)
    reported(study)
    assert "报告已提交" in words(clerk.get(at(study, "?lang=zh")))
    answer = clerk.post(at(study, f"documents/{document}/"), {"reference": "b", "under": ["rotor"]})
    assert answer.status_code == 422
    assert Label.objects.count() == 0
    samples = f"/navigation/studies/{study}/results/samples/"
    assert "报告已提交" in words(clerk.get(samples))
    assert clerk.post(samples, {"reference": "c", "document": ["x"], "v0": "relevant"}).status_code == 422


def test_who_may_not_see_the_study_sees_nothing_and_who_only_looks_changes_nothing(study):
    document = first(study)
    tails = ("", "sheets/", "sheets/labels.csv", f"documents/{document}/")
    for tail in tails:
        assert enter("neighbour").get(at(study, tail)).status_code == 404
        assert Client().get(at(study, tail)).status_code == 302
        assert enter("auditor").get(at(study, tail)).status_code == 200
    assert (
        enter("auditor").post(at(study, f"documents/{document}/"), {"reference": "a", "under": "rotor"}).status_code
        == 422
    )
    assert enter("auditor").post(at(study, "again/")).status_code == 403
    assert Label.objects.count() == 0
    assert enter("clerk").get(at(study, "documents/CN1/")).status_code == 404
    assert enter("clerk").get(at(study, "sheets/other.csv")).status_code == 404


def judge(browser: Client, study: str, part: str, say: Any, **more: Any) -> Any:
    drawn = [d for d in hands.drawn(study, results_of(study)) if d.sample == part]
    given = {"reference": f"j-{part}", "document": [d.document for d in drawn]}
    given |= {f"v{i}": say(d) for i, d in enumerate(drawn)}
    return browser.post(f"/navigation/studies/{study}/results/samples/?part={part}", given | more)


def test_samples_are_judged_and_recall_and_precision_come_with_their_intervals(study):
    clerk, address = enter("clerk"), f"/navigation/studies/{study}/results/samples/?lang=zh"
    assert "查准样本已判读 0/10 件" in words(clerk.get(address))
    assert "未知：尚未判读" in words(clerk.get(address))
    assert judge(clerk, study, "precision", lambda d: "relevant").status_code == 302
    page = words(clerk.get(address))
    assert "查准率（就已判读部分） 100.0%（10/10） 95% 区间 72.2% 至 100.0%" in page
    judge(clerk, study, "recall", lambda d: "relevant" if "无人机" in d.title else "not_relevant", w3="只看了名称")
    page = words(clerk.get(address))
    assert "查全样本已判读 10/10 件" in page
    assert re.search(r"查全率（估计） 100.0% 95% 区间 [\d.]+% 至 100.0%，n＝20", page)
    assert Reading.objects.exclude(whys=[""]).count() == 1
    case = words(clerk.get(f"/navigation/studies/{study}/?lang=zh"))
    assert "查准率 100.0%，查全率（估计）100.0%，判读 20 件" in case
    assert "只看了名称" in clerk.get(f"{address}&part=recall").text
    strange = judge(clerk, study, "recall", lambda d: "maybe", reference="z")
    assert strange.status_code == 422
    assert "没有这种判读" in words(strange)


def test_what_is_unsure_waits_for_an_officer(study):
    clerk, officer = enter("clerk"), enter("officer")
    judge(clerk, study, "precision", lambda d: "unsure" if d.document == drawn(study)[0] else "-")
    address = f"/navigation/studies/{study}/results/samples/?part=review"
    page = officer.get(address)
    assert "unsure" not in page.text.split("<tbody")[1].split('type="radio"')[1]
    given = {"reference": "s", "document": drawn(study)[:1], "v0": "relevant", "w0": "全文"}
    assert officer.post(address, given).status_code == 302
    assert Reading.objects.get().standing == "reviewed"
    assert "没有待复核的文献" in words(officer.get(address))


def drawn(study: str) -> list[str]:
    return [d.document for d in hands.drawn(study, results_of(study))]


def test_sheets_go_in_whole_and_come_out_as_a_run_reads_them(study):
    clerk, document = enter("clerk"), first(study)
    bad = SimpleUploadedFile("l.csv", f"document,node,label\n{document},farm,1\nCN1,farm,1\n".encode())
    answer = clerk.post(at(study, "sheets/"), {"reference": "s", "which": "labels", "file": bad})
    assert answer.status_code == 422
    assert "第 3 行：文献 CN1 不在冻结数据集的边界内" in words(answer)
    good = SimpleUploadedFile("l.csv", f"document,node,label\n{document},farm,1\n{document},rotor,0\n".encode())
    assert clerk.post(at(study, "sheets/"), {"reference": "t", "which": "labels", "file": good}).status_code == 302
    got = clerk.get(at(study, "sheets/labels.csv")).content.decode("utf-8-sig")
    assert got.splitlines() == ["document,node,label", f"{document},farm,1", f"{document},rotor,0"]


def test_the_api_says_and_reads_the_same(study):
    clerk, document, base = enter("clerk"), first(study), f"/api/v1/navigation/studies/{study}"
    said = {"reference": "a1", "labels": [{"document": document, "under": ["farm"], "out": ["rotor"]}]}

    def post(who: str, what: str, body: Any) -> Any:
        return enter(who).post(f"{base}/{what}", body, content_type="application/json")

    assert post("clerk", "labels", said).json() == {"stored": 1}
    assert post("clerk", "labels", said).json() == {"stored": 0}, "sent twice it changes nothing"
    (held,) = clerk.get(f"{base}/labels").json()["items"]
    assert (held["under"], held["out"], held["people"]) == (["farm"], ["rotor"], ["user:clerk"])
    refused = post("clerk", "labels", {"reference": "a2", "labels": [{"document": "CN1", "under": ["farm"]}]})
    assert (refused.status_code, refused.json()["reasons"][0]["code"]) == (409, "not-in-set")
    review = {"reference": "a3", "review": True, "labels": [{"document": document, "under": ["rotor"], "why": "x"}]}
    assert post("clerk", "labels", review).status_code == 403
    assert post("officer", "labels", review).json() == {"stored": 1}
    verdicts = [{"document": d, "verdict": "relevant"} for d in drawn(study)]
    assert post("clerk", "verdicts", {"reference": "a4", "verdicts": verdicts}).json() == {"stored": 20}
    told = clerk.get(f"{base}/sample").json()
    assert told["whole"]
    assert [(r["sample"], r["read"], r["relevant"]) for r in told["ratios"]] == [
        ("precision", 10, 10),
        ("recall", 10, 10),
    ]
    assert told["recall"][0] == pytest.approx(0.75), "30 within, 10 outside"
    for who, status in (("neighbour", 404), ("auditor", 403)):
        assert post(who, "labels", said).status_code == status
    assert enter("neighbour").get(f"{base}/sample").status_code == 404


def test_the_contractor_s_people_label_too(study):
    from ipops.webkit import access
    from ipops.webkit.models import Office, User

    lab = Study.objects.get().contractor
    someone = User.objects.create_user("labeller", "l@example.org", "x" * 20)
    office = Office.objects.create(code="lab", name_zh="中心", name_en="the lab", level="body", party=lab)
    access.grant(user=someone, office=office, role=access.Role.MEMBER, by="test")
    document = first(study)
    assert (
        enter("labeller").post(at(study, f"documents/{document}/"), {"reference": "m", "under": "rotor"}).status_code
        == 302
    )
    assert Label.objects.get().people == ["user:labeller"]


def test_the_frozen_set_is_marked_and_results_of_another_are_told_apart(study):
    clerk, page = enter("clerk"), f"/navigation/studies/{study}/"
    form = clerk.get(f"{page}do/freeze/").text
    assert 'value="40"' in form, "the data on this machine say how many they are"
    assert "title:无人机" in form
    frozen(study, "again")
    mark = results_of(study).mark
    assert mark[:12] in words(clerk.get(page))
    warning = "与账本中最后冻结的不是同一个"
    assert warning not in words(clerk.get(f"{page}results/?lang=zh"))
    told = folder_of(study) / "study.json"
    told.write_text(told.read_text().replace(mark, "ab" * 32))
    assert warning in words(clerk.get(f"{page}results/?lang=zh"))


def test_run_again_is_asked_for_once_and_said(study):
    clerk = enter("clerk")
    for _ in range(2):
        assert clerk.post(at(study, "again/")).status_code == 302
    assert "重新运行：排队中" in words(clerk.get(at(study, "?lang=zh")))
