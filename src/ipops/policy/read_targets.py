"""Reads one file of ``targets/`` and holds its figures against the layers below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from ipops.kernel.text import Text
from ipops.policy.exact import Number
from ipops.policy.read_terms import agreeing, exact, ordered_days, unit_of
from ipops.policy.register import Desk
from ipops.policy.shapes import GoalShape, Layer, MeasureType, TargetShape, checked
from ipops.policy.targets import Goal, GoalFile, shortfalls
from ipops.policy.yamlread import Where

Beneath = Sequence[tuple[str, GoalFile]]  #: the same goal in the layers below, most specific first, with pack codes


def read_target(path: Path, desk: Desk, start: date, layer: Layer, beneath: Beneath) -> GoalFile | None:
    """The goal, or ``None`` with problems on the desk's sheet."""
    shape = checked(TargetShape, desk.sheet)
    if shape is None:
        return None
    numeric = shape.measure_type is not MeasureType.QUALITATIVE
    told = {"says": shape.says, "measure_type": shape.measure_type, "comparator": shape.comparator}
    for key, value in told.items():
        if value is None and not beneath and (numeric or key != "comparator"):
            desk.sheet.lines.setdefault((key,), 1)
            desk.sheet.wrong("missing-key", (key,), name=key)
    unit = unit_of(shape.unit, desk)
    if beneath:
        pack, low = beneath[0]
        if low.measure_type is not MeasureType.QUALITATIVE:  # of a goal of words alone a city may choose what it plans
            agreeing(desk, "measure_type", shape.measure_type, low.measure_type, pack)
            agreeing(desk, "comparator", shape.comparator, low.comparator, pack)
            agreeing(desk, "unit", shape.unit, low.unit, pack)
        made = low
    else:
        made = _blank(path.stem)
    ordered_days(desk, list(shape.values), start)
    kind = shape.measure_type or made.measure_type
    goals = [_goal(day, g, kind, desk) for day, g in shape.values.items()]
    found = GoalFile(
        id=path.stem,
        title=shape.says.text if shape.says else made.title,
        measure_type=kind,
        comparator=shape.comparator or made.comparator,
        unit=unit or made.unit,
        listed_as=shape.listed_as or made.listed_as,
        reviewed_on=shape.reviewed_on,
        values=tuple(sorted((g for g in goals if g is not None), key=lambda g: g.since)),
        file=desk.sheet.file,
    )
    _complete(found, desk)
    if layer is not Layer.SUB_AREA:  # a sub-area's figure is a part of the city's, not a figure over the floor
        _held_against_floors(found, beneath, desk)
    return found


def _complete(found: GoalFile, desk: Desk) -> None:
    """A goal with a figure needs its unit and its comparator, its own or a lower layer's."""
    if any(v is not None for g in found.values for v in (g.floor, g.promise, g.plan)):
        if not found.unit:
            desk.sheet.lines.setdefault(("unit",), 1)
            desk.sheet.wrong("unit-needed", ("unit",))
        if not found.comparator:
            desk.sheet.lines.setdefault(("comparator",), 1)
            desk.sheet.wrong("missing-key", ("comparator",), name="comparator")


def _blank(goal: str) -> GoalFile:
    """What a goal that no lower layer knows starts from, so that one missing key does not hide the next mistake."""
    return GoalFile(
        id=goal,
        title=Text(goal, goal),
        measure_type=MeasureType.QUALITATIVE,
        comparator="",
        unit="",
        listed_as="",
        reviewed_on=date.min,
        values=(),
        file="",
    )


def _goal(day: date, shape: GoalShape, kind: MeasureType, desk: Desk) -> Goal | None:
    where: Where = ("values", str(day))
    figures: Mapping[str, Number | None] = {
        key: exact(raw, (*where, key), desk)
        for key, raw in (("floor", shape.floor), ("promise", shape.promise), ("plan", shape.plan))
        if raw is not None
    }
    if kind is MeasureType.QUALITATIVE and shape.floor is not None:
        desk.sheet.wrong("qualitative-number", (*where, "floor"), floor=shape.floor)
    elif kind is not MeasureType.QUALITATIVE and not figures:
        desk.sheet.wrong("floor-missing", where)
    cite = desk.cited(shape.cite, where, numeric=bool(figures), cautioned=shape.caution is not None)
    if cite is None:
        return None
    return Goal(
        since=day,
        floor=figures.get("floor"),
        promise=figures.get("promise"),
        plan=figures.get("plan"),
        cite=cite,
        caution=shape.caution.text if shape.caution else None,
    )


def _held_against_floors(found: GoalFile, beneath: Beneath, desk: Desk) -> None:
    for goal in found.values:
        floor, promise = goal.floor, goal.promise
        for _pack, low in beneath:
            # A plan dated before the notice's text was seen is still held to its floor: the first known one.
            entry = low.on(goal.since) or (low.values[0] if low.values else None)
            if entry is None:
                continue
            floor = entry.floor if floor is None else floor
            promise = entry.promise if promise is None else promise
        for short in shortfalls(
            floor=floor, promise=promise, plan=goal.plan, comparator=found.comparator, unit=found.unit
        ):
            desk.sheet.note(short.code, ("values", str(goal.since), short.key), **short.fill)


def fraction(value: Number | None) -> Fraction | None:
    return None if value is None else Fraction(value)
