"""Spring 2026 on the market: agencies graded, an invention disclosed, patents pushed for a need and judged, a pool, and the
register's list of transfers held against the city's own.

The list has what the city has, but for a price; it lacks two notices that the clerk entered and what parties only reported; and it names
transfers of April of which nobody had told the city. It lists the first quarter as it was counted, so no figure of it moves. Technology
contracts are not told (decision 0382): goal 4 would count them alone.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from ipops.intake.profile import shipped
from ipops.kernel.money import Money
from ipops.ledger.facts.words import CreditGrade, PartyKind, Proof
from ipops.lines.trading.app import matching
from ipops.lines.trading.app.models import Deal
from ipops.lines.trading.app.services import market, pools, register
from ipops.lines.trading.app.services import matching as pushing
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.facts.words import Assessed, Judged
from ipops.reference.demo_places import DEMO_DISTRICTS
from ipops.site.demo.life.scene import CITY, CLERK, Scene, done, paper, scene
from ipops.webkit import credit
from ipops.webkit.enrol import By
from ipops.webkit.models import Party, Right

NEED = "N:demo-0"
TONGDA = "P:91990101CKRA05YN7P"
UNIVERSITY = "P:129901010PU8EGA580"
#: The list covers these days, both included; transfers that only it knows lie after the quarter.
FIRST, LAST = date(2026, 3, 2), date(2026, 4, 8)
_NEW = (date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 7), date(2026, 4, 7))
_STRANGER = "示范临江新到科技有限公司（演示）"
_LACKING = 2  #: notices of ours that the list does not have


def scenes() -> Iterator[Scene]:
    yield scene("2026-03-09", _grade)
    yield scene("2026-03-11", _disclose)
    yield scene("2026-03-16", _push)
    yield scene("2026-03-18", _pool)
    yield scene("2026-03-23", _judge)
    yield scene("2026-03-25", _assess)
    yield scene("2026-04-09", _list)


def _sent(on: date, what: str, by: str = CLERK, document: str = "") -> Sent:
    return Sent(by=by, today=on, reference=f"demo/{what}", document=document, why="演示 / demo")


def _grade(on: date) -> None:
    """One agency is graded well, one D: what that one offers is never pushed."""
    agencies = Party.objects.filter(kind=PartyKind.AGENCY, place__startswith=CITY[:4]).exclude(party=TONGDA)
    for agency, grade in ((TONGDA, CreditGrade.A), (agencies.order_by("-party")[0].party, CreditGrade.D)):
        by = By(by=CLERK, today=on, reference=f"demo/grade/{agency}")
        done(
            credit.grade_record(
                agency=agency, grade=grade, on=on, period="2025", where="代理机构信用评价公示（演示）", by=by
            )
        )


def _disclose(on: date) -> None:
    """What it is about lies sealed; the ledger knows only that the university disclosed something."""
    done(
        market.invention_disclose(
            who=market.Who(name=UNIVERSITY),
            title="一种自清洁膜组件（演示）",
            words="膜面微结构在反洗时自行脱附污染物（演示，虚构）。",
            sent=_sent(on, "disclosure", by="user:university"),
        )
    )


def _assess(on: date) -> None:
    case = market.case_code("V", _sent(on, "disclosure", by="user:university"))
    done(market.disclosure_assess(case=case, end=Assessed.FILE, sent=_sent(on, "assessed")))


def _push(on: date) -> None:
    done(pushing.match_push(need=NEED, sent=_sent(on, "push")))


def _judge(on: date) -> None:
    """The firm talks about one, finds one useful, and has no use for the third."""
    said = (Judged.TALKING, Judged.USEFUL, Judged.NOT_FIT)
    for right, judged in zip(list(matching.pushed_to(NEED)), said, strict=False):
        done(pushing.match_judge(need=NEED, right=right, judged=judged, sent=_sent(on, f"judged/{right}")))


def _pool(on: date) -> None:
    """Two universities and a firm put patents together and agree on how a fee is split."""
    free = _free()
    owners = [UNIVERSITY, _owning(free, PartyKind.UNIVERSITY)[0], _owning(free, PartyKind.ENTERPRISE)[0]]
    families = [[right] for owner in owners for right in free[owner][:2]]
    agreement = paper("专利池协议", "成员按份数分配许可费")
    done(
        pools.pool_agree(
            pool="",
            title="水处理膜专利池（演示）",
            place=CITY,
            members=owners,
            shares=(50, 30, 20),
            families=families,
            terms="一站式许可，费率按合同约定（演示）",
            sent=_sent(on, "pool", document=agreement),
        )
    )


def _free() -> dict[str, list[str]]:
    """By owner the patents in force of the city's parties that each owns alone and nothing lies on; of who has two at least."""
    kinds = ("invention", "utility_model")
    rows = Right.objects.filter(kind__in=kinds, place__in=DEMO_DISTRICTS, pledges=[], ended_on=None)
    found: dict[str, list[str]] = {}
    for right, owners in rows.exclude(granted_on=None).order_by("-right").values_list("right", "owners"):
        if len(owners) == 1:
            found.setdefault(owners[0], []).append(right)
    return {owner: rights for owner, rights in sorted(found.items()) if len(rights) > 1}


