"""A right as a person writes it down: one YAML or JSON card of known days, or a list of register facts.

A card needs ``right`` and ``kind``; everything else may be left out and is then unknown. ``facts: [...]`` instead gives
facts in the words of the journal (``kind`` and fields), which are folded. Mistakes come back with the place of each.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ipops.intake.profile import read_yaml
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text
from ipops.ledger.decode import fact_from_input
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import Delivery, EndOfRight, Milestone, Notice, RightKind
from ipops.ledger.kinds import kinds
from ipops.rights.docket.given import Given, from_standing
from ipops.rights.register.fold import fold
from ipops.rights.register.standing import Paper, Running

MAX_BYTES = 1 << 20


#: what people write for days in a card; beyond it a term would pass the calendar's end
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
Day = Annotated[date, Field(ge=_EARLIEST, le=_LATEST)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Reduction(_Shape):
    percent: Annotated[int, Field(ge=0, le=100)]
    years: tuple[int, ...]


class _Span(_Shape):
    since: Day
    until: Day | None = None
    by: str = ""

    def running(self, code: str) -> Running:
        return Running(code=self.by or code, since=self.since, until=self.until)


class _Paper(_Shape):
    notice: Notice
    issued_on: Day
    delivery: Delivery
    received_on: Day | None = None


class _Card(_Shape):
    right: Annotated[str, Field(min_length=1)]
    kind: RightKind
    title: str = ""
    filed_on: Day | None = None
    granted_on: Day | None = None
    expires_on: Day | None = None
    ended_on: Day | None = None
    ended_why: EndOfRight | None = None
    paid_to: Annotated[int, Field(ge=1, le=40)] | None = None
    owners: Annotated[int, Field(ge=0)] = 0
    reduction: _Reduction | None = None
    classes: Annotated[int, Field(ge=1, le=45)] | None = None
    dates: dict[Milestone, Day] = {}
    papers: tuple[_Paper, ...] = ()
    suspended: tuple[_Span, ...] = ()
    preserved: tuple[_Span, ...] = ()
    pledged: tuple[_Span, ...] = ()
    open_licence_offered: tuple[_Span, ...] = ()
    open_licence_used: tuple[_Span, ...] = ()
    renewals_filed: dict[Day, Day] = {}
    met: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _granted_after_filing(self) -> Self:
        if self.filed_on is not None and self.granted_on is not None and self.granted_on < self.filed_on:
            raise ValueError("granted_on lies before filed_on")
        return self

    @property
    def given(self) -> Given:
        reductions = dict.fromkeys(self.reduction.years, self.reduction.percent) if self.reduction else {}
        return Given(
            right=self.right,
            kind=self.kind,
            title=self.title,
            filed_on=self.filed_on,
            granted_on=self.granted_on,
            expires_on=self.expires_on,
            ended_on=self.ended_on,
            ended_why=self.ended_why,
            paid_to=self.paid_to,
            owners=self.owners,
            reductions=reductions,
            classes=self.classes,
            milestones=self.dates,
            papers=tuple(Paper(**dict(p)) for p in self.papers),
            suspensions=tuple(s.running("suspended") for s in self.suspended),
            orders=tuple(s.running("order") for s in self.preserved),
            pledges=tuple(s.running("pledge") for s in self.pledged),
            open_offers=tuple(s.running("open") for s in self.open_licence_offered),
            open_used=tuple(s.running("open") for s in self.open_licence_used),
            renewals_filed=self.renewals_filed,
            met=frozenset(self.met),
        )


def read_card(path: Path, right: str = "") -> Given | tuple[Problem, ...]:
    """The card in a file; ``right`` must agree with it if given. Never raises for what is in the file."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return (_problem(path, "", "too-large", _TOO_LARGE),)
        text = path.read_text(encoding="utf-8-sig")
        plain = json.loads(text) if path.suffix.lower() == ".json" else read_yaml(text)
    except (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError, RecursionError) as bad:
        return (_problem(path, "", "unreadable", _UNREADABLE.fill(why=" ".join(str(bad).split())[:300])),)
    if not isinstance(plain, Mapping):
        return (_problem(path, "", "no-card", _NO_CARD),)
    got = _of_facts(path, plain, right) if "facts" in plain else _of_card(path, plain)
    if isinstance(got, Given) and right and got.right != right:
        return (_problem(path, "right", "another-right", _ANOTHER.fill(right=got.right, asked=right)),)
    return got


