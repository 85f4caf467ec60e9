"""Is everything running: database, seals, exports, what waits and what failed. For who looks after the machine."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from ipops.kernel.text import Text
from ipops.ledger import export
from ipops.webkit import seals, store
from ipops.webkit.home import home, room
from ipops.webkit.models import OutboxItem
from ipops.webkit.pages import tables
from ipops.webkit.pages.views.manage.people import needs_manage

LEAST_FREE = 2_000_000_000
SEAL_LATE_HOURS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing looked at; ``state`` is a code of ``states``."""

    title: Text
    state: str
    says: Any


STATUS = {
    "READY": Text("等待", "waiting"),
    "RUNNING": Text("运行中", "running"),
    "FAILED": Text("失败", "failed"),
    "SUCCESSFUL": Text("成功", "done"),
}
TASKS = tables.TableSpec(
    code="tasks",
    title=Text("后台任务", "Background tasks"),
    columns=(
        tables.Column(key="task", title=Text("任务", "Task"), value=lambda t: t.task_path.rpartition(".")[2], sort="task_path"),
        tables.Column(key="status", title=Text("状态", "State"), value=lambda t: STATUS.get(t.status, t.status), sort="status"),
        tables.Column(key="at", title=Text("提交", "Put in"), value=lambda t: t.enqueued_at, sort="enqueued_at"),
        tables.Column(key="done", title=Text("完成", "Finished"), value=lambda t: t.finished_at or Text("未完成", "not yet"), sort="finished_at"),
    ),
    filters=(
        tables.Filter(name="status", title=Text("状态", "State"), kind="choice", choices=tuple(STATUS.items()), narrow=lambda rows, v: rows.filter(status=v)),
    ),
    empty=Text("没有后台任务。", "There are no background tasks."),
    order="-enqueued_at",
    per_page=20,
)  # fmt: skip


@require_safe
@needs_manage
def health(request: HttpRequest) -> HttpResponseBase:
    return tables.page(request, TASKS, DBTaskResult.objects.all(), "webkit/manage/health.html", {"signs": signs()})


def signs() -> tuple[Sign, ...]:
    return (_database(), *moving(tasks()))


def moving(counted: Mapping[str, int]) -> tuple[Sign, ...]:
    """What may go wrong while the database answers; three queries. ``counted`` are the ``tasks``."""
    size = store.size()
    return (_sealed(size), _exported(size), _outbox(), _tasks(counted), _disk())


def _database() -> Sign:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        version, size = cursor.fetchone()
    says = Text("PostgreSQL {v}，{n} MB", "PostgreSQL {v}, {n} MB").fill(v=version.split()[0], n=size // 1_000_000)
    return Sign(title=Text("数据库", "Database"), state="fine", says=says)


def _sealed(size: int) -> Sign:
    title, head = Text("封存", "Seals"), seals.last()
    if head is None:
        return Sign(title=title, state="due" if size else "fine", says=Text("尚未封存", "nothing sealed yet"))
    waiting = size - head.size
    late = waiting > 0 and (timezone.now() - head.sealed_at).total_seconds() > SEAL_LATE_HOURS * 3600
    says = Text("前{n}条已封存，{w}条待封存", "sealed up to No. {n}, waiting: {w}").fill(n=head.size, w=waiting)
    return Sign(title=title, state="late" if late else "fine", says=says)


def _exported(size: int) -> Sign:
    behind = size - export.exported_up_to(room("parquet"))
    says = (
        Text("落后{n}条", "behind by {n} entries").fill(n=behind)
        if behind
        else Text("与账本一致", "as the ledger stands")
    )
    return Sign(title=Text("分析导出", "Export for analysis"), state="due" if behind else "fine", says=says)


def _outbox() -> Sign:
    told = OutboxItem.objects.filter(done_at=None).aggregate(n=Count("pk"), f=Count("pk", filter=Q(attempts__gt=0)))
    says = Text("待办{n}项，其中重试{f}项", "waiting: {n}, of these tried before: {f}").fill(**told)
    return Sign(title=Text("待发事项", "Outbox"), state="late" if told["f"] else "fine", says=says)


def tasks() -> dict[str, int]:
    """Background tasks by state."""
    return dict(DBTaskResult.objects.order_by().values_list("status").annotate(n=Count("id")))


def _tasks(counted: Mapping[str, int]) -> Sign:
    lost = counted.get("FAILED", 0)
    says = Text("等待{w}，失败{f}", "waiting: {w}, failed: {f}").fill(w=counted.get("READY", 0), f=lost)
    return Sign(title=Text("后台任务", "Background tasks"), state="late" if lost else "fine", says=says)


def _disk() -> Sign:
    free = shutil.disk_usage(home()).free
    says = Text("余{n} GB", "{n} GB free").fill(n=free // 1_000_000_000)
    return Sign(title=Text("磁盘", "Disk"), state="fine" if free > LEAST_FREE else "late", says=says)


@require_safe
@needs_manage
def manage(request: HttpRequest) -> HttpResponseBase:
    """Where to go, and whether something needs a look."""
    return render(request, "webkit/manage/manage.html", {"wrong": [s for s in signs() if s.state == "late"]})
