"""The work list of a docket as a table: the columns that a page shows and a sheet holds."""

from __future__ import annotations

from django.utils import translation

from ipops.kernel.text import Text
from ipops.rights.docket.item import DueItem
from ipops.webkit.pages import exports
from ipops.webkit.pages.spec import Column, ListRows, TableSpec


def rows(items: tuple[DueItem, ...]) -> ListRows:
    """The items as rows that can be ordered by day and by right."""
    return ListRows(items, {"due_on": lambda i: i.due_on, "right": lambda i: i.right})


def sheet(items: tuple[DueItem, ...], lang: str) -> bytes:
    """The list as an XLSX file in one language."""
    with translation.override("zh-hans" if lang.startswith("zh") else "en"):
        answer = exports.as_file("xlsx", WORK_LIST, WORK_LIST.columns, rows(items))
    return b"".join(answer)


WORK_LIST = TableSpec(
    code="docket",
    title=Text("期限与费用清单", "work list of periods and fees"),
    columns=(
        Column(key="due_on", title=Text("应办日", "due on"), value=lambda i: i.due_on, sort="due_on"),
        Column(key="right", title=Text("权利号", "right"), value=lambda i: i.right, sort="right"),
        Column(key="does", title=Text("事项", "what is to be done"), value=lambda i: i.does, wide=True),
        Column(key="status", title=Text("情形", "how it stands"), value=lambda i: i.status),
        Column(key="amount", title=Text("应缴金额（元）", "amount in yuan"), value=lambda i: i.amount, numeric=True),
        Column(
            key="lowest", title=Text("减缴或网上办理后（元）", "lowest in yuan"), value=lambda i: i.lowest, numeric=True
        ),
        Column(key="year", title=Text("专利年度", "patent year"), value=lambda i: i.year, numeric=True),
        Column(key="statutory_on", title=Text("法定日", "statutory day"), value=lambda i: i.statutory_on),
        Column(key="provisional", title=Text("是否暂定", "is it provisional"), value=lambda i: i.provisional),
        Column(key="missed", title=Text("逾期后果", "if it is missed"), value=lambda i: i.missed, wide=True),
        Column(
            key="notes", title=Text("说明", "notes and readings"), value=lambda i: (*i.readings, *i.notes), wide=True
        ),
        Column(key="cites", title=Text("条款", "clauses"), value=lambda i: i.cites, wide=True),
        Column(key="grade", title=Text("来源等级", "grade of the source"), value=lambda i: str(i.grade)),
    ),
    empty=Text("近期没有应办事项。", "Nothing falls due in this time."),
    order="due_on",
)
