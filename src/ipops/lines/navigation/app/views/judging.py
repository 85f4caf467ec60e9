"""The samples behind recall and precision (查全率、查准率): every document with the verdict of whoever looks, and what they come to.

The page is one form of one person's verdicts; rows that are left alone are left unread. Reviewers get the rows that wait for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.rate import as_percent
from ipops.kernel.text import Text
from ipops.lines.navigation.app import hands, services
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.app.views import shown
from ipops.lines.navigation.app.views.desk import may_run, why_not
from ipops.lines.navigation.app.views.results import whole
from ipops.lines.navigation.app.views.words import agreed, standing
from ipops.lines.navigation.facts import Relevance, Sample
from ipops.lines.navigation.machine import OURS
from ipops.lines.navigation.rules.hands import AWAIT_REVIEW
from ipops.lines.navigation.study.results import Results
from ipops.webkit.enrol import By
from ipops.webkit.pages import doors, names
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import tr

PAGE = "navigation/samples.html"
PARTS = {str(s): s.named for s in Sample} | {"review": Text("待复核", "awaits review")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A document as the form draws it: ``mine`` and ``why`` are what I said, ``others`` what I may see of the others' words."""

    n: int
    document: str
    title: str
    applicants: str
    classes: str | Text
    mine: str
    why: str
    standing: Any
    stands: Text
    others: tuple[tuple[str, Text, str, int], ...]
    hidden: int


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def samples(request: HttpRequest, study: str) -> HttpResponseBase:
    row, got = whole(request, study)
    part = request.GET.get("part", "")
    part = part if part in PARTS else str(Sample.PRECISION)
    form = HouseForm(request.POST or None)
    if request.method != "POST":
        return render(request, PAGE, _context(request, row, got, part) | {"form": form})
    if not form.is_valid():
        return again(request, form, PAGE, _context(request, row, got, part))
    no = why_not(request, row, review=part == "review")
    done = no or _judged(request, study, form, review=part == "review")
    if isinstance(done, Refused):
        return refuse(request, form, done, PAGE, _context(request, row, got, part))
    messages.success(request, tr(_STORED.fill(n=done)))
    return redirect(f"{reverse('navigation:study_samples', args=[study])}?part={part}")


def _judged(request: HttpRequest, study: str, form: HouseForm, *, review: bool) -> int | Refused:
    """Every row that says something; what says the same as before stores nothing."""
    words: list[services.Judged] = []
    known = {str(v): v for v in Relevance} | {"": None}
    for i, document in enumerate(request.POST.getlist("document")):
        said, why = request.POST.get(f"v{i}", "-"), request.POST.get(f"w{i}", "").strip()[:500]
        if said == "-":
            continue
        if said not in known:
            return Refused(reasons=(Reason(code="no-such-verdict", says=_STRANGE, cite=OURS),))
        at = _LINE.fill(n=i + 1)
        words.append(services.Judged(document=document, verdict=known[said], why=why, at=at))
    by = By(by=doors.who(request).label, today=doors.today(), reference=form.cleaned_data["reference"])
    return services.sample_judge(study=study, words=words, by=by, reviews=review)


def _context(request: HttpRequest, row: Study, got: Results, part: str) -> dict[str, Any]:
    documents = hands.drawn(row.study, got)
    told = hands.ratios(documents, got)
    wanted = [d for d in documents if _is_of(d, part)]
    me, review = doors.who(request).label, part == "review"
    return {
        "row": row, "part": part, "parts": [(code, title, _of(documents, code)) for code, title in PARTS.items()], "ratios": told,
        "told": _told(told), "review": review, "no": why_not(request, row, review=review), "may_run": may_run(request, row),
        "rows": [_row(i, d, me, request, review=review) for i, d in enumerate(wanted)],
        "choices": [(str(v), v.named) for v in Relevance if not (review and v is Relevance.UNSURE)],
        "agreed": agreed(hands.verdict_agreements(row.study), Text("共同判读的文献", "Documents both judged")),
    }  # fmt: skip


def _of(documents: list[hands.Drawn], code: str) -> int:
    return sum(_is_of(d, code) for d in documents)


