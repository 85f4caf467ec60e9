"""Proofs as JSON (``docs/reference/proof-format.md``) that anybody verifies offline with ``verify_offline``.

An inclusion proof carries the entry itself, so it shows *what* stands under the head, not only that something does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipops.ledger import merkle
from ipops.ledger.heads import Head
from ipops.ledger.merkle import HashName, Nodes

FORM = 1


def _paths(head: Head, nodes: Mapping[HashName, Nodes], steps: Any) -> dict[str, list[str]]:
    return {name: [step.hex() for step in steps(tree)] for name, tree in nodes.items() if head.root(name)}


def inclusion_json(n: int, data: bytes, head: Head, nodes: Mapping[HashName, Nodes]) -> dict[str, Any]:
    """That entry ``n``, whose canonical bytes are ``data``, is among the first ``head.size``.

    ``nodes`` are the trees by hash (``tiles.open_tiles``). Raises ``IndexError`` if the head does not cover ``n``.
    """
    return {
        "form": FORM,
        "type": "inclusion",
        "n": n,
        "entry": data.decode(),
        "head": head.as_json(),
        "path": _paths(head, nodes, lambda tree: merkle.inclusion(tree, n - 1, head.size)),
    }


def consistency_json(first: Head, second: Head, nodes: Mapping[HashName, Nodes]) -> dict[str, Any]:
    """That the ledger under ``second`` begins with the ledger under ``first``, unchanged.

    Raises ``IndexError`` unless ``0 < first.size <= second.size``.
    """
    return {
        "form": FORM,
        "type": "consistency",
        "from": first.as_json(),
        "head": second.as_json(),
        "path": _paths(second, nodes, lambda tree: merkle.consistency(tree, first.size, second.size)),
    }
