"""The screens of this line in a browser without script: who may, what they say, what they do."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.lines.navigation.app.models import Study

from .conftest import BUREAU, LAB

pytestmark = pytest.mark.db
TODAY = date.today().isoformat()  # noqa: DTZ011 -- the pages know today as well


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
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def propose(browser: Client, **changed: Any) -> Any:
    given = {
        "reference": "p", "kind": "industry", "title": "无人机产业专利导航", "industry": "无人机", "goals": ["direction", "path"],
        "owner": BUREAU, "owner_name": "示范市工业局", "place": "990101",
    }  # fmt: skip
    return browser.post("/navigation/propose/", given | changed)


def do(browser: Client, event: str, **given: Any) -> Any:
    row = Study.objects.get()
    address = f"/navigation/studies/{row.study}/do/{event}/"
    return browser.post(address, {"reference": f"r-{event}", "stands_at": row.folded_to, **given})


def test_a_study_is_led_from_proposal_to_use(enter):
    clerk, officer = enter("clerk"), enter("officer")
    assert propose(clerk).status_code == 302
    paper = SimpleUploadedFile("报告.pdf", b"%PDF-1.4 report", content_type="application/pdf")
    steps = (
        (clerk, "contract", {"contractor": LAB, "contractor_name": "城南专利信息中心", "leader": "王工"}),
        (clerk, "freeze", {"on": TODAY, "source_of_data": "Lens", "query": "无人机", "documents": "49417"}),
        (clerk, "report", {"findings": "7", "says": "七条", "paper": paper}),
        (officer, "accept", {"verdict": "accepted", "panel": "五名专家"}),
        (clerk, "use", {"on": TODAY, "by_whom": BUREAU, "decision": "列入招商目录", "finding": "结论三"}),
    )
    for who, event, given in steps:
        answer = do(who, event, **given)
        assert answer.status_code == 302, (event, words(answer))
    page = words(clerk.get(f"/navigation/studies/{Study.objects.get().study}/"))
    assert "未知：没有抽样" in page
    assert "列入招商目录" in page
    assert "已用于决策" in page
    listed = words(clerk.get("/navigation/"))
    assert "无人机产业专利导航" in listed
    assert re.search(r"产业类：已实施（验收） 1 其中：已用于决策 1", listed)
    english = words(clerk.get("/navigation/?lang=en"))
    assert "industry planning" in english.lower()


def test_implemented_and_used_stand_side_by_side_and_other_kinds_are_in_neither(enter):
    clerk = enter("clerk")
    for reference, kind, goals in (("p", "industry", ["direction"]), ("q", "talent", ["selection"])):
        propose(clerk, reference=reference, kind=kind, goals=goals)
    Study.objects.update(accepted_on=date(2024, 6, 3))
    Study.objects.filter(kind="talent").update(used_on=date(2024, 7, 1))
    assert re.search(r"产业类：已实施（验收） 1 其中：已用于决策 0", words(clerk.get("/navigation/?lang=zh")))


def test_a_clerk_does_not_accept_and_is_told_who_may(enter):
    clerk = enter("clerk")
    propose(clerk)
    study = Study.objects.get()
    answer = clerk.post(
        f"/navigation/studies/{study.study}/do/accept/", {"reference": "x", "stands_at": study.folded_to}
    )
    assert answer.status_code == 403
    assert "“立项申请”状态下不能“验收”" in words(answer)


def test_a_goal_of_another_kind_is_refused_beside_its_field(enter):
    answer = propose(enter("clerk"), goals=["selection"])
    assert answer.status_code == 422
    assert "人才遴选不是产业规划类的目标" in words(answer)
    assert "GB/T 39551-2020" in words(answer)


def test_who_looks_only_sees_their_own_places(enter):
    propose(enter("clerk"))
    study = Study.objects.get().study
    assert enter("neighbour").get(f"/navigation/studies/{study}/").status_code == 404
    assert enter("auditor").get(f"/navigation/studies/{study}/").status_code == 200
    assert enter("auditor").get("/navigation/propose/").status_code == 403
