"""Who cites whom, in integer arrays; the CD index by the strict date rule."""

from ipops.corpus.citation_graph.cd import CdValues, Window, cd_index
from ipops.corpus.citation_graph.graph import UNDATED, CitationGraph, Made, build

__all__ = ["UNDATED", "CdValues", "CitationGraph", "Made", "Window", "build", "cd_index"]
