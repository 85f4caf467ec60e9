"""A park's monthly list as a park keeps it: contracts and services in one table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ipops.kernel.outcome import Problem
from ipops.lines.custody.app.models import Custody
from ipops.webkit import journal
from ipops.webkit.models import Party

from .conftest import AGENCY, FIRM, OTHER, TODAY

pytestmark = pytest.mark.db
HEAD = [
    "企业名称", "统一社会信用代码", "区划代码", "托管机构", "机构信用代码", "签约日期", "到期日", "项目负责人", "保密约定",
    "服务等级", "企业规模", "服务日期", "服务类别", "服务内容", "节省官费（元）",
]  # fmt: skip


def row(firm=FIRM, name="山河科技有限公司", day="2024年5月6日", **more):
    given = {
        "place": "990101", "last": "2025-05-05", "leader": "李工", "secrecy": "是", "level": "一级", "size": "小微企业",
        "served": "2024/5/20", "service": "年费监控", "what": "核对年费", "saved": "510",
    } | more  # fmt: skip
    g = given
    return [
        name, firm, g["place"], "城南代理", AGENCY, day, g["last"], g["leader"], g["secrecy"], g["level"], g["size"],
        g["served"], g["service"], g["what"], g["saved"],
    ]  # fmt: skip


def book(folder: Path, *rows, head=HEAD) -> Path:
    made = openpyxl.Workbook()
    made.active.append(["二〇二四年五月托管月报"])
    made.active.append(head)
    for r in rows:
        made.active.append(r)
    path = folder / "月报.xlsx"
    made.save(path)
    return path


def send(path: Path, **more):
    from ipops.lines.custody.app.services.monthly import monthly_import

    return monthly_import(file=path, today=TODAY, **more)


def test_contracts_and_services_are_stored_once_however_often_the_list_is_sent(city, tmp_path):
    path = book(
        tmp_path,
        row(),
        row(served="2024-05-28", service="培训", what="一次培训"),
        row(OTHER, "东湖电子有限公司", served=None, service=None, what=None, saved=None),
    )
    got = send(path)
    assert got.as_json() == {"read": 3, "contracts": 2, "services": 2, "known": 0, "refused": []}
    first, shell = Custody.objects.order_by("-served")
    assert (first.stage, first.served, first.covered_on, first.saved_fen) == ("active", 2, date(2024, 5, 20), 102_000)
    assert (shell.stage, shell.covered_on, shell.until) == ("signed", None, date(2025, 5, 6))
    before = journal.size()
    assert send(path).as_json() == {"read": 3, "contracts": 0, "services": 0, "known": 3, "refused": []}
    assert journal.size() == before
    assert Party.objects.count() == 3


def test_next_months_list_adds_to_the_contract_that_is_held(city, tmp_path):
    send(book(tmp_path, row()))
    got = send(book(tmp_path, row(), row(served="2024-06-01", what="提醒")))
    assert (got.contracts, got.services, got.known) == (0, 1, 1)
    assert Custody.objects.get().served == 2


def test_each_refused_row_says_why_and_the_rest_is_stored(city, tmp_path):
    path = book(
        tmp_path,
        row(f"{FIRM[:-1]}0"),
        row(secrecy="否"),
        row(service="专利申请代理"),
        row(served="2024-05-01"),
        row(service=None),
        row(place=None),
        row(day="2024年5月6日"),
    )
    got = send(path).as_json()
    assert (got["read"], got["contracts"], got["services"]) == (7, 1, 1)
    reasons = {r["line"]: r["reason"] for r in got["refused"]}
    assert set(reasons) == {3, 4, 5, 6, 7, 8}
    assert FIRM in reasons[3], "the repair is proposed"
    assert "保密" in reasons[4]
    assert "执业许可证" in reasons[5]
    assert "早于合同签订日" in reasons[6]
    assert "同时填写" in reasons[7]
    assert "区划" in reasons[8]


def test_rights_are_numbers_in_one_way_of_writing_and_an_ended_contract_is_served_no_more(city, tmp_path):
    """A contract that names ``ZL…`` would cover nothing and escape the comparison of clients."""
    from ipops.lines.custody.app import services
    from ipops.lines.custody.facts import Ending

    from .conftest import by

    head = [*HEAD, "托管权利", "行业代码"]
    rows = (
        [*row(), "ZL201510237122.7；201510237122.7", ""],
        [*row(OTHER, "东湖电子有限公司"), "CN201510237122.8", ""],
        [*row(OTHER, "东湖电子有限公司"), "", "ZZ"],
    )
    got = send(book(tmp_path, *rows, head=head)).as_json()
    assert Custody.objects.get().rights == ["CN201510237122.7"]
    reasons = {r["line"]: r["reason"] for r in got["refused"]}
    assert "CN201510237122.7" in reasons[4], "the repair is proposed"
    custody = Custody.objects.get().custody
    services.custody_end(custody=custody, on=date(2024, 5, 25), ending=Ending.BOTH, why="搬迁", by=by("end"))
    late = send(book(tmp_path, row(served="2024-05-24", what="补报"), row(served="2024-05-25", what="终止后")))
    assert (late.services, [line for line, _ in late.refused]) == (1, [4])


def test_the_place_may_be_given_for_all(city, tmp_path):
    assert send(book(tmp_path, row(place=None)), place="990102").contracts == 1
    assert Custody.objects.get().place == "990102"


def test_a_list_without_the_needed_columns_stores_nothing(city, tmp_path):
    got = send(book(tmp_path, ["a"], head=["企业名称"]))
    assert isinstance(got, Problem)
    assert journal.size() == 0
