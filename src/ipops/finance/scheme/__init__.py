"""The scheme language: how a loss is shared, a subsidy worked out, a limit kept, as data with clauses, run with a trace."""

from ipops.finance.scheme.case import Case, read_case
from ipops.finance.scheme.evaluate import evaluate
from ipops.finance.scheme.load import Scheme, read_scheme
from ipops.finance.scheme.outcome import Outcome

__all__ = ["Case", "Outcome", "Scheme", "evaluate", "read_case", "read_scheme"]
