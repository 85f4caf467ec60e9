"""Reports of the demo's studies, worked out in a process of their own beside the running program.

Nothing of this is in the journal: the real study needs the shared data and runs where they are, the made-up one runs
everywhere, and the demo's facts are the same either way. A result that is there is left; a run that failed twice is left too.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from importlib import resources
from pathlib import Path

from ipops.lines.navigation.app.results import folder_of
from ipops.lines.navigation.study.results import results_in
from ipops.reference.shared import shared_dir
from ipops.site.children import Child
from ipops.site.demo import corpus, navigation, robots
from ipops.webkit.home import room

STUDIES = {navigation.CITY: "city.yaml", robots.ROBOTS: "robots.yaml", navigation.DRONES: "drones.yaml"}
_TRIES = 2
_running: list[Child] = []
_tried: Counter[str] = Counter()


def work_out() -> str | None:
    """Start the next study that has no result, unless one is being worked out; gives its code."""
    from ipops.site.first_load import is_demo

    if any(c.running is not None and c.running.poll() is None for c in _running) or not is_demo():
        return None
    study = next((s for s in STUDIES if is_wanted(s) and _tried[s] < _TRIES), None)
    if study is None:
        return None
    _tried[study] += 1
    command = [sys.executable, "-m", "ipops", "study", "run", str(template_of(study)), "--case", study]
    child = Child("study", command, room("logs") / "demo-studies.log")
    child.start()
    _running[:] = [child]
    return study


def is_wanted(study: str) -> bool:
    here = shared_dir()
    data = study != navigation.DRONES or (
        here is not None and (here / "data" / "patents" / "lens-drones-2022").is_dir()
    )
    return data and results_in(folder_of(study)) is None


def template_of(study: str) -> Path:
    """The template; that of the made-up corpus is laid beside the list which it names."""
    room_of = "ipops.site" if study == robots.ROBOTS else "ipops.lines.navigation"
    below = "demo" if study == robots.ROBOTS else "studies"
    shipped = Path(str(resources.files(room_of) / below / STUDIES[study]))
    if study == navigation.DRONES:
        return shipped
    folder = folder_of(study) / "input"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "patents.csv").write_text(corpus.patents_csv(), encoding="utf-8")
    (folder / "industry.csv").write_text(corpus.industry_csv(), encoding="utf-8")
    shutil.copyfile(shipped, folder / shipped.name)
    return folder / shipped.name
