"""2023: a call, two nominations, a review from which the expert of the city's own institute is kept out, the list, an objection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from ipops.kernel.money import Money
from ipops.lines.programme.app.services import objections, plan, selection, steps
from ipops.lines.programme.facts.words import Ground
from ipops.lines.programme.rules.selection.nomination import Package
from ipops.policy import Pack, pack_named
from ipops.reference.demo_places import DEMO_PLACES, DEMO_PROVINCE
from ipops.site.demo.life.scene import (
    BEND_NOMINATION,
    CALL,
    CENTRE,
    CITY,
    CLERK,
    NOMINATION,
    PROVINCE,
    Scene,
    done,
    paper,
    scene,
    turned_away,
)

NOTICE = "demo-notice"
#: Account, name, where the employer is: an empty place tells none.
PANEL = (
    ("user:expert", "专家甲（演示）", ""),
    ("user:expert2", "专家乙（演示）", ""),
    ("user:expert3", "专家丙（演示）", ""),
    ("user:expert-city", "专家丁（演示）", CITY),
)
#: Points by item of the review's scheme; the panel is of one mind but for the money.
SHEETS = {
    "user:expert": {"foundation": 22, "targets": 23, "tasks": 22, "money": 13, "defence": 9},
    "user:expert2": {"foundation": 21, "targets": 22, "tasks": 23, "money": 11, "defence": 8},
    "user:expert3": {"foundation": 23, "targets": 21, "tasks": 21, "money": 14, "defence": 9},
}
DEFENCE = {"custody_smes": Fraction(1100)}


def scenes() -> Iterator[Scene]:
    yield scene("2023-09-04", _open)
    yield scene("2023-09-18", _nominate)
    yield scene("2023-10-08", _seat)
    yield scene("2023-10-09", _declare)
    yield scene("2023-10-11", _score)
    yield scene("2023-10-12", _defend)
    yield scene("2023-10-13", _publish)
    yield scene("2023-10-17", _object)
    yield scene("2023-10-20", _settle)
    yield scene("2023-10-24", _decide)
    yield scene("2023-11-20", _fund)


def goals(code: str, on: date) -> Any:
    """The goals of a pack on a day."""
    pack = pack_named(code)
    assert isinstance(pack, Pack)
    return pack.targets(on)


def _open(on: date) -> None:
    done(
        selection.call_open(
            call=CALL,
            title="2023年重点城市申报（演示）",
            pack=NOTICE,
            form="1",
            closes_on=date(2023, 9, 30),
            by=CENTRE,
            today=on,
            document=paper("申报通知", "示例通知，虚构", by=CENTRE),
        )
    )


def _nominate(on: date) -> None:
    """What the plan's pack calls the promise was promised here; where it names none, the floor."""
    promised = {g.id: g.promise for g in goals("demo-city", date(2023, 12, 28)) if g.promise is not None}
    money = Money.yuan(75_000_000)
    bare = selection.nominate(
        package=replace(_package(CITY, DEMO_PROVINCE, money, PROVINCE, on, promised), attachments=()),
        call=CALL,
        by=PROVINCE,
        today=on,
        reference="demo/bare",
    )
    turned_away(bare, "no-attachment")
    nominated(CITY, DEMO_PROVINCE, matching=money, by=PROVINCE, on=on, reference="demo/2023", promised=promised)


def nominated(
    city: str,
    province: str,
    *,
    matching: Money,
    by: str,
    on: date,
    reference: str,
    promised: Mapping[str, Fraction] | None = None,
    call: str = CALL,
) -> None:
    """Hand a city's package in, its promises at the floors of the notice or above."""
    package = _package(city, province, matching, by, on, promised or {})
    done(selection.nominate(package=package, call=call, by=by, today=on, reference=reference))


