"""The programme's measures: goals 2 to 14 and x1 to x4 of the 2020 Notice, but for goals 1, 4 and 5, which are the
house of trading's.

Joined with the packs by ``code``, which is the ``id`` of ``indicator_floors.csv``; never by a number of a list. No floor
stands here: floors are the packs'.
"""

from ipops.lines.programme.indicators.attested import ATTESTED
from ipops.lines.programme.indicators.pledges import PLEDGE_AMOUNT_GROWTH, PLEDGE_PROJECTS_GROWTH
from ipops.measures.measure import Measure

MEASURES: tuple[Measure, ...] = (PLEDGE_AMOUNT_GROWTH, PLEDGE_PROJECTS_GROWTH, *ATTESTED)

__all__ = ["MEASURES", "PLEDGE_AMOUNT_GROWTH", "PLEDGE_PROJECTS_GROWTH"]
