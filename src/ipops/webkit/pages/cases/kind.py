"""What a house says about its cases, in one value; the kit draws the screen from it and from the lifecycle table.

    DEAL_CASE = CaseKind(lifecycle=machine.DEAL, refers="deal", find=selectors.deal_for, tell=_tell,
                         acts=(Act(event="withdraw", form=WhyForm, do=_withdraw), …))
    urlpatterns = [*cases.urls(DEAL_CASE, "deals/", name="deal"), …]

Rule 1: ``find`` is the guarded door: what the reader may not see is not found.
Rule 2: whether an event may come now is the table's, the roles' and the guard's answer, never the template's.
Rule 3: everything told is a value that ``shown`` knows; a house that needs more replaces a part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

from ipops.kernel.citation import Citation
from ipops.kernel.machine import Lifecycle
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.webkit import access
from ipops.webkit.pages.forms import HouseForm
from ipops.webkit.pages.states import State

R = TypeVar("R")
#: The parts of the screen in their order; a house replaces one by its code or adds its own behind ``summary``.
PARTS = ("standing", "acts", "due", "parties", "rights", "documents", "summary", "timeline", "facts", "messages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One line of the summary; ``because`` stands small below the value."""

    title: Text
    value: Any
    because: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The parties in one role: transferors, the bank, the guarantor."""

    title: Text
    parties: tuple[str, ...]
    because: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that must be done by a day (inclusive). ``on`` may be ``None``: then ``why`` says what is open."""

    title: Text
    on: date | None
    cite: Citation | None = None
    href: str = ""
    why: Text | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A small table: heads, and rows of values that ``shown`` knows."""

    title: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Any, ...], ...]
    numeric: frozenset[int] = frozenset()
    empty: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One case as its house tells it. ``state`` is a state of the lifecycle, ``since`` the day it was entered (deadlines run
    from it), ``places`` where rights to act are looked at, ``version`` what two tabs are told apart by (``folded_to``)."""

    title: Any
    state: str
    version: int
    since: date | None = None
    passed: tuple[str, ...] = ()
    marks: tuple[State, ...] = ()
    places: tuple[str, ...] = ()
    says: tuple[Said, ...] = ()
    sides: tuple[Side, ...] = ()
    rights: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    dues: tuple[Due, ...] = ()
    lines: tuple[Lines, ...] = ()
    notes: tuple[Text, ...] = ()
    crumbs: tuple[tuple[Text, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who looks, and on which day."""

    reader: access.Reader
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing(Generic[R]):
    """An act that is being done: everything a service needs. ``document`` is the SHA-256 of the attached paper or empty."""

    row: R
    event: str
    form: HouseForm
    by: str
    today: date
    reference: str
    document: str
    request: HttpRequest


Guard = Callable[[Any, Asked], Refused | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(Generic[R]):
    """An event that a person may fire: on a screen of the house's own (``href``), or on the kit's (``form`` and ``do``).

    ``do`` gives what is told afterwards, or the refusal, whose reasons are put beside the fields they name. ``needs`` is asked
    at the case's places beside the roles of the step. ``warn`` says what it leads to, before it is done.
    """

    event: str
    title: Text | None = None
    href: Callable[[R], str] | None = None
    form: type[HouseForm] | None = None
    initial: Callable[[R], Mapping[str, Any]] | None = None
    do: Callable[[Doing[R]], Refused | Text] | None = None
    needs: access.Action | None = None
    warn: Text | None = None

    def __post_init__(self) -> None:
        if (self.href is None) == (self.form is None or self.do is None):
            raise ValueError(f"Act {self.event}: either a screen of its own (href) or a form and what it does.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the screen drawn by the house: its template and what the template needs from the row."""

    code: str
    title: Text
    template: str
    context: Callable[[Any, Asked], Mapping[str, Any]] = field(default=lambda _row, _asked: {})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseKind(Generic[R]):
    """``refers`` is what facts call such a case (``deal``, ``case``, ``right``, ``party``); ``back`` is the list it is from.

    ``tones`` gives a state its sign and tone; ``guards`` are the rules that steps name; ``replace`` puts a house's part in the
    place of the kit's; ``more`` adds parts behind the summary. ``version`` of the row, when it is not ``folded_to``, is told.
    """

    lifecycle: Lifecycle
    refers: str
    find: Callable[[access.Reader, str], R | None]
    tell: Callable[[R, Asked], Told]
    back: tuple[Text, str]
    acts: tuple[Act[R], ...] = ()
    guards: Mapping[str, Guard] = field(default_factory=dict)
    tones: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    replace: Mapping[str, Part] = field(default_factory=dict)
    more: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        code, fired = self.lifecycle.code, [a.event for a in self.acts]
        if loose := {*fired} - {*self.lifecycle.events}:
            raise ValueError(f"Case {code}: no such events {sorted(loose)}.")
        if lacking := self.lifecycle.guards() - {*self.guards}:
            raise ValueError(f"Case {code}: steps name guards that nobody gives: {sorted(lacking)}.")
        if loose := {*self.replace} - {*PARTS}:
            raise ValueError(f"Case {code}: no such parts {sorted(loose)}; there are {', '.join(PARTS)}.")
        if len(set(fired)) != len(fired):
            raise ValueError(f"Case {code}: one act for each event.")

    @property
    def code(self) -> str:
        return self.lifecycle.code

    def state(self, code: str) -> State:
        """The chip of a state; one that the table does not know any more is shown by its code."""
        sign, tone = self.tones.get(code, ("…", "info"))
        return State(code, self.lifecycle.states.get(code) or Text(code or "—", code or "—"), sign, tone)

    def act(self, event: str) -> Act[R] | None:
        return next((a for a in self.acts if a.event == event), None)