def _package(city: str, province: str, matching: Money, by: str, on: date, promised: Mapping[str, Fraction]) -> Package:
    asked = {g.id: g.floor for g in goals(NOTICE, on) if g.floor is not None}
    notice = pack_named(NOTICE)
    assert isinstance(notice, Pack)
    tasks = getattr(notice.term("mandatory_tasks", on), "value", ())
    return Package(
        city=city,
        province=province,
        name=DEMO_PLACES[city].zh,
        form="1",
        matching=matching,
        targets={g: max(floor, promised.get(g, floor)) for g, floor in asked.items()},
        mandatory=tuple(t.zh for t in tasks),
        optional=(),
        attachments=(paper("申报方案", DEMO_PLACES[city].zh, by=by),),
    )


def _seat(on: date) -> None:
    seats = [selection.Seat(expert=e, name=name, places=(place,) if place else ()) for e, name, place in PANEL]
    done(selection.panel_seat(call=CALL, seats=seats, by=CENTRE, today=on, why="评审组名单（演示）"))
    done(steps.step(case=CALL, event="close", by=CENTRE, today=on, reference="demo/close"))


def _declare(on: date) -> None:
    """The expert of the city's institute says so; had nothing been said, the profile would keep the documents shut as well."""
    for expert, _, place in PANEL:
        ground = Ground.EMPLOYER if place else Ground.NONE
        done(
            selection.conflict_declare(
                nomination=NOMINATION,
                expert=expert,
                ground=ground,
                why="任职于示范市研究院" if place else "",
                today=on,
                reference="demo/declare",
            )
        )
        done(
            selection.conflict_declare(
                nomination=BEND_NOMINATION,
                expert=expert,
                ground=Ground.NONE,
                why="",
                today=on,
                reference="demo/declare-bend",
            )
        )
    kept_out = selection.documents_open(nomination=NOMINATION, expert=PANEL[-1][0], today=on)
    turned_away(kept_out, "conflict-by-profile")


def _score(on: date) -> None:
    for expert, points in SHEETS.items():
        done(selection.documents_open(nomination=NOMINATION, expert=expert, today=on))
        given = {item: Fraction(n) for item, n in points.items()}
        done(selection.sheet_lock(nomination=NOMINATION, expert=expert, points=given, remarks="可行（演示）", today=on))
        done(selection.documents_open(nomination=BEND_NOMINATION, expert=expert, today=on))
        less = {item: n - 1 for item, n in given.items()}
        done(
            selection.sheet_lock(
                nomination=BEND_NOMINATION, expert=expert, points=less, remarks="可行（演示）", today=on
            )
        )


def _defend(on: date) -> None:
    record = paper("答辩记录", "托管覆盖中小企业不少于1100家", by=CENTRE)
    done(
        plan.defence_promise(
            nomination=NOMINATION, figures=DEFENCE, words="答辩时承诺（演示）", by=CENTRE, today=on, document=record
        )
    )


def _publish(on: date) -> None:
    done(selection.list_publish(call=CALL, proposed=2, by=CENTRE, today=on, document=paper("公示", by=CENTRE)))


def _object(on: date) -> None:
    heard = partial(objections.objection_raise, by=CLERK, today=on)
    raised = objections.Raised(against=CALL, name="", words="托管基数有误", document="")
    turned_away(heard(raised=raised, reference="demo/anonymous"), "objection-nameless")
    evidence = paper("异议材料", "托管基数", by=CLERK)
    done(heard(raised=replace(raised, name="李某（演示）", document=evidence), reference="demo-list"))


def _settle(on: date) -> None:
    done(
        objections.objection_settle(
            case="obj:demo-list",
            event="reject",
            why="经核查，基数无误（演示）",
            by=CENTRE,
            today=on,
            reference="demo",
        )
    )


def _decide(on: date) -> None:
    done(selection.call_decide(call=CALL, by=CENTRE, today=on, document=paper("支持名单", by=CENTRE)))


def _fund(on: date) -> None:
    done(selection.city_step(case=NOMINATION, event="pay_first", by=CENTRE, today=on, reference="demo/first"))
