"""What a city is still paid after the first instalment: pass or fail until 2019, tiers by the mid-term evaluation since 2020.

The tiers of 2020 were never found. With ``cn-2020-40`` alone the answer is therefore *unknown*; a pack that holds tiers
(today only the labelled demo city) gives an amount, with the clauses and values it came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.policy.in_force import in_force, rule_on
from ipops.policy.pack import Pack
from ipops.policy.shapes import Layer
from ipops.policy.terms import Known, Range, band_of, money_of

RULE = "remainder"
_SOURCE_2019 = "http://big5.www.gov.cn/gate/big5/www.gov.cn/xinwen/2019-05/15/content_5391828.htm"
_CITE_2018 = Citation(document="财办建〔2018〕96号", grade=Grade.C, source="https://kbyun.com/school/969.html")
_CITE_2019 = Citation(document="财办建〔2019〕70号", grade=Grade.A, source=_SOURCE_2019)
_CITE_2020 = Citation(
    document="财办建〔2020〕40号",
    clause="三、建设内容",
    grade=Grade.B,
    quote="剩余资金根据中期绩效评价结果进行分档拨付",
    source="001_2b409592b9ecd278.txt",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an evaluation said: passed or not (2018, 2019), or a score (2020). ``None``: not told."""

    passed: bool | None = None
    score: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """The amount and what it rests on: the rule's clause and every value used."""

    amount: Money
    rule: Citation
    values: tuple[Known, ...]
    step: Text

    @property
    def demo(self) -> bool:
        return any(v.demo for v in self.values)

    def as_json(self) -> dict[str, Any]:
        return {
            "fen": self.amount.fen,
            "rule": self.rule.as_json(),
            "values": [v.as_json() for v in self.values],
            "step": self.step.as_json(),
            "demo": self.demo,
        }


def remainder(pack: Pack, result: Result, on: date) -> Payment | Unknown | Refused:
    """The rest due to a city under a pack, by the shape of the rule its notice was issued under.

    ``on`` is the day the values are asked for; the shape is that of the notice's own day, because a batch keeps the
    rule it was chosen under.
    """
    notice = next((p for p in pack.layers if p.layer is Layer.NOTICE), None)
    if notice is None:
        return Unknown(
            why=Text(f"{pack.code} 不以任何通知为下层。", f"{pack.code} stands on no notice."), cites=(pack.cite,)
        )
    shape = rule_on(RULE, notice.start)
    if isinstance(shape, Unknown):
        return shape
    paid: Payment | Unknown | Refused = shape.apply(pack, result, on, shape.cite)
    return paid


@in_force(RULE, from_=date(2018, 8, 6), cite=_CITE_2018)
def after_annual_assessment(pack: Pack, result: Result, on: date, cite: Citation) -> Payment | Unknown | Refused:
    """2018: the rest in one sum after passing the annual assessment (年度考核通过后)."""
    return _after_passing(pack, result, on, cite)


@in_force(RULE, from_=date(2019, 5, 15), cite=_CITE_2019)
def after_later_assessment(pack: Pack, result: Result, on: date, cite: Citation) -> Payment | Unknown | Refused:
    """2019: the rest after passing the assessment in later years (以后年度考核通过后); its amount is a range."""
    return _after_passing(pack, result, on, cite)


@in_force(RULE, from_=date(2020, 4, 30), cite=_CITE_2020)
def in_tiers(pack: Pack, result: Result, on: date, cite: Citation) -> Payment | Unknown | Refused:
    """2020: in tiers by the mid-term evaluation; without tiers from an official text the answer is unknown."""
    tiers = pack.term("remainder_tiers", on, for_money=True)
    if isinstance(tiers, Unknown):
        return tiers
    if result.score is None:
        return _not_told(Text("中期绩效评价得分", "the score of the mid-term evaluation"), cite)
    band = band_of(tiers.bands, result.score)
    if band is None or band.gives is None:
        return Unknown(
            why=Text(f"得分 {result.score} 不在任何一档。", f"The score {result.score} falls into no tier."),
            cites=(tiers.cite,),
        )
    step = Text(
        f"得分 {result.score} 归入 {band.low}–{band.high} 档", f"score {result.score} falls into {band.low}–{band.high}"
    )
    return Payment(amount=money_of(band.gives, tiers.unit), rule=cite, values=(tiers,), step=step)


def _after_passing(pack: Pack, result: Result, on: date, cite: Citation) -> Payment | Unknown | Refused:
    if result.passed is None:
        return _not_told(Text("考核是否通过", "whether the assessment was passed"), cite)
    if not result.passed:
        says = Text("考核未通过，剩余资金不拨付。", "The assessment was not passed, so the rest is not paid.")
        return Refused(reasons=(Reason(code="assessment-not-passed", says=says, cite=cite),))
    rest = pack.term("remainder", on, for_money=True)
    if isinstance(rest, Unknown):
        return rest
    if isinstance(rest.value, Range):
        return Unknown(
            why=Text(
                f"剩余资金只知区间 {rest.shown.zh}，各城市的数未查到。",
                f"The rest is only known as a range, {rest.shown.en}; the figure of each city was not found.",
            ),
            needs=Text(f"{cite.document}的预算下达文件。", f"the budget notice under {cite.document}."),
            cites=(rest.cite,),
        )
    step = Text("考核通过，拨付全部剩余资金", "passed, so the whole rest is paid")
    return Payment(amount=rest.money, rule=cite, values=(rest,), step=step)


def _not_told(what: Text, cite: Citation) -> Unknown:
    return Unknown(why=Text(f"没有给出{what.zh}。", f"Not told: {what.en}."), needs=what, cites=(cite,))
