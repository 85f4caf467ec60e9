"""The yearly report of a custody as Word, Excel or PDF; and its figures as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.custody.app import selectors
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.reading import report as reports
from ipops.lines.custody.app.views.shown import client
from ipops.reports.papers import as_docx, as_pdf, as_xlsx
from ipops.webkit.models import Office
from ipops.webkit.pages import doors
from ipops.webkit.pages.cases import Asked, Part
from ipops.webkit.pages.reader import reader

FORMATS = {
    "docx": (as_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": (as_pdf, "application/pdf"),
}


@require_safe
@login_required
def report(request: HttpRequest, custody: str, year: int, how: str) -> HttpResponse:
    row = selectors.custody_for(reader(request), custody)
    if (
        row is None
        or how not in FORMATS
        or row.signed_on is None
        or not row.signed_on.year <= year <= doors.today().year
    ):
        raise Http404
    make, media = FORMATS[how]
    lang = get_language() or "zh"
    paper = reports.yearly(row, year, doors.today(), lang=lang, demo=Office.objects.filter(is_demo=True).exists())
    made = make(paper)
    if isinstance(made, Refused):
        return doors.shut(request, made, Text("年度报告", "Yearly report"), back="custody:custodies")
    answer = HttpResponse(made, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="custody-{year}.{how}"'
    return answer


@require_safe
@login_required
def figures(request: HttpRequest, custody: str, year: int) -> HttpResponse:
    """A page of its own: they are worked out from every right in care, which the screen of the contract need not wait for."""
    row = selectors.custody_for(reader(request), custody)
    if row is None or year not in _years(row, doors.today()):
        raise Http404
    context = {
        "row": row,
        "client": client(row),
        "year": year,
        "years": _years(row, doors.today()),
        "figures": reports.lines_of(reports.figures(row, year, doors.today())),
    }
    return render(request, "custody/figures.html", context)


def _years(row: Custody, today: date) -> Sequence[int]:
    """Those it ran in, the latest first; none before it is signed."""
    if row.signed_on is None:
        return ()
    return range(min(today, row.ended_on or today).year, row.signed_on.year - 1, -1)


def _kpi(row: Custody, asked: Asked) -> Mapping[str, Any]:
    return {"years": _years(row, asked.today), "custody": row.custody}


KPI = Part(
    code="kpi", title=Text("考核指标与年度报告", "Figures and yearly report"), template="custody/kpi.html", context=_kpi
)
