"""Results on pages: who may see them, that numbers lead to queries, and what is said where there are none."""

from __future__ import annotations

import json
import re
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client

from ipops.lines.navigation.app.models import Study

from .conftest import proposed

pytestmark = pytest.mark.db
WORDS = {"zh": "中", "en": "en"}


@pytest.fixture
def study(city: Any, tmp_path: Any, monkeypatch: Any) -> str:
    from ipops.webkit import access

    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))
    access.demo_make()
    return str(proposed())


def browser(name: str) -> Client:
    from ipops.webkit.models import User

    made = Client()
    made.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return made


def fill(study: str) -> None:
    """A result as a run leaves it."""
    from ipops.lines.navigation.app.results import folder_of

    folder = folder_of(study)
    (folder / "queries").mkdir(parents=True)
    (folder / "queries" / "Q1.sql").write_text("select 1 as n")
    (folder / "queries" / "Q1.csv").write_text("n\n7\n")
    chapters = [["摘要", "<p>共7件［Q1］</p>"], ["一、基础条件", "<svg></svg>"]]
    for lang in ("zh", "en"):
        (folder / f"chapters.{lang}.json").write_text(json.dumps(chapters))
    (folder / "report.zh.pdf").write_bytes(b"%PDF-1.4")
    one = {
        "title": WORDS, "source": WORDS, "query": WORDS, "boundary": "title:x", "mark": "ab" * 32, "searched_on": None, "read": 9,
        "stored": 8, "merged": 0, "quarantined": 1, "documents": 8, "files": [{"name": "a.csv", "sha256": "cd" * 32}],
    }  # fmt: skip
    told = {
        "sets": {"all": one}, "precision": None, "marks": [WORDS], "recall": None, "advice": [],
        "within": 5, "outside": 3, "tree": [{"code": "a", "link": "upstream", "title": WORDS, "query": "class:A", "units": 5, "by_hand": 1}],
        "findings": [{"says": {"zh": "共7件。［Q1］", "en": "7 documents. [Q1]"}}], "queries": [{"code": "Q1", "title": WORDS}],
    }  # fmt: skip
    held = {
        "document": ["CN1A", "CN2A", "CN3A"], "node": ["a", "a", "b"], "by": ["rule", "hand", "rule"],
        "title": ["风筝", "线轴", "布料"], "owners": ["甲公司", None, "乙公司"],
    }  # fmt: skip
    pq.write_table(pa.table(held), folder / "labels.parquet")
    sheet = "document,stratum,title,applicants,classes,relevant\nCN1A,within,风筝,甲公司,A63H27/00,1\nCN9A,outside,水杯,,,\n"
    (folder / "samples.csv").write_text(sheet, encoding="utf-8-sig")
    (folder / "study.json").write_text(json.dumps(told))


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_without_results_the_page_says_how_to_get_them(study):
    page = words(browser("clerk").get(f"/navigation/studies/{study}/results/"))
    assert "本机没有这个项目的数据与成果" in page
    assert f"ipops study run STUDY.yaml --case {study}" in page
    assert "本机尚无成果" in words(browser("clerk").get(f"/navigation/studies/{study}/"))


def test_findings_lead_to_the_query_behind_their_numbers(study):
    fill(study)
    clerk = browser("clerk")
    for lang in ("zh", "en"):
        answer = clerk.get(f"/navigation/studies/{study}/results/?lang={lang}")
        assert f'href="/navigation/studies/{study}/results/queries/Q1/"' in answer.text
    answer = words(clerk.get(f"/navigation/studies/{study}/results/queries/Q1/?lang=zh"))
    assert "select 1 as n" in answer
    assert " 7 " in answer


def test_the_page_shows_accounts_marks_labels_and_unknown_ratios(study):
    fill(study)
    page = words(browser("clerk").get(f"/navigation/studies/{study}/results/?lang=zh")).replace(" ", "")
    for told in ("读入 9 ＝ 新存 8 ＋ 并入 0 ＋ 隔离 1", "ab" * 32, "title:x", "未知：抽样表尚未判读", "class:A"):
        assert told.replace(" ", "") in page


def test_chapters_are_pages_and_files_come_along(study):
    fill(study)
    clerk = browser("clerk")
    first = clerk.get(f"/navigation/studies/{study}/results/1/")
    assert "queries/Q1/" in first.text
    assert clerk.get(f"/navigation/studies/{study}/results/3/").status_code == 404
    got = clerk.get(f"/navigation/studies/{study}/results/files/report.zh.pdf")
    assert b"".join(got.streaming_content) == b"%PDF-1.4"
    for name in ("study.yaml", "report.en.pdf", "..%2Fsecret-key"):
        assert clerk.get(f"/navigation/studies/{study}/results/files/{name}").status_code == 404
    assert clerk.get(f"/navigation/studies/{study}/results/queries/Q2/").status_code == 404


def test_a_node_shows_its_documents_those_labelled_by_people_first(study):
    fill(study)
    clerk = browser("clerk")
    address = f"/navigation/studies/{study}/results/nodes/a/"
    assert f'href="{address}"' in clerk.get(f"/navigation/studies/{study}/results/").text
    page = words(clerk.get(f"{address}?lang=zh"))
    assert page.index("线轴") < page.index("风筝")
    assert "人工" in page[page.index("线轴") : page.index("风筝")]
    assert "布料" not in page
    assert "class:A" in page
    assert clerk.get(f"/navigation/studies/{study}/results/nodes/z/").status_code == 404
    assert clerk.get(f"{address}?page=x").status_code == 200


def test_the_sample_is_shown_document_by_document_with_its_verdicts(study):
    fill(study)
    clerk = browser("clerk")
    assert "results/samples/" in clerk.get(f"/navigation/studies/{study}/results/").text
    page = words(clerk.get(f"/navigation/studies/{study}/results/samples/?lang=zh"))
    assert "查准样本已判读 1/1 件 查全样本已判读 0/1 件" in page
    assert re.search(r"风筝 CN1A 甲公司 A63H27/00 相关", page)
    page = words(clerk.get(f"/navigation/studies/{study}/results/samples/?part=recall&lang=zh"))
    assert re.search(r"水杯 CN9A 未说明 未说明 未判读", page)


def test_who_may_not_see_the_study_sees_nothing_of_it(study):
    fill(study)
    Study.objects.filter(study=study).update(place="990201")
    for address in ("", "1/", "queries/Q1/", "files/report.zh.pdf", "nodes/a/", "samples/"):
        assert browser("district").get(f"/navigation/studies/{study}/results/{address}").status_code == 404
        assert Client().get(f"/navigation/studies/{study}/results/{address}").status_code in (302, 404)
