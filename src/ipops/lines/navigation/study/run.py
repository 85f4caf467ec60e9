"""``ipops study run``: from the template to a folder with the report, its queries and its labels.

OUT/report.zh.html .docx .pdf (and .en)   the report
OUT/study.json      what the set is, findings with the queries of their numbers
OUT/queries/Q1.sql, Q1.csv …              every query and its answer
OUT/samples.csv, labels.parquet           the sheet to read, the labels given
OUT/hand_labels.csv, documents.parquet    what people labelled, and what there is to label
OUT/data/SET/…                            corpora and tables; may be deleted, they come back

What a run writes is put in its place when it is whole: until then, and after a run that was refused, the result before it stands.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

from ipops.corpus.helpers import seldom_collected
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Lang, Text
from ipops.lines.navigation.study import hands, samples
from ipops.lines.navigation.study.basis import Basis
from ipops.lines.navigation.study.chapters import chapters
from ipops.lines.navigation.study.desk import Desk, Hands, label, set_up, write_documents, write_labels
from ipops.lines.navigation.study.report import Chapters, paper
from ipops.lines.navigation.study.results import linked
from ipops.lines.navigation.study.saying import Sentence
from ipops.lines.navigation.study.sets import load_all
from ipops.lines.navigation.study.template import StudyFile, file_of, read
from ipops.reports.papers import Paper, as_docx, as_html, as_pdf, parts_of

Heard = Callable[[Text], None]
_FONT = re.compile(r'\sfont-family="[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a run left in its folder."""

    study: str
    documents: int
    within: int
    findings: int
    queries: int
    files: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {n: getattr(self, n) for n in self.__slots__} | {"files": list(self.files)}


@seldom_collected()
def run(
    template: Path,
    out: Path,
    *,
    langs: Sequence[Lang] = ("zh", "en"),
    heard: Heard | None = None,
    spoken: hands.Spoken | None = None,
) -> Done | Refused:
    """Work the study out. Run again, it goes on where files were loaded; equal inputs give equal findings. ``spoken`` is what
    people said of documents elsewhere than in the template's sheets."""
    tell = heard or (lambda says: None)
    study = read(template)
    if isinstance(study, Refused):
        return study
    tell(Text("载入数据集", "loading the sets"))
    loaded = load_all(study, template, out / "data")
    if isinstance(loaded, Refused):
        return loaded
    tell(Text("划定边界、标引", "drawing boundaries, labelling"))
    desk = set_up(study, loaded)
    if isinstance(desk, Refused):
        return desk
    draft = out / ".draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        got = _worked_out(desk, template, draft, langs, tell, spoken or hands.Spoken())
        if not isinstance(got, Refused):
            _put_in_place(draft, out)
        return got
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _put_in_place(draft: Path, out: Path) -> None:
    """``study.json`` last. Reports of the run before, in a language or form that this one did not write, tell other numbers: they go."""
    for old in (*out.glob("report.*"), *out.glob("chapters.*.json")):
        if not (draft / old.name).exists():
            old.unlink()
    for new in sorted(draft.iterdir(), key=lambda p: p.name == "study.json"):
        if new.is_dir():
            shutil.rmtree(out / new.name, ignore_errors=True)
        new.replace(out / new.name)


def _worked_out(
    desk: Desk, template: Path, out: Path, langs: Sequence[Lang], tell: Heard, spoken: hands.Spoken
) -> Done | Refused:
    study = desk.study
    brought = _brought(desk, template, out, spoken)
    if isinstance(brought, Refused):
        return brought
    told, industry = brought
    tell(Text("分析", "analysing"))
    made = chapters(desk, industry)
    advice = _advice(study, made)
    if isinstance(advice, Refused):
        return advice
    tell(Text("成文", "writing"))
    files = [f for lang in langs for f in _write(paper(desk, told, made, advice, lang), out, lang)]
    _queries(desk, out / "queries")
    write_labels(desk, desk.land, out / "labels.parquet")
    write_documents(desk, desk.land, out / "documents.parquet")
    findings = [f for _, analyses, _ in made for a in analyses for f in a.findings]
    (out / "study.json").write_text(json.dumps(_told(desk, told, findings, advice), ensure_ascii=False, indent=1))
    return Done(
        study=study.study, documents=desk.loaded[study.landscape].documents, within=told.checked.inside_n,
        findings=len(findings), queries=len(desk.queries), files=tuple(files),
    )  # fmt: skip


def _brought(
    desk: Desk, template: Path, out: Path, spoken: hands.Spoken
) -> tuple[Basis, dict[str, hands.Industry]] | Refused:
    """What people brought: labels by hand, the sample sheet read back, firms and output. The sheet to read is written."""
    study, nodes = desk.study, {n.code for n in desk.study.tree}
    found: dict[str, Path] = {}
    for name in filter(None, (study.hand_labels, study.industry_data, study.samples.labels)):
        path = file_of(template, name)
        if isinstance(path, Refused):
            return path
        found[name] = path
    by_hand = hands.hand_labels(found[study.hand_labels], nodes) if study.hand_labels else {}
    industry = hands.industry(found[study.industry_data], nodes) if study.industry_data else {}
    if isinstance(by_hand, Refused):
        return by_hand
    if isinstance(industry, Refused):
        return industry
    by_hand |= {at: yes for at, yes in spoken.labels.items() if at[1] in nodes}
    counted = Hands()
    for name in dict.fromkeys(filter(None, (desk.dated, desk.land))):
        got = label(desk, name, by_hand)
        if isinstance(got, Refused):
            return got
        counted = got
    (out / "hand_labels.csv").write_text(hands.labels_csv(by_hand), encoding="utf-8")
    drawn = samples.draw(desk, desk.land, study.samples.seed, study.samples.each)
    (out / "samples.csv").write_text(samples.sheet(drawn), encoding="utf-8")
    back = samples.read_back(found[study.samples.labels], drawn) if study.samples.labels else None
    if isinstance(back, Refused):
        return back
    said = {(d, s): spoken.verdicts[d] for d, s, *_ in drawn if d in spoken.verdicts}
    back = (back or {}) | said if said or back is not None else None
    (out / "samples.csv").write_text(samples.sheet(drawn, back), encoding="utf-8")
    checked = samples.checked(desk, desk.land, back, len(drawn))
    marks = {name: desk.mark(name) for name in study.sets}
    return Basis(checked=checked, marks=marks, hand=counted), industry


