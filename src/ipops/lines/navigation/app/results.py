"""Where the results of a study lie: in the home, outside the journal. They may be deleted and worked out again."""

from __future__ import annotations

import re
from pathlib import Path

from ipops.lines.navigation.study.results import Results, results_in
from ipops.webkit.home import room


def folder_of(study: str) -> Path:
    """The folder of a study by its code; ``N:demo-drones`` is ``N-demo-drones``."""
    return room("studies") / re.sub(r"[^0-9A-Za-z_-]", "-", study)


def results_of(study: str) -> Results | None:
    return results_in(folder_of(study))