def _of_card(path: Path, plain: Mapping[str, Any]) -> Given | tuple[Problem, ...]:
    try:
        return _Card.model_validate(dict(plain)).given
    except ValidationError as bad:
        return tuple(
            _problem(path, ".".join(map(str, e["loc"])), "wrong-value", _WRONG.fill(why=e["msg"]))
            for e in bad.errors(include_url=False)
        )


def _of_facts(path: Path, plain: Mapping[str, Any], right: str) -> Given | tuple[Problem, ...]:
    """Facts in the words of the journal: ``{kind: right_filed, on: 2018-03-15, …}``."""
    listed = plain["facts"]
    if not isinstance(listed, list):
        return (_problem(path, "facts", "no-card", _NO_CARD),)
    facts: list[Fact] = []
    problems: list[Problem] = []
    for i, one in enumerate(listed):
        told = dict(one) if isinstance(one, Mapping) else {}
        kind = kinds().get(str(told.pop("kind", "")))
        if kind is None:
            problems.append(_problem(path, f"facts.{i}.kind", "unknown-kind", _NO_KIND))
            continue
        got = fact_from_input(kind, told)
        if isinstance(got, Fact):
            facts.append(got)
            far = [n for n in _fields(got) if isinstance(v := getattr(got, n), date) and not _EARLIEST <= v <= _LATEST]
            problems += [_problem(path, f"facts.{i}.{n}", "wrong-value", _FAR) for n in far]
        else:
            problems += [_problem(path, f"facts.{i}.{p.at.field}", p.code, p.says) for p in got]
    rights = {str(r) for r in (getattr(x, "right", None) for x in facts) if r}
    asked = right or (rights.pop() if len(rights) == 1 else "")
    if problems or not asked:
        return tuple(problems) or (_problem(path, "facts", "which-right", _WHICH),)
    given = from_standing(fold(asked, facts))
    return given if given is not None else (_problem(path, "facts", "kind-not-told", _KIND_NOT_TOLD),)


def _fields(fact: Fact) -> list[str]:
    return [f.name for f in dataclasses.fields(fact)]


def _problem(path: Path, field: str, code: str, says: Text) -> Problem:
    return Problem(code=code, says=says, at=Place(file=path.name, field=field))


_TOO_LARGE = Text("文件超过 1 MB，不是一件权利的卡片。", "The file is larger than 1 MB; no card of one right is.")
_UNREADABLE = Text("文件无法读取：{why}", "The file cannot be read: {why}")
_NO_CARD = Text(
    "应为一组键值（right、kind、filed_on 等），或 facts 列表。",
    "It should be keys and values (right, kind, filed_on …) or a list of facts.",
)
_WRONG = Text("内容有误：{why}", "It is wrong: {why}")
_FAR = Text(f"应在 {_EARLIEST} 与 {_LATEST} 之间。", f"It should lie between {_EARLIEST} and {_LATEST}.")
_ANOTHER = Text("文件说的是 {right}，所问的是 {asked}。", "The file speaks of {right}, asked was {asked}.")
_NO_KIND = Text("没有这种事实。", "There is no such kind of fact.")
_WHICH = Text(
    "文件涉及多件或没有权利；请用 --right 指定。", "The file names several rights or none; say which with --right."
)
_KIND_NOT_TOLD = Text("没有说明权利类型。", "The kind of right is not told.")
