"""The labelling desk (标引台): which documents wait, one document with the nodes of the tree, sheets in and out, the run again."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.app import forms, hands, services
from ipops.lines.navigation.app.models import Label, Study
from ipops.lines.navigation.app.services import runs
from ipops.lines.navigation.app.views import shown
from ipops.lines.navigation.app.views.results import LINKS, whole
from ipops.lines.navigation.app.views.words import agreed, standing
from ipops.lines.navigation.rules.hand_folds import words_of
from ipops.lines.navigation.rules.hands import may_speak
from ipops.lines.navigation.study.hands import labels_csv, verdicts_csv
from ipops.lines.navigation.study.results import Results
from ipops.lines.navigation.study.waiting import Queue
from ipops.webkit import documents
from ipops.webkit.enrol import By
from ipops.webkit.pages import doors, names, tables
from ipops.webkit.pages.cases import Lines
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

DESK = Text("标引台", "Labelling desk")
STATES = {
    "open": Text("未人工标引", "not labelled by hand"), "no_rule": Text("规则未标引", "no rule labelled it"),
    "hand": Text("已人工标引", "labelled by hand"), "second": Text("他人已标引、我未标引", "read by others, not by me"),
    "review": Text("待复核", "awaits review"), "against": Text("人工推翻规则", "hand overrules rule"),
}  # fmt: skip
#: Keys that lead to the nodes by the browser's own access keys; with more nodes than keys the rest is reached by Tab.
_KEYS = "123456789abcdefgijklmnopqruvwxyz"


def why_not(request: HttpRequest, row: Study, *, review: bool = False) -> Refused | None:
    """Why this reader may not speak of the study's documents now."""
    may = hands.why_not_review if review else hands.why_not_label
    return may(reader(request), row) or may_speak(row.stage)


def _queue(study: str, got: Results) -> Queue:
    queue = hands.queue_of(study, got)
    if queue is None:
        raise Http404
    return queue


def _narrowed(queue: Queue, request: HttpRequest, got: Results) -> Queue:
    """The queue as the desk's filters have it, for going from one document to the next."""
    state, node, text = (request.GET.get(n, "").replace("\x00", "").strip() for n in ("state", "node", "q"))
    if state in STATES:
        queue = _in_state(queue, state, doors.who(request).label)
    if node in got.nodes:
        queue = queue.under(node)
    return queue.saying(text) if text else queue


def _in_state(queue: Queue, state: str, who: str) -> Queue:
    return queue.second(who) if state == "second" else queue.in_state(state)


@require_safe
@login_required
def desk(request: HttpRequest, study: str) -> HttpResponseBase:
    row, got = whole(request, study)
    queue = hands.queue_of(study, got)
    context: dict[str, Any] = {
        "row": row, "no": why_not(request, row), "run": runs.last_run(study), "may_run": may_run(request, row),
    }  # fmt: skip
    if queue is None:
        return render(request, "navigation/desk.html", context)
    spec = _spec(row, got, doors.who(request).label, request)
    first = _narrowed(queue, request, got).in_state("open")[0:1]
    context |= {
        "counts": _counts(hands.counted(study, queue)), "agreed": agreed(hands.label_agreements(study), _PAIRS),
        "first": _to(study, first[0]["document"], request, state="open") if first else "",
    }  # fmt: skip
    return tables.page(request, spec, queue, "navigation/desk.html", context)


def may_run(request: HttpRequest, row: Study) -> bool:
    return runs.can_run_again(row.study) and hands.why_not_label(reader(request), row) is None


def _counts(told: Any) -> list[tuple[Text, int]]:
    names_ = {
        "all": Text("边界内文献", "Within the boundary"), "hand": Text("已人工标引", "Labelled by hand"),
        "no_rule": Text("规则与人工均未标引", "Labelled by nobody"), "against": Text("人工推翻规则", "Hand overrules rule"),
        "review": Text("待复核", "Await review"),
    }  # fmt: skip
    return [(title, told[key]) for key, title in names_.items()]


def _to(study: str, document: str, request: HttpRequest, **first: str) -> str:
    """A document of the queue, the desk's filters taken along; ``first`` are those that hold unless the desk says others."""
    kept = first | {n: v for n in ("state", "node", "q") if (v := request.GET.get(n, "").strip())}
    at = reverse("navigation:study_label", args=[study, document])
    return f"{at}?{urlencode(kept)}" if kept else at


def _nodes(codes: Any, titles: dict[str, Text]) -> tuple[Text, ...] | None:
    return tuple(titles.get(c, Text(c, c)) for c in codes) or None


