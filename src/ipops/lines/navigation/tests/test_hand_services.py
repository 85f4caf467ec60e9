"""Labels and verdicts into the journal and out again: who may, what is refused, and that a run reads them like sheets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ipops.kernel.outcome import Refused
from ipops.lines.navigation.app import hands, services
from ipops.lines.navigation.app.models import Label, Reading, Study
from ipops.lines.navigation.app.results import folder_of, results_of
from ipops.lines.navigation.app.services import Judged, Labelled
from ipops.lines.navigation.app.services.runs import study_run_again, study_work_out
from ipops.lines.navigation.facts import Relevance
from ipops.lines.navigation.study.hands import labels_csv, verdicts_csv
from ipops.lines.navigation.study.run import run
from ipops.webkit import journal, refold

from .conftest import by, contracted, frozen, proposed, reported
from .small import laid_out

pytestmark = pytest.mark.db
YES, NO, UNSURE = Relevance.RELEVANT, Relevance.NOT, Relevance.UNSURE


@pytest.fixture
def study(city: Any, tmp_path: Path, monkeypatch: Any) -> str:
    """A study whose data stand frozen and lie on this machine."""
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    code = str(proposed())
    contracted(code)
    frozen(code)
    assert not isinstance(study_work_out(code, laid_out(tmp_path) / "study.yaml", langs=()), Refused)
    return code


def codes(got: Any) -> list[str]:
    assert isinstance(got, Refused), got
    return [r.code for r in got.reasons]


def keys() -> dict[str, str]:
    """Documents by their title, within the boundary and of the sample."""
    study = Study.objects.earliest("folded_root").study
    queue = hands.queue_of(study, results_of(study))
    assert queue is not None
    sample = {r["title"]: r["document"] for r in results_of(study).sample()}
    return {r["title"]: r["document"] for r in queue[0:100]} | sample


def labelled(study: str, document: str, under: str = "", out: str = "", who: str = "user:clerk", **more: Any) -> Any:
    word = Labelled(document=document, under=tuple(under.split()), out=tuple(out.split()), why=more.pop("why", ""))
    n = journal.size()
    return services.documents_label(study=study, words=[word], by=by(f"l{n}", who), **more)


def judged(study: str, document: str, verdict: Relevance | None, who: str = "user:clerk", **more: Any) -> Any:
    word = Judged(document=document, verdict=verdict, why=more.pop("why", ""))
    return services.sample_judge(study=study, words=[word], by=by(f"j{journal.size()}", who), **more)


class TestALabel:
    def test_is_a_fact_and_a_later_word_of_the_same_person_supersedes_it(self, study):
        one = keys()["无人机旋翼0"]
        assert labelled(study, one, "farm", "rotor") == 1
        first = Label.objects.get()
        assert (first.under, first.out, first.standing, first.people) == (["farm"], ["rotor"], "one", ["user:clerk"])
        assert labelled(study, one, "rotor", "farm") == 1
        row = Label.objects.get()
        assert (row.under, row.out, row.people) == (["rotor"], ["farm"], ["user:clerk"])
        assert journal.entry(row.entries[0]).supersedes == first.entries[0]

    def test_said_again_stores_nothing_and_taken_back_leaves_no_row(self, study):
        one = keys()["无人机旋翼0"]
        labelled(study, one, "farm")
        before = journal.size()
        assert labelled(study, one, "farm") == 0
        assert journal.size() == before
        assert labelled(study, one) == 1
        assert Label.objects.count() == 0
        assert labelled(study, one) == 0

    def test_of_two_readers_who_differ_waits_for_a_reviewer_who_is_neither(self, study):
        one = keys()["无人机旋翼0"]
        labelled(study, one, "farm", "rotor")
        labelled(study, one, "farm rotor", who="user:second")
        row = Label.objects.get()
        assert (row.under, row.differ, row.standing) == (["farm"], ["rotor"], "differ")
        assert hands.spoken(study).labels == {(one, "farm"): True}
        assert codes(labelled(study, one, "rotor", reviews=True, why="看过全文")) == ["own-reading"]
        assert codes(labelled(study, one, "rotor", reviews=True, who="user:officer")) == ["review-without-reason"]
        assert labelled(study, one, "rotor", "farm", reviews=True, who="user:officer", why="看过全文") == 1
        assert Label.objects.get().standing == "reviewed"
        assert hands.spoken(study).labels == {(one, "rotor"): True, (one, "farm"): False}
        assert codes(labelled(study, one, "farm", who="user:officer")) == ["own-review"]
        (agreed,) = hands.label_agreements(study)
        assert (agreed.n, agreed.agreed) == (2, 1)

    def test_is_refused_with_its_reason(self, study):
        some = keys()
        assert codes(labelled(study, "CN1", "rotor")) == ["not-in-set"]
        assert codes(labelled(study, some["一种电池3"], "rotor")) == ["not-in-set"], "outside the boundary"
        assert codes(labelled(study, some["无人机旋翼0"], "wing")) == ["no-such-node"]
        assert codes(labelled(study, some["无人机旋翼0"], "rotor", "rotor")) == ["both-ways"]
        assert codes(labelled(study, some["无人机旋翼0"], "rotor", reviews=True, why="x")) == ["nothing-to-review"]
        assert codes(labelled("N:none", some["无人机旋翼0"], "rotor")) == ["no-such-study"]
        assert Label.objects.count() == 0

    def test_ends_with_the_report(self, study):
        one = keys()["无人机旋翼0"]
        labelled(study, one, "farm")
        reported(study)
        assert codes(labelled(study, one, "rotor")) == ["report-in"]
        assert codes(judged(study, one, YES)) == ["report-in"]

    def test_needs_a_frozen_set_and_its_list(self, study, tmp_path):
        (folder_of(study) / "documents.parquet").unlink()
        assert codes(labelled(study, "CN1", "rotor")) == ["no-results"]
        other = str(proposed("other", title="另一个"))
        assert codes(labelled(other, "CN1", "rotor")) == ["not-frozen"]


class TestAVerdict:
    def test_makes_ratios_with_their_intervals_once_every_document_is_read(self, study):
        sample = results_of(study).sample()
        words = [Judged(document=r["document"], verdict=YES if "无人机" in r["title"] else NO) for r in sample]
        assert services.sample_judge(study=study, words=words[:15], by=by("a")) == 15
        half = hands.ratios(hands.drawn(study, results_of(study)), results_of(study))
        assert ([(s.read, s.drawn) for s in half.samples], half.whole) == ([(10, 10), (5, 10)], False)
        assert services.sample_judge(study=study, words=words, by=by("b")) == 5
        got = hands.ratios(hands.drawn(study, results_of(study)), results_of(study))
        assert got.whole
        assert (got.samples[0].ratio.found, got.samples[0].ratio.drawn, got.samples[1].ratio.found) == (10, 10, 0)
        assert got.recall[0] == 1.0
        assert got.recall[1] < 1.0

    def test_that_is_unsure_or_disputed_leaves_the_document_unread(self, study):
        one, two = (r["document"] for r in results_of(study).sample()[:2])
        judged(study, one, UNSURE)
        judged(study, two, YES)
        judged(study, two, NO, who="user:second")
        assert {r.document: r.standing for r in Reading.objects.all()} == {one: "unsure", two: "differ"}
        got = hands.ratios(hands.drawn(study, results_of(study)), results_of(study))
        assert (got.samples[0].read, got.samples[0].waiting) == (0, 2)
        assert codes(judged(study, one, UNSURE, who="user:officer", reviews=True, why="x")) == ["review-unsure"]
        assert judged(study, one, YES, who="user:officer", reviews=True, why="全文第三节") == 1
        assert hands.spoken(study).verdicts == {one: True}
        (agreed,) = hands.verdict_agreements(study)
        assert (agreed.n, agreed.agreed, agreed.kappa) == (1, 0, 0)

    def test_of_a_document_that_was_not_drawn_is_refused(self, study):
        drawn = {r["document"] for r in results_of(study).sample()}
        other = next(d for d in keys().values() if d not in drawn)
        assert codes(judged(study, other, YES)) == ["not-sampled"]


class TestARun:
    def test_gives_the_same_from_the_journal_as_from_the_sheets_it_gives_out(self, study, tmp_path):
        some = keys()
        labelled(study, some["无人机旋翼0"], "farm", "rotor")
        words = [
            Judged(document=r["document"], verdict=YES if "无人机" in r["title"] else NO)
            for r in results_of(study).sample()
        ]
        services.sample_judge(study=study, words=words, by=by("v"))
        study_work_out(study, tmp_path / "study.yaml", langs=("zh",))
        told = json.loads((folder_of(study) / "study.json").read_text())
        assert told["hands"] == {"documents": 1, "said": 2, "same": 0, "added": 1, "removed": 1}
        assert {n["code"]: (n["units"], n["by_hand"]) for n in told["tree"]} == {"rotor": (19, 0), "farm": (11, 1)}
        assert told["recall"][0] == 1.0
        page = (folder_of(study) / "report.zh.html").read_text()
        assert "人工标引1件2条，优先于规则：与规则一致0条，规则之外增1条，规则之中减1条" in page
        assert "边界内抽读10件" in page
        said = hands.spoken(study)
        alone = tmp_path / "alone"
        alone.mkdir()
        laid_out(alone, hand_labels="labels.csv", samples={"each": 10, "labels": "verdicts.csv"})
        (alone / "labels.csv").write_text(labels_csv(said.labels))
        (alone / "verdicts.csv").write_text(verdicts_csv(said.verdicts))
        assert not isinstance(run(alone / "study.yaml", alone / "out", langs=("zh",)), Refused)
        for name in ("study.json", "report.zh.html", "samples.csv", "hand_labels.csv"):
            assert (alone / "out" / name).read_bytes() == (folder_of(study) / name).read_bytes(), name

    def test_reads_sheets_into_facts_whole_or_not_at_all(self, study, tmp_path):
        some = keys()
        sheet = tmp_path / "l.csv"
        sheet.write_text(
            f"document,node,label\n{some['无人机旋翼0']},rotor,0\n{some['无人机旋翼0']},farm,是\nCN1,farm,1\n"
        )
        assert codes(services.labels_import(study=study, path=sheet, by=by("i"))) == ["not-in-set"]
        assert Label.objects.count() == 0
        sheet.write_text(f"\ufeffdocument,node,label\n{some['无人机旋翼0']},rotor,0\n{some['无人机旋翼0']},farm,1\n")
        assert services.labels_import(study=study, path=sheet, by=by("i2")) == 1
        assert services.labels_import(study=study, path=sheet, by=by("i3")) == 0
        drawn = results_of(study).sample()
        sheet.write_text(
            f"document,relevant\n{drawn[0]['document']},1\n{drawn[1]['document']},?\n{drawn[2]['document']},\n"
        )
        assert services.verdicts_import(study=study, path=sheet, by=by("i4")) == 2
        assert hands.spoken(study).verdicts == {drawn[0]["document"]: True}
        sheet.write_text("document,relevant\nCN1,maybe\n")
        got = services.verdicts_import(study=study, path=sheet, by=by("i5"))
        assert codes(got) == ["list-line"]
        assert "第 2 行" in got.reasons[0].says.zh
        sheet.write_text("文献,判读\nCN1,1\n")
        assert codes(services.verdicts_import(study=study, path=sheet, by=by("i6"))) == ["list-heads"]
        sheet.write_bytes("文献".encode("gb18030"))
        assert codes(services.labels_import(study=study, path=sheet, by=by("i7"))) == ["list-unreadable"]

    def test_again_needs_the_template_of_the_first(self, study, tmp_path):
        assert isinstance(study_run_again(study), str)
        assert study_run_again(study) == study_run_again(study), "one at a time"
        (tmp_path / "study.yaml").unlink()
        assert codes(study_run_again(study)) == ["no-template"]


def test_rows_are_rebuilt_equal_from_facts(study):
    some = keys()
    for who in ("user:clerk", "user:second"):
        labelled(study, some["无人机旋翼0"], "farm", "rotor", who=who)
        judged(study, results_of(study).sample()[0]["document"], YES, who=who)
    labelled(study, some["无人机旋翼0"], "rotor")
    before = [list(m.objects.values().order_by("pk")) for m in (Label, Reading)]
    refold.rebuild(["navigation.label", "navigation.reading", "navigation.study"])
    assert [list(m.objects.values().order_by("pk")) for m in (Label, Reading)] == before
    assert len(before[0]) == len(before[1]) == 1
