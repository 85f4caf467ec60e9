"""The demo city into an empty journal: papers, accounts, every fact as it was learned, and between them the city's life in
the programme as its services enter it; in one transaction.

Rule 1: all or nothing. A start that is interrupted leaves an empty journal, and the next start loads it.
Rule 2: never beside real records. A journal that holds anything but the demo is left as it is, with a sentence.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from django.db import transaction
from rich.console import Console
from rich.progress import Progress

from ipops.kernel.outcome import Problem
from ipops.ledger.entry import Draft
from ipops.ledger.facts import CheckOpened
from ipops.lines.pledge.app.services import alerts
from ipops.lines.trading.app.services import tasks
from ipops.site import demo
from ipops.site.demo.life import Scene, life
from ipops.webkit import access, analytics, documents, journal, seals
from ipops.webkit.embedded import Broken
from ipops.webkit.models import JournalRow

#: Learned one after the other by nobody's leave: facts of one moment and sender go in together.
_ABOUT = 44_600


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
            alerts.sweep(today=demo.TODAY)
    demo.forget()
    sealed = seals.seal()
    if isinstance(sealed, Problem):
        raise Broken(sealed.says.zh, sealed.says.en)
    analytics.remake()
    return True


def _told() -> Iterator[int]:
    """Put every batch in; yields how many facts are in so far."""
    for paper in demo.demo_papers():
        kept = documents.store(io.BytesIO(paper.content), paper.name, paper.by)
        if kept != paper.sha256:
            raise RuntimeError(f"The demo's paper {paper.name} was not kept as it is: {kept}")
    story = _Story()
    scenes = deque(life())
    for (at, by), batch in groupby(demo.demo_city(), key=lambda learned: learned[:2]):
        while scenes and scenes[0].at <= at:
            _play(scenes.popleft())
            story.follows(journal.size())
        yield story.tell([draft for _, _, draft in batch], by=by, at=at)
    for scene in scenes:
        _play(scene)


def _play(scene: Scene) -> None:
    with journal.replaying(scene.at):
        scene.act(scene.day)


class _Story:
    """The story's drafts point at one another by their numbers in it; between them the life is entered, so each is told where
    that one stands in the journal."""

    def __init__(self) -> None:
        self._stands: list[int] = []
        self._size = 0

    def follows(self, size: int) -> None:
        """So many entries stand in the journal now."""
        self._size = size

    def tell(self, drafts: list[Draft], *, by: str, at: datetime) -> int:
        """Enter one batch; gives how many entries there are then."""
        self._stands += range(self._size + 1, self._size + 1 + len(drafts))
        entries = journal.append([self._moved(d) for d in drafts], by=by, at=at)
        if [e.n for e in entries] != self._stands[-len(drafts) :]:
            raise RuntimeError("The demo's story was told twice, or somebody else wrote meanwhile.")
        self._size += len(drafts)
        return self._size

    def _moved(self, draft: Draft) -> Draft:
        fact = draft.fact
        if isinstance(fact, CheckOpened):
            fact = replace(fact, entries=tuple(str(self._stands[int(n) - 1]) for n in fact.entries))
        supersedes = None if draft.supersedes is None else self._stands[draft.supersedes - 1]
        return replace(draft, fact=fact, supersedes=supersedes)
