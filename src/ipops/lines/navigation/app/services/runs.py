"""A study worked out into the home, with what people said in the journal: at the command line, or from the browser as a task of the
worker.

The folder remembers its template (``again.json``, never handed out): what was set up in the browser or run once on this machine is run
by whoever records at its place, and again after labels and verdicts came in.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Lang, Text
from ipops.lines.navigation.app import hands
from ipops.lines.navigation.app.results import folder_of
from ipops.lines.navigation.rules.hands import no
from ipops.lines.navigation.study.run import Done, Heard, run
from ipops.webkit.lanes import STUDIES

_AGAIN, _SHIPPED = "again.json", "shipped:"


def study_work_out(
    study: str, template: Path, *, langs: Sequence[Lang] = ("zh", "en"), heard: Heard | None = None
) -> Done | Refused:
    """Run the template into the study's folder, the journal's words beside the template's sheets."""
    folder = folder_of(study)
    got = run(template, folder, langs=langs, heard=heard, spoken=hands.spoken(study))
    if not isinstance(got, Refused):
        remember(study, template, langs)
    return got


def remember(study: str, template: Path, langs: Sequence[Lang]) -> None:
    """By which template the study is run on this machine, told so that it is found in a home that was moved or restored."""
    folder, path = folder_of(study), template.resolve()
    if path.is_relative_to(folder.resolve()):
        at = path.relative_to(folder.resolve()).as_posix()
    else:
        at = f"{_SHIPPED}{path.name}" if path.parent == _shipped() else str(path)
    (folder / _AGAIN).write_text(json.dumps({"template": at, "langs": list(langs)}))


def _shipped() -> Path:
    return Path(str(resources.files("ipops.lines.navigation") / "studies")).resolve()


def _remembered(study: str) -> tuple[Path, tuple[Lang, ...]] | None:
    path = folder_of(study) / _AGAIN
    if not path.is_file():
        return None
    told = json.loads(path.read_text())
    at = str(told["template"])
    template = _shipped() / at.removeprefix(_SHIPPED) if at.startswith(_SHIPPED) else path.parent / at
    return (template, tuple(told["langs"])) if template.is_file() else None


def langs_of(study: str) -> tuple[Lang, ...]:
    """In which languages its report was asked for last."""
    held = _remembered(study)
    return held[1] if held else ("zh", "en")


def study_run_again(study: str) -> str | Refused:
    """Put the run into the queue, once; gives its number."""
    if _remembered(study) is None:
        return no("no-template", _NO_TEMPLATE)
    if (waiting := last_run(study)) is not None and waiting.state in ("waiting", "running"):
        return waiting.key
    return str(run_again.enqueue(study=study).id)


@task(takes_context=True, queue_name=STUDIES)
def run_again(context: TaskContext, *, study: str) -> dict[str, Any]:
    """The worker's part. Running it twice gives the same answer. On the way it tells the step that it is at."""
    held = _remembered(study)
    if held is None:
        return {"refused": no("no-template", _NO_TEMPLATE).as_json()}

    def heard(says: Text) -> None:
        rows = DBTaskResult.objects.filter(pk=context.task_result.id, status=TaskResultStatus.RUNNING)
        rows.update(return_value={"at": says.as_json()})

    got = study_work_out(study, held[0], langs=held[1], heard=heard)
    return {"refused": got.as_json()} if isinstance(got, Refused) else {"done": got.as_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run as its page shows it. ``failed`` is an error of ours: everything of the user's is a refusal."""

    key: str
    at: Any
    state: str  #: waiting, running, done, failed
    step: Text | None = None
    reasons: tuple[Text, ...] = ()


_STATES = {"READY": "waiting", "RUNNING": "running", "FAILED": "failed", "SUCCESSFUL": "done"}


def last_run(study: str) -> Run | None:
    """The last run that was asked for in the browser."""
    rows = DBTaskResult.objects.filter(task_path=run_again.module_path, args_kwargs__kwargs__study=study)
    row = rows.order_by("-enqueued_at").first()
    if row is None:
        return None
    told = row.return_value or {}
    refused = told.get("refused") or {}
    reasons = tuple(Text(**r["says"]) for r in refused.get("reasons", ()))
    state = _STATES[row.status]
    step = Text(**told["at"]) if "at" in told else None
    return Run(key=str(row.pk), at=row.finished_at or row.enqueued_at, state=state, step=step, reasons=reasons)


def can_run_again(study: str) -> bool:
    return _remembered(study) is not None


_NO_TEMPLATE = Text("该项目尚未设置数据与模板。", "Data and template of the study are not set up yet.")