def _is_of(d: hands.Drawn, part: str) -> bool:
    if part == "review":
        return d.row is not None and d.row.standing in AWAIT_REVIEW
    return d.sample == part


def _row(i: int, d: hands.Drawn, me: str, request: HttpRequest, *, review: bool) -> Row:
    verdict, why, _ = d.said_by(me)
    others = tuple(_others(d, me)) if d.row is not None and (review or verdict) else ()
    hidden = len([p for p in d.row.people if p != me]) if d.row is not None and not others else 0
    typed, said = request.POST.get(f"v{i}", "-"), request.POST.get(f"w{i}")
    return Row(
        n=i, document=d.document, title=d.title, applicants=d.applicants, classes=_few(d.classes), mine=verdict if typed == "-" else typed,
        why=why if said is None else said, standing=standing(d.row.standing if d.row is not None else ""), stands=_STANDS[d.relevant],
        others=others, hidden=hidden,
    )  # fmt: skip


def _others(d: hands.Drawn, me: str) -> Any:
    assert d.row is not None
    for who, said, why, n in zip(d.row.people, d.row.verdicts, d.row.whys, d.row.entries, strict=True):
        if who != me:
            yield names.hand(who), Relevance(said).named, why, n


def _told(got: hands.Ratios) -> list[tuple[Text, Text, Text | None]]:
    """Progress and ratios for the head of the page, each with its interval. A ratio over part of a sample is called that."""
    made: list[tuple[Text, Text, Text | None]] = [
        (_PROGRESS[s.sample], _READ.fill(r=s.read, n=s.drawn), _WAITING.fill(n=s.waiting) if s.waiting else None)
        for s in got.samples
    ]
    inside, outside = got.samples
    first, second = _WHOLE if got.whole else _SO_FAR
    if inside.ratio is None:
        made.append((first, _UNKNOWN, None))
    else:
        r = inside.ratio
        share = _SHARE.fill(p=as_percent(r.value, 1), k=r.found, n=r.drawn)
        made.append((first, share, _between(r.low, r.high)))
    if got.recall is None or outside.ratio is None:
        made.append((second, _UNKNOWN if outside.drawn else shown.ALL_WITHIN, None))
    else:
        value, low, high = got.recall
        n = inside.read + outside.read
        told = Text(f"{_between(low, high).zh}，n＝{n}", f"{_between(low, high).en}, n = {n}")
        made.append((second, Text(f"{value * 100:.1f}%", f"{value * 100:.1f}%"), told))
    return made


def _between(low: float, high: float) -> Text:
    return _INTERVAL.fill(a=f"{low * 100:.1f}%", b=f"{high * 100:.1f}%")


def _few(classes: str) -> str | Text:
    """The first symbols of a long list."""
    every = classes.split("; ")
    return "; ".join(every[:5]) + (" …" if len(every) > 5 else "") if classes else shown.UNTOLD


_PROGRESS = {
    Sample.PRECISION: Text("查准样本已判读", "Precision sample, read"),
    Sample.RECALL: Text("查全样本已判读", "Recall sample, read"),
}
_READ = Text("{r}/{n} 件", "{r} of {n}")
_WHOLE = (Text("查准率", "Precision"), Text("查全率（估计）", "Recall, estimated"))
_SO_FAR = (
    Text("查准率（就已判读部分）", "Precision, of what was read"),
    Text("查全率（就已判读部分）", "Recall, of what was read"),
)
_UNKNOWN = Text("未知：尚未判读", "unknown: nothing was read")
_SHARE = Text("{p}（{k}/{n}）", "{p} ({k} of {n})")
_INTERVAL = Text("95% 区间 {a} 至 {b}", "95 % interval {a} to {b}")
_WAITING = Text("待复核 {n} 件", "{n} await review")
_STANDS = {True: Relevance.RELEVANT.named, False: Relevance.NOT.named, None: Text("未判读", "not read")}
_STORED = Text("新记入账本 {n} 条判读。", "{n} verdicts are new in the ledger.")
_STRANGE = Text("没有这种判读。", "There is no such verdict.")
_LINE = Text("第 {n} 件", "no. {n}")
