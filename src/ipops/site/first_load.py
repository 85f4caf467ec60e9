"""The demo city into an empty journal: papers, accounts, and every fact as it was learned, in one transaction.

Rule 1: all or nothing. A start that is interrupted leaves an empty journal, and the next start loads it.
Rule 2: never beside real records. A journal that holds anything but the demo is left as it is, with a sentence.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby

from django.db import transaction
from rich.console import Console
from rich.progress import Progress

from ipops.kernel.outcome import Problem
from ipops.lines.trading.app.services import tasks
from ipops.site import demo
from ipops.webkit import access, analytics, documents, journal, seals
from ipops.webkit.embedded import Broken
from ipops.webkit.models import JournalRow

#: Learned one after the other by nobody's leave: facts of one moment and sender go in together.
_ABOUT = 38_000


def is_demo() -> bool:
    """Whether the journal begins as the demo city's does; told by the mark of its references, not by telling it again."""
    return JournalRow.objects.filter(n=1, reference__startswith=demo.MARK).exists()


def load() -> bool:
    """Load the demo city unless it is there; True when something was done.

    Raises ``Broken`` when the journal holds records that are not the demo's.
    """
    if journal.size():
        if not is_demo():
            raise Broken(
                "此数据目录已有真实记录，演示城市不与其混放。请用 ipops serve 启动，或另设 IPOPS_HOME 后再运行演示。",
                "This home holds real records, and the demo city does not go beside them. Start with ipops serve, or set "
                "IPOPS_HOME to another folder for the demo.",
            )
        access.demo_make()
        return False
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("演示城市 demo city", total=_ABOUT)
        with transaction.atomic():
            for done in _told():
                progress.update(task, completed=done)
            access.demo_make()
            tasks.tasks_of_open_cases(today=demo.TODAY)
    sealed = seals.seal()
    if isinstance(sealed, Problem):
        raise Broken(sealed.says.zh, sealed.says.en)
    analytics.refresh()
    return True


def _told() -> Iterator[int]:
    """Put every batch in; yields how many facts are in so far."""
    for paper in demo.demo_papers():
        kept = documents.store(io.BytesIO(paper.content), paper.name, paper.by)
        if kept != paper.sha256:
            raise RuntimeError(f"The demo's paper {paper.name} was not kept as it is: {kept}")
    done = 0
    for (at, by), batch in groupby(demo.demo_city(), key=lambda learned: learned[:2]):
        drafts = [draft for _, _, draft in batch]
        journal.append(drafts, by=by, at=at)
        done += len(drafts)
        yield done
