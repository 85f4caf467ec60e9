"""A study set up and run without the command line: forms, files, corpora, what is refused, and the worker's run."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks import TaskContext
from django_tasks_db.models import DBTaskResult

from ipops.kernel.outcome import Refused
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.app.results import results_of
from ipops.lines.navigation.app.services import runs, setups
from ipops.lines.navigation.facts import Goal, StudyKind
from ipops.lines.navigation.study import setting

from .conftest import contracted, frozen, proposed, reported
from .small import HEADS, row, template

pytestmark = pytest.mark.db
TREE = "上游 | rotor | 旋翼 | rotors | class:B64C27\n下游\tfarm\t植保\t\tclass:A01 OR title:植保"


@pytest.fixture
def study(city: Any, tmp_path: Path, monkeypatch: Any) -> str:
    """A study that somebody does and for which no data are there yet."""
    from ipops.webkit import access

    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    access.demo_make()
    code = str(proposed())
    contracted(code)
    return code


def enter(name: str) -> Client:
    from ipops.webkit.models import User

    made = Client()
    made.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return made


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def at(study: str, tail: str = "setup/") -> str:
    return f"/navigation/studies/{study}/{tail}"


def listed(n: int = 40) -> SimpleUploadedFile:
    out = io.StringIO()
    csv.writer(out).writerows([HEADS, *map(row, range(n))])
    return SimpleUploadedFile("清单.csv", out.getvalue().encode())


def said(**more: Any) -> dict[str, Any]:
    given = {
        "reference": "s", "basis": "own", "langs": ["zh"], "source": "某库导出", "query": "无人机", "searched_on": "2024-06-01",
        "covers_until": "2022-01-01", "boundary": "title:无人机 OR class:B64C39", "tree": TREE, "unit": "family", "home": "CN", "each": "10",
        "demand": "谁领先", "advice": "gaps | 先补薄弱环节",
    }  # fmt: skip
    return {k: v for k, v in {**given, **more}.items() if v is not None}


def worked(study: str) -> Any:
    """What the worker makes of the task that waits."""
    told = DBTaskResult.objects.filter(task_path=runs.run_again.module_path).order_by("-enqueued_at").first()
    assert told is not None
    assert told.status == "READY"
    return runs.run_again.call(TaskContext(task_result=told.task_result), **told.args_kwargs["kwargs"])


def test_from_an_upload_to_the_report_without_the_command_line(study):
    clerk = enter("clerk")
    assert "设置数据、检索式与技术分解，运行" in words(clerk.get(f"/navigation/studies/{study}/?lang=zh"))
    assert "本机没有这个项目的数据与成果" in words(clerk.get(at(study, "results/")))
    assert "保存并运行" in words(clerk.get(at(study)))
    answer = clerk.post(at(study), said(file1=listed()))
    assert answer.status_code == 302
    assert answer["Location"] == at(study, "run/")
    page = clerk.get(at(study, "run/"))
    assert "排队中" in words(page)
    assert "hx-get" in page.text
    assert "done" in worked(study)
    got = results_of(study)
    assert (got.told["sets"]["own"]["documents"], got.told["within"]) == (40, 30)
    assert got.told["sets"]["own"]["searched_on"] == "2024-06-01"
    assert {n["code"]: n["units"] for n in got.told["tree"]} == {"rotor": 20, "farm": 10}
    assert got.chapters("zh")
    told = clerk.get(f"/api/v1/navigation/studies/{study}/results").json()
    assert (told["within"], told["mark"]) == (30, got.mark)
    assert [f["says"] for f in told["findings"]] == [f["says"] for f in got.told["findings"]], (
        "the API tells what the page tells"
    )
    code = told["findings"][0]["queries"][0]
    answer = clerk.get(f"/api/v1/navigation/studies/{study}/queries/{code}").json()
    assert answer["columns"]
    assert answer["rows"]
    for tail in ("results", f"queries/{code}", "run"):
        assert enter("neighbour").get(f"/api/v1/navigation/studies/{study}/{tail}").status_code == 404
    assert clerk.get(f"/api/v1/navigation/studies/{study}/queries/Q999").status_code == 404
    assert clerk.get(f"/api/v1/navigation/studies/{study}/run").json()["state"] == "waiting"
    assert enter("auditor").post(f"/api/v1/navigation/studies/{study}/runs").status_code == 403
    assert clerk.post(f"/api/v1/navigation/studies/{study}/runs").json()["state"] == "waiting"
    page = "".join(body for _, body in got.chapters("zh"))
    assert "<td>rotor</td>" not in page, "a node goes by its name"
    assert "industry_data" not in page
    assert "的首次申请太少，不说增长率" in page, "three families are no trend"
    assert "飞机；直升飞机" in page or "未知（名称表中没有）" in page
    assert "先补薄弱环节" in words(clerk.get(at(study, "results/")))
    assert 'value="40"' in clerk.get(at(study, "do/freeze/")).text


def test_what_was_set_up_is_on_the_form_again_and_other_data_leave_nothing_of_the_first(study):
    clerk = enter("clerk")
    clerk.post(at(study), said(file1=listed()))
    worked(study)
    page = clerk.get(at(study)).text
    assert "清单.csv</textarea>" in page
    assert "上游 | rotor | 旋翼 | rotors | class:B64C27" in page
    DBTaskResult.objects.all().delete()
    fewer = SimpleUploadedFile("新.csv", listed(20).read())
    assert clerk.post(at(study), said(reference="t", file1=fewer)).status_code == 302
    worked(study)
    assert results_of(study).told["sets"]["own"]["documents"] == 20, "nothing of the first list stays in the set"
    told = yaml.safe_load(clerk.get(at(study, "setup/study.yaml")).content)
    assert told["sets"]["own"]["files"] == ["新.csv"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"names": ""}, "请上传至少一个数据文件"),
        ({"names": "../../secret-key"}, "不能使用"),
        ({"names": "shared:../../../../etc/passwd"}, "不能使用"),
        ({"names": "corpus:../documents"}, "不能使用"),
        ({"names": "/etc/passwd"}, "不能使用"),
        ({"names": "没有.csv"}, "找不到文件 没有.csv"),
        ({"names": "corpus:none"}, "找不到语料库 corpus:none"),
        ({"names": "a.csv", "tree": "上游 | 旋翼 | class:B64C27"}, "第 1 行：有 3 栏"),
        ({"names": "a.csv", "tree": f"{TREE}\n侧面 | x | 甲 | | title:甲"}, "第 3 行：“侧面”不是环节"),
        ({"names": "a.csv", "tree": f"{TREE}\n下游 | x | 甲 | | title:("}, "第 3 行"),
        ({"names": "a.csv", "boundary": "colour:red"}, "colour"),
        ({"names": "a.csv", "source": " ", "query": ""}, "请写明数据来源"),
        ({"names": "a.csv", "query": ""}, "请写明数据是用什么检索式取得的"),
        ({"names": "a.csv", "tree": "上游 | rotor | 旋翼 | | class:B64C27"}, "须有 2 至 24 个节点，现为 1 个"),
        ({"names": "a.csv", "tree": f"{TREE}\n下游 | rotor | 桨 | | class:B64C11"}, "rotor 写了两次"),
        (
            {"names": "a.csv", "tree": f"{TREE}\n下游 | Rotor 1 | 桨 | | class:B64C11"},
            "第 3 行：代码“Rotor 1”须以小写字母开头",
        ),
        ({"names": "a.csv", "owners": "甲 | A | 甲公司\n乙 | B | 甲公司"}, "甲公司 写了两次"),
        ({"names": "a.csv", "advice": "nothing | 做"}, "没有分析 nothing"),
        ({"names": "a.csv", "advice": "gaps | 投 5 亿"}, "不得自带数字"),
        ({"basis": "file"}, "请附上模板文件"),
        ({"basis": "shipped:city"}, "city"),
    ],
)
def test_what_cannot_run_is_told_beside_its_field_and_nothing_waits(study, changed, says):
    answer = enter("clerk").post(at(study), said(**changed))
    assert answer.status_code == 422
    assert says in words(answer)
    assert "String should" not in answer.text
    assert not DBTaskResult.objects.exists()
    assert setups.as_yaml(study) is None


def test_a_template_that_is_uploaded_names_nothing_beyond_its_files(study):
    clerk = enter("clerk")

    def sent(**changed: Any) -> Any:
        text = yaml.safe_dump({**template(), **changed}, allow_unicode=True)
        file = SimpleUploadedFile("t.yaml", text.encode())
        return clerk.post(at(study), said(basis="file", template=file, file1=listed()))

    mine = template()["sets"]
    mine["all"]["files"] = ["../../secret-key"]
    assert "不能使用" in words(sent(sets=mine))
    assert "不能用 like" in words(sent(like="drones.yaml"))
    assert "模板的类别与立项不符" in words(sent(kind="talent", goals=["selection"]))
    assert "tree" in words(sent(tree=[]))
    assert "sets" in words(sent(sets=["x"]))
    mine["all"]["files"] = ["清单.csv"]
    assert sent(sets=mine).status_code == 302
    worked(study)
    told = results_of(study).told
    assert told["title"]["zh"] == Study.objects.get().title, "the study's own title, not that of the template"
    assert told["within"] == 30


def test_a_corpus_that_was_loaded_on_this_machine(study, tmp_path):
    from ipops.corpus.feeds.load import load
    from ipops.webkit.home import room

    path = tmp_path / "list.csv"
    path.write_bytes(listed().read())
    list(load([(path, "list.csv")], room("corpora") / "drones"))
    clerk = enter("clerk")
    assert "corpus:drones" in words(clerk.get(at(study)))
    assert clerk.post(at(study), said(names="corpus:drones")).status_code == 302
    assert "done" in worked(study)
    one = results_of(study).told["sets"]["own"]
    assert (one["documents"], one["read"], one["files"][0]["name"]) == (40, 40, "list.csv")


def test_who_may_not_record_here_sets_nothing_up_and_a_stranger_sees_nothing(study):
    assert enter("neighbour").get(at(study)).status_code == 404
    assert Client().get(at(study)).status_code == 302
    auditor = enter("auditor")
    assert "保存并运行" not in words(auditor.get(at(study)))
    assert auditor.post(at(study), said(file1=listed())).status_code == 422
    assert setups.as_yaml(study) is None
    assert auditor.get(at(study, "run/")).status_code == 404


def test_before_the_start_and_after_the_report_nothing_is_set_up(study):
    clerk, other = enter("clerk"), str(proposed("other"))
    assert "项目尚未启动" in words(clerk.get(at(other)))
    frozen(study)
    reported(study)
    assert "报告已提交" in words(clerk.get(at(study)))
    assert clerk.post(at(study), said(file1=listed())).status_code == 422


def test_a_file_that_is_no_patent_list_ends_in_words_and_no_error(study):
    clerk = enter("clerk")
    bad = SimpleUploadedFile("清单.csv", "姓名,年龄\n张三,30\n".encode())
    assert clerk.post(at(study), said(file1=bad)).status_code == 302
    got = worked(study)
    assert {r["code"] for r in got["refused"]["reasons"]} == {"nothing-stored"}
    assert clerk.post(at(study), said(reference="t", file1=listed(), boundary="title:潜水艇")).status_code == 302
    assert [r["code"] for r in worked(study)["refused"]["reasons"]] == ["nothing-within"]


def test_two_files_of_one_name_are_not_taken_for_one(study):
    other = SimpleUploadedFile("清单.csv", listed(20).read())
    answer = enter("clerk").post(at(study), said(file1=listed(), file2=other))
    assert answer.status_code == 422
    assert "有两个不同的文件都叫“清单.csv”" in words(answer)
    assert setups.as_yaml(study) is None


SECOND = {
    "file4": "第二.csv", "source2": "另一库", "source_en2": "another base", "query2": "无人机 同族", "searched_on2": "2024-05-01",
    "title_en": "Drones", "industry_en": "Drones, civil", "demand_en": "Who leads?", "source_en": "an export", "boundary2": "class:B64C39",
}  # fmt: skip


def test_a_second_set_tells_the_dates_and_both_languages_have_their_words(study):
    clerk = enter("clerk")
    later = SimpleUploadedFile("第二.csv", listed(20).read())
    sent = {**SECOND, "file1": listed(), "file4": later, "langs": ["zh", "en"]}
    assert clerk.post(at(study), said(**sent)).status_code == 302
    assert "done" in worked(study)
    told = results_of(study).told
    assert {name: one["documents"] for name, one in told["sets"].items()} == {"own": 40, "dated": 20}
    assert told["landscape"] == "own"
    assert told["sets"]["dated"]["source"] == {"zh": "另一库", "en": "another base"}
    assert told["sets"]["own"]["query"] == {"zh": "无人机", "en": "无人机"}, "not said in English: as it stands"
    assert told["title"] == {"zh": Study.objects.get().title, "en": "Drones"}
    both = {lang: "".join(body for _, body in results_of(study).chapters(lang)) for lang in ("zh", "en")}
    assert ("谁领先" in both["zh"], "Who leads?" in both["zh"]) == (True, False)
    assert ("谁领先" in both["en"], "Who leads?" in both["en"]) == (False, True)
    page = clerk.get(at(study)).text
    for value in (
        "第二.csv</textarea>",
        'value="another base"',
        'value="2024-05-01"',
        "Who leads?</textarea>",
        "class:B64C39</textarea>",
    ):
        assert value in page, "what was set up stands on the form again"
    as_api = yaml.safe_load(clerk.get(at(study, "setup/study.yaml")).content)
    main, second = as_api["sets"]["own"], as_api["sets"]["dated"]
    assert (main["files"], second["files"], as_api["dated"]) == (["清单.csv"], ["第二.csv"], "dated")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"source2": "另一库"}, "请上传至少一个数据文件"),
        ({"names2": "../x"}, "不能使用"),
        ({"names2": "没有.csv", "source2": "库", "query2": "式"}, "找不到文件 没有.csv"),
        ({"names2": "没有.csv", "boundary2": "colour:red"}, "colour"),
        ({"names2": "清单.csv", "source2": "库", "query2": "式"}, "已在第一套数据中"),
        ({"searched_on2": "2024-13-01"}, "日期"),
    ],
)
def test_what_is_wrong_with_the_second_set_is_told_beside_its_field(study, changed, says):
    answer = enter("clerk").post(at(study), said(file1=listed(), **changed))
    assert answer.status_code == 422
    field = next((k for k in ("boundary2", "searched_on2") if k in changed), "names2")
    assert f'href="#id_{field}"' in answer.text, words(answer)
    assert "String should" not in answer.text
    assert says in words(answer)


@pytest.mark.parametrize(
    "text", ["[" * 5000, "a: " + "{b: " * 400 + "1" + "}" * 400, "a: &x [1]\nb: [" + "*x, " * 200 + "1]"]
)
def test_a_template_that_nests_or_repeats_itself_without_end_is_refused_at_once(text):
    got = setting.brought(text, StudyKind.INDUSTRY, (Goal.LAYOUT,), "t")
    assert isinstance(got, Refused)
    assert [r.code for r in got.reasons] == ["template-large"]
