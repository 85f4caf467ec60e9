"""Deals as cases: what is told of each, and what each act does. The kit draws the screens."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import LicenceKind, Proof
from ipops.lines.trading.app import forms, selectors, services
from ipops.lines.trading.app.models import Conflict, Deal
from ipops.lines.trading.app.views import common, course, course_told, doubts, shown
from ipops.lines.trading.facts import Act as Kind
from ipops.lines.trading.machine import CONFLICT, DEAL
from ipops.reports import wording
from ipops.webkit import access
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Lines, Said, Side, Told

_EVERY = Text("全部领域", "every field")
_WHOLE = Text("全国", "the whole country")
_END_OF_RIGHT = Text("权利终止", "the end of the right")


def _deal(row: Deal, asked: Asked) -> Told:
    conflicts = list(selectors.conflicts_for(asked.reader).filter(deal=row.deal))
    return Told(
        title=Text("{act}：{right}", "{act}: {right}").fill(
            act=shown.word(Kind, row.act), right=shown.rights(row) or row.deal
        ),
        state=row.stage,
        version=row.folded_to,
        since=row.since,
        passed=_passed(row),
        marks=shown.doubts(row),
        places=(row.from_place, row.to_place),
        says=(*(_says(row) if row.stage not in ("found", "talking") else ()), *course_told.says(row)),
        sides=(
            Side(title=Text("转出方", "From"), parties=tuple(row.givers), because=names.place(row.from_place)),
            Side(title=Text("转入方", "To"), parties=tuple(row.takers), because=names.place(row.to_place)),
        ),
        rights=tuple(row.rights),
        lines=(
            *((_days(row),) if row.days else ()),  # nothing is on the register before the act is
            *course_told.lines(row),
            *(_conflicts(conflicts) if conflicts else ()),
            *(_checks(row) if row.checks else ()),
        ),
        dues=(*(doubts.settle(c) for c in conflicts if c.stage == CONFLICT.start), *course_told.dues(row, asked.today)),
        notes=course_told.lacks(row, asked.today),
    )


def _passed(row: Deal) -> tuple[str, ...]:
    """The states that the deal has been in, as far as its file tells."""
    file = course.file_of(row)
    events = {m.event for m in file.moves}
    seen = {
        "found": file.found is not None,
        "talking": "talk" in events,
        "intended": file.intended is not None,
        "consent": "seek_consent" in events,
        "publicity": file.published is not None,
        "export": "check_export" in events,
        "signed": "sign" in events,
        "filed": "file" in events,
        "recorded": bool(row.entries) and row.stage != "reported",
        "paid": bool(file.payments),
        "performing": bool(file.statements),
    }
    return tuple(state for state, was in seen.items() if was and state != row.stage)


def _says(row: Deal) -> tuple[Said, ...]:
    made = [
        Said(title=Text("合同总价", "Price of the whole deal"), value=shown.amount(row)),
        Said(
            title=Text("合同签订日", "Contract signed"),
            value=row.contract_on,
            because=Text("不作为计入日", "it never counts"),
        ),
        Said(title=Text("关联方交易", "Between related parties"), value=row.related),
        Said(title=Text("依据", "Rests on"), value=shown.word(Proof, row.proof) if row.proof else None),
    ]
    if row.kind_of_licence:
        until = Text("{d}（不含）", "{d} (exclusive)").fill(d=wording.day(row.until)) if row.until else _END_OF_RIGHT
        made += [
            Said(title=Text("许可类型", "Kind of licence"), value=shown.word(LicenceKind, row.kind_of_licence)),
            Said(title=Text("许可起始日", "Runs from"), value=row.starts_on),
            Said(title=Text("许可至", "Runs until"), value=until),
            Said(title=Text("许可地域", "Territory"), value=row.territory or _WHOLE),
            Said(title=Text("许可领域", "Fields of use"), value=tuple(row.fields_of_use) or _EVERY),
        ]
    return tuple(made)


def _days(row: Deal) -> Lines:
    """Each right with the day on which it counts; one that was withdrawn keeps its line."""
    lines = shown.right_lines(row, {})
    return Lines(
        title=Text("各件权利的登记", "Each right on the register"),
        heads=(Text("权利", "Right"), Text("登记日", "Counted day"), Text("登记号", "Register number"), Text("状态", "State")),
        rows=tuple(
            (r["right"], r["on"], r["register_no"], shown.stage("withdrawn" if r["withdrawn"] else row.stage))
            for r in lines
        ),
    )  # fmt: skip


def _conflicts(found: list[Conflict]) -> tuple[Lines, ...]:
    rows = tuple(
        (
            names.link(reverse("trading:conflict", args=[c.case]), shown.conflict(c.conflict)),
            c.clause,
            names.value("right", c.right, {}),
            c.due_on,
            shown.stage(c.stage, CONFLICT),
        )
        for c in found
    )
    heads = (
        Text("冲突", "Conflict"), Text("条文", "Clause"), Text("权利", "Right"), Text("处理期限", "Settle by"), Text("结论", "End"),
    )  # fmt: skip
    return (Lines(title=Text("与法律的冲突", "Conflicts with the law"), heads=heads, rows=rows),)


def _checks(row: Deal) -> tuple[Lines, ...]:
    rows = tuple((names.link(reverse("trading:check", args=[c]), c),) for c in row.checks)
    return (Lines(title=Text("核查中", "Being checked"), heads=(Text("核查编号", "Check"),), rows=rows),)


def _record(row: Deal) -> str:
    query = urlencode({"act": row.act, "rights": "；".join(row.rights), "deal": row.deal})
    return f"{reverse('trading:record')}?{query}"


def _notice(doing: Doing[Deal]) -> Refused | Text:
    got = services.deals.deal_attach_notice(
        deal=doing.row.deal, document=doing.document, by=doing.by, today=doing.today, reference=doing.reference
    )
    return common.on_form(got) if isinstance(got, Refused) else common.told(doing.request, got)


def _withdraw(doing: Doing[Deal]) -> Refused | Text:
    got = services.deals.deal_withdraw(
        deal=doing.row.deal,
        why=doing.form.cleaned_data["why"],
        by=doing.by,
        today=doing.today,
        reference=doing.reference,
        document=doing.document,
    )
    done = Text("已撤回；历史仍可查看。", "Withdrawn; its history stays readable.")
    return common.on_form(got) if isinstance(got, Refused) else done


DEAL_CASE: CaseKind[Deal] = CaseKind(
    lifecycle=DEAL,
    refers="deal",
    find=selectors.deal_for,
    tell=_deal,
    back=(Text("转让与许可", "Transfers and licences"), "trading:deals"),
    tones=shown.TONES,
    guards=course.GUARDS,
    acts=(
        *course.ACTS,
        Act(
            event="report",
            title=Text("登记已办理的这笔交易", "Record it as done"),
            href=_record,
            needs=access.Action.RECORD,
        ),
        Act(
            event="correct",
            title=Text("更正", "Correct"),
            href=lambda row: reverse("trading:correct", args=[row.deal]),
            needs=access.Action.CORRECT,
        ),
        Act(
            event="attach_notice",
            title=Text("附登记或备案通知", "Attach the notice"),
            form=forms.NoticeForm,
            do=_notice,
            needs=access.Action.CORRECT,
        ),
        Act(
            event="withdraw",
            title=Text("撤回", "Withdraw"),
            form=forms.WhyForm,
            do=_withdraw,
            needs=access.Action.CORRECT,
            warn=Text(
                "撤回后不再计入，也不能恢复；历史仍可查看。",
                "It will no longer count and cannot be brought back; its history stays readable.",
            ),
        ),
    ),
)
