"""What this line adds up: goals 1, 4 and 5 of the 2020 Notice."""

from ipops.lines.trading.indicators.contracts import TECH_CONTRACT_AMOUNT_GROWTH
from ipops.lines.trading.indicators.conversion import SMES_CONVERTING
from ipops.lines.trading.indicators.deals import TRANSFERS_LICENCES_GROWTH
from ipops.measures.measure import Measure

MEASURES: tuple[Measure, ...] = (TRANSFERS_LICENCES_GROWTH, TECH_CONTRACT_AMOUNT_GROWTH, SMES_CONVERTING)

__all__ = ["MEASURES", "SMES_CONVERTING", "TECH_CONTRACT_AMOUNT_GROWTH", "TRANSFERS_LICENCES_GROWTH"]
