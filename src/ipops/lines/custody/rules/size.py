"""Whether a firm was an SME on the contract date: computed where the data exist, declared otherwise, shown apart."""

from __future__ import annotations

from dataclasses import dataclass

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.lines.custody.facts import Size
from ipops.reference.sme import SizeClasses


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the firm told of itself for the year before the contract. Money in fen."""

    industry: str = ""
    employees: int | None = None
    revenue: Money | None = None
    assets: Money | None = None


def computed(told: Told, method: SizeClasses | Unknown) -> tuple[Size, Text] | Refused:
    """The size by the 2017 method with the sentence that says how; *unknown* says what lacks. A code that is no industry is
    refused: else a slip would put the firm's own word in the place of what can be computed."""
    if not told.industry:
        return Size.UNKNOWN, Text("未填行业代码，未计算。", "No industry code, so not computed.")
    if isinstance(method, Unknown):
        return Size.UNKNOWN, method.why
    if method.industries.section(told.industry) is None:
        says = _NO_INDUSTRY.fill(code=told.industry)
        return Refused(reasons=(Reason(code="no-such-industry", says=says, field="industry"),))
    got = method.is_sme(told.industry, employees=told.employees, revenue=told.revenue, assets=told.assets)
    if isinstance(got, Unknown):
        return Size.UNKNOWN, got.why
    if isinstance(got, Refused):
        return Size.UNKNOWN, got.reasons[0].says
    if got:
        return Size.SME, Text("按2017年划型办法属中小微企业。", "An SME by the method of 2017.")
    return Size.LARGE, Text("按2017年划型办法属大型企业。", "Large by the method of 2017.")


def counts(computed_size: Size, declared: Size) -> bool:
    """What is computed outweighs what is declared; neither known does not count."""
    return (declared if computed_size is Size.UNKNOWN else computed_size) is Size.SME


_NO_INDUSTRY = Text(
    "没有行业代码 {code}；请按 GB/T 4754-2017 填写，不填则以声明为准。",
    "There is no industry {code}; give a code of GB/T 4754-2017, or none and the declaration stands.",
)
