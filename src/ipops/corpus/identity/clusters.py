"""Sets that are joined, one reason at a time, and never against what is known to tell them apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Clusters(Generic[T]):
    """Union by size. A node may carry marks (a credit code); sets whose marks differ are not joined."""

    def __init__(self) -> None:
        self.parent: dict[T, T] = {}
        self.size: dict[T, int] = {}
        self.mark: dict[T, str] = {}

    def add(self, node: T, mark: str | None = None) -> None:
        if node not in self.parent:
            self.parent[node], self.size[node] = node, 1
        if mark:
            self.mark.setdefault(self.find(node), mark)

    def find(self, node: T) -> T:
        root = node
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[node] != root:
            self.parent[node], node = root, self.parent[node]
        return root

    def join(self, a: T, b: T) -> bool:
        """Whether they are one set now."""
        x, y = self.find(a), self.find(b)
        if x == y:
            return True
        marks = {m for m in (self.mark.get(x), self.mark.get(y)) if m}
        if len(marks) > 1:
            return False
        if self.size[x] < self.size[y]:
            x, y = y, x
        self.parent[y], self.size[x] = x, self.size[x] + self.size[y]
        if marks:
            self.mark[x] = marks.pop()
        return True

    def join_all(self, nodes: Iterable[T]) -> None:
        root: T | None = None
        for node in nodes:
            if root is None:
                root = self.find(node)
            elif self.parent[node] != root:  # most stand under it already
                self.join(root, node)
                root = self.find(root)
