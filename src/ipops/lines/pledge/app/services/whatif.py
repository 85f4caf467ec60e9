"""What a fund may lose, asked on a page or by the API and run by the worker: it may take minutes, so nobody waits on a request.

Rule 1: the book of real loans is read when the run begins, through the door of whoever asked: what they may not see is not in it.
Rule 2: a run is theirs alone. It is no fact: nothing happened.
Rule 3: what cannot run is refused before it is put into the queue, with every reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from ipops.finance.forms import read
from ipops.finance.scheme import Scheme
from ipops.finance.scheme.openings import assumed_of
from ipops.finance.whatif.terms import FundTerms
from ipops.kernel.money import Money
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.rules import booking
from ipops.lines.pledge.rules.scheming import no, scheme_of
from ipops.webkit.models import User
from ipops.webkit.pages import doors

#: Loans times paths times runs of one question on the page: some minutes of two processors.
MOST_CELLS = 2_000_000_000
#: Cells of the book's table of balances, loans times months.
MOST_BOOK = 3_000_000
MOST_PATHS = 100_000
STEPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``tree`` is what ``ipops fund what-if`` reads; of a ``real`` book it has no loans, they are read when it runs."""

    tree: dict[str, Any]
    schemes: tuple[str, ...]
    paths: int
    real: bool = False
    fund: str = ""
    pd: str = ""
    recovery: str = ""
    lag: int | None = None
    facts: dict[str, str] = field(default_factory=dict)
    assume: dict[str, str] = field(default_factory=dict)
    pot: int | None = None  #: in fen; the same for every scheme, where ``tree`` names no pool

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Question:
        return cls(**{**told, "schemes": tuple(told["schemes"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A question that can run."""

    form: Any
    schemes: tuple[Scheme, ...]
    terms: list[FundTerms]
    left_out: tuple[str, ...]
    tree: dict[str, Any]


def ready(user: User, asked: Question) -> Ready | Refused:
    """The book, the schemes with what the user assumes, and each scheme's terms; or every reason why it cannot run."""
    from ipops.finance.whatif.asked import WhatIfForm, prepared, runs

    found = _schemes(user, asked)
    if isinstance(found, Refused):
        return found
    tree, left_out = _tree(user, asked, found)
    if "pool" not in tree:
        return no("no-pool", _NO_POOL, "pool")
    form = read(WhatIfForm, tree)
    if isinstance(form, tuple):
        return _problems(form)
    size = len(form.loans) or (form.made_up.loans if form.made_up else 0)
    if size * asked.paths * runs(form) > MOST_CELLS or size * form.months > MOST_BOOK or asked.paths > MOST_PATHS:
        return no("too-large", _TOO_LARGE.fill(n=size, p=asked.paths), "paths")
    got = prepared(form, found)
    if isinstance(got, Refused):
        return got
    return Ready(form=form, schemes=found, terms=got[1], left_out=left_out, tree=tree)


def _tree(user: User, asked: Question, schemes: tuple[Scheme, ...]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the engine reads. The user's words fill what a file leaves open; a file's own figures stand."""
    yours = booking.Yours(pd=asked.pd, recovery=asked.recovery, lag=asked.lag, facts=asked.facts)
    tree = {"as_of": doors.today().isoformat(), **asked.tree}
    left_out: tuple[str, ...] = ()
    if asked.real:
        got = booking.booked(standing(user, asked.fund), yours, doors.today())
        tree["loans"], left_out = list(got.loans), got.left_out
    elif isinstance(tree.get("loans"), list):
        tree["loans"] = [booking.filled(x, yours) if isinstance(x, dict) else x for x in tree["loans"]]
    elif isinstance(tree.get("made_up"), dict):
        tree["made_up"] = booking.filled(tree["made_up"], yours)
    if asked.pot is not None and "pool" not in tree:
        tree["pool"] = booking.pots(schemes, Money(asked.pot))
    return tree, left_out


def standing(user: User, fund: str) -> list[booking.Standing]:
    """The reader's own loans that have not failed yet."""
    return [
        booking.Standing(
            loan=x.loan,
            firm=x.firm,
            bank=x.bank,
            industry=getattr(x, "industry", "") or "",
            left=x.left,
            due_on=x.due_on,
            ip_share=booking.share(x.ip_fen, x.amount_fen),
            guaranteed=bool(x.security),
        )
        for x in selectors.standing_loans(user, fund)
    ]


def _schemes(user: User, asked: Question) -> tuple[Scheme, ...] | Refused:
    """The schemes, each with what the user assumes; that of the fund with what its own agreement fills in."""
    fund = selectors.fund_for(user, asked.fund) if asked.fund else None
    if asked.fund and fund is None:
        return no("no-such-fund", _NO_FUND, "fund")
    codes = dict.fromkeys([*asked.schemes, *([fund.scheme] if fund else [])])
    made: list[Scheme] = []
    reasons: list[Reason] = []
    for code in codes:
        bare = scheme_of(code)
        if isinstance(bare, Refused):
            reasons += bare.reasons
            continue
        terms = dict(t.split("=", 1) for t in fund.terms if "=" in t) if fund and fund.scheme == code else {}
        told = {**assumed_of(code, bare.silent, asked.assume), **terms}
        got = scheme_of(code, tuple(f"{k}={v}" for k, v in told.items()))
        if isinstance(got, Refused):
            reasons += got.reasons
        else:
            made.append(got)
    if not codes:
        reasons.append(Reason(code="no-scheme", says=_NO_SCHEME, field="schemes"))
    return Refused(reasons=tuple(reasons)) if reasons else tuple(made)


def _problems(found: tuple[Problem, ...]) -> Refused:
    return Refused(reasons=tuple(Reason(code=p.code, says=p.says, field=p.at.field) for p in found))


def ask(user: User, asked: Question) -> str | Refused:
    """Puts a question into the queue; gives the number of its run."""
    plain = asdict(asked) | {"schemes": list(asked.schemes)}
    if not _storable(plain):
        return no("unstorable", _UNSTORABLE, "tree")
    got = ready(user, asked)
    if isinstance(got, Refused):
        return got
    return str(run.enqueue(user=user.pk, asked=plain).id)


def _storable(value: Any) -> bool:
    """Whether the database can hold it: no zero byte, no half of a character."""
    try:
        return b"\\u0000" not in json.dumps(value).encode() and bool(json.dumps(value, ensure_ascii=False).encode())
    except (UnicodeEncodeError, ValueError):
        return False


@task(takes_context=True)
def run(context: TaskContext, *, user: int, asked: dict[str, Any]) -> dict[str, Any]:
    """The worker's part. Running it twice gives the same answer: the seed decides."""
    from ipops.finance.whatif.asked import runs, what_if

    reader, question = User.objects.get(pk=user), Question.of(asked)
    got = ready(reader, question)
    if isinstance(got, Refused):
        return {"refused": got.as_json()}
    whole, done = question.paths * runs(got.form), 0

    def told(paths: int) -> None:
        nonlocal done
        before, done = done * STEPS // whole, done + paths
        if done * STEPS // whole > before:
            rows = DBTaskResult.objects.filter(pk=context.task_result.id, status=TaskResultStatus.RUNNING)
            rows.update(return_value={"done": done, "of": whole})

    answer = what_if(got.form, got.schemes, question.paths, told=told)
    if isinstance(answer, Refused):
        return {"refused": answer.as_json()}
    return {"answer": answer | {"left_out": list(got.left_out), "real": question.real}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run as its page shows it. ``failed`` is an error of ours: everything of the user's is a refusal."""

    key: str
    asked_at: Any
    question: Question
    state: str  #: waiting, running, done, failed
    done: int = 0
    of: int = 0
    answer: dict[str, Any] | None = None
    refused: dict[str, Any] | None = None


def runs_of(user: User, most: int = 20) -> list[Run]:
    """The user's own runs, the newest first; without their answers."""
    rows = _mine(user).defer("return_value", "traceback").order_by("-enqueued_at")[:most]
    return [_run(row, {}) for row in rows]


def run_of(user: User, key: str) -> Run | None:
    try:
        row = _mine(user).filter(pk=UUID(key)).first()
    except ValueError:
        return None
    return _run(row, row.return_value or {}) if row is not None else None


def _mine(user: User) -> Any:
    return DBTaskResult.objects.filter(task_path=run.module_path, args_kwargs__kwargs__user=user.pk)


_STATES = {"READY": "waiting", "RUNNING": "running", "FAILED": "failed", "SUCCESSFUL": "done"}


def _run(row: Any, value: dict[str, Any]) -> Run:
    return Run(
        key=str(row.pk),
        asked_at=row.enqueued_at,
        question=Question.of(row.args_kwargs["kwargs"]["asked"]),
        state=_STATES[row.status],
        done=value.get("done", 0),
        of=value.get("of", 0),
        answer=value.get("answer"),
        refused=value.get("refused"),
    )


_TOO_LARGE = Text(
    "账册 {n} 笔、{p} 条路径太大，网页上不能推演；请减少路径，或下载账册后用命令 ipops fund what-if。",
    "{n} loans and {p} paths are too many for a page; take fewer paths, or the book to the command ipops fund what-if.",
)
_NO_POOL = Text(
    "请填写可用资金：每个方案的第一付款方有多少钱可付（没有资金池的填 0）。账册文件可以自带 pool。",
    "Say how much money is at hand, for the first payer of each scheme (0 where there is no pot). A file with a book may say it "
    "under pool.",
)
_NO_FUND = Text("没有这项资金，或者您无权查看。", "There is no such fund, or you may not see it.")
_NO_SCHEME = Text("请选择至少一个方案或一项资金。", "Choose at least one scheme, or a fund.")
_UNSTORABLE = Text("内容含有不能保存的字符。", "It holds characters that cannot be stored.")
