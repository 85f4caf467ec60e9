"""The life of all five kinds of study through the forms of a browser: at each act what a hand may get wrong, then the act, then the
same sheet sent again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.facts import StudyKind
from ipops.lines.navigation.rules.admission import GOALS
from ipops.webkit import journal

from .conftest import BUREAU, LAB
from .test_setting import enter, words

pytestmark = pytest.mark.db
TODAY = date.today()  # noqa: DTZ011 -- the pages know today as well
TOMORROW, LONG_AGO = (TODAY + timedelta(days=1)).isoformat(), "2001-01-01"
WRONG_CODE = "91990101MA3C00003M"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
PROPOSED = {
    "title": "无人机专利导航", "industry": "无人机", "owner": BUREAU, "owner_name": "示范市工业局", "place": "990101",
}  # fmt: skip
FROZEN = {"on": TODAY.isoformat(), "source_of_data": "某库", "query": "无人机", "documents": "４０"}
USED = {"on": TODAY.isoformat(), "by_whom": BUREAU, "decision": "列入招商目录", "finding": "结论三"}
#: Act, who does it, what is told, and what is wrong: what is told otherwise with the field beside which it is said.
Wrong = tuple[tuple[dict[str, Any], str], ...]
ACTS: tuple[tuple[str, str, dict[str, Any], Wrong], ...] = (
    ("contract", "clerk", {"contractor": LAB.lower(), "contractor_name": "城南专利信息中心", "leader": "王工", "fee": "１２万元", "due_on": "2030-01-01"}, (
        ({"contractor": "", "leader": "  "}, "leader"), ({"contractor": WRONG_CODE}, "contractor"), ({"contractor": "张三"}, "contractor"),
        ({"contractor_name": ""}, "contractor_name"), ({"fee": "很多"}, "fee"), ({"fee": "-1"}, "fee"), ({"due_on": "2030-02-30"}, "due_on"),
        ({"due_on": "明年"}, "due_on"), ({"leader": "王" * 61}, "leader"),
    )),
    ("freeze", "clerk", FROZEN, (
        ({"on": "", "query": "", "source_of_data": "", "documents": ""}, "on"), ({"on": TOMORROW}, "on"), ({"on": "1-1-1"}, "on"), ({"documents": "0"}, "documents"),
        ({"documents": "四十"}, "documents"), ({"documents": "-3"}, "documents"), ({"documents": "9" * 30}, "documents"), ({"relevant_sample": "10"}, "relevant_sample"),
        ({"precise_sample": "5", "precise_found": "6"}, "precise_sample"), ({"precise_sample": "x", "precise_found": "1"}, "precise_sample"),
    )),
    ("report", "clerk", {"findings": "7", "says": "七条"}, (
        ({"findings": "", "says": " "}, "findings"), ({"findings": "0"}, "findings"), ({"findings": "七"}, "findings"), ({"paper": None}, "paper"),
    )),
    ("return", "officer", {"why": "缺查准率"}, (({"why": ""}, "why"), ({"why": "理" * 2001}, "why"))),
    ("report", "clerk", {"findings": "８", "says": "补充后八条"}, ()),
    ("accept", "officer", {"verdict": "with_changes", "panel": "五名专家"}, (
        ({"verdict": "", "panel": ""}, "panel"), ({"verdict": "rejected"}, "verdict"),
    )),
    ("publish", "clerk", {"where": "局网站"}, (({"where": "  "}, "where"),)),
    ("use", "clerk", USED, (
        ({"on": TOMORROW}, "on"), ({"on": LONG_AGO}, "on"), ({"on": "昨天"}, "on"), ({"by_whom": WRONG_CODE}, "by_whom"), ({"by_whom": "李四"}, "by_whom"),
        ({"by_whom": "", "decision": "", "finding": ""}, "decision"),
    )),
    ("evaluate", "officer", {"says": "管用"}, (({"says": ""}, "says"),)),
)  # fmt: skip
STAGES = ("contracted", "data", "reported", "data", "reported", "accepted", "published", "used", "used")


@pytest.fixture(autouse=True)
def _city(city: Any, tmp_path: Any, monkeypatch: Any) -> None:
    from ipops.webkit import access

    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    access.demo_make()


def do(browser: Client, event: str, reference: str, given: dict[str, Any]) -> Any:
    row = Study.objects.get()
    paper = (
        SimpleUploadedFile("报告.pdf", b"%PDF-1.4 report", content_type="application/pdf")
        if event == "report"
        else None
    )
    sent = {"reference": reference, "stands_at": row.folded_to, "paper": paper, **given}
    return browser.post(
        f"/navigation/studies/{row.study}/do/{event}/", {k: v for k, v in sent.items() if v is not None}
    )


def told_at(answer: Any, field: str) -> bool:
    return f'href="#id_{field}"' in answer.text or f'href="#id_{field}_0"' in answer.text


@pytest.mark.parametrize("kind", list(StudyKind))
def test_a_whole_life_with_what_a_hand_may_get_wrong_on_the_way(kind: StudyKind) -> None:
    who = {name: enter(name) for name in ("clerk", "officer")}
    right = PROPOSED | {"reference": "p", "kind": str(kind), "goals": [str(g) for g in GOALS[kind]]}
    other = next(g for k, goals in GOALS.items() if k != kind for g in goals)
    for wrong, field in (
        ({"title": "", "owner": ""}, "title"), ({"goals": []}, "goals"), ({"goals": [str(other)]}, "goals"), ({"owner": WRONG_CODE}, "owner"),
        ({"owner_name": " "}, "owner_name"), ({"place": "990201"}, "place"), ({"place": "没有"}, "place"), ({"kind": "sixth"}, "kind"),
    ):  # fmt: skip
        answer = who["clerk"].post("/navigation/propose/", right | {"reference": "w"} | wrong)
        assert (answer.status_code, told_at(answer, field)) == (422, True), (wrong, words(answer))
        assert journal.size() == 0
    wide = {"owner": BUREAU.translate(WIDE)}
    assert who["clerk"].post("/navigation/propose/", right | wide).status_code == 302
    assert who["clerk"].post("/navigation/propose/", right | wide).status_code == 302
    assert Study.objects.get().owner == f"P:{BUREAU}"
    for i, (event, name, given, wrongs) in enumerate(ACTS):
        size = journal.size()
        for wrong, field in wrongs:
            answer = do(who[name], event, f"w{i}", given | wrong)
            assert (answer.status_code, told_at(answer, field)) == (422, True), (event, wrong, words(answer))
            assert journal.size() == size, (event, wrong)
        answer = do(who[name], event, f"r{i}", given)
        assert answer.status_code == 302, (event, words(answer))
        row = Study.objects.get()
        assert row.stage == STAGES[i]
        size = journal.size()
        assert do(who[name], event, f"r{i}", given).status_code in (302, 403, 409, 422), "the same sheet again"
        assert journal.size() == size
        for lang in ("zh", "en"):
            assert who["clerk"].get(f"/navigation/studies/{row.study}/?lang={lang}").status_code == 200
    page = words(who["clerk"].get(f"/navigation/studies/{row.study}/?lang=zh"))
    for told in ("七条", "补充后八条", "修改后通过", "局网站", "列入招商目录", "管用", "城南专利信息中心"):
        assert told in page, told
    assert (row.documents, row.contractor, row.fee_fen) == (40, f"P:{LAB}", 12_000_000)
    assert ("不是产业类" in page) == (kind != StudyKind.INDUSTRY)
