"""Who fires the steps of this line, and the citation of a rule that is ours alone."""

from ipops.kernel.citation import Citation, Grade

CLERKS = frozenset({"clerk", "officer"})
CHECKERS = frozenset({"checker", "officer"})
OURS = Citation(document="ipops", clause="lines/trading/README.md", grade=Grade.OURS)
