"""The templates of all five kinds worked out on one small made-up list, and what their analyses say, counted by hand."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ipops.kernel.outcome import Refused
from ipops.lines.navigation.facts import Goal, StudyKind
from ipops.lines.navigation.study.results import results_in
from ipops.lines.navigation.study.run import run
from ipops.lines.navigation.study.template import StudyFile, read

SHIPPED = Path(__file__).parents[1] / "studies"
TEMPLATES = ("city", "drones", "enterprise", "rnd", "talent")
HEADS = ("公开号", "公开日", "申请日", "标题", "申请人", "发明人", "IPC", "引证专利", "扩展同族")
#: A of 2005 builds on R. To 2010 G, B and the battery cite A alone, C both, D only R, E too late: CD of A is (3 - 1) / (3 + 1 + 1). G of 2006
#: builds on A; nobody cites G, four cite A: CD of G is 0 / 4. The years after 2006 have no whole window, R has no list of references.
ROWS = (
    ("CN1000001A", "2001-05-01", "2000-03-01", "无人机旋翼R", "杭州甲公司", "张三", "B64C39/02；B64C27/00", "", ""),
    ("CN1000002A", "2005-05-01", "2004-03-01", "无人机植保A", "南京乙大学；杭州甲公司", "张三；李四", "B64C39/02；A01M7/00", "CN1000001A", "CN1000002A；US20060000001A1；CN1000002C"),
    ("CN1000003A", "2006-05-01", "2005-03-01", "无人机航拍G", "丙公司", "李四", "B64C39/02；H04N5/00", "CN1000002A", ""),
    ("CN1000004A", "2007-05-01", "2006-03-01", "无人机航拍B", "丙公司", "王五", "B64C39/02；H04N5/00", "CN1000002A", ""),
    ("CN101100005A", "2008-05-01", "2007-03-01", "无人机导航C", "丁公司", "王五", "B64C39/02；G01C21/00", "CN1000002A；CN1000001A", ""),
    ("CN101100006A", "2009-05-01", "2008-03-01", "无人机旋翼D", "丙公司", "赵六", "B64C39/02；B64C27/00", "CN1000001A", ""),
    ("CN101100007A", "2011-05-01", "2010-03-01", "无人机植保E", "杭州甲公司", "张三", "B64C39/02；A01M7/00", "CN1000002A", ""),
    ("CN101100008A", "2010-06-01", "2009-03-01", "一种电池", "戊公司", "钱七", "H01M10/00", "CN1000002A", ""),
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([HEADS, *ROWS])
    return tmp_path


def made_of(name: str, place: Path, **changed: Any) -> Path:
    """A shipped template over the made-up list: its goals, tree and advice as they are, its sets replaced."""
    plain = yaml.safe_load((SHIPPED / f"{name}.yaml").read_text(encoding="utf-8"))
    if like := plain.pop("like", None):
        plain = yaml.safe_load((SHIPPED / like).read_text(encoding="utf-8")) | plain
    said = {"zh": "虚构", "en": "made up"}
    one = {"title": said, "files": ["list.csv"], "source": said, "query": said, "boundary": "title:无人机", "unit": "family", "covers_until": "2012-12-31"}  # fmt: skip
    plain |= {
        "sets": {"all": one},
        "landscape": "all",
        "dated": "all",
        "samples": {"each": 10},
        "industry_data": "",
        **changed,
    }
    path = place / f"{name}.yaml"
    path.write_text(yaml.safe_dump(plain, allow_unicode=True), encoding="utf-8")
    return path


def worked(path: Path, out: Path, langs: Any = ("zh",)) -> dict[str, Any]:
    got = run(path, out, langs=langs)
    assert not isinstance(got, Refused), got
    told: dict[str, Any] = json.loads((out / "study.json").read_text(encoding="utf-8"))
    return told


def answer(out: Path, told: dict[str, Any], title: str) -> list[dict[str, str]]:
    code = next(q["code"] for q in told["queries"] if title in q["title"]["zh"])
    with (out / "queries" / f"{code}.csv").open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda p: p.stem)
def test_owners_are_one_only_where_the_data_call_them_so(path):
    """Every name of a group shares a word with its first, initials apart, or says whose subsidiary it is: no affiliate that only
    its authors knew (decision 0457)."""
    study = read(path)
    assert isinstance(study, StudyFile)
    for group in study.groups:
        first = words_of(group.names[0]) | words_of(group.en)
        strange = [
            n
            for n in group.names
            if not words_of(n) & first and not near(words_of(n), first) and not stands_for(first, n)
        ]
        assert not strange, f"{group.en}: {strange}"


def stands_for(short: set[str], name: str) -> bool:
    initials = "".join(w[0] for w in re.findall(r"[A-Z]+", name.upper()))
    return any(initials.startswith(s) for s in short)


def words_of(name: str) -> set[str]:
    return set(re.findall(r"[A-Z]{3,}", name.upper().replace("-", ""))) - {
        "INC",
        "LTD",
        "LLC",
        "CORP",
        "TECH",
        "THE",
        "COMPANY",
        "INT",
        "CHINA",
        "GROUP",
    }


def near(words: set[str], others: set[str]) -> bool:
    """One slip of the pen, two letters that changed places."""
    return any(sorted(a) == sorted(b) for a in words for b in others)


def test_every_kind_has_a_template_that_ships():
    got = [read(SHIPPED / f"{name}.yaml") for name in TEMPLATES]
    assert {s.kind for s in got if isinstance(s, StudyFile)} == set(StudyKind)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_gives_the_common_skeleton_with_a_chapter_a_goal(name, place):
    told = worked(made_of(name, place), place / "out", ("zh", "en"))
    for lang, basis, start, goal, last in (
        ("zh", "基础条件", "项目启动", "项目实施：", ("成果产出", "成果运用", "绩效评价")),
        ("en", "Basis", "Start", "Carried out: ", ("Results", "Use", "Evaluation")),
    ):
        results = results_in(place / "out")
        assert results is not None
        chapters = results.chapters(lang)
        titles = [t.partition("、" if lang == "zh" else ". ")[2] or t for t, _ in chapters]
        goals = [Goal(g).named.in_(lang) for g in told["goals"]]
        chapters_of_skeleton = [t for t in titles[1:] if not t.startswith(("附录", "Appendix"))]
        assert chapters_of_skeleton == [basis, start, *(goal + g for g in goals), *last]
        for title, body in chapters[3 : 3 + len(goals)]:
            assert "<h3>" in body, f"{title}: no analysis stands in this chapter"
    assert told["findings"]
    assert told["advice"]


class TestTheIndexOfDisruption:
    def test_is_what_counting_by_hand_gives_and_says_what_is_not_told(self, place):
        told = worked(made_of("drones", place), place / "out", ())
        (row,) = answer(place / "out", told, "五年 CD 指数：状态与分布")
        asked = {k: int(row[k]) for k in ("families", "ok", "truncated", "undefined", "no_list", "above", "below")}
        assert asked == {"families": 7, "ok": 2, "truncated": 4, "undefined": 0, "no_list": 1, "above": 1, "below": 0}
        assert float(row["median"]) == (0.4 + 0) / 2
        says = " ".join(f["says"]["zh"] for f in told["findings"])
        assert "4族窗口未满，0族窗口内无人引用，1族没有引文清单" in says

    def test_is_unknown_in_a_set_without_citations(self, place):
        with (place / "list.csv").open("w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows([HEADS, *((*r[:7], "", "") for r in ROWS)])
        told = worked(made_of("drones", place), place / "out", ())
        assert not [q for q in told["queries"] if "CD 指数" in q["title"]["zh"]]
        assert not [f for f in told["findings"] if "颠覆" in f["says"]["zh"]]

    def test_of_families_that_hardly_anybody_cites_is_listed_nowhere(self, place):
        told = worked(made_of("drones", place), place / "out", ())
        assert answer(place / "out", told, "五年 CD 指数最高的同族") == []


class TestTheChain:
    def fused(self, place: Path, rows: str) -> tuple[dict[str, Any], str]:
        (place / "industry.csv").write_text(f"node,firms,output_wan,year,source\n{rows}", encoding="utf-8")
        told = worked(made_of("drones", place, industry_data="industry.csv"), place / "out")
        results = results_in(place / "out")
        assert results is not None
        return told, next(b for t, b in results.chapters("zh") if "路径" in t)

    def test_says_where_industry_and_patents_do_not_go_together(self, place):
        told, page = self.fused(place, "airframe,9,9000,2024,统计局\nagriculture,2,1000,2024,统计局\n")
        rows = {r["node"]: r for r in answer(place / "out", told, "产值占比与专利占比")}
        assert {n: r["reading"] for n, r in rows.items()} == {"airframe": "thin", "agriculture": "rich"}
        assert (float(rows["airframe"]["share_of_output"]), float(rows["airframe"]["share_of_patents"])) == (0.9, 0.5)
        assert "有产业、缺专利" in page
        assert "有专利、缺产业" in page
        says = " ".join(f["says"]["zh"] for f in told["findings"])
        assert "产业强而专利薄的节点：机体与旋翼" in says
        assert "15个节点中有13个没有本地产值数据" in says

    def test_judges_nothing_where_shares_are_about_even_or_output_is_not_known(self, place):
        told, page = self.fused(place, "airframe,9,,2024,统计局\nagriculture,2,1000,2024,统计局\n")
        assert [r["reading"] for r in answer(place / "out", told, "产值占比与专利占比")] == ["even"]
        assert "大致相称" in page
        assert "有产业、缺专利" not in page


class TestOwners:
    def test_of_a_group_are_one_and_go_by_their_name_in_chinese(self, place):
        groups = [{"zh": "甲集团", "names": ["杭州甲公司", "丙公司"]}]
        told = worked(made_of("drones", place, groups=groups), place / "out", ())
        first = answer(place / "out", told, "边界内的权利人排名")[0]
        assert (first["name"], first["units"]) == ("杭州甲公司", "6")
        assert "依次为甲集团" in " ".join(f["says"]["zh"] for f in told["findings"])

    def test_stand_in_one_group_only(self, place):
        groups = [{"names": ["甲", "乙"]}, {"names": ["乙"]}]
        assert isinstance(read(made_of("drones", place, groups=groups)), Refused)

    def test_of_the_focus_are_valued(self, place):
        told = worked(
            made_of("enterprise", place, focus={"organisations": ["杭州甲公司"]}, groups=[]), place / "out", ()
        )
        (row,) = answer(place / "out", told, "对象的专利组合")
        asked = {k: row[k] for k in ("items", "joint", "partners", "inventors", "key", "key_inventor", "first_year", "last_year", "citations", "offices")}  # fmt: skip
        assert asked == {
            "items": "3", "joint": "1", "partners": "1", "inventors": "2", "key": "3", "key_inventor": "张三", "first_year": "2000",
            "last_year": "2010", "citations": "7", "offices": "2",
        }  # fmt: skip


class TestRiskTalentAndWatch:
    def test_families_at_home_are_listed_with_their_members_granted_first(self, place):
        told = worked(made_of("enterprise", place), place / "out", ())
        (row,) = answer(place / "out", told, "应优先核实的同族")
        assert "CN1000002C" in row["home"]
        assert "US2006" not in row["home"]
        assert row["granted"] == "True"

    def test_inventors_of_several_bodies_are_pointed_out(self, place):
        told = worked(made_of("talent", place, focus={"inventors": ["张三", "李四"]}), place / "out", ())
        rows = {r["inventor"]: r for r in answer(place / "out", told, "发明人：项数")}
        assert (rows["张三"]["items"], rows["张三"]["organisations"], rows["张三"]["citations"]) == ("3", "2", "8")
        assert set(rows) == {"张三", "李四"}
        assert "2名发明人中有2名名下不止一家机构" in " ".join(f["says"]["zh"] for f in told["findings"])

    def test_the_last_year_tells_what_is_new_and_who(self, place):
        told = worked(made_of("rnd", place), place / "out", ())
        (row,) = answer(place / "out", told, "监测期与上一期")
        assert {k: int(v) for k, v in row.items()} == {"families": 1, "before": 0, "bodies": 1, "newcomers": 0}


def test_a_template_may_take_the_rest_from_one_beside_it(place):
    made_of("drones", place)
    (place / "less.yaml").write_text(
        "like: drones.yaml\nstudy: less\ngoals: [position]\nadvice: []\n", encoding="utf-8"
    )
    told = worked(place / "less.yaml", place / "out", ())
    assert (told["study"], told["goals"], told["kind"]) == ("less", ["position"], "industry")
    (place / "lost.yaml").write_text("like: nowhere.yaml\n", encoding="utf-8")
    got = read(place / "lost.yaml")
    assert isinstance(got, Refused)
    assert got.reasons[0].field == "like"
