"""A question cut into its signs, each with the place where it stands.

Chinese brackets, quotes and colons are taken like the others. 与, 或, 非 are operators where they stand alone between blanks. A minus
or an exclamation mark that leans on what follows is NOT (``-battery``); before a digit or a blank the minus is what it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPERATORS = {
    "AND": "AND",
    "OR": "OR",
    "NOT": "NOT",
    "与": "AND",
    "或": "OR",
    "非": "NOT",
    "&&": "AND",
    "||": "OR",
    "!": "NOT",
}
_FORM = re.compile(
    r"""\s*(?:
        (?P<open>[(（])|(?P<close>[)）])
      | (?P<quoted>"[^"]*"|“[^”“"]*[”"]|「[^」]*」)
      | (?P<unclosed>["“「])
      | (?P<minus>[-\u2212－!！])(?=[^\W\d]|["“「(（])
      | (?P<field>[^\W\d]\w*)[:：](?=\S)
      | (?P<bare>[^\W\d]\w*[:：])(?=\s|$)
      | (?P<word>[^\s()（）"“”「」]+)
      | (?P<odd>\S)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Sign:
    """``kind``: open, close, quoted, unclosed, field, bare (a field without a value), word, odd, AND, OR, NOT, end; ``at`` counts characters from 0."""

    kind: str
    text: str
    at: int


def signs(question: str) -> Iterator[Sign]:
    """All signs and an ``end``."""
    at = 0
    while found := _FORM.match(question, at):
        kind, at = str(found.lastgroup), found.end()
        text, begins = found[kind], found.start(kind)
        if kind == "quoted":
            text = text[1:-1]
        elif kind == "minus":
            kind = "NOT"
        elif kind == "word" and text in OPERATORS:
            kind = OPERATORS[text]
        yield Sign(kind, text, begins)
    yield Sign("end", "", len(question))
