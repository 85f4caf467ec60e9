"""A figure that somebody published or attested, kept with its scope, grade and day of announcement; never overwritten."""

from datetime import date

from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import ObservationKind, Precision
from ipops.ledger.kinds import kind


@kind("observed", "观测值", "observation")
class Observed(Fact):
    """``on`` is the last day of the period. ``value`` is the decimal exactly as printed; it is text, so no digit is lost.

    ``place`` is a division code, ``CN`` for the country. ``period`` is the text form of a ``CalendarPeriod``.
    ``announced`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` as the source gives it, empty if unknown.
    ``definition`` is the version of the measure's definition that an attested figure follows.
    """

    indicator: str = about("指标", "indicator", refers="case")
    place: str = about("地区", "place", refers="place")
    period: str = about("时期", "period")
    scope: str = about("口径", "scope")
    kind_of_figure: ObservationKind = about("数据类型", "kind of figure")
    value: str = about("数值", "value")
    unit: str = about("单位", "unit")
    grade: str = about("来源等级", "grade of the source")
    where: str = about("出处", "where it was read")
    precision: Precision = about("精度", "precision", default=Precision.EXACT)
    growth_published: str = about("公布的增幅（%）", "published growth, percent", default="")
    announced: str = about("公布日", "announced", default="")
    announced_on: date | None = about("可知日", "public since", default=None)
    note: str = about("备注", "note", default="")
    attested_by: str = about("填报单位", "attested by", refers="party", default="")
    definition: str = about("定义版本", "definition version", default="")
