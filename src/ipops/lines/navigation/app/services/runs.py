"""A study worked out into the home, with what people said in the journal; and again from the browser, as a task of the worker.

The folder remembers its template (``again.json``, never handed out): who runs a study once on this machine can have it run again
by whoever records at its place, after labels and verdicts came in.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Lang, Text
from ipops.lines.navigation.app import hands
from ipops.lines.navigation.app.results import folder_of
from ipops.lines.navigation.rules.hands import no
from ipops.lines.navigation.study.run import Done, Heard, run

_AGAIN = "again.json"


def study_work_out(
    study: str, template: Path, *, langs: Sequence[Lang] = ("zh", "en"), heard: Heard | None = None
) -> Done | Refused:
    """Run the template into the study's folder, the journal's words beside the template's sheets."""
    folder = folder_of(study)
    got = run(template, folder, langs=langs, heard=heard, spoken=hands.spoken(study))
    if not isinstance(got, Refused):
        (folder / _AGAIN).write_text(json.dumps({"template": str(template.resolve()), "langs": list(langs)}))
    return got


def _remembered(study: str) -> tuple[Path, tuple[Lang, ...]] | None:
    path = folder_of(study) / _AGAIN
    if not path.is_file():
        return None
    told = json.loads(path.read_text())
    template = Path(told["template"])
    return (template, tuple(told["langs"])) if template.is_file() else None


def study_run_again(study: str) -> str | Refused:
    """Put the run into the queue, once; gives its number."""
    if _remembered(study) is None:
        return no("no-template", _NO_TEMPLATE)
    if (waiting := last_run(study)) is not None and waiting.state in ("waiting", "running"):
        return waiting.key
    return str(run_again.enqueue(study=study).id)


@task()
def run_again(*, study: str) -> dict[str, Any]:
    """The worker's part. Running it twice gives the same answer."""
    held = _remembered(study)
    if held is None:
        return {"refused": no("no-template", _NO_TEMPLATE).as_json()}
    got = study_work_out(study, held[0], langs=held[1])
    return {"refused": got.as_json()} if isinstance(got, Refused) else {"done": got.as_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run as its page shows it. ``failed`` is an error of ours: everything of the user's is a refusal."""

    key: str
    at: Any
    state: str  #: waiting, running, done, failed
    reasons: tuple[Text, ...] = ()


_STATES = {"READY": "waiting", "RUNNING": "running", "FAILED": "failed", "SUCCESSFUL": "done"}


def last_run(study: str) -> Run | None:
    """The last run that was asked for in the browser."""
    rows = DBTaskResult.objects.filter(task_path=run_again.module_path, args_kwargs__kwargs__study=study)
    row = rows.order_by("-enqueued_at").first()
    if row is None:
        return None
    refused = (row.return_value or {}).get("refused") or {}
    reasons = tuple(Text(**r["says"]) for r in refused.get("reasons", ()))
    state = _STATES[row.status]
    return Run(key=str(row.pk), at=row.finished_at or row.enqueued_at, state=state, reasons=reasons)


def can_run_again(study: str) -> bool:
    return _remembered(study) is not None


_NO_TEMPLATE = Text(
    "本机没有该项目的模板，请用命令 ipops study run STUDY.yaml --case 运行一次。",
    "This machine has no template of the study; run it once with ipops study run STUDY.yaml --case.",
)