def _spec(row: Study, got: Results, who: str, request: HttpRequest) -> tables.TableSpec:
    titles = {n["code"]: Text(**n["title"]) for n in got.told["tree"]}
    return tables.TableSpec(
        code="labels",
        title=Text("待标引文献", "Documents to label"),
        columns=(
            tables.Column(key="title", title=Text("名称", "Title"), value=lambda d: d["title"] or d["document"], link=lambda d: _to(row.study, d["document"], request), wide=True),
            tables.Column(key="document", title=Text("文献", "Document"), value=lambda d: d["document"]),
            tables.Column(key="owners", title=Text("权利人", "Owners"), value=lambda d: d["owners"] or None, wide=True),
            tables.Column(key="classes", title=Text("分类号", "Classes"), value=lambda d: d["classes"] or None, shown=False),
            tables.Column(key="rule", title=Text("规则标引", "By rule"), value=lambda d: _nodes(d["rule"].split(), titles) or _NO_RULE),
            tables.Column(key="hand", title=Text("人工标引", "By hand"), value=lambda d: _by_hand(d, titles)),
            tables.Column(key="standing", title=Text("状态", "State"), value=lambda d: standing(d["standing"]) or _NOT_YET),
        ),
        filters=(
            tables.Filter(name="state", title=Text("范围", "Which"), kind="choice", choices=tuple(STATES.items()), narrow=lambda rows, v: _in_state(rows, v, who)),
            tables.Filter(name="node", title=Text("节点", "Node"), kind="choice", choices=tuple(titles.items()), narrow=lambda rows, v: rows.under(v)),
            tables.Filter(name="q", title=Text("名称、摘要、权利人、分类号", "Title, abstract, owner, class"), narrow=lambda rows, v: rows.saying(v)),
        ),
        empty=Text("数据集的边界内没有文献。", "Nothing lies within the boundary of the set."),
        per_page=25,
    )  # fmt: skip


def _by_hand(told: dict[str, Any], titles: dict[str, Text]) -> Any:
    """The nodes that people put it under, and those of the rule that they took it out of."""
    taken = _nodes([n for n in told["out"] if n in told["rule"].split()], titles) or ()
    return (*(_nodes(told["under"], titles) or ()), *(_TAKEN.fill(node=t) for t in taken)) or "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One node to choose: ``rule`` says that the rule chose it, ``on`` that it is ticked."""

    code: str
    title: Text
    key: str
    rule: bool
    on: bool


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def label(request: HttpRequest, study: str, document: str) -> HttpResponseBase:
    """One document: title, abstract, classes, owners; what the rule says; the nodes to tick. Saved, the next one comes."""
    row, got = whole(request, study)
    told = got.document(document)
    if told is None or not told["within"]:
        raise Http404
    queue = _narrowed(_queue(study, got), request, got)
    after = queue.following(document)
    review = request.GET.get("as") == "review"
    form = forms.LabelForm(request.POST or None)
    context = _about(request, row, got, told, review=review) | {
        "form": form, "review": review, "no": why_not(request, row, review=review), "left": queue.count(),
        "next": _to(study, after, request) if after else "",
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "navigation/label.html", context)
    if not form.is_valid():
        return again(request, form, "navigation/label.html", context)
    if no := why_not(request, row, review=review):
        return refuse(request, form, no, "navigation/label.html", context)
    done = services.documents_label(
        study=study, words=[_word(request, got, document, form)], by=_by(request, form), reviews=review
    )
    if isinstance(done, Refused):
        return refuse(request, form, done, "navigation/label.html", context)
    messages.success(request, tr(shown.STORED if done else _SAME))
    return redirect(_to(study, after, request) if after else reverse("navigation:study_desk", args=[study]))


def _word(request: HttpRequest, got: Results, document: str, form: forms.LabelForm) -> services.Labelled:
    """Every node is said: ticked, it stands under it, else it does not. Taking back says nothing of any."""
    why = form.cleaned_data["why"]
    if "take_back" in request.POST:
        return services.Labelled(document=document, why=why)
    ticked = tuple(dict.fromkeys(request.POST.getlist("under")))
    return services.Labelled(
        document=document, under=ticked, out=tuple(n for n in got.nodes if n not in ticked), why=why
    )


def _by(request: HttpRequest, form: HouseForm) -> By:
    return By(by=doors.who(request).label, today=doors.today(), reference=form.cleaned_data["reference"])


