"""What a study worked out: its data and labels, findings with their queries, chapters, files to take along."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.lines.navigation.app import selectors
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.app.results import results_of
from ipops.lines.navigation.app.services.setups import OPEN_IN
from ipops.lines.navigation.app.views import shown
from ipops.lines.navigation.facts import StudyDataFrozen
from ipops.lines.navigation.study.results import FILES, Results, linked
from ipops.webkit import journal
from ipops.webkit.pages.cases import Lines
from ipops.webkit.pages.lang import current
from ipops.webkit.pages.reader import reader

_ROWS = 200
LINKS = {
    "upstream": Text("上游", "upstream"),
    "midstream": Text("中游", "midstream"),
    "downstream": Text("下游", "downstream"),
}
_NAMES = {
    "report.zh.pdf": Text("报告（中文，PDF）", "report in Chinese, PDF"), "report.zh.docx": Text("报告（中文，Word）", "report in Chinese, Word"),
    "report.en.pdf": Text("报告（英文，PDF）", "report in English, PDF"), "report.en.docx": Text("报告（英文，Word）", "report in English, Word"),
    "samples.csv": Text("抽样表与判读", "sample sheet with verdicts"), "hand_labels.csv": Text("人工标引表", "labels given by hand"), "study.json": Text("结论与查询（JSON）", "findings and queries, JSON"),
}  # fmt: skip


def found(request: HttpRequest, study: str) -> Study:
    row = selectors.study_for(reader(request), study)
    if row is None:
        raise Http404
    return row


def whole(request: HttpRequest, study: str) -> tuple[Study, Results]:
    row = found(request, study)
    got = results_of(study)
    if got is None:
        raise Http404
    return row, got


@require_safe
@login_required
def results(request: HttpRequest, study: str) -> HttpResponseBase:
    row = found(request, study)
    got = results_of(study)
    context: dict[str, Any] = {"row": row, "got": got, "other": got is not None and _is_other(row, got), "open": row.stage in OPEN_IN}  # fmt: skip
    if got is not None:
        told = got.told
        context |= {
            "sets": [_set(s) for s in told["sets"].values()], "tree": _tree(told, study), "ratios": ratios(told),
            "findings": [_sentence(f, study) for f in told["findings"]], "advice": [Text(**a["says"]) for a in told["advice"]],
            "chapters": [t for t, _ in got.chapters(current())], "marks": [Text(**m) for m in told["marks"]],
            "files": [(n, _NAMES[n]) for n in got.files()], "queries": [(q["code"], Text(**q["title"])) for q in told["queries"]],
        }  # fmt: skip
    return render(request, "navigation/results.html", context)


def _is_other(row: Study, got: Results) -> bool:
    """Whether the ledger froze another set than the one these results rest on."""
    frozen = [e.fact for e in journal.entries(row.data[-1:])]
    return any(isinstance(x, StudyDataFrozen) and x.mark not in ("", got.mark) for x in frozen)


def _set(told: dict[str, Any]) -> dict[str, Any]:
    return told | {k: Text(**told[k]) for k in ("title", "source", "query")}


def _tree(told: dict[str, Any], study: str) -> Lines:
    heads = (
        Text("环节", "Link"), Text("节点", "Node"), Text("标引规则", "Labelling rule"), Text("项数", "Items"), Text("其中人工标引", "By hand"),
    )  # fmt: skip
    rows = tuple((LINKS[n["link"]], _node(n, study), n["query"], n["units"], n["by_hand"]) for n in told["tree"])
    return Lines(
        title=Text("技术分解与标引", "Technical tree and labels"), heads=heads, rows=rows, numeric=frozenset({3, 4})
    )


def _node(told: dict[str, Any], study: str) -> SafeString:
    """A node, leading to the documents under it."""
    return format_html(
        '<a href="{}">{}</a>',
        reverse("navigation:study_node", args=[study, told["code"]]),
        Text(**told["title"]).in_(current()),
    )


def ratios(told: dict[str, Any]) -> list[tuple[Text, Text]]:
    """As the last run told them."""
    unknown = Text("未知：抽样表尚未判读", "unknown: the sheet has not been read")
    recall, inside = told["recall"], told["precision"]
    made = [(Text("查准率", "Precision"), unknown), (Text("查全率", "Recall"), unknown)]
    if inside:
        share = shown.share(Fraction(inside["found"], inside["drawn"]), inside["found"], inside["drawn"])
        made = [(Text("查准率", "Precision"), share), (Text("查全率（估计）", "Recall, estimated"), shown.ALL_WITHIN)]
    if inside and recall:
        between = Text("{p}%（区间 {a}% 至 {b}%）", "{p} % (interval {a} to {b} %)")
        told_recall = between.fill(p=f"{recall[0] * 100:.1f}", a=f"{recall[1] * 100:.1f}", b=f"{recall[2] * 100:.1f}")
        made[1] = (Text("查全率（估计）", "Recall, estimated"), told_recall)
    return made


def _href(study: str) -> str:
    return reverse("navigation:study_query", args=[study, "Q0"]).replace("Q0", "{}")


def _sentence(told: dict[str, Any], study: str) -> SafeString:
    said = format_html("{}", Text(**told["says"]).in_(current()))
    return mark_safe(linked(said, _href(study)))  # noqa: S308 - escaped above, only our own links are put in


@require_safe
@login_required
def chapter(request: HttpRequest, study: str, number: int) -> HttpResponseBase:
    row, got = whole(request, study)
    chapters = got.chapters(current())
    if not 1 <= number <= len(chapters):
        raise Http404
    title, body = chapters[number - 1]
    context = {
        "row": row, "title": title, "number": number, "chapters": [t for t, _ in chapters], "marks": [Text(**m) for m in got.told["marks"]],
        "body": mark_safe(linked(body, _href(study))),  # noqa: S308 - written by the run, every word in it escaped there
    }  # fmt: skip
    return render(request, "navigation/chapter.html", context)


@require_safe
@login_required
def query(request: HttpRequest, study: str, code: str) -> HttpResponseBase:
    row, got = whole(request, study)
    found = got.query(code)
    if found is None:
        raise Http404
    title, how, answer = found
    heads = tuple(Text(h, h) for h in answer[0])
    lines = Lines(title=Text("结果", "Answer"), heads=heads, rows=tuple(map(tuple, answer[1 : _ROWS + 1])))
    context = {
        "row": row,
        "code": code,
        "title": title,
        "how": how,
        "lines": lines,
        "more": max(0, len(answer) - 1 - _ROWS),
    }
    return render(request, "navigation/query.html", context)


@require_safe
@login_required
def file(request: HttpRequest, study: str, name: str) -> HttpResponseBase:
    _, got = whole(request, study)
    if name not in got.files():
        raise Http404
    opened = (got.folder / name).open("rb")
    return FileResponse(opened, as_attachment=True, filename=name, content_type=FILES[name])
