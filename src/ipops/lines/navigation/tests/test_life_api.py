"""A study's whole life over the API: by the right person, not by another, not from another city; a reference holds once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.app.results import results_of
from ipops.lines.navigation.app.selectors import industry_counts
from ipops.lines.navigation.facts import StudyKind
from ipops.lines.navigation.rules.admission import GOALS
from ipops.webkit import journal
from ipops.webkit.models import User

from .conftest import BUREAU, LAB
from .test_setting import TREE, enter, listed, worked

pytestmark = pytest.mark.db
TODAY = date.today().isoformat()  # noqa: DTZ011 -- the API knows today as well
ROOT = "/api/v1/navigation/studies"
PROPOSED = {
    "reference": "p", "kind": "industry", "title": "无人机产业专利导航", "industry": "无人机", "goals": ["direction", "path"],
    "owner": BUREAU, "owner_name": "示范市工业局", "place": "990101",
}  # fmt: skip
USED = {"on": TODAY, "by_whom": BUREAU, "decision": "列入招商目录", "finding": "结论三"}
#: Act, its address, who does it, who may not, what is told, and the same told otherwise.
STEPS: tuple[tuple[str, str, str, dict[str, Any], dict[str, Any]], ...] = (
    ("contract", "clerk", "auditor", {"contractor": LAB, "contractor_name": "城南专利信息中心", "leader": "王工", "fee_fen": 12_000_050, "due_on": "2030-01-01"}, {"fee_fen": 12_000_051}),
    ("data", "clerk", "auditor", {"on": TODAY, "source_of_data": "某库", "query": "无人机", "documents": 40, "relevant_sample": 10, "relevant_found": 9}, {"documents": 41}),
    ("report", "clerk", "auditor", {"findings": 7, "says": "七条"}, {"says": "八条"}),
    ("return", "officer", "clerk", {"why": "缺查准率"}, {"why": "另一理由"}),
    ("report", "clerk", "auditor", {"findings": 8, "says": "补充后"}, {"findings": 9}),
    ("acceptance", "officer", "clerk", {"verdict": "accepted", "panel": "五名专家"}, {"panel": "六名专家"}),
    ("publication", "clerk", "auditor", {"where": "局网站"}, {"where": "别处"}),
    ("uses", "clerk", "auditor", USED, {"decision": "另一决策"}),
    ("evaluations", "officer", "clerk", {"says": "管用"}, {"says": "不管用"}),
)  # fmt: skip
STAGES = ("contracted", "data", "reported", "data", "reported", "accepted", "published", "used", "used")


@pytest.fixture(autouse=True)
def _city(city: Any, tmp_path: Path, monkeypatch: Any) -> None:
    from ipops.webkit import access

    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    access.demo_make()


def post(name: str, tail: str, given: dict[str, Any]) -> Any:
    return enter(name).post(f"{ROOT}{tail}", given, content_type="application/json")


def codes(answer: Any) -> list[str]:
    return [r["code"] for r in answer.json()["reasons"]]


def sent(name: str, file: Any = None) -> str:
    paper = file or SimpleUploadedFile("报告.pdf", b"%PDF-1.4 report", content_type="application/pdf")
    return str(enter(name).post("/api/v1/documents", {"file": paper}).json()["sha256"])


def proposed() -> str:
    answer = post("clerk", "", PROPOSED)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["study"])


def walk(study: str, upto: int) -> None:
    for i, (act, who, _, given, _) in enumerate(STEPS[:upto]):
        more = {"document": sent(who)} if act == "report" else {}
        answer = post(who, f"/{study}/{act}", {"reference": f"r{i}", **given, **more})
        assert (answer.status_code, answer.json()["stage"]) == (200, STAGES[i]), (act, answer.text)


def test_a_whole_life_in_which_each_act_has_its_person_its_city_and_its_reference():
    study = proposed()
    for i, (act, who, other, given, otherwise) in enumerate(STEPS):
        tail, size = f"/{study}/{act}", journal.size()
        told = {"reference": f"x{i}", **given, **({"document": sent(who)} if act == "report" else {})}
        assert post(other, tail, told).status_code == 403, act
        assert post("neighbour", tail, told).status_code == 404, act
        assert journal.size() == size
        answer = post(who, tail, told)
        assert (answer.status_code, answer.json().get("stage")) == (200, STAGES[i]), (act, answer.text)
        size = journal.size()
        again = post(who, tail, told)
        assert (again.status_code, again.json()) == (200, answer.json()), act
        no = post(who, tail, told | otherwise)
        assert (no.status_code, codes(no)) == (409, ["reference-taken"]), act
        assert journal.size() == size, "neither changes anything"
    told = enter("auditor").get(f"{ROOT}/{study}").json()
    seen = (told["stage"], told["verdict"], told["published_at"], told["used_on"])
    assert seen == ("used", "accepted", "局网站", TODAY)
    assert (told["fee_fen"], told["documents"], told["due_on"]) == (12_000_050, 40, "2030-01-01")
    page = enter("clerk").get(f"/navigation/studies/{study}/").text
    assert "列入招商目录" in page
    assert "局网站" in page


@pytest.mark.parametrize("kind", list(StudyKind))
def test_every_kind_of_study_lives_over_the_api_and_only_an_industry_s_counts(kind):
    given = PROPOSED | {"kind": str(kind), "goals": [str(g) for g in GOALS[kind]]}
    study = str(post("clerk", "", given).json()["study"])
    walk(study, len(STEPS) - 2)
    size = journal.size()
    for wrong, code in (
        ({"on": "2199-01-01"}, "in-the-future"), ({"on": "1999-01-01"}, "before-the-data"), ({"by_whom": "李四"}, "credit-code"),
        ({"by_whom": LAB[:-1] + "Q"}, "credit-code"),
    ):  # fmt: skip
        no = post("clerk", f"/{study}/uses", {"reference": "w", **USED, **wrong})
        assert (no.status_code, codes(no)) == (409, [code]), no.text
    for wrong in ({"on": "昨天"}, {"on": "2024-02-30"}, {"decision": ""}, {"finding": None}, {"by_whom": 5}):
        assert post("clerk", f"/{study}/uses", {"reference": "w", **USED, **wrong}).status_code == 422, wrong
    assert journal.size() == size
    assert (
        post("clerk", f"/{study}/uses", {"reference": "u", **USED, "by_whom": BUREAU.lower()}).json()["stage"] == "used"
    )
    told = enter("auditor").get(f"{ROOT}/{study}").json()
    assert (told["kind"], told["goals"]) == (str(kind), [str(g) for g in GOALS[kind]])
    assert (1 if kind == StudyKind.INDUSTRY else 0) == industry_counts(User.objects.get(username="clerk"))[1]


def test_a_proposal_has_its_place_and_its_reference():
    assert post("auditor", "", PROPOSED).status_code == 403
    assert post("neighbour", "", PROPOSED).status_code == 403, "a place of others"
    study = proposed()
    assert proposed() == study
    no = post("clerk", "", PROPOSED | {"title": "另一项目"})
    assert (no.status_code, codes(no)) == (409, ["reference-taken"])
    no = post("clerk", "", PROPOSED | {"kind": "region"})
    assert no.status_code == 409
    no = post("clerk", "", PROPOSED | {"reference": "q", "goals": ["selection"]})
    assert (no.status_code, codes(no)) == (409, ["goal-of-another-kind"])
    assert Study.objects.count() == 1


def test_bad_input_is_told_in_both_languages_and_stores_nothing():
    study = proposed()
    walk(study, 2)
    size = journal.size()
    no = post("clerk", f"/{study}/report", {"reference": "x", "findings": 1, "says": "一条"})
    assert (no.status_code, codes(no)) == (422, ["paper-missing"])
    foreign = {"reference": "x", "findings": 1, "says": "一条", "document": "ab" * 32}
    assert post("clerk", f"/{study}/report", foreign).status_code == 404
    no = post("clerk", f"/{study}/report", foreign | {"says": "  ", "document": sent("clerk")})
    (because,) = no.json()["reasons"]
    assert (no.status_code, because["field"]) == (422, "says")
    assert because["says"]["zh"] != because["says"]["en"]
    no = post("clerk", f"/{study}/publication", {"reference": "x", "where": "网站"})
    assert (no.status_code, codes(no)) == (409, ["not-from-here"])
    no = post("clerk", f"/{study}/evaluations", {"reference": "r0", "says": "好"})
    assert (no.status_code, codes(no)) == (409, ["reference-taken"]), "it stands for the contract"
    assert post("clerk", f"/{study}/stop", {"reference": "x", "why": "不做了"}).status_code == 422, "not sure"
    assert journal.size() == size
    done = post("officer", f"/{study}/stop", {"reference": "x", "why": "不做了", "sure": True})
    assert done.json().get("stage") == "stopped", done.text


def test_set_up_run_and_taken_home():
    study = proposed()
    shipped = enter("clerk").get(f"{ROOT}/{study}/setup").json()["shipped"]
    assert "drones" in shipped
    given = {
        "langs": ["zh"], "files": [{"name": "清单.csv", "document": sent("clerk", listed())}],
        "answers": {
            "data": ["清单.csv"], "source": "某库导出", "query": "无人机", "searched_on": "2024-06-01", "covers_until": "2022-01-01",
            "boundary": "title:无人机 OR class:B64C39", "tree": TREE, "each": 10,
        },
    }  # fmt: skip
    assert post("clerk", f"/{study}/setup", given).status_code == 409, "nobody does it yet"
    walk(study, 1)
    mistaken = given | {"answers": {**given["answers"], "boundary": "title:(", "tree": ""}}
    no = post("clerk", f"/{study}/setup", mistaken)
    assert no.status_code == 422
    assert "boundary" in [r["field"] for r in no.json()["reasons"]]
    assert post("auditor", f"/{study}/setup", given).status_code == 403
    assert post("neighbour", f"/{study}/setup", given).status_code == 404
    assert post("officer", f"/{study}/setup", given).status_code == 404, (
        "the file is another's until a fact rests on it"
    )
    first = post("clerk", f"/{study}/setup", given)
    assert first.status_code == 200, first.text
    assert first.json()["files"] == ["清单.csv"]
    assert post("clerk", f"/{study}/setup", given).json() == first.json()
    assert post("clerk", f"/{study}/runs", {}).json()["state"] == "waiting"
    assert "done" in worked(study)
    told = enter("clerk").get(f"{ROOT}/{study}/results").json()
    assert told["within"] == results_of(study).told["within"] == 30
    for name, begin in (("report.zh.pdf", b"%PDF"), ("report.zh.docx", b"PK")):
        assert name in told["files"]
        answer = enter("clerk").get(f"{ROOT}/{study}/files/{name}")
        assert b"".join(answer.streaming_content).startswith(begin)
        assert enter("neighbour").get(f"{ROOT}/{study}/files/{name}").status_code == 404
    assert enter("clerk").get(f"{ROOT}/{study}/files/again.json").status_code == 404
    assert len(enter("clerk").get(f"{ROOT}/{study}/chapters/zh").json()) == len(results_of(study).chapters("zh"))
    assert enter("clerk").get(f"{ROOT}/{study}/chapters/en").json() == []
    assert enter("neighbour").get(f"{ROOT}/{study}/chapters/zh").status_code == 404
