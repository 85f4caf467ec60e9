"""A window as a case: what it is for, how its scheme is told, what was claimed, what the pot gave."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse

from ipops.finance.scheme import Scheme
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.lines.subsidies.app import forms, selectors
from ipops.lines.subsidies.app.models import Window
from ipops.lines.subsidies.app.services import windows as services
from ipops.lines.subsidies.app.views import shown
from ipops.lines.subsidies.facts import Order
from ipops.lines.subsidies.machine import CLAIM, WINDOW
from ipops.lines.subsidies.rules import admission, schemes
from ipops.reports import wording
from ipops.webkit import access
from ipops.webkit.enrol import By
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Due, Lines, Part, Said, Told


def _tell(row: Window, asked: Asked) -> Told:
    scheme = schemes.scheme_of(row.scheme, row.assumes)
    notes: tuple[Text, ...] = ()
    if isinstance(scheme, Scheme) and scheme.version != row.scheme_version:
        notes = (
            Text(
                "方案文件在窗口开放后改过；不能再测算。",
                "The scheme's file has changed since; nothing more is computed.",
            ),
        )
    return Told(
        title=row.title,
        state=row.stage,
        version=row.folded_to,
        since=row.stage_since,
        places=(row.place,),
        says=(*_says(row), *_owed(row)),
        dues=(Due(title=Text("申报截止", "Last day to file"), on=row.closes_on),) if row.stage == "open" else (),
        lines=(*_claims(row, asked), *_parts(row, asked), *_asks(scheme), *_silent(row, scheme)),
        notes=notes,
    )


def _says(row: Window) -> tuple[Said, ...]:
    period = Text("{a} 至 {b}（不含）", "{a} to {b} (exclusive)").fill(
        a=wording.day(row.period_from), b=wording.day(row.period_until)
    )
    return (
        Said(title=Text("方案", "Scheme"), value=shown.scheme_title(row.scheme)),
        Said(title=Text("主管部门", "Bureau"), value=row.bureau or None, because=names.place(row.place)),
        Said(title=Text("资金", "Fund"), value=row.fund or None, because=str(row.budget_year)),
        Said(title=Text("补助期", "Period subsidised"), value=period),
        Said(title=Text("资金总额", "Pot"), value=shown.money(row.pot_fen, shown.NO_POT)),
        Said(title=Text("资金不足时", "When the pot is short"), value=shown.word(Order, row.order)),
        *([Said(title=Text("已分配", "Divided"), value=Money(row.shared_fen))] if row.shared_fen is not None else []),
    )


def _owed(row: Window) -> tuple[Said, ...]:
    """What its pot left owing, and what it took over from earlier ones."""
    made = []
    if row.owed_fen is not None:
        left = Money(sum(c.owed_fen or 0 for c in selectors.owing_claims().filter(window=row.window)))
        because = Text("其中尚待结转 {left}", "{left} of it still waits").fill(left=left.in_full)
        made.append(
            Said(
                title=Text("未付足，结转下一窗口", "Left owing to the next window"),
                value=Money(row.owed_fen),
                because=because,
            )
        )
    if row.taken_fen is not None:
        made.append(
            Said(title=Text("转入以前窗口的结转", "Taken over from earlier windows"), value=Money(row.taken_fen))
        )
    return tuple(made)


def _parts(row: Window, asked: Asked) -> tuple[Lines, ...]:
    """Claims whose rest waits or went on, and claims that continue those of earlier windows, of those that the reader may see."""
    rows = shown.with_names(selectors.of_window(asked.reader, row.window).filter(selectors.IN_PARTS)).order_by(
        "filed_on", "claim"
    )
    told = tuple(
        (
            names.link(reverse("subsidies:claim", args=[c.claim]), shown.claimant(c)),
            shown.claim_stage(c),
            shown.linked(c.earlier),
            shown.money(c.total_fen),
            shown.money(c.share_fen, shown.NOT_SHARED),
            shown.money(c.owed_fen, shown.NOTHING_OWED),
            shown.linked(c.carried_to),
        )
        for c in rows
    )
    if not told:
        return ()
    heads = (
        Text("申报单位", "Claimant"), Text("状态", "State"), Text("结转自", "Carried from"), Text("算得", "Computed"),
        Text("分得", "Share"), Text("结转", "Owed"), Text("转至", "Carried to"),
    )  # fmt: skip
    return (Lines(title=Text("结转", "Carried over"), heads=heads, rows=told, numeric=frozenset({3, 4, 5})),)


def _claims(row: Window, asked: Asked) -> tuple[Lines, ...]:
    """Claims by state, of those that the reader may see."""
    found = selectors.of_window(asked.reader, row.window).values("stage").order_by("stage")
    rows = tuple(
        (CLAIM.states.get(r["stage"], Text(r["stage"], r["stage"])), r["n"], Money(int(r["sum"])) if r["sum"] is not None else None)
        for r in found.annotate(n=Count("pk"), sum=Sum("total_fen"))
    )  # fmt: skip
    heads = (Text("状态", "State"), Text("件数", "Claims"), Text("算得合计", "Computed together"))
    none = Text("您可查看的申报还没有。", "No claim that you may see yet.")
    return (Lines(title=Text("申报", "Claims"), heads=heads, rows=rows, numeric=frozenset({1, 2}), empty=none),)


def _asks(scheme: Scheme | Refused) -> tuple[Lines, ...]:
    if isinstance(scheme, Refused):
        return ()
    conditions = [(c.says.text, str(c.cite.cite)) for c in scheme.form.conditions]
    awards = [(a.says.text, str(a.cite.cite)) for a in scheme.form.awards]
    heads = (Text("条件与补贴", "Conditions and awards"), Text("条款", "Clause"))
    return (Lines(title=Text("方案内容", "What the scheme says"), heads=heads, rows=(*conditions, *awards)),)


def _silent(row: Window, scheme: Scheme | Refused) -> tuple[Lines, ...]:
    """Where the scheme's source is silent: what the bureau stated, what is still unknown."""
    if isinstance(scheme, Refused):
        return ()
    unknown = Unknown(why=Text("来源未载。", "The source is silent."), needs=Text("主管部门说明", "the bureau's word"))
    rows: list[tuple[Any, ...]] = [
        (schemes.called(scheme, path), schemes.stated(path, value), path) for path, value in scheme.assumed.items()
    ]
    rows += [(schemes.called(scheme, path), unknown, path) for path in scheme.silent]
    if not rows:
        return ()
    heads = (
        Text("来源未载之处", "Where the source is silent"),
        Text("主管部门说明", "The bureau's word"),
        Text("代码", "Code"),
    )
    return (Lines(title=Text("未载之处", "Silent places"), heads=heads, rows=tuple(rows)),)


