"""Packs that were put in while the program runs: whole editions of a folder of packs, one of them current.

<root>/current       the number of the edition in use, replaced in one step
<root>/0001/<code>/  the packs as that edition holds them; an edition is never changed, the next one is a copy with a change

A reader therefore always sees one whole edition, and what stood before is still there to be looked at.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import yaml

from ipops.policy.load import Loaded

CURRENT = "current"
#: Reads folders of packs: ``load`` over everything else that is on the shelf.
Read = Callable[[Path], Loaded]


def current(root: Path) -> Path | None:
    """The folder of the edition in use; ``None`` before the first."""
    try:
        return root / (root / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def put(root: Path, code: str, files: Mapping[str, str], sources: Mapping[str, object], read: Read) -> Loaded:
    """A new edition in which the pack ``code`` is these files, if it reads without a problem; else nothing is changed.

    ``files`` by their path inside the pack; ``sources`` are added to the folder's register of sources.
    """
    with ExitStack() as held:
        turn = held.enter_context((root / ".turn").open("w"))
        fcntl.flock(turn, fcntl.LOCK_EX)
        before = current(root)
        number = int(before.name) + 1 if before else 1
        draft = root / f".draft-{number:04d}"
        held.callback(shutil.rmtree, draft, ignore_errors=True)
        shutil.rmtree(draft, ignore_errors=True)
        if before:
            shutil.copytree(before, draft)
        _write(draft, code, files, sources)
        loaded = read(draft)
        if not loaded.problems:
            draft.rename(root / f"{number:04d}")
            step = root / f".{CURRENT}"
            step.write_text(f"{number:04d}", encoding="ascii")
            os.replace(step, root / CURRENT)
        return loaded


def _write(draft: Path, code: str, files: Mapping[str, str], sources: Mapping[str, object]) -> None:
    home = draft / code
    shutil.rmtree(home, ignore_errors=True)
    for name, text in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    register = draft / "sources.yaml"
    known = yaml.safe_load(register.read_text(encoding="utf-8"))["sources"] if register.exists() else {}
    register.write_text(written({"sources": {**known, **sources}}), encoding="utf-8")


def written(data: object) -> str:
    """As the files of packs are written: in order, Chinese as it is."""
    return yaml.dump(data, Dumper=_Whole, allow_unicode=True, sort_keys=False, width=120)


class _Whole(yaml.SafeDumper):
    """Says the same thing twice where it stands twice: a pack may not refer from one place to another."""

    def ignore_aliases(self, data: object) -> bool:
        return True
