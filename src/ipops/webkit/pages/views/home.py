"""The desk: what is due, for whom, and where to go next. For a stranger, what this is and what is public."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.webkit import access
from ipops.webkit.pages import tables
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.shell import Shell
from ipops.webkit.pages.views import work
from ipops.webkit.roles import Role

MOST = 10
#: What each role comes here to do, in a sentence.
CALLING: dict[str, Text] = {
    Role.CLERK: Text("登记许可、转让，处理登记簿差异。", "Record licences and transfers, settle differences with the register."),
    Role.OFFICER: Text("掌握目标进度，督办逾期事项。", "Follow the targets, see to what is late."),
    Role.CERTIFIER: Text("审核本市数据，对报出的数字负责。", "Review the city's data and answer for the figures that leave it."),
    Role.PROVINCE: Text("接收并核验各市封存数据。", "Accept and verify the sealed data of the cities."),
    Role.CENTRE: Text("查看各市目标完成情况与全国序列。", "See how the cities stand and the national series."),
    Role.AUDITOR: Text("查看账本、证明与每个数字的依据；不作任何更改。", "Read the ledger, the proofs and the ground of each figure; change nothing."),
    Role.CHECKER: Text("核查存疑交易，作出结论。", "Check doubtful deals and end each check with a finding."),
    Role.ADMIN: Text("管理人员、单位与岗位。", "Look after people, offices and roles."),
}  # fmt: skip


def _soon() -> tables.TableSpec:
    """The work list without what only the full list needs."""
    spec = work.SPEC
    return tables.TableSpec(
        code="soon",
        title=spec.title,
        columns=spec.columns[:4],
        empty=spec.empty,
        per_page=MOST,
        order=spec.order,
        plain=True,
    )


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    shell = Shell(request)
    if not shell.signed_in:
        return render(request, "webkit/welcome.html", {"shell": shell, "sections": shell.menu})
    mine, office = (work.items(reader(request), which) for which in (work.MINE, work.OFFICE))
    own = mine.count()
    context = {
        "shell": shell,
        "roles": [
            (Role(m.role), Text(m.office.name_zh, m.office.name_en), CALLING.get(m.role))
            for m in access.memberships(reader(request))
        ],
        "table": tables.draw(_soon(), mine if own else office, request),
        "own": own,
        "office": office.count(),
        "late": office.filter(due_on__lt=work.today()).count(),
        "sections": [s for s in shell.menu if any(not i.here for i in s.items)],
        "today": work.today(),
    }
    return render(request, "webkit/home.html", context)
