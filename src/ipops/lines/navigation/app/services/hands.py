"""Labels and verdicts on single documents of a frozen data set.

Rule 1: one transaction under the journal's turn: read, think (``rules.hands``), append. A person's second word on a document
supersedes the first; what says the same again stores nothing.
Rule 2: only documents that the last run wrote down are labelled, only those that it drew are judged: what is not in the frozen
set has no label there.
Rule 3: a list is stored whole or not at all, and every line that cannot be is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft
from ipops.ledger.fact import Fact
from ipops.lines.navigation import facts as f
from ipops.lines.navigation.app.models import Label, Reading, Study
from ipops.lines.navigation.app.results import results_of
from ipops.lines.navigation.machine import OURS
from ipops.lines.navigation.rules import hands
from ipops.lines.navigation.study.results import Results
from ipops.webkit import journal
from ipops.webkit.enrol import By

_MOST_REASONS = 20
_STRATA = {"within": f.Sample.PRECISION, "outside": f.Sample.RECALL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A word on one document's nodes; no node at all takes back what was said."""

    document: str
    under: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    why: str = ""
    at: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A verdict on one document; ``None`` takes back what was said. ``at`` says where in a list it stands."""

    document: str
    verdict: f.Relevance | None
    why: str = ""
    at: Text | None = None


@transaction.atomic
def documents_label(*, study: str, words: Sequence[Labelled], by: By, reviews: bool = False) -> int | Refused:
    """Store what one person says of these documents; gives how many words were new."""
    journal.take_turn()
    ready = _ready(study)
    if isinstance(ready, Refused):
        return ready
    row, got = ready
    known = {r.document: r for r in Label.objects.filter(study=study, document__in=[w.document for w in words])}
    in_set = _in_set(got, [w.document for w in words])
    drafts: list[Draft] = []
    reasons: list[Reason] = []
    for i, w in enumerate(words):
        held = known.get(w.document)
        no = _label_refused(w, held, got, w.document in in_set, by, reviews)
        if no is not None:
            reasons += _at(no, w.at)
            continue
        fact = f.DocumentLabelled(
            on=by.today, item=f.item_of(study, w.document), study=study, place=row.place, publication=w.document,
            under=tuple(sorted(set(w.under))), not_under=tuple(sorted(set(w.out))), reviewed=reviews, why=w.why, mark=got.mark,
        )  # fmt: skip
        own = _own(held, by)
        if own is None and not (w.under or w.out):
            continue
        if own is not None and held is not None and _same_label(held, own, fact):
            continue
        drafts.append(_draft(by, i, fact, None if held is None or own is None else held.entries[own]))
    return _stored(drafts, reasons, by)


@transaction.atomic
def sample_judge(*, study: str, words: Sequence[Judged], by: By, reviews: bool = False) -> int | Refused:
    """Store one person's verdicts on sampled documents; gives how many were new."""
    journal.take_turn()
    ready = _ready(study)
    if isinstance(ready, Refused):
        return ready
    row, got = ready
    sampled = {r["document"]: _STRATA[r["stratum"]] for r in got.sample()}
    known = {r.document: r for r in Reading.objects.filter(study=study)}
    drafts: list[Draft] = []
    reasons: list[Reason] = []
    for i, w in enumerate(words):
        held = known.get(w.document)
        no = _judge_refused(w, held, w.document in sampled, by, reviews)
        if no is not None:
            reasons += _at(no, w.at)
            continue
        fact = f.SampleJudged(
            on=by.today, item=f.item_of(study, w.document), study=study, place=row.place, publication=w.document,
            sample=sampled[w.document], verdict=w.verdict, reviewed=reviews, why=w.why, mark=got.mark,
        )  # fmt: skip
        own = _own(held, by)
        if own is None and w.verdict is None:
            continue
        if own is not None and held is not None and _same_verdict(held, own, fact):
            continue
        drafts.append(_draft(by, i, fact, None if held is None or own is None else held.entries[own]))
    return _stored(drafts, reasons, by)


