"""What people said of documents, brought to one answer: labels by node, verdicts by document, and how far two readers agree.

Rule 1: the reviewer's word stands. Without one a word stands where all who spoke agree; where they differ nobody's does, the
rule keeps the node, the sampled document stays unread, and both wait for the reviewer.
Rule 2: a node that a person did not name is left to the rule; a reader who is unsure has not read the document.
Rule 3: who read a document first does not review it, and a review gives its reason and is never unsure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.lines.navigation.facts import Relevance
from ipops.lines.navigation.machine import OURS

#: The stage in which documents are labelled and samples read: the data stand frozen, no report rests on them yet.
OPEN_IN = "data"
_BEFORE = frozenset({"proposed", "contracted"})


class Standing(Word):
    """How far the words on a document have come."""

    ONE = "one", "一人已读", "read by one"
    AGREED = "agreed", "多人一致", "readers agree"
    UNSURE = "unsure", "不确定，待复核", "unsure, awaits review"
    DIFFER = "differ", "有分歧，待复核", "readers differ, awaits review"
    REVIEWED = "reviewed", "已复核", "reviewed"


AWAIT_REVIEW = (Standing.UNSURE, Standing.DIFFER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one person says of one document's nodes."""

    by: str
    under: frozenset[str]
    out: frozenset[str]
    reviewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """``differ`` are the nodes on which nobody's word stands."""

    under: tuple[str, ...]
    out: tuple[str, ...]
    differ: tuple[str, ...]
    standing: Standing


def settle_labels(words: Sequence[Said]) -> Settled:
    """``words`` is not empty; of one person there is one word at most."""
    if last := [w for w in words if w.reviewed]:
        return _settled(last[-1].under, last[-1].out, frozenset(), Standing.REVIEWED)
    under = frozenset[str]().union(*(w.under for w in words))
    out = frozenset[str]().union(*(w.out for w in words))
    differ = under & out
    if differ:
        return _settled(under - differ, out - differ, differ, Standing.DIFFER)
    return _settled(under, out, differ, Standing.ONE if len(words) == 1 else Standing.AGREED)


def _settled(under: frozenset[str], out: frozenset[str], differ: frozenset[str], standing: Standing) -> Settled:
    return Settled(under=tuple(sorted(under)), out=tuple(sorted(out)), differ=tuple(sorted(differ)), standing=standing)


def settle_verdicts(verdicts: Sequence[tuple[Relevance, bool]]) -> tuple[Relevance | None, Standing]:
    """Pairs of verdict and *as reviewer*, not empty: what stands (``None``: the document counts as unread), and how."""
    if last := [v for v, reviewed in verdicts if reviewed]:
        return last[-1], Standing.REVIEWED
    said = {v for v, _ in verdicts}
    if len(said) > 1:
        return None, Standing.DIFFER
    (one,) = said
    if one is Relevance.UNSURE:
        return None, Standing.UNSURE
    return one, Standing.ONE if len(verdicts) == 1 else Standing.AGREED


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two readers over what both read: ``agreed`` of ``n``, and Cohen's kappa, ``None`` where chance alone would agree always."""

    first: str
    second: str
    n: int
    agreed: int
    kappa: Fraction | None


def kappa(pairs: Iterable[tuple[str, str]]) -> tuple[int, int, Fraction | None]:
    """How many, how many alike, and Cohen's kappa (1960): (po - pe) / (1 - pe), pe from both readers' own shares."""
    counted = Counter(pairs)
    n = counted.total()
    alike = sum(k for (a, b), k in counted.items() if a == b)
    if not n:
        return 0, 0, None
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (a, b), k in counted.items():
        first[a] += k
        second[b] += k
    expected = Fraction(sum(first[c] * second[c] for c in first), n * n)
    return n, alike, None if expected == 1 else (Fraction(alike, n) - expected) / (1 - expected)


def agreements(said: Mapping[str, Mapping[object, str]]) -> list[Agreement]:
    """``said`` gives each first reader's word on each thing; every two readers who share a thing are compared."""
    people, made = sorted(said), []
    for i, a in enumerate(people):
        for b in people[i + 1 :]:
            shared = said[a].keys() & said[b].keys()
            n, alike, value = kappa((said[a][k], said[b][k]) for k in shared)
            if n:
                made.append(Agreement(first=a, second=b, n=n, agreed=alike, kappa=value))
    return made


def may_speak(stage: str) -> Refused | None:
    """Whether documents of a study in this stage may be labelled and judged."""
    if stage == OPEN_IN:
        return None
    says = _NOT_FROZEN if stage in _BEFORE else _REPORTED
    return no("not-frozen" if stage in _BEFORE else "report-in", says)


def may_label(under: Sequence[str], out: Sequence[str], nodes: Iterable[str]) -> Refused | None:
    """Whether a word on a document's nodes can be: nodes of the tree, none of them both ways."""
    known, reasons = set(nodes), []
    if strange := sorted({*under, *out} - known):
        says = _STRANGE.fill(nodes="、".join(strange))
        reasons.append(Reason(code="no-such-node", says=says, cite=OURS, field="under"))
    if both := sorted(set(under) & set(out)):
        reasons.append(Reason(code="both-ways", says=_BOTH.fill(nodes="、".join(both)), cite=OURS, field="under"))
    return Refused(reasons=tuple(reasons)) if reasons else None


def may_read(own: bool | None) -> Refused | None:
    """``own`` is whether the person's word on the document, if there is one, was a review."""
    return no("own-review", _OWN) if own else None


def may_review(readers: Iterable[str], by: str, why: str, verdict: Relevance | None = None) -> Refused | None:
    """``readers`` read the document first."""
    read = set(readers)
    if not read:
        return no("nothing-to-review", _NOTHING)
    if by in read:
        return no("own-reading", _OWN)
    if verdict is Relevance.UNSURE:
        return no("review-unsure", _UNSURE, "verdict")
    return None if why.strip() else no("review-without-reason", _WHY, "why")


def no(code: str, says: Text, field: str = "") -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, cite=OURS, field=field),))


_NOT_FROZEN = Text(
    "数据集尚未冻结，不能标引或判读。", "The data are not frozen yet; nothing can be labelled or judged."
)
_REPORTED = Text(
    "报告已提交，标引与判读不再更改；退回修改后可以继续。",
    "The report is in: labels and verdicts stand. Once it is sent back they can go on.",
)
_STRANGE = Text("技术分解表没有节点 {nodes}。", "The technical tree has no node {nodes}.")
_BOTH = Text("节点 {nodes} 既归入又不归入。", "Node {nodes} is said both ways.")
_NOTHING = Text("还没有人读过这件文献，无可复核。", "Nobody has read the document yet; there is nothing to review.")
_OWN = Text("自己读过的文献由他人复核。", "Somebody else reviews what you read yourself.")
_UNSURE = Text("复核须定为相关或不相关。", "A review says relevant or not relevant.")
_WHY = Text("复核须写明理由。", "A review gives its reason.")
