"""2023 to 2026: the loans behind some of the story's pledges, from the firm's wish until they are repaid, or fail.

The register's own list tells of each pledge (it is the story's); what firm, bank and offices do about it goes through the services
of the house. Offices see a loan from its filing with the fund on, which was set up in April 2024.
"""

from __future__ import annotations

from collections.abc import Iterator

from ipops.site.demo import demo_lending
from ipops.site.demo.life import failed
from ipops.site.demo.life.loan import Loan
from ipops.site.demo.life.scene import Scene
from ipops.site.demo.people import weekday_from
from ipops.site.demo.story import TODAY


def scenes() -> Iterator[Scene]:
    for lent in demo_lending().lent:
        told = Loan(lent)
        ends = failed.course(told) if lent.course.end in failed.ENDS else told.ends()
        for day, act in (*told.begins(), *ends):
            if day <= TODAY:
                yield Scene(day=weekday_from(day), act=act)
