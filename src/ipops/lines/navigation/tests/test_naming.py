"""How owners and classes are named in a report: people apart from bodies, a title of one language shown as what it is."""

from __future__ import annotations

import pytest

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.lines.navigation.study.analyses.fields import called
from ipops.lines.navigation.study.analyses.owners import persons_apart
from ipops.lines.navigation.study.naming import owners_said
from ipops.lines.navigation.study.parts import filed
from ipops.lines.navigation.study.saying import Query
from ipops.reference.ipc import EDITION, IpcTitles

KNOWN = {"PARROT": Text("派诺特", "Parrot")}


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        ("PARROT", "派诺特", "Parrot"),
        ("PARROT; A CO; B CO; C CO", "派诺特；A CO；B CO等4个", "Parrot; A CO; B CO and 1 more"),
        ("PARROT; HOFF DORA (person)", "派诺特及个人1名", "Parrot and 1 person"),
        ("A CO; HOFF DORA (person); YOUNG PAT (person)", "A CO及个人2名", "A CO and 2 persons"),
        ("HOFF DORA (person)", "个人：HOFF DORA", "person: HOFF DORA"),
        ("A (person); B (person); C (person); D (person)", "个人：A；B；C等4个", "persons: A; B; C and 1 more"),
    ],
)
def test_people_stand_apart_from_bodies(given, zh, en):
    assert owners_said(given, lambda one: KNOWN.get(one, Text(one, one))) == Text(zh, en)


class TestTheTitleOfASubclass:
    TITLES = IpcTitles(
        edition=EDITION,
        titles={
            "B64C": Text("飞机；直升飞机", "飞机；直升飞机"),
            "G08G": Text("交通控制系统（指导铁路交通入B61L；雷达入G01S13/91）", "交通控制系统（指导铁路交通入B61L；雷达入G01S13/91）"),
            "B64U": Text("无人驾驶飞行器[UAV]；为此的设备注意 1.本小类包括", "无人驾驶飞行器[UAV]；为此的设备注意 1.本小类包括"),
            "A01B": Text("整地", "Soil working"),
        },
    )  # fmt: skip
    OLDER = {"B64C": "Aeroplanes; Helicopters", "H01L": "Semiconductor devices"}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("symbol", "zh", "en"),
        [
            ("A01B", "整地", "Soil working"),
            ("B64C", "飞机；直升飞机", "Aeroplanes; Helicopters *"),
            ("B64U", "无人驾驶飞行器[UAV]；为此的设备", "(title only in Chinese) 无人驾驶飞行器[UAV]；为此的设备"),
            ("G08G", "交通控制系统", "(title only in Chinese) 交通控制系统"),
            ("H01L", "（仅有旧版英文名称）Semiconductor devices", "Semiconductor devices *"),
            ("Z99Z", "未知（名称表中没有）", "unknown (not in the list of titles)"),
        ],
    )
    def test_of_one_language_alone_says_so(self, symbol, zh, en):
        assert called(symbol, self.TITLES, self.OLDER) == Text(zh, en)

    def test_is_unknown_without_any_list(self):
        none = Unknown(why=Text("无", "none"))
        assert called("B64C", none, none).en.startswith("unknown")


def test_a_number_carries_the_year_of_its_first_filing():
    assert filed("US1A", 2015) == Text("US1A（2015年）", "US1A (2015)")
    assert filed("US1A", None) == Text("US1A", "US1A")


def test_what_only_persons_own_is_counted_beside_the_ranking():
    columns = ("units", "of_bodies", "owned", "of_persons")
    asked = Query(code="Q7", title=Text("项", "items"), how="", columns=columns, rows=((10, 7, 9, 2),))
    assert persons_apart(asked).bare == Text(
        "排名只列机构；只由个人申请或持有的2项，占20.0%，不在排名之内。",
        "Rankings list organisations alone; 2 items (20.0%) that only persons applied for or own are not among them.",
    )
