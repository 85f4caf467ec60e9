"""Pages of a long list: which rows, and links to the first, last and near pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

NEAR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """``links`` pairs a page number with its address; ``None`` as number marks a gap. ``open_end`` says that there are more
    rows than ``total``, which nobody counted: then no last page is offered."""

    total: int
    per_page: int
    page: int
    pages: int
    links: tuple[tuple[int | None, str], ...]
    back: str
    forth: str
    open_end: bool = False

    @classmethod
    def of(cls, total: int, per_page: int, asked: str, href: Callable[[int], str], *, open_end: bool = False) -> Pager:
        """A page number that is no number, or beyond the end, becomes the nearest that exists."""
        pages = max(1, -(-total // per_page))
        wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
        page = max(wanted, 1) if open_end else min(max(wanted, 1), pages)
        pages = max(pages, page + 1) if open_end else pages
        last = page + 1 if open_end else pages
        near = sorted({1, last, *range(max(1, page - NEAR), min(pages, page + NEAR) + 1)})
        links: list[tuple[int | None, str]] = []
        for n in near:
            if links and links[-1][0] is not None and n - links[-1][0] > 1:
                links.append((None, ""))
            links.append((n, href(n)))
        return cls(
            total=total,
            per_page=per_page,
            page=page,
            pages=pages,
            links=tuple(links),
            back=href(page - 1) if page > 1 else "",
            forth=href(page + 1) if page < pages else "",
            open_end=open_end,
        )

    @property
    def start(self) -> int:
        return (self.page - 1) * self.per_page

    @property
    def stop(self) -> int:
        return self.start + self.per_page

    @property
    def first(self) -> int:
        """The number of the first row shown, counted from 1; 0 when there is none."""
        return self.start + 1 if self.total else 0

    @property
    def last(self) -> int:
        return self.stop if self.open_end else min(self.stop, self.total)
