"""What the law makes of a city's year. Pure: figures, points and a pack in, a line of the scorecard out.

Rule 1: a verdict is met or missed only if every reading the pack leaves possible agrees; else it is unknown, naming those
that disagree (decision 0042).
Rule 2: zero or missing base: not computable, with the alternative the pack allows. Scopes, units or definitions that do
not compare: not comparable. A year that is not over is never scaled up; the pack names the view that decides.
Rule 3: thresholds are exact; nothing here is a float.
"""

from ipops.lines.programme.rules.judge import Figures, Midterm, judge
from ipops.lines.programme.rules.law import Law
from ipops.lines.programme.rules.verdict import (
    Basis,
    Level,
    Read,
    Restated,
    ScoreLine,
    Short,
    Verdict,
    View,
    YearSet,
    growth_texts,
    plain_level,
)

__all__ = [
    "Basis",
    "Figures",
    "Law",
    "Level",
    "Midterm",
    "Read",
    "Restated",
    "ScoreLine",
    "Short",
    "Verdict",
    "View",
    "YearSet",
    "growth_texts",
    "judge",
    "plain_level",
]
