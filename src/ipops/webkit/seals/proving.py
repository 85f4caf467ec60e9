"""Proofs of one entry, and of one head by another."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger import heads as ledger_heads
from ipops.ledger import proof
from ipops.webkit.models import Head, JournalRow
from ipops.webkit.seals.sealing import head_at, last, tiles


def prove(n: int, *, under: ledger_heads.Head | None = None) -> dict[str, Any] | Refused:
    """The proof, as JSON, that entry ``n`` stands under the newest head (or the given one)."""
    head = under or last()
    stored = JournalRow.objects.filter(n=n).values_list("canonical", flat=True).first()
    if stored is None:
        return _no("no-such-entry", Text(f"没有第 {n} 条。", f"There is no entry {n}."))
    if head is None or head.size < n:
        says = Text(
            f"第 {n} 条尚未封存；下次封存后可以出具证明（ipops ledger seal）。",
            f"Entry {n} is not sealed yet; it can be proven after the next seal (ipops ledger seal).",
        )
        return _no("not-sealed-yet", says)
    return proof.inclusion_json(n, bytes(stored), head, tiles())


def prove_all(numbers: Collection[int], head: ledger_heads.Head) -> Iterator[dict[str, Any]]:
    """The proofs of many entries under one head, in order; the trees are opened and the journal is asked once. A number that the
    journal does not have is left out. Raises ``IndexError`` for one that the head does not cover."""
    trees = tiles()
    stored = JournalRow.objects.filter(n__in=numbers).order_by("n").values_list("n", "canonical")
    for n, canonical in stored.iterator():
        yield proof.inclusion_json(n, bytes(canonical), head, trees)


def prove_consistency(first: int, second: int) -> dict[str, Any] | Refused:
    """The proof that the journal under the head of size ``second`` begins with the one under the head of ``first``."""
    sizes = list(Head.objects.order_by("size").values_list("size", flat=True))
    for asked in (first, second):
        if asked not in sizes:
            near = ", ".join(str(s) for s in sorted(sizes, key=lambda s: abs(s - asked))[:3]) or "—"
            says = Text(
                f"没有 {asked} 条处的封存。相近的有：{near}。", f"There is no head at {asked}. Near it: {near}."
            )
            return _no("no-such-head", says)
    if first > second:
        return _no("wrong-order", Text("较早的封存应写在前面。", "Name the earlier head first."))
    one, two = head_at(first), head_at(second)
    assert one is not None
    assert two is not None
    return proof.consistency_json(one, two, tiles())


def _no(code: str, says: Text) -> Refused:
    return Refused(reasons=(Reason(code=code, says=says),))