def _ready(study: str) -> tuple[Study, Results] | Refused:
    row = Study.objects.filter(study=study).first()
    if row is None:
        return hands.no("no-such-study", _MISSING)
    if no := hands.may_speak(row.stage):
        return no
    got = results_of(study)
    return (row, got) if got is not None and got.documents() else hands.no("no-results", _NO_RESULTS)


def _in_set(got: Results, documents: Iterable[str]) -> set[str]:
    """Of these documents, those that lie within the boundary: what is outside it has no node."""
    import pyarrow.parquet as pq

    path = got.documents()
    wanted = list(dict.fromkeys(documents))
    if path is None or not wanted:
        return set()
    held = pq.read_table(path, columns=["document"], filters=[("document", "in", wanted), ("within", "=", True)])
    return set(held["document"].to_pylist())


def _label_refused(
    w: Labelled, held: Label | None, got: Results, in_set: bool, by: By, reviews: bool
) -> Refused | None:
    if not in_set:
        return hands.no("not-in-set", _NOT_IN_SET.fill(d=w.document), "document")
    return hands.may_label(w.under, w.out, got.nodes) or _speaker_refused(held, by, reviews, w.why)


def _judge_refused(w: Judged, held: Reading | None, sampled: bool, by: By, reviews: bool) -> Refused | None:
    if not sampled:
        return hands.no("not-sampled", _NOT_SAMPLED.fill(d=w.document), "document")
    return _speaker_refused(held, by, reviews, w.why, w.verdict)


def _speaker_refused(
    held: Label | Reading | None, by: By, reviews: bool, why: str, verdict: f.Relevance | None = None
) -> Refused | None:
    pairs = list(zip(held.people, held.reviews, strict=True)) if held is not None else []
    if reviews:
        return hands.may_review([who for who, reviewed in pairs if not reviewed], by.by, why, verdict)
    return hands.may_read(dict(pairs).get(by.by))


def _own(held: Label | Reading | None, by: By) -> int | None:
    """The place of this person's word in the row."""
    return held.people.index(by.by) if held is not None and by.by in held.people else None


def _same_label(held: Label, own: int, fact: f.DocumentLabelled) -> bool:
    said = (set(held.unders[own].split()), set(held.outs[own].split()), held.reviews[own], held.whys[own])
    return said == (set(fact.under), set(fact.not_under), fact.reviewed, fact.why)


def _same_verdict(held: Reading, own: int, fact: f.SampleJudged) -> bool:
    said = (held.verdicts[own], held.reviews[own], held.whys[own])
    return said == (str(fact.verdict or ""), fact.reviewed, fact.why)


def _draft(by: By, i: int, fact: Fact, supersedes: int | None) -> Draft:
    reference = f"navigation:{by.reference}" + (f"/{i}" if i else "")
    return Draft(fact=fact, source=by.source, reference=reference, supersedes=supersedes)


def _stored(drafts: list[Draft], reasons: list[Reason], by: By) -> int | Refused:
    if reasons:
        return Refused(reasons=tuple(reasons[:_MOST_REASONS]))
    if drafts and journal.stored_under(by.by, drafts[0].reference) is not None:
        return 0
    return len(journal.append(drafts, by=by.by))


def _at(no: Refused, at: Text | None) -> list[Reason]:
    """The reasons with the line of the list before them."""
    if at is None:
        return list(no.reasons)
    return [
        Reason(
            code=r.code, says=Text(f"{at.zh}：{r.says.zh}", f"{at.en}: {r.says.en}"), cite=r.cite or OURS, field=r.field
        )
        for r in no.reasons
    ]


_MISSING = Text("没有这个导航项目。", "There is no such study.")
_NO_RESULTS = Text(
    "本机没有该项目的数据集清单，请先运行一次项目。",
    "This machine has no list of the study's data; run the study once first.",
)
_NOT_IN_SET = Text("文献 {d} 不在冻结数据集的边界内。", "Document {d} is not within the boundary of the frozen set.")
_NOT_SAMPLED = Text("文献 {d} 不在抽样表中。", "Document {d} is not in the sample.")
