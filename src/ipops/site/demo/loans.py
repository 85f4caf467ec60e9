"""Which of the story's pledges have a loan behind them, and what becomes of each; ``life.lent`` plays it through the house.

A pledge of the register is counted once, whoever tells of it: a loan's pledge is one of the story's own, under the code that the
house gives it, so that the loans change no goal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ipops.kernel.money import Money
from ipops.kernel.period import months_after
from ipops.ledger.facts.words import PartyKind, RightKind
from ipops.lines.pledge.rules import codes
from ipops.reference.demo_places import DEMO_CITY, DEMO_SECOND
from ipops.site.demo import parties
from ipops.site.demo.dice import Dice
from ipops.site.demo.market import PATENTS, Market
from ipops.site.demo.rights import Right
from ipops.site.demo.story import OPENED, TODAY

#: The demo account of a bank acts for this one; what other banks do a clerk enters for them.
BANK = "P:91990101HWFJQYKP18"
CLERK = "user:clerk"
_WAN = 1_000_000
_RESTED = timedelta(days=120)  #: so long before the pledge the rights were granted, and sold to nobody
_WAITS = timedelta(days=75)  #: so long a course waits for a pledge that suits it


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One loan: from which day its pledge may be, for how many months, how it ends. Sums in 万元 of the secured amount."""

    name: str
    since: date
    months: int
    end: str
    marks: bool = False
    elsewhere: bool = False
    security: str = ""
    least: int = 0
    most: int = 2_000
    rate_bp: int = 385

    @property
    def maximum(self) -> bool:
        return self.end in ("renewed", "fixed")


def guarantor() -> parties.Party:
    """The made-up guarantor; the demo's account of a guarantor acts for it."""
    code = parties.credit_code("91", DEMO_CITY, Dice("guarantor"))
    name = f"示范融资担保有限公司{parties.DEMO}"
    return parties.Party(f"P:{code}", name, PartyKind.GUARANTOR, DEMO_CITY, date(2009, 6, 18), False, "", "6730", code)


def _course(n: int, since: str, months: int, end: str, **more: object) -> Course:
    return Course(name=f"loan-{n:02d}", since=date.fromisoformat(since), months=months, end=end, **more)  # type: ignore[arg-type]


