"""Made-up facts for the benches: the mix of a city's register, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft, Source
from ipops.ledger.fact import Fact
from ipops.ledger.facts import AnnuityPaid, LicenceRecorded, RightFiled, RightGranted, TransferRegistered
from ipops.ledger.facts.words import LicenceKind, Proof, RightKind

PARTIES, PLACES = 20_000, ("990101", "990102", "990103", "990104")
START = date(2015, 1, 1)
#: For each right, in this order: filed, granted, six annuities, one transfer, one licence.
PER_RIGHT = 10
SAID = Source(reason="登记簿导入")
_WORDS = ("电池", "装置", "制备方法", "控制系统", "传感器", "轴承", "合金", "检测", "发酵", "图像")


def right_of(i: int) -> str:
    return f"CN20{15 + i % 9}1{i:07d}.{i % 10}"


def party_of(i: int) -> str:
    return f"P:9137{i * 7919 % PARTIES:013d}X"


def fact(n: int) -> Fact:
    """The ``n``-th fact, from 0. The histories of a thousand rights run side by side, as they do in a register."""
    block, inside = divmod(n, 1000 * PER_RIGHT)
    step, i = divmod(inside, 1000)
    i += block * 1000
    right, place = right_of(i), PLACES[i % 4]
    on = START + timedelta(days=step * 300 + i % 300)
    if step == 0:
        title = f"一种{_WORDS[i % 10]}{_WORDS[i // 10 % 10]}及其{_WORDS[i // 100 % 10]}"
        return RightFiled(
            on=on, right=right, kind_of_right=RightKind.INVENTION, title=title, owners=(party_of(i),), place=place
        )
    if step == 1:
        return RightGranted(on=on, right=right, expires_on=on + timedelta(days=7300))
    if step == 8:
        return TransferRegistered(
            on=on,
            deal=f"D:{i}",
            right=right,
            kind_of_right=RightKind.INVENTION,
            transferors=(party_of(i),),
            transferees=(party_of(i + 1),),
            from_place=place,
            to_place=PLACES[(i + 1) % 4],
            proof=Proof.LISTED,
            price=Money(100_000 + i),
        )
    if step == 9:
        return LicenceRecorded(
            on=on,
            deal=f"L:{i}",
            right=right,
            kind_of_right=RightKind.INVENTION,
            kind_of_licence=LicenceKind.ORDINARY,
            licensors=(party_of(i + 1),),
            licensees=(party_of(i + 2),),
            from_place=place,
            to_place=place,
            proof=Proof.LISTED,
            register_no=f"X{i:012d}",
        )
    return AnnuityPaid(on=on, right=right, year=step + 1, paid=Money(90_000))


def drafts(first: int, count: int) -> list[Draft]:
    return [Draft(fact=fact(n), source=SAID, reference=f"bench:{n}") for n in range(first, first + count)]


def batches(first: int, count: int, size: int) -> Iterator[list[Draft]]:
    for at in range(first, first + count, size):
        yield drafts(at, min(size, first + count - at))