def _about(request: HttpRequest, row: Study, got: Results, told: dict[str, Any], *, review: bool) -> dict[str, Any]:
    """What the page shows of a document. Who has not read it yet does not see what others say: a second reading is blind."""
    held = Label.objects.filter(study=row.study, document=told["document"]).first()
    me = doors.who(request).label
    mine = next((w for w in words_of(held) if w.by == me), None) if held else None
    rule = told["rule"].split()
    ticked = set(request.POST.getlist("under")) if request.method == "POST" else set(mine.under if mine else rule)
    boxes: dict[str, list[Box]] = {}
    for key, n in zip(_KEYS.ljust(len(got.nodes)), got.told["tree"], strict=False):
        one = Box(
            code=n["code"], title=Text(**n["title"]), key=key.strip(), rule=n["code"] in rule, on=n["code"] in ticked
        )
        boxes.setdefault(n["link"], []).append(one)
    may_review = held is not None and me not in held.people and hands.why_not_review(reader(request), row) is None
    see = held is not None and (review or mine is not None or may_review)
    return {
        "row": row, "told": told, "title": told["title"] or told["document"], "groups": [(LINKS[k], v) for k, v in boxes.items()],
        "mine": mine, "may_review": may_review, "words": _words(held, got) if held and see else None,
        "hidden": len(held.people) if held and not see else 0, "standing": standing(held.standing) if held else None,
    }  # fmt: skip


def _words(held: Label, got: Results) -> Lines:
    """Who said what of the document, each leading to its fact."""
    titles = {n["code"]: Text(**n["title"]) for n in got.told["tree"]}
    heads = (
        Text("谁", "Who"), Text("归入", "Under"), Text("理由", "Reason"), Text("事实", "Fact"),
    )  # fmt: skip
    rows = tuple(
        (
            _REVIEWER.fill(who=names.hand(w.by)) if w.reviewed else names.hand(w.by),
            tuple(titles.get(n, Text(n, n)) for n in sorted(w.under)) or None,
            why or None,
            names.fact(n),
        )
        for w, why, n in zip(words_of(held), held.whys, held.entries, strict=True)
    )
    return Lines(title=Text("各人的标引", "What readers said"), heads=heads, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sheets(request: HttpRequest, study: str) -> HttpResponseBase:
    """Sheets that were filled elsewhere, into the journal as words of whoever brings them; and the sheets to take along."""
    row, _ = whole(request, study)
    back = reverse("navigation:study_desk", args=[study])
    form = forms.SheetForm(request.POST or None, request.FILES or None)
    context = {"row": row, "form": form, "no": why_not(request, row), "back": back}
    if request.method != "POST":
        return render(request, "navigation/sheets.html", context)
    if not form.is_valid():
        return again(request, form, "navigation/sheets.html", context)
    if no := why_not(request, row):
        return refuse(request, form, no, "navigation/sheets.html", context)
    got = _brought(request, study, form)
    if isinstance(got, Refused):
        return refuse(request, form, got, "navigation/sheets.html", context)
    messages.success(request, tr(_BROUGHT.fill(n=got)))
    return redirect(back)


def _brought(request: HttpRequest, study: str, form: forms.SheetForm) -> int | Refused:
    kept = doors.keep(request, form.cleaned_data["file"])
    if isinstance(kept, Refused):
        return Refused(reasons=tuple(replace(r, field="file") for r in kept.reasons))
    read = services.labels_import if form.cleaned_data["which"] == "labels" else services.verdicts_import
    by = replace(_by(request, form), document=kept)
    with tempfile.TemporaryDirectory(prefix="ipops-sheet-") as folder:
        path = Path(folder) / "sheet.csv"
        path.symlink_to(documents.path_of(kept))
        return read(study=study, path=path, by=by)


@require_safe
@login_required
def sheet(request: HttpRequest, study: str, name: str) -> HttpResponseBase:
    """The journal's settled words as the sheets that a template names: ``hand_labels`` and ``samples.labels``."""
    whole(request, study)
    said = hands.spoken(study)
    made = {"labels.csv": lambda: labels_csv(said.labels), "verdicts.csv": lambda: verdicts_csv(said.verdicts)}
    if name not in made:
        raise Http404
    return HttpResponse(
        made[name](),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


_SAME = Text("与原来相同，未另记。", "The same as before; nothing was stored.")
_BROUGHT = Text("新记入账本 {n} 条。", "{n} words are new in the ledger.")
_REVIEWER = Text("{who}（复核）", "{who}, reviewer")
_NO_RULE = Text("规则未标引", "no rule")
_NOT_YET = Text("未人工标引", "not by hand yet")
_TAKEN = Text("排除：{node}", "taken out: {node}")
_PAIRS = Text("文献×节点", "Documents × nodes")