def _by(doing: Doing[Window]) -> By:
    return By(by=doing.by, today=doing.today, reference=doing.reference, document=doing.document)


def _close(doing: Doing[Window]) -> Refused | Text:
    return (
        services.window_close(window=doing.row.window, why=doing.form.cleaned_data["why"], by=_by(doing))
        or shown.STORED
    )


def _divide(doing: Doing[Window]) -> Refused | Text:
    return services.window_divide(window=doing.row.window, by=_by(doing)) or shown.STORED


def _take_over(doing: Doing[Window]) -> Refused | Text:
    earlier = doing.form.cleaned_data["earlier"]
    return services.window_take_over(window=doing.row.window, earlier=earlier, by=_by(doing)) or shown.STORED


def _owes(row: Window) -> dict[str, str]:
    """The window that waits longest: of this scheme, or else of this fund."""
    first = selectors.windows_before(row).first() or selectors.windows_owing(row).first()
    return {"earlier": first.window if first else ""}


def _file_here(row: Window, asked: Asked) -> dict[str, object]:
    no = admission.over(stage=row.stage, closes_on=row.closes_on, today=asked.today)
    may = bool(access.bodies(asked.reader)) or access.may(asked.reader, access.Action.RECORD)
    return {"window": row.window, "open": no is None, "may": may}


WINDOW_CASE: CaseKind[Window] = CaseKind(
    lifecycle=WINDOW,
    refers="case",
    find=selectors.window_for,
    tell=_tell,
    back=(Text("申报窗口", "Windows"), "subsidies:windows"),
    tones=shown.WINDOW_TONES,
    more=(
        Part(
            code="file-here",
            title=Text("申报", "To file"),
            template="subsidies/file_here.html",
            context=_file_here,
        ),
    ),
    acts=(
        Act(event="close", form=forms.CloseForm, do=_close, needs=access.Action.RECORD),
        Act(
            event="take_over",
            form=forms.TakeOverForm,
            do=_take_over,
            initial=_owes,
            needs=access.Action.RECORD,
            warn=Text(
                "以前窗口未付足的申报各成一件新申报，写明原申报，先于本窗口的申报支付。",
                "What an earlier pot left owing becomes claims of this window that name the first ones; they are paid before its own.",
            ),
        ),
        Act(
            event="divide",
            form=forms.DivideForm,
            do=_divide,
            needs=access.Action.RECORD,
            warn=Text(
                "按窗口所载次序把资金分给已测算的申报；分配后不再改。",
                "The pot goes to the computed claims in the window's order; it is not changed afterwards.",
            ),
        ),
    ),
)