def _owning(free: Mapping[str, list[str]], kind: PartyKind) -> list[str]:
    """Those of the kind among the owners, but for the university that has the pool."""
    rows = Party.objects.filter(kind=kind, party__in=list(free)).exclude(party=UNIVERSITY).order_by("party")
    return list(rows.values_list("party", flat=True))


_LIST_HEAD = (
    "登记号",
    "专利号",
    "转让方",
    "转让方统一社会信用代码",
    "受让方",
    "受让方统一社会信用代码",
    "登记日",
    "合同金额",
)


def _list(on: date) -> None:
    """By the same way as ``ipops import register``."""

    def take(file: Path) -> None:
        got = done(
            register.register_import(
                path=file, kind="transfer", profile=shipped()["cnipa-transfer"], by=CLERK, today=on, place=CITY,
                file_name=file.name, covers=(FIRST, LAST),
            )
        )  # fmt: skip
        if got.rejected or not (got.both and got.only_us and got.only_register == len(_NEW) and got.conflicts):
            raise RuntimeError(f"The demo's list did not come out as told: {got.as_json()}")

    _as_file("专利转让登记清单 2026-04-08（演示）.csv", [_LIST_HEAD, *_held(), *_unheard()], take)


def _held() -> Iterator[Sequence[str]]:
    """What the city has, a row a right; at one of them the register has another price."""
    deals = Deal.objects.filter(act="transfer", on__gte=FIRST, on__lte=LAST, proof__in=(Proof.LISTED, Proof.NOTICE))
    lacking, told = _LACKING, 0
    for deal in deals.order_by("deal"):
        sides = [_named(deal.givers), _named(deal.takers)]
        if not all(sides):
            continue
        if deal.proof == Proof.NOTICE and lacking:
            lacking -= 1
            continue
        price = Money(deal.price_fen) if deal.price_fen else None
        if price is not None and not told:
            price, told = price * 2, 1
        for right, day, number in zip(deal.rights, deal.days, deal.register_nos, strict=True):
            if right not in deal.withdrawn:
                yield (number, right, *sides[0], *sides[1], day.isoformat(), str(price.as_yuan()) if price else "")


def _unheard() -> Iterator[Sequence[str]]:
    """Transfers of which nobody had told: of a firm's free patents, to firms of the city and to one that is new to it."""
    free = _free()
    firms = _owning(free, PartyKind.ENTERPRISE)
    buyers, sellers = [*firms[:2], _owning(free, PartyKind.UNIVERSITY)[0]], firms[2:]
    for i, (day, seller) in enumerate(zip(_NEW, sellers, strict=False)):
        taker = _named([buyers[i]]) if i < len(buyers) else (_STRANGER, "")
        yield (
            f"DEMO-R-2026-04-{i + 1}",
            free[seller][0],
            *_named([seller]),
            *taker,
            day.isoformat(),
            str(60_000 + 5_000 * i),
        )


def _named(codes: Sequence[str]) -> tuple[str, str] | tuple[()]:
    """Names and credit codes as a list writes them; nothing where a side has neither."""
    known = {p.party: p for p in Party.objects.filter(party__in=codes)}
    rows = [known.get(c) for c in codes]
    if not rows or any(p is None or not p.name or not p.code for p in rows):
        return ()
    return "；".join(p.name for p in rows if p), "；".join(p.code for p in rows if p)


def _as_file(name: str, rows: Sequence[Sequence[str]], take: Callable[[Path], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows(rows)
        take(file)
