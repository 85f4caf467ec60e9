"""A study worked out on a small made-up list: what it refuses, what it counts, and that every number leads to its query."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.facts import Goal
from ipops.lines.navigation.rules.admission import GOALS
from ipops.lines.navigation.study import samples
from ipops.lines.navigation.study.analyses.fields import bounded
from ipops.lines.navigation.study.chapters import ANALYSES, OF_GOAL
from ipops.lines.navigation.study.gazetteer import unit_of
from ipops.lines.navigation.study.results import linked, results_in
from ipops.lines.navigation.study.run import run
from ipops.lines.navigation.study.saying import Number, Query, Sentence
from ipops.lines.navigation.study.template import StudyFile, read

from .small import laid_out, row, template


@pytest.fixture
def plain() -> dict[str, Any]:
    return template()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return laid_out(tmp_path)


def rewrite(place: Path, plain: dict[str, Any], **changed: Any) -> Path:
    path = place / "study.yaml"
    path.write_text(yaml.safe_dump({**plain, **changed}, allow_unicode=True))
    return path


class TestATemplate:
    def test_refuses_a_goal_of_another_kind_and_says_where(self, place, plain):
        got = read(rewrite(place, plain, goals=["selection"]))
        assert isinstance(got, Refused)
        assert "人才遴选" in got.reasons[0].says.zh

    def test_tells_every_mistake_with_its_place(self, place, plain):
        got = read(rewrite(place, plain, tree=[{"code": "A!", "link": "sideways"}], colour="red"))
        assert isinstance(got, Refused)
        assert {r.field for r in got.reasons} >= {"tree.0.code", "tree.0.link", "colour"}

    def test_refuses_codes_given_twice_and_sets_that_are_not_there(self, place, plain):
        for changed in ({"tree": [plain["tree"][0]] * 2}, {"landscape": "nowhere"}):
            assert isinstance(read(rewrite(place, plain, **changed)), Refused)

    def test_that_is_no_yaml_is_refused(self, place):
        (place / "study.yaml").write_text("goals: [")
        assert isinstance(read(place / "study.yaml"), Refused)

    def test_that_names_a_missing_file_loads_nothing(self, place):
        (place / "list.csv").unlink()
        got = run(place / "study.yaml", place / "out")
        assert isinstance(got, Refused)
        assert got.reasons[0].code == "file-missing"
        assert not (place / "out" / "data").exists()

    def test_whose_boundary_cannot_be_read_says_which(self, place, plain):
        plain["sets"]["all"]["boundary"] = "title:(无人机"
        got = run(rewrite(place, plain), place / "out", langs=())
        assert isinstance(got, Refused)
        assert got.reasons[0].field == "sets.all.boundary"

    @pytest.mark.parametrize("name", ["drones.yaml", "city.yaml", "enterprise.yaml", "rnd.yaml", "talent.yaml"])
    def test_that_ships_can_be_read(self, name):
        folder = Path(__file__).parents[1] / "studies"
        assert isinstance(read(folder / name), StudyFile)


def test_every_goal_of_every_kind_has_its_analyses():
    assert set(OF_GOAL) == set(Goal) == {g for goals in GOALS.values() for g in goals}
    assert {c for codes in OF_GOAL.values() for c in codes} == {*ANALYSES, "gaps"}


class TestASentence:
    QUERY = Query(code="Q3", title=Text("问", "asked"), how="select 1", columns=("n",), rows=((1234,), (2468,)))

    def test_writes_no_number_without_a_query(self):
        with pytest.raises(ValueError, match="without a query"):
            Sentence(words=Text("共3件。", "{n} documents."), numbers={})

    def test_carries_the_query_and_the_cell_of_each_number(self):
        one = Sentence(words=Text("共{n}件，占{p}。", "{n}, {p}."), numbers={"n": self.QUERY.number(0), "p": self.QUERY.number(0).of(self.QUERY.number(1))})  # fmt: skip
        assert one.text.zh == "共1,234件，占50.0%。［Q3］"
        assert one.text.en.endswith("[Q3]")
        assert one.as_json()["numbers"]["p"]["value"] == "1/2"
        assert one.as_json()["numbers"]["n"]["cell"] == "1:n"

    def test_a_share_of_nothing_is_unknown(self):
        none = Number(value=0, query="Q1", cell="1:n")
        assert self.QUERY.number(0).of(none).says.zh == "未知"

    def test_links_every_code_in_brackets_and_nothing_else(self):
        made = linked("占一半［Q3、Q12］ [Q1, Q2] Q9 <p>", "/q/{}")
        assert made.count("<a href") == 4
        assert '<a href="/q/Q12">Q12</a>' in made
        assert " Q9 <p>" in made


def test_the_boundary_tells_which_documents_it_holds_only_for_another_of_their_item():
    columns = ("documents", "core_documents", "units", "core_units", "core_by_item")
    of = lambda *row: bounded(Query(code="Q1", title=Text("问", "asked"), how="", columns=columns, rows=(row,)))  # noqa: E731
    assert "其中204件自身的题名和分类并未指向" in of(49417, 11961, 46175, 11354, 204).text.zh
    assert "another document of the same item" in of(49417, 11961, 46175, 11354, 204).text.en
    assert "其中" not in of(40, 30, 40, 30, 0).text.zh


class TestRatios:
    def test_wilsons_interval_is_the_published_one(self):
        """Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662."""
        got = samples.wilson(81, 263)
        assert (round(got.low, 4), round(got.high, 4)) == (0.2553, 0.3662)

    def test_all_or_none_of_a_sample_does_not_give_certainty(self):
        assert samples.wilson(10, 10).low < 0.8
        assert samples.wilson(0, 10).high > 0.2

    def test_recall_weighs_both_samples_by_what_they_were_drawn_from(self):
        inside, outside = samples.wilson(9, 10), samples.wilson(1, 10)
        value, low, high = samples.recall(inside, outside, 1000, 1000)
        assert value == pytest.approx(0.9)
        assert low < value < high


@pytest.mark.parametrize(("name", "unit"), [("SZ DJI TECHNOLOGY CO LTD", "440000"), ("UNIV BEIHANG", "110000"), ("深圳甲公司", "440000"), ("QUALCOMM INC", None), ("XIANGLE INC", None)])  # fmt: skip
def test_a_name_is_where_its_first_place_is_or_nowhere(name, unit):
    assert unit_of(name) == unit


class TestARun:
    def test_counts_what_lies_within_the_boundary_and_links_every_number(self, place):
        got = run(place / "study.yaml", place / "out", langs=("zh",))
        assert not isinstance(got, Refused), got
        assert (got.documents, got.within) == (40, 30)
        told = json.loads((place / "out" / "study.json").read_text())
        codes = {q["code"] for q in told["queries"]}
        used = {n["query"] for f in told["findings"] for n in f["numbers"].values()}
        assert used
        assert used <= codes
        for code in codes:
            assert (place / "out" / "queries" / f"{code}.sql").read_text()
            assert (place / "out" / "queries" / f"{code}.csv").is_file()
        assert {n["code"]: n["units"] for n in told["tree"]} == {"rotor": 20, "farm": 10}
        assert told["recall"] is None
        page = (place / "out" / "report.zh.html").read_text()
        assert "查全率、查准率：未知（抽样20件，已判读0件）" in page
        assert 'href="queries/Q1.csv"' in page

    def test_says_the_same_twice(self, place):
        run(place / "study.yaml", place / "one", langs=())
        run(place / "study.yaml", place / "two", langs=())
        assert (place / "one" / "study.json").read_bytes() == (place / "two" / "study.json").read_bytes()
        assert (place / "one" / "samples.csv").read_bytes() == (place / "two" / "samples.csv").read_bytes()

    def test_goes_on_with_what_was_loaded_and_loads_again_what_changed(self, place):
        run(place / "study.yaml", place / "out", langs=())
        kept = place / "out" / "data" / "all" / "loaded.json"
        before = kept.stat().st_mtime_ns
        run(place / "study.yaml", place / "out", langs=())
        assert kept.stat().st_mtime_ns == before
        with (place / "list.csv").open("a", encoding="utf-8", newline="") as f:
            csv.writer(f).writerow(row(40))
        got = run(place / "study.yaml", place / "out", langs=())
        assert not isinstance(got, Refused)
        assert got.documents == 41

    def test_lets_people_overrule_the_rules(self, place, plain):
        with (place / "hand.csv").open("w", encoding="utf-8") as f:
            f.write(f"document,node,label\n{row(0)[1]},rotor,0\n{row(0)[1]},farm,1\n")
        got = run(rewrite(place, plain, hand_labels="hand.csv"), place / "out", langs=())
        assert not isinstance(got, Refused), got
        told = json.loads((place / "out" / "study.json").read_text())
        assert {n["code"]: (n["units"], n["by_hand"]) for n in told["tree"]} == {"rotor": (19, 0), "farm": (11, 1)}
        count, rows = results_in(place / "out").labels("farm", 0, 3)
        assert count == 11
        assert [(r["by"], r["title"][:2]) for r in rows] == [("hand", "无人"), ("rule", "植保"), ("rule", "植保")]

    def test_reads_the_sample_sheet_back(self, place, plain):
        run(place / "study.yaml", place / "out", langs=())
        text = (place / "out" / "samples.csv").read_text(encoding="utf-8-sig")
        lines = list(csv.reader(text.splitlines()))
        with (place / "read.csv").open("w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows([lines[0], *([*one[:-1], "1" if "无人机" in one[2] else "0"] for one in lines[1:])])
        got = run(rewrite(place, plain, samples={"each": 10, "labels": "read.csv"}), place / "out", langs=())
        assert not isinstance(got, Refused), got
        told = json.loads((place / "out" / "study.json").read_text())
        assert (told["precision"]["found"], told["precision"]["drawn"]) == (10, 10)
        assert told["relevant_outside"]["found"] == 0
        assert told["recall"][0] == 1.0
        assert told["recall"][1] < 1.0
        sample = results_in(place / "out").sample()
        assert {(r["relevant"], "无人机" in r["title"]) for r in sample} == {("1", True), ("0", False)}

    def test_without_a_boundary_tells_precision_alone(self, place, plain):
        plain["sets"]["all"]["boundary"] = ""
        run(rewrite(place, plain), place / "out", langs=())
        drawn = results_in(place / "out").sample()
        assert {r["stratum"] for r in drawn} == {"within"}
        (place / "read.csv").write_text("document,relevant\n" + "".join(f"{r['document']},1\n" for r in drawn))
        got = run(rewrite(place, plain, samples={"each": 10, "labels": "read.csv"}), place / "out", langs=("zh",))
        assert not isinstance(got, Refused), got
        told = json.loads((place / "out" / "study.json").read_text())
        assert (told["precision"]["found"], told["recall"]) == (10, None)
        page = (place / "out" / "report.zh.html").read_text()
        assert "边界内抽读10件，10件相关" in page
        assert "不估计查全率" in page

    def test_gives_no_ratio_from_a_sheet_that_was_not_read_through(self, place, plain):
        run(place / "study.yaml", place / "out", langs=())
        drawn = list(csv.DictReader((place / "out" / "samples.csv").read_text(encoding="utf-8-sig").splitlines()))
        (place / "read.csv").write_text(f"document,relevant\n{drawn[0]['document']},1\nCN1,1\n")
        got = run(rewrite(place, plain, samples={"each": 10, "labels": "read.csv"}), place / "out", langs=("zh",))
        assert not isinstance(got, Refused), got
        assert json.loads((place / "out" / "study.json").read_text())["recall"] is None
        assert "已判读1件" in (place / "out" / "report.zh.html").read_text()

    def test_refuses_a_verdict_that_is_neither_yes_nor_no_with_its_line(self, place, plain):
        (place / "read.csv").write_text("document,relevant\nCN1,maybe\n")
        got = run(rewrite(place, plain, samples={"each": 10, "labels": "read.csv"}), place / "out", langs=())
        assert isinstance(got, Refused)
        assert "第 2 行" in got.reasons[0].says.zh

    def test_refuses_advice_with_a_number_of_its_own(self, place, plain):
        for advice in ({"says": {"zh": "引进3家。", "en": "Invite three."}, "rests_on": ["owners"]}, {"says": {"zh": "好。", "en": "Well."}, "rests_on": ["nothing"]}):  # fmt: skip
            got = run(rewrite(place, plain, advice=[advice]), place / "out", langs=())
            assert isinstance(got, Refused)

    def test_shows_firms_and_output_where_they_are_brought_and_unknown_where_not(self, place, plain):
        (place / "firms.csv").write_text("node,firms,output_wan,year,source\nrotor,12,,2024,统计局\n")
        run(rewrite(place, plain, industry_data="firms.csv"), place / "out", langs=("zh",))
        chapters = results_in(place / "out").chapters("zh")
        chain = next(b for t, b in chapters if "路径" in t)
        line = chain.split("产业链：")[-1].split(">旋翼</td>")[1].split("</tr>")[0]
        assert ">12<" in line
        assert "未知" in line

    def test_writes_the_same_report_as_page_word_and_pdf(self, place, plain):
        (place / "hand.csv").write_text(f"document,node,label\n{row(0)[1]},farm,1\n")
        got = run(rewrite(place, plain, hand_labels="hand.csv"), place / "out", langs=("zh", "en"))
        assert not isinstance(got, Refused), got
        assert {"report.zh.html", "report.zh.docx", "report.en.html", "report.en.docx"} <= set(got.files)
        english = (place / "out" / "report.en.html").read_text()
        titles = [q["title"]["zh"] for q in json.loads((place / "out" / "study.json").read_text())["queries"]]
        assert titles.count("人工标引与规则") == 1, "asked once for both languages"
        assert "[<a href=" in english
        assert "基础条件" not in english
