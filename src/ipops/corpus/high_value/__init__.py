"""High-value invention patents by the five official criteria: evidence, the reading chosen, as of a day."""

from ipops.corpus.high_value.cultivation import Near, near
from ipops.corpus.high_value.judge import Verdict, judge, judged, tables_of
from ipops.corpus.high_value.patents import Outside, Patent, gather
from ipops.corpus.high_value.readings import Award, Pledge, Readings

__all__ = [
    "Award",
    "Near",
    "Outside",
    "Patent",
    "Pledge",
    "Readings",
    "Verdict",
    "gather",
    "judge",
    "judged",
    "near",
    "tables_of",
]
