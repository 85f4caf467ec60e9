"""Is this a page a validator would pass? Tags close in order, ids are single, what is referred to exists."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCK = {
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
}
REFERS = ("aria-describedby", "aria-labelledby", "for")
#: Tags drawn by the chart engine close themselves; what is inside a drawing is its own language.
FOREIGN = "svg"


class Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.referred: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if len(found) != len(attrs):
            self.wrong.append(f"<{tag}> has an attribute twice at {self.getpos()}")
        if "id" in found:
            self.ids[found["id"] or ""] += 1
        for name in REFERS:
            self.referred += (found.get(name) or "").split()
        self._may_stand_here(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if FOREIGN not in self.open and tag not in VOID:
            self.wrong.append(f"<{tag}/> is not how HTML closes it, at {self.getpos()}")

    def _may_stand_here(self, tag: str) -> None:
        parent = self.open[-1] if self.open else ""
        if "p" in self.open and tag in BLOCK and FOREIGN not in self.open:
            self.wrong.append(f"<{tag}> inside <p> at {self.getpos()}")
        if parent in ("ul", "ol") and tag != "li":
            self.wrong.append(f"<{tag}> inside <{parent}> at {self.getpos()}")
        if parent == "dl" and tag not in ("dt", "dd", "div"):
            self.wrong.append(f"<{tag}> inside <dl> at {self.getpos()}")
        if tag == "a" and "a" in self.open:
            self.wrong.append(f"<a> inside <a> at {self.getpos()}")
        if tag in ("a", "button", "form") and "button" in self.open:
            self.wrong.append(f"<{tag}> inside <button> at {self.getpos()}")
        if tag == "form" and "form" in self.open:
            self.wrong.append(f"<form> inside <form> at {self.getpos()}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
        if tag in self.open:
            while self.open and self.open.pop() != tag:
                pass


def mistakes(html: str) -> list[str]:
    """Every mistake with its place; none for a sound page."""
    page = Markup()
    page.feed(html)
    page.close()
    twice = [f"id {i!r} stands twice" for i, n in page.ids.items() if n > 1]
    loose = [f"nothing has the id {r!r}" for r in page.referred if r not in page.ids]
    unclosed = [f"<{t}> is never closed" for t in page.open]
    return [*page.wrong, *twice, *sorted(set(loose)), *unclosed]