def _advice(study: StudyFile, made: Chapters) -> tuple[Sentence, ...] | Refused:
    """Recommendations rest on analyses that the study has; they write no numbers of their own."""
    there = {a.code: a for _, analyses, _ in made for a in analyses}
    given = []
    for i, one in enumerate(study.advice):
        strange = sorted(set(one.rests_on) - set(there))
        fields = {f for _, f, *_ in Formatter().parse(one.says.zh) if f}
        if strange or fields or any(c.isdigit() for c in one.says.zh + one.says.en):
            says = Text(
                f"建议不得自带数字，且须依据本项目的分析（不存在：{'、'.join(strange) or '—'}）。",
                f"Advice writes no numbers and rests on analyses of the study (not there: {', '.join(strange) or '—'}).",
            )
            return Refused(reasons=(Reason(code="advice", says=says, field=f"advice.{i}"),))
        on = Text(
            "、".join(there[c].title.zh for c in one.rests_on), ", ".join(there[c].title.en for c in one.rests_on)
        )
        words = Text(f"{one.says.zh}（依据：{{on}}）", f"{one.says.en} (rests on: {{on}})")
        given.append(Sentence(words=words, names={"on": on}))
    return tuple(given)


def _write(made: Paper, out: Path, lang: Lang) -> list[str]:
    out.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(1) as beside:  # the typesetter is another language's and holds no lock of ours
        printed = beside.submit(as_pdf, made)
        _pages(made, out, lang)
        got = printed.result()
    files = [f"report.{lang}.html", f"report.{lang}.docx"]
    if isinstance(got, bytes):
        (out / f"report.{lang}.pdf").write_bytes(got)
        files.append(f"report.{lang}.pdf")
    return files


def _pages(made: Paper, out: Path, lang: Lang) -> None:
    (out / f"report.{lang}.html").write_text(linked(as_html(made), "queries/{}.csv"), encoding="utf-8")
    (out / f"chapters.{lang}.json").write_text(json.dumps(_light(made), ensure_ascii=False), encoding="utf-8")
    (out / f"report.{lang}.docx").write_bytes(as_docx(made))


def _light(made: Paper) -> list[tuple[str, str]]:
    """Chapters for pages of the house, whose stylesheet says the font once: a chapter must weigh what a page may."""
    return [(title, _FONT.sub("", body)) for title, body in parts_of(made)]


def _queries(desk: Desk, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for q in desk.queries:
        (folder / f"{q.code}.sql").write_text(f"-- {q.title.zh}\n-- {q.title.en}\n{q.how}\n", encoding="utf-8")
        with (folder / f"{q.code}.csv").open("w", encoding="utf-8-sig", newline="") as f:
            writer = csv.writer(f)
            writer.writerow(q.columns)
            writer.writerows(q.rows)


def _told(desk: Desk, told: Basis, findings: Sequence[Sentence], advice: Sequence[Sentence]) -> dict[str, Any]:
    study, got = desk.study, told.checked
    sets = {
        name: {
            "title": one.title.text.as_json(), "source": one.source.text.as_json(), "query": one.query.text.as_json(), "boundary": one.boundary,
            "unit": one.unit, "searched_on": _day(one.searched_on), "last_day": _day(desk.loaded[name].last_day), "mark": told.marks[name],
            **{k: getattr(desk.loaded[name], k) for k in ("read", "stored", "merged", "quarantined", "documents")},
            "files": [{"name": g.name.rpartition("/")[2], "sha256": g.sha256, "bytes": g.size} for g in desk.loaded[name].files],
        }
        for name, one in study.sets.items()
    }  # fmt: skip
    counts = {
        n: (u, h)
        for n, u, h in desk.rows(
            f"select node, count(distinct unit), count(*) filter (hand) from {desk.land}_label group by 1"  # noqa: S608
        )
    }
    tree = [
        {"code": n.code, "title": n.title.text.as_json(), "link": n.link, "query": n.query, "units": counts.get(n.code, (0, 0))[0], "by_hand": counts.get(n.code, (0, 0))[1]}
        for n in study.tree
    ]  # fmt: skip
    return {
        "study": study.study, "kind": str(study.kind), "goals": [str(g) for g in study.goals], "title": study.title.text.as_json(),
        "landscape": study.landscape, "marks": [m.text.as_json() for m in study.marks], "within": got.inside_n, "outside": got.outside_n, "precision": _ratio(got.precision),
        "hands": asdict(told.hand), "relevant_outside": _ratio(got.outside), "recall": list(got.recall) if got.recall else None,
        "sets": sets, "tree": tree, "findings": [f.as_json() for f in findings], "advice": [a.as_json() for a in advice],
        "queries": [{"code": q.code, "title": q.title.as_json(), "rows": len(q.rows)} for q in desk.queries],
    }  # fmt: skip


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _ratio(got: samples.Ratio | None) -> dict[str, Any] | None:
    return {"found": got.found, "drawn": got.drawn, "low": got.low, "high": got.high} if got else None
