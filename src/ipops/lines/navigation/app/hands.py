"""What people said of a study's documents, as pages, API and a run read it: queue, sample with its verdicts, ratios, agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.app.models import Label, Reading, Study
from ipops.lines.navigation.facts import Relevance, Sample
from ipops.lines.navigation.machine import ACCEPTERS
from ipops.lines.navigation.rules import hands
from ipops.lines.navigation.study.hands import Spoken
from ipops.lines.navigation.study.results import Results
from ipops.lines.navigation.study.samples import Ratio, recall, wilson
from ipops.lines.navigation.study.waiting import Heard, Queue
from ipops.webkit import access
from ipops.webkit.roles import Role

#: A stratum of the sheet, and the sample it is.
SAMPLES = {"within": Sample.PRECISION, "outside": Sample.RECALL}
LABEL, REVIEW = Text("标引与判读", "label and judge"), Text("复核标引与判读", "review labels and verdicts")


def why_not_label(user: access.Reader, row: Study) -> Refused | None:
    """Who records at the study's place labels and judges, and so does whoever acts for its contractor."""
    if row.contractor and row.contractor in access.bodies(user):
        return None
    return access.why_not(user, access.Action.RECORD, row.place)


def why_not_review(user: access.Reader, row: Study) -> Refused | None:
    """Who may accept a report reviews; never what was read first by the same person (``rules.hands``)."""
    return access.why_not_as(user, frozenset(Role(r) for r in ACCEPTERS), REVIEW, row.place)


def queue_of(study: str, got: Results) -> Queue | None:
    """``None`` where the folder was made before documents were written."""
    path = got.documents()
    if path is None:
        return None
    rows = Label.objects.filter(study=study).values_list("document", "standing", "under", "out", "people")
    return Queue(path, tuple(Heard(document=d, standing=s, under=u, out=o, people=p) for d, s, u, o, p in rows))


def spoken(study: str) -> Spoken:
    """The settled words of the journal, as a run takes them."""
    labels: dict[tuple[str, str], bool] = {}
    for document, under, out in Label.objects.filter(study=study).values_list("document", "under", "out"):
        labels |= {(document, n): True for n in under} | {(document, n): False for n in out}
    verdicts = Reading.objects.filter(study=study).exclude(verdict="").values_list("document", "verdict")
    return Spoken(labels=labels, verdicts={d: v == Relevance.RELEVANT for d, v in verdicts})


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One document of a sample: what it is, what the sheet of the last run says, and what people said since."""

    document: str
    sample: Sample
    title: str
    applicants: str
    classes: str
    sheet: bool | None
    row: Reading | None

    @property
    def relevant(self) -> bool | None:
        """The verdict that stands: the journal's, else that of a sheet which the template names."""
        if self.row is None:
            return self.sheet
        return self.row.verdict == Relevance.RELEVANT if self.row.verdict else None

    def said_by(self, who: str) -> tuple[str, str, bool]:
        """This person's verdict and reason, and whether it was a review; empty where there is none."""
        if self.row is None or who not in self.row.people:
            return "", "", False
        at = self.row.people.index(who)
        return self.row.verdicts[at], self.row.whys[at], self.row.reviews[at]


def drawn(study: str, got: Results) -> list[Drawn]:
    rows = {r.document: r for r in Reading.objects.filter(study=study)}
    told = {"1": True, "0": False}
    return [
        Drawn(
            document=r["document"], sample=SAMPLES[r["stratum"]], title=r["title"], applicants=r["applicants"],
            classes=r["classes"], sheet=told.get(r["relevant"]), row=rows.get(r["document"]),
        )
        for r in got.sample()
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Of one sample: ``read`` of ``drawn``, ``relevant`` of the read, ``waiting`` for a review; the ratio over what was read."""

    sample: Sample
    drawn: int
    read: int
    relevant: int
    waiting: int
    ratio: Ratio | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratios:
    """``whole`` says that both samples are read through: only then does a report tell ratios (decision 0220)."""

    samples: tuple[Standing, ...]
    recall: tuple[float, float, float] | None
    whole: bool


def ratios(documents: list[Drawn], got: Results) -> Ratios:
    made = tuple(_standing(sample, [d for d in documents if d.sample is sample]) for sample in Sample)
    inside, outside = (s.ratio for s in made)
    both = recall(inside, outside, got.told["within"], got.told["outside"]) if inside and outside else None
    return Ratios(samples=made, recall=both, whole=bool(documents) and all(s.read == s.drawn for s in made))


def _standing(sample: Sample, documents: list[Drawn]) -> Standing:
    said = [d.relevant for d in documents if d.relevant is not None]
    waiting = sum(d.row is not None and d.row.standing in hands.AWAIT_REVIEW for d in documents)
    return Standing(
        sample=sample, drawn=len(documents), read=len(said), relevant=sum(said), waiting=waiting,
        ratio=wilson(sum(said), len(said)) if said else None,
    )  # fmt: skip


def verdict_agreements(study: str) -> list[hands.Agreement]:
    """First readers, two by two, over the documents that both judged."""
    said: dict[str, dict[object, str]] = {}
    for document, people, reviews, verdicts in Reading.objects.filter(study=study).values_list(
        "document", "people", "reviews", "verdicts"
    ):
        for who, reviewed, verdict in zip(people, reviews, verdicts, strict=True):
            if not reviewed:
                said.setdefault(who, {})[document] = verdict
    return hands.agreements(said)


def label_agreements(study: str) -> list[hands.Agreement]:
    """First readers, two by two, over every node of a document that both spoke of."""
    said: dict[str, dict[object, str]] = {}
    for row in Label.objects.filter(study=study):
        for who, reviewed, under, out in zip(row.people, row.reviews, row.unders, row.outs, strict=True):
            if not reviewed:
                mine = said.setdefault(who, {})
                mine |= {(row.document, n): "1" for n in under.split()} | {(row.document, n): "0" for n in out.split()}
    return hands.agreements(said)


def counted(study: str, queue: Queue) -> Mapping[str, Any]:
    """How many documents there are, were read, wait for a review, and overrule the rule."""
    rows = Label.objects.filter(study=study)
    return {
        "all": queue.count(),
        "hand": queue.in_state("hand").count(),
        "no_rule": queue.in_state("no_rule").in_state("open").count(),
        "review": rows.filter(standing__in=[str(s) for s in hands.AWAIT_REVIEW]).count(),
        "against": queue.in_state("against").count(),
    }
