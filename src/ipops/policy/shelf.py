"""The packs at hand: those that come with the program, those of ``IPOPS_PACKS`` (a city's own folder of packs), and those
that were put in while the program runs (``keep_in``)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.policy import kept
from ipops.policy.load import Loaded, load
from ipops.policy.pack import Pack
from ipops.policy.yamlread import nearest

#: Not named as the function that reads it: a folder can be imported as a module and would take its place.
BUILT_IN = Path(__file__).parent / "built_in"
ENV = "IPOPS_PACKS"


class PolicyMistake(Exception):
    """A pack that is in use has mistakes; ``problems`` are all of them, ``says`` the first with its place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        more_zh = f"（另有 {len(problems) - 1} 处，见 ipops pack check）" if len(problems) > 1 else ""
        more_en = f" ({len(problems) - 1} more: ipops pack check)" if len(problems) > 1 else ""
        self.says = Text(f"{first.at}：{first.says.zh}{more_zh}", f"{first.at}: {first.says.en}{more_en}")
        super().__init__(str(self.says.en))


#: Where packs put in at run time are kept; asked each time, since a test has a home of its own.
_kept_in: Callable[[], Path] | None = None


def keep_in(root: Callable[[], Path]) -> None:
    """From now on the packs that ``put`` keeps under this folder are on the shelf too."""
    global _kept_in
    _kept_in = root


def packs() -> Mapping[str, Pack]:
    """Every pack by code, lower layers first. Raises ``PolicyMistake`` when one of them cannot be trusted."""
    now = kept.current(_kept_in()) if _kept_in else None
    return shelf(*_told(), *([now] if now else [])).packs


def _told() -> list[Path]:
    told = os.environ.get(ENV, "")
    return [Path(told)] if told else []


def put(code: str, files: Mapping[str, str], sources: Mapping[str, object]) -> Loaded:
    """Put a pack in, or its next wording, for every process at once; one that has problems changes nothing.

    Raises ``LookupError`` if no folder was named to keep it in.
    """
    if _kept_in is None:
        raise LookupError("keep_in() names the folder first")
    return kept.put(_kept_in(), code, files, sources, lambda draft: load((BUILT_IN, *_told(), draft)))


def planned_in_files(place: str) -> bool:
    """Whether a plan of this place comes with the program or from ``IPOPS_PACKS``: then only its files may change it."""
    return any(p.place == place and p.own_targets for p in shelf(*_told()).packs.values())


@lru_cache(maxsize=8)
def shelf(*own: Path) -> Loaded:
    """The built-in packs and those of a city's own folders, read once per process."""
    loaded = load((BUILT_IN, *own))
    if loaded.problems:
        raise PolicyMistake(loaded.problems)
    return loaded


def pack_named(code: str) -> Pack | Refused:
    """The pack of a code; a refusal that names the nearest one if there is none."""
    every = packs()
    if code in every:
        return every[code]
    near = nearest(code, every)
    says = Text(f"没有政策包“{code}”。可能是：{near}。", f"There is no pack “{code}”. Perhaps: {near}.")
    return Refused(reasons=(Reason(code="no-such-pack", says=says, field="pack"),))


def pack_of_place(place: str) -> Pack | None:
    """The most specific pack written for one place, e.g. a city's plan; ``None`` if it has none."""
    own = [p for p in packs().values() if p.place == place]
    return max(own, key=lambda p: p.layer.rank, default=None)


def plan_of_place(place: str) -> Pack | None:
    """The most specific pack of one place that sets goals. A province's regulation is written for a place too, and is no plan."""
    own = [p for p in packs().values() if p.place == place and p.targets()]
    return max(own, key=lambda p: p.layer.rank, default=None)
