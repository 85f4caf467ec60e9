"""Networks out of a corpus: who applies and invents together, who cites whom, which classes stand together."""

from ipops.corpus.network.build import KINDS, Network, network
from ipops.corpus.network.measure import Measured, measure

__all__ = ["KINDS", "Measured", "Network", "measure", "network"]
