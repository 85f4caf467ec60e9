"""The numbers the demo city tells: chosen, not drawn. Everything else is filled in around them.

The city adopted its three-year plan at the end of 2023: base year 2023, plan years 2024 to 2026, written as a rolling
period. ``TODAY`` is 10 April 2026: two plan years are closed, the first quarter of the third is in.

Deals (net of what checks excluded, per deal, either side in the city): 760, 905, 1,095. The plan's yearly 22 % asks for
760 x 1.22 x 1.22 = 1,131.2, so 1,132 in 2025: the city is 37 short of it, and just meets the notice's 20 %. Pledge projects: 150, 267, 250: at the notice's 30 % the
ways of averaging disagree. Pledge amounts: 6.4, 9.2, 12.6 hundred million: every method is met.
"""

from __future__ import annotations

from datetime import date

#: Every reference of the demo begins so: its journal is told from a real one by the first entry.
MARK = "demo/"
TODAY = date(2026, 4, 10)
OPENED = date(2023, 1, 3)  #: the day the city began to keep its records here
BASE_YEAR, PLAN_YEARS = 2023, (2024, 2025, 2026)
YEARS = (2023, 2024, 2025, 2026)
QUARTER_END = date(2026, 3, 31)

#: Deals that count, per year; 2026 is its first quarter.
DEALS = {2023: 760, 2024: 905, 2025: 1095, 2026: 262}
SECOND_PLACE_DEALS = {2023: 18, 2024: 25, 2025: 31, 2026: 7}
#: Deals that only a party reported and nobody matched: they never count.
REPORTED_ONLY = {2023: 14, 2024: 11, 2025: 17, 2026: 6}
#: Transfers of software copyright: recorded, but no public register makes them count.
UNCOUNTED = {2023: 9, 2024: 12, 2025: 15, 2026: 3}
PLEDGES = {2023: 150, 2024: 267, 2025: 250, 2026: 61}
SECOND_PLACE_PLEDGES = {2023: 4, 2024: 6, 2025: 7, 2026: 1}
#: Secured amounts of the year in 万元.
PLEDGED_WAN = {2023: 64_000, 2024: 92_000, 2025: 126_000, 2026: 31_500}
SECOND_PLACE_PLEDGED_WAN = {2023: 1_800, 2024: 2_600, 2025: 3_100, 2026: 400}

#: The district that had no deal and no pledge in the base year.
LATE_STARTER = "990104"

#: How the year's business falls on its months: little in the spring festival, much before New Year.
MONTHS = (7, 4, 8, 8, 8, 9, 8, 8, 9, 8, 10, 13)
