"""The manifest of a house: what a business line is, in one value that the porch reads and nothing else lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from ipops.kernel.citation import Citation
from ipops.kernel.machine import Lifecycle
from ipops.kernel.text import Text


class HasCode(Protocol):
    """A measure, as far as the manifest needs to know it."""

    @property
    def code(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A screen the line puts into the menu: URL name, title, the roles that may open it (empty: all signed in)."""

    url_name: str
    title: Text
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A kind of thing that search finds: ``by`` names the function (a dotted path; see ``webkit.search``), ``all_at`` the page
    that lists them all, which takes what was typed as ``q``."""

    code: str
    title: Text
    by: str
    all_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack:
    """A lifecycle of whose cases some may be sent back to who made them: by its event, wherever the table has it. ``rows``
    names a function (a dotted path) ``reader -> rows with a stage``; ``all_at`` the page that lists them."""

    cycle: str
    event: str
    rows: str
    all_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInfo:
    """A check as help shows it: what it finds, how much it holds up, what to do, and the clause it rests on.

    ``level`` and ``severity`` are words for people; ``since`` is the day from which it binds, ``None`` if it always did.
    """

    code: str
    level: Text
    severity: Text
    says: Text
    fix: Text
    cite: Citation | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One business line. ``laws`` are the documents its README must name.

    ``facts`` are the line's own kinds (shared ones live in ``ledger/facts``); ``reactions`` map a fact kind to a pure
    function ``fact -> proposed facts`` that the outbox runs, safe to run twice. ``answers`` name the screen that answers one
    of the ten questions (``webkit.pages.questions``). ``words`` names a function (a dotted path) ``(fact, field, value) ->
    Text | None`` that says what the codes inside the line's facts are called. ``glance`` names one ``(reader, today) ->
    glances`` that tells a reader on the home page how this line's business stands for them (``webkit.glances``).
    ``sent_back`` says which cases of the line may be sent back, and is read by the question of what is due.
    """

    code: str
    title: Text
    app: str
    laws: tuple[str, ...]
    facts: tuple[type[Any], ...] = ()
    measures: tuple[HasCode, ...] = ()
    lifecycles: tuple[Lifecycle, ...] = ()
    reactions: dict[str, Callable[..., tuple[Any, ...]]] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    finds: tuple[Find, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    words: str = ""
    glance: str = ""
    sent_back: tuple[SentBack, ...] = ()
    checks: Callable[[], tuple[CheckInfo, ...]] | None = None
