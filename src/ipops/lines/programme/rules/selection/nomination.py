"""What an application must hold before it may be handed in. Saving is always possible; this is the gate."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Unknown
from ipops.kernel.text import Text
from ipops.lines.programme.rules.selection.eligibility import Answer, Standing
from ipops.policy import Pack
from ipops.policy.exact import decimal_text
from ipops.policy.targets import COMPARATORS


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """An application as it stands in its draft. ``targets`` are the promised figures by goal, in the goal's unit."""

    city: str
    province: str
    name: str
    form: str
    matching: Money | None
    targets: Mapping[str, Fraction]
    mandatory: tuple[str, ...]
    optional: tuple[str, ...]
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call as far as the gate needs it. ``form`` is the version of the form it was published with."""

    code: str
    pack: Pack
    opens_on: date
    closes_on: date | None
    form: str


def gate(
    package: Package,
    call: Call,
    on: date,
    eligible: Answer,
    nominated: Collection[str],
    province_has: int,
    *,
    own: bool,
) -> tuple[Reason, ...]:
    """Every reason why the package may not be handed in on this day; none if it may. ``nominated`` are the cities handed
    in already, ``province_has`` how many of them are this province's; ``own`` whether the city is one of its own: a city
    of a province, a district of a municipality."""
    found = [
        *([] if own else [_not_its_own(package)]),
        *_window(call, on),
        *_form(package, call),
        *_tasks(package, call, on),
        *_targets(package, call, on),
        *_province(call, on, province_has),
    ]
    if eligible.standing is Standing.EXCLUDED:
        found += [
            Reason(code=c.code, says=c.says, cite=c.cite, field="city")
            for c in eligible.checks
            if c.standing is Standing.EXCLUDED
        ]
    if package.city in nominated:
        says = Text("该市已推荐，请在原申报上更正。", "This city is nominated already; correct that application.")
        found.append(Reason(code="city-twice", says=says, field="city"))
    if package.matching is None:
        says = Text("请填写承诺的配套资金；没有配套的填 0。", "State the matching money promised; 0 if there is none.")
        found.append(Reason(code="no-matching-money", says=says, field="matching"))
    if not package.attachments:
        says = Text("请附上申报方案。", "Attach the application plan.")
        found.append(Reason(code="no-attachment", says=says, field="attachments"))
    return tuple(found)


def _not_its_own(package: Package) -> Reason:
    says = Text(
        f"{package.name}不是 {package.province} 直接管辖的城市（直辖市推荐所辖区县）。",
        f"{package.name} is no city directly under {package.province} (a municipality nominates a district of its own).",
    )
    return Reason(code="not-its-own", says=says, field="city")


def _window(call: Call, on: date) -> list[Reason]:
    if on < call.opens_on:
        says = Text(f"申报自 {call.opens_on} 开始。", f"Nominations open on {call.opens_on}.")
        return [Reason(code="call-not-open", says=says, field="on")]
    if call.closes_on is not None and on > call.closes_on:
        says = Text(f"申报已于 {call.closes_on} 截止。", f"Nominations closed on {call.closes_on}.")
        return [Reason(code="call-closed", says=says, field="on")]
    return []


def _form(package: Package, call: Call) -> list[Reason]:
    if package.form == call.form:
        return []
    says = Text(
        f"申报表版本是 {package.form or '空'}，本次征集用 {call.form}。请另取新表。",
        f"The form is version {package.form or 'none'}; this call uses {call.form}. Take the new form.",
    )
    return [Reason(code="form-version", says=says, field="form")]


def _tasks(package: Package, call: Call, on: date) -> list[Reason]:
    told = call.pack.term("mandatory_tasks", on)
    if isinstance(told, Unknown) or not isinstance(told.value, tuple):
        return []
    lacking = [t for t in told.value if getattr(t, "zh", "") not in package.mandatory]
    return [
        Reason(
            code="mandatory-task-missing",
            says=Text(f"缺必做任务“{t.zh}”的安排。", f"The mandatory task “{t.en}” is not planned."),
            cite=told.cite,
            field="mandatory",
        )
        for t in lacking
        if isinstance(t, Text)
    ]


def _targets(package: Package, call: Call, on: date) -> list[Reason]:
    """A promise below the notice's floor is no application; goals of words alone need none."""
    found = []
    for goal in call.pack.targets(on):
        if goal.floor is None or not goal.comparator:
            continue
        promised = package.targets.get(goal.id)
        floor = decimal_text(goal.floor)
        if promised is None:
            says = Text(
                f"“{goal.title.zh}”没有承诺值（下限 {floor}）。",
                f"“{goal.title.en}” has no promised figure (floor {floor}).",
            )
        elif not COMPARATORS[goal.comparator](promised, goal.floor):
            says = Text(
                f"“{goal.title.zh}”承诺 {decimal_text(promised)}，低于下限 {floor}。",
                f"“{goal.title.en}” promises {decimal_text(promised)}, below the floor {floor}.",
            )
        else:
            continue
        found.append(Reason(code="target-below-floor", says=says, cite=goal.cite, field=f"target.{goal.id}"))
    return found


def _province(call: Call, on: date, province_has: int) -> list[Reason]:
    most = call.pack.term("nomination_per_province", on)
    if isinstance(most, Unknown) or province_has < most.whole:
        return []
    says = Text(
        f"本省已推荐 {province_has} 个城市，每省至多 {most.whole} 个。",
        f"The province has nominated {province_has}; it may nominate {most.whole}.",
    )
    return [Reason(code="province-full", says=says, cite=most.cite, field="city")]
