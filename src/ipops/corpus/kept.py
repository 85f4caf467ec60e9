"""Arrays that took long, kept beside a result until it is whole: a run that was broken off takes them up again."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Kept:
    """A folder beside ``result``. ``told`` is what the arrays depend on: those of anything else are thrown away. Where nothing may be
    written, nothing is kept."""

    def __init__(self, result: Path, told: Iterable[object]) -> None:
        mark = hashlib.sha256("\n".join(map(repr, told)).encode()).hexdigest()[:16]
        self._above = result.with_name(f".{result.name}.kept")
        self._folder = self._above / mark
        for old in self._above.glob("*"):
            if old != self._folder:
                shutil.rmtree(old, ignore_errors=True)

    def array(self, name: str, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """The array of that name, made if it is not here."""
        place = self._folder / f"{name}.npy"
        if place.exists():
            held: NDArray[Any] = np.load(place)
            return held
        made = make()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            half = place.with_suffix(".half")
            with half.open("wb") as f:
                np.save(f, made)
            half.replace(place)
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
        return made

    def whole(self) -> None:
        """The result is written."""
        shutil.rmtree(self._above, ignore_errors=True)


def files_told(*paths: Path) -> list[object]:
    """Names, sizes and times of writing: what changes when a file does."""
    return [(p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in paths if p.exists()]
