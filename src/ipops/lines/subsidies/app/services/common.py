"""The courses of this house's cases."""

from __future__ import annotations

from ipops.kernel.text import Text
from ipops.lines.subsidies.app.models import Claim, Window
from ipops.lines.subsidies.machine import CLAIM, WINDOW
from ipops.webkit.course import ANYBODY, Course, Sender, same
from ipops.webkit.course import refuse as no

WINDOW_CASES = Course(
    line="subsidies", letter="SW", model=Window, key="window", lifecycle=WINDOW, missing=Text("没有这个窗口。", "There is no such window."),
)  # fmt: skip
CLAIM_CASES = Course(
    line="subsidies", letter="SC", model=Claim, key="claim", lifecycle=CLAIM, missing=Text("没有这件申报。", "There is no such claim."),
)  # fmt: skip
window_at = WINDOW_CASES.row
claim_at = CLAIM_CASES.row
append = WINDOW_CASES.append

__all__ = ["ANYBODY", "CLAIM_CASES", "WINDOW_CASES", "Sender", "append", "claim_at", "no", "same", "window_at"]
