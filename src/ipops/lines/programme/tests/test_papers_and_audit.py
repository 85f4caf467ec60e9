"""Papers say what they are not; the auditor pack is checked by Python alone and notices any change."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import docx
import pytest

from ipops.kernel.outcome import Refused
from ipops.lines.programme.app import audit
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.papers import as_file
from ipops.lines.programme.app.papers import evaluation as papers
from ipops.lines.programme.app.papers import selection as call_papers
from ipops.lines.programme.app.reading import evaluation as reading
from ipops.lines.programme.app.services import evaluation as services
from ipops.lines.programme.app.services import freezing, fund
from ipops.lines.programme.app.views.life import evaluations
from ipops.lines.programme.facts.words import ScorePart, Source
from ipops.lines.programme.tests.test_evaluation import GIVEN, SCHEME, results
from ipops.lines.programme.tests.test_plan import CALL, NOMINATION, PAPER, adopt, city, codes, road  # noqa: F401
from ipops.policy.schemes import How
from ipops.webkit import seals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.db]
ON = date(2026, 2, 1)
CASE = services.evaluation_code(NOMINATION, 2025)


@pytest.fixture
def published(city, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(reading, "results_of", lambda place, year, pack: results(Fraction(9, 10)))
    road("review", "publicise", "pay_first")
    adopt()
    from ipops.kernel.money import Money

    fund.money_receive(
        nomination=NOMINATION,
        source=Source.CENTRAL_FIRST,
        amount=Money.yuan(50_000_000),
        budget_year=2023,
        number="示财建1号",
        received_on=date(2023, 11, 1),
        passed_on=None,
        by="user:officer",
        today=ON,
        reference="m",
    )
    services.evaluation_open(nomination=NOMINATION, pack="demo-city", year=2025, by="user:province", today=ON)
    for part, how in ((ScorePart.EXPERT, How.EXPERT), (ScorePart.FIELD, How.FIELD)):
        points = {i.id: GIVEN[i.id].points for i in SCHEME.leaves if i.how is how}
        services.score_give(
            evaluation=CASE, part=part, points=points, why="记录", by="user:province", today=ON, reference=str(part)
        )
    told = {"why": "核减重复企业", "remedy": "补建档案", "by": "user:clerk", "today": ON, "reference": "d"}
    services.deviation_explain(evaluation=CASE, item="custody", **told)
    got = services.evaluation_publish(evaluation=CASE, by="user:province", today=ON, reference="1")
    assert not isinstance(got, Refused), got


def text_of(content):
    made = docx.Document(io.BytesIO(content))
    cells = [c.text for t in made.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


@pytest.mark.parametrize("name", papers.NAMES)
def test_every_paper_is_made_in_both_languages_and_says_that_it_is_a_demo_of_ours(published, name):
    for lang, demo, ours in (("zh", "示例", "本系统版式"), ("en", "demo", "layout of this system")):
        paper = papers.paper_of(CASE, name, lang, ON)
        text = text_of(as_file(paper, "docx"))
        assert demo in text
        assert ours in text
        assert as_file(paper, "docx") == as_file(papers.paper_of(CASE, name, lang, ON), "docx")
    if name == "self_evaluation":
        assert "中" in text_of(as_file(papers.paper_of(CASE, name, "zh", ON), "docx"))


def test_the_report_carries_the_reasons_the_city_gave_and_stays_what_was_published(published, monkeypatch):
    """The ledger may move on: what was published is printed from the sheet it was frozen in."""
    told = text_of(as_file(papers.paper_of(CASE, "self_evaluation", "zh", ON), "docx"))
    assert "核减重复企业" in told
    assert "补建档案" in told
    assert "公布的结果，账本前" in told
    sheet = text_of(as_file(papers.paper_of(CASE, "score_sheet", "zh", ON), "docx"))
    monkeypatch.setattr(reading, "results_of", lambda place, year, pack: results(Fraction(8, 10)))
    assert text_of(as_file(papers.paper_of(CASE, "self_evaluation", "zh", ON), "docx")) == told
    assert text_of(as_file(papers.paper_of(CASE, "score_sheet", "zh", ON), "docx")) == sheet
    monkeypatch.setattr(reading, "results_of", lambda place, year, pack: {})
    assert text_of(as_file(papers.paper_of(CASE, "score_sheet", "zh", ON), "docx")) == sheet


def test_nothing_that_is_printed_moves_after_publication(published, monkeypatch):
    """Goals outside the scheme, tasks, evidence and the layout were read anew at every print."""

    def printed():
        return {(n, la): papers.paper_of(CASE, n, la, ON) for n in papers.NAMES for la in ("zh", "en")}

    before = printed()
    monkeypatch.setattr(reading, "results_of", lambda place, year, pack: {})
    for name in ("_targets", "_tasks", "_evidence", "_facts", "layout_of"):
        monkeypatch.setattr(papers, name, lambda *_: (), raising=True)
    assert printed() == before


def test_the_page_shows_what_was_published_and_says_that_the_ledger_moved(published, monkeypatch):
    kind, row = evaluations.EVALUATION_CASE, Dossier.objects.get(case=CASE)
    asked = SimpleNamespace(today=ON)
    before = kind.tell(row, asked)
    assert not before.notes[1:]
    monkeypatch.setattr(reading, "results_of", lambda place, year, pack: {})
    monkeypatch.setattr(reading, "entered_since", lambda read: 3)
    moved = kind.tell(row, asked)
    assert moved.says == before.says
    assert "公布后账本新增 3 条" in moved.notes[1].zh


def test_page_and_score_sheet_say_that_nobody_knows_until_when_to_object(published):
    kind, row = evaluations.EVALUATION_CASE, Dossier.objects.get(case=CASE)
    (said,) = (x.value for x in kind.tell(row, SimpleNamespace(today=ON)).says if x.title.zh == "对结果的异议期")
    assert said.zh.startswith("未知：所见文本没有")
    assert "Needed: official text" in said.en
    assert "未知：所见文本没有对绩效评价结果提出异议的期限" in text_of(
        as_file(papers.paper_of(CASE, "score_sheet", "zh", ON), "docx")
    )


def test_no_cell_is_left_empty_and_the_money_is_told_by_source(published):
    told = docx.Document(io.BytesIO(as_file(papers.paper_of(CASE, "self_evaluation", "zh", ON), "docx")))
    cells = [c.text for t in told.tables for row in t.rows for c in row.cells]
    assert all(cells)
    assert {"未说明", "到位合计", "中央资金（首批）", "¥50,000,000.00"} <= set(cells)


def test_english_heads_begin_with_a_capital(published):
    told = docx.Document(io.BytesIO(as_file(papers.paper_of(CASE, "target_table", "en", ON), "docx")))
    heads = [c.text for t in told.tables[1:] for c in t.rows[0].cells]
    assert told.paragraphs[0].text == "Target table"
    assert heads[:3] == ["Goal", "Unit", "Floor"]


def test_the_memo_and_the_notice_come_from_the_call(published):
    memo = call_papers.paper_of(CALL, "decision_memo", "zh", ON)
    notice = call_papers.paper_of(CALL, "public_notice", "zh", ON)
    assert "评审情况" in text_of(as_file(memo, "docx"))
    assert "实名、书面并附证据" in text_of(as_file(notice, "docx"))
    assert call_papers.paper_of("call:none", "public_notice", "zh", ON) is None


class TestTheAuditorPack:
    def unpacked(self, tmp_path):
        assert codes(audit.auditor_pack(CASE, ON)) == ["not-sealed-yet"]
        seals.seal()
        content = audit.auditor_pack(CASE, ON)
        assert content == audit.auditor_pack(CASE, ON)
        with zipfile.ZipFile(io.BytesIO(content)) as z:
            z.extractall(tmp_path / "pack")
        return tmp_path / "pack"

    def checked(self, folder, *heads):
        """By a Python that sees none of our code."""
        return subprocess.run(
            [sys.executable, "-I", "-S", str(folder / "recheck_offline.py"), str(folder), *map(str, heads)],
            capture_output=True,
            text=True,
            check=False,
            env={},
        )

    def test_is_checked_by_python_alone(self, published, tmp_path):
        folder = self.unpacked(tmp_path)
        got = self.checked(folder)
        assert (got.returncode, got.stderr) == (0, ""), got.stdout
        assert "everything holds" in got.stdout
        assert got.stdout.count("had this document no more") == 2
        names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        assert {
            "rules/demo-city/schemes/evaluation.yaml",
            "proofs.jsonl",
            "heads.jsonl",
            "papers/score_sheet.docx",
        } <= names

    CHANGES = (
        ("rules/demo-city/terms/remainder_tiers.yaml", ("0.35", "0.45"), "a rule is not the published one"),
        ("proofs.jsonl", ("示范", "另一"), "proof does not hold"),
        ("sheet.json", ('"points": "9"', '"points": "10"'), "points do not follow"),
        ("sheet.json", ("核减重复企业", "无"), "the sheet is not the one that was published"),
        ("published.json", ("中", "优"), "the grade differs"),
        ("used.csv", ("录入人", "经办人"), "the table does not follow"),
        ("goals.csv", ("判定", "结论"), "the table does not follow"),
        ("kinds.json", ("zh", "hz"), "cannot be read"),
        ("heads.jsonl", ('"sha256": "', '"sha256": "0'), "proof does not hold"),
        ("manifest.json", ('"size"', '"length"'), "the head in the manifest differs"),
        ("verify_offline.py", ("import", "imp0rt"), "cannot be read"),
    )

    def test_notices_what_was_changed_also_where_the_manifest_was_remade(self, published, tmp_path):
        """The manifest can be remade by anybody; what then still tells is the head of the ledger."""
        folder = self.unpacked(tmp_path)
        manifest = (folder / "manifest.json").read_text(encoding="utf-8")
        for file, change, says in self.CHANGES:
            path = folder / file
            text = path.read_bytes().decode()
            assert change[0] in text, file
            path.write_bytes(text.replace(*change, 1).encode())
            got = self.checked(folder)
            assert (got.returncode, got.stderr) == (1, ""), file
            assert says in got.stdout
            if file != "manifest.json":
                assert f"file differs: {file}" in got.stdout
                self.remade(folder)
                assert says in self.checked(folder).stdout
            path.write_bytes(text.encode())
            (folder / "manifest.json").write_text(manifest, encoding="utf-8")
        assert self.checked(folder).returncode == 0

    def remade(self, folder):
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        told["files"] = {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in told["files"]}
        (folder / "manifest.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    def test_notices_any_file_that_is_gone_or_was_added(self, published, tmp_path):
        folder = self.unpacked(tmp_path)
        found = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "recheck_offline.py")
        for path in {
            p.parent if p.parent.parent != folder.parent else p: p for p in found
        }.values():  # one of each folder
            content = path.read_bytes()
            path.unlink()
            got = self.checked(folder)
            assert (got.returncode, got.stderr) == (1, ""), path
            assert path.name in got.stdout
            path.write_bytes(content)
        for name in ("rules/manifest.json", "__pycache__/x.pyc", "documents/paper"):
            more = folder / name
            more.parent.mkdir(exist_ok=True)
            more.write_text("x")
            assert f"a file was added: {name}" in self.checked(folder).stdout
            more.unlink()
        assert self.checked(folder).returncode == 0

    def test_holds_the_documents_behind_its_entries_and_misses_one(self, published, tmp_path):
        folder = self.unpacked(tmp_path)
        kept = {p.name for p in (folder / "documents").iterdir()}
        sheet = hashlib.sha256((folder / "sheet.json").read_bytes()).hexdigest()
        assert sheet in kept
        (folder / "documents" / sheet).unlink()
        self.remade_without(folder, f"documents/{sheet}")
        assert f"a document is missing: {sheet}" in self.checked(folder).stdout

    def remade_without(self, folder, name):
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        del told["files"][name]
        (folder / "manifest.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    def test_is_held_against_heads_the_auditor_keeps(self, published, tmp_path):
        folder = self.unpacked(tmp_path)
        mine = tmp_path / "mine.jsonl"
        mine.write_text((folder / "heads.jsonl").read_text())
        assert self.checked(folder, mine).returncode == 0
        mine.write_text('{"size": 1}\n')
        assert "not among those you hold" in self.checked(folder, mine).stdout

    def test_holds_everything_used_and_says_what_for(self, published, tmp_path):
        folder = self.unpacked(tmp_path)
        with (folder / "used.csv").open(encoding="utf-8-sig", newline="") as table:
            used = list(csv.DictReader(table))
        assert {"city_nominated", "plan_adopted", "money_posted", "evaluation_published"} <= {u["kind"] for u in used}
        assert all(u["用于 used for"] for u in used)
        assert len((folder / "proofs.jsonl").read_text().splitlines()) == len(used)

    def test_stays_what_was_published_when_rules_and_ledger_move_on(self, published, tmp_path, monkeypatch):
        seals.seal()
        before = audit.auditor_pack(CASE, ON)
        monkeypatch.setattr(reading, "results_of", lambda place, year, pack: {})
        monkeypatch.setattr(freezing, "_rules", lambda pack: {})
        assert audit.auditor_pack(CASE, ON) == before

    def test_is_refused_before_the_result_is_published(self, city):  # noqa: F811
        assert audit.auditor_pack("eva:none", ON) is None