COURSES = (
    _course(1, "2023-03-01", 9, "settled", rate_bp=420),
    _course(2, "2023-05-08", 9, "settled", marks=True, rate_bp=410),
    _course(3, "2023-08-07", 9, "renewed", least=200, rate_bp=405),
    _course(4, "2023-10-09", 6, "extended", rate_bp=400),
    _course(5, "2024-06-03", 9, "settled", least=400, rate_bp=395),
    _course(6, "2024-06-10", 6, "recovered", security="joint", most=120, rate_bp=395),
    _course(7, "2024-07-01", 6, "rejected", most=120, rate_bp=395),
    _course(8, "2024-06-17", 9, "settled", marks=True),
    _course(9, "2024-08-05", 9, "renewed", least=400),
    _course(10, "2024-09-02", 9, "caught_up", elsewhere=True, least=300),
    _course(11, "2024-11-04", 6, "extended", least=200),
    _course(12, "2025-01-20", 9, "settled", rate_bp=375),
    _course(13, "2025-06-19", 12, "fixed", least=600, rate_bp=365),
    _course(14, "2025-06-19", 6, "claim_paid", security="joint", most=200, rate_bp=365),
    _course(15, "2025-07-14", 6, "claim_approved", security="insurance", most=200, rate_bp=365),
    _course(16, "2025-08-04", 6, "claim_checked", elsewhere=True, most=150, rate_bp=365),
    _course(17, "2025-08-25", 5, "bad", most=150, rate_bp=365),
    _course(18, "2025-09-08", 12, "performing", marks=True, rate_bp=360),
    _course(19, "2025-09-22", 12, "performing", security="joint", least=600, rate_bp=360),
    _course(20, "2025-10-13", 12, "overdue", most=300, rate_bp=360),
    _course(21, "2025-11-03", 12, "performing", elsewhere=True, least=500, rate_bp=360),
    _course(22, "2025-12-01", 12, "performing", security="insurance", least=400, rate_bp=355),
    _course(23, "2026-01-12", 12, "performing", least=400, rate_bp=355),
    _course(24, "2026-03-02", 12, "secured", rate_bp=355),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """A pledge with its loan: ``released`` is when the register lets it go, if that has come."""

    course: Course
    plan: str
    day: date
    released: date
    firm: str
    bank: str
    rights: tuple[str, ...]
    secured: Money

    @property
    def reference(self) -> str:
        return f"demo/{self.course.name}"

    @property
    def application(self) -> str:
        return codes.application_of(CLERK, f"{self.reference}/ask")

    @property
    def pledge(self) -> str:
        return codes.pledge_of(self.application)

    @property
    def loan(self) -> str:
        return codes.loan_of(self.application)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A firm that has asked, or might, with rights that lie under nothing."""

    party: str
    rights: tuple[str, ...]


@dataclass
class Lending:
    """The loans as the story comes to their pledges, day by day."""

    lent: list[Lent] = field(default_factory=list)
    firms: tuple[Firm, ...] = ()
    _open: list[Course] = field(default_factory=lambda: list(COURSES))

    def take(
        self, plan: str, day: date, released: date, bank: str, rights: Sequence[Right], secured: Money
    ) -> Lent | None:
        """The loan behind this pledge, if one is told of it; its bank is the demo account's own but where the course says."""
        self._open = [c for c in self._open if day <= c.since + _WAITS]
        course = next((c for c in self._open if self._suits(c, day, released, bank, rights, secured)), None)
        if course is None:
            return None
        self._open.remove(course)
        lent = Lent(
            course=course, plan=plan, day=day, released=released, firm=rights[0].owners[0],
            bank=bank if course.elsewhere else BANK, rights=tuple(r.number for r in rights), secured=secured,
        )  # fmt: skip
        self.lent.append(lent)
        return lent

    def _suits(self, c: Course, day: date, released: date, bank: str, rights: Sequence[Right], secured: Money) -> bool:
        ends = months_after(day, c.months) < released - timedelta(days=12)
        lasts = released > TODAY or c.end in _OVER
        return (
            c.since <= day
            and not (c.elsewhere and bank == BANK)
            and c.marks == (rights[0].kind is RightKind.TRADEMARK)
            and c.least * _WAN <= secured.fen <= c.most * _WAN
            and lasts
            and (ends or c.end not in _OVER)
            and all(_is_plain(r, day) for r in rights)
            and all(x.firm != rights[0].owners[0] for x in self.lent)
        )

    def look_for_firms(self, market: Market, n: int) -> None:
        """Firms of the city whose patents are free, each once, by the number of the right."""
        taken = {x.firm for x in self.lent}
        self.firms = tuple(f for f, _ in zip(_free(market, taken), range(n), strict=False))


#: Ends after which the pledge is let go.
_OVER = ("settled", "renewed", "extended", "caught_up", "recovered", "rejected")


def _is_plain(right: Right, day: date) -> bool:
    """One owner, long granted, at rest, under no earlier pledge, and no annuity about to fall due."""
    before = day - _RESTED
    return (
        len(right.owners) == 1
        and right.granted is not None
        and right.granted <= before
        and not right.reported
        and (right.last_moved is None or right.last_moved <= before)
        and (right.pledged_until is None or right.pledged_until <= day - timedelta(days=60))
        and not _annuity_near(right, day)
    )


def _annuity_near(right: Right, day: date) -> bool:
    """Whether a year of the patent has just begun when its title is looked at, and its fee is not on the list yet."""
    looks = [day - timedelta(days=n) for n in (*range(24, 34), *range(6))]
    begins = {months_after(right.filed, 12 * (y - right.filed.year)) for y in (day.year - 1, day.year)}
    return right.kind in PATENTS and any(b <= look <= b + timedelta(days=12) for b in begins for look in looks)


def _free(market: Market, taken: set[str]) -> Iterator[Firm]:
    seen = set(taken)
    for right in sorted(market.rights, key=lambda r: r.number):
        owner = market.parties[right.owners[0]]
        if (
            right.kind in PATENTS
            and owner.id not in seen
            and owner.kind is PartyKind.ENTERPRISE
            and owner.place != DEMO_SECOND
            and owner.founded < OPENED
            and right.in_force(TODAY)
            and right.lives_past(TODAY + timedelta(days=900))
            and not right.is_pledged(date(2026, 1, 1))
            and _is_plain(right, TODAY - timedelta(days=20))
        ):
            seen.add(owner.id)
            yield Firm(party=owner.id, rights=(right.number,))
