"""The programme's own fact: a bridge over a break in a series. Everything else it reads belongs to others."""

from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind


@kind("bridge_stated", "衔接值", "bridge value")
class BridgeStated(Fact):
    """One period told under two definitions by a source, so that growth may cross the break from the old to the new.

    ``on`` is the last day of the period. Values are decimals exactly as printed. A bridge is stated, never inferred: two
    figures of one year under two scopes are not one.
    """

    indicator: str = about("指标", "indicator", refers="case")
    place: str = about("地区", "place", refers="place")
    period: str = about("时期", "period")
    from_scope: str = about("旧口径", "old scope")
    from_unit: str = about("旧单位", "old unit")
    from_value: str = about("旧口径数值", "value under the old definition")
    to_scope: str = about("新口径", "new scope")
    to_unit: str = about("新单位", "new unit")
    to_value: str = about("新口径数值", "value under the new definition")
    grade: str = about("来源等级", "grade of the source")
    where: str = about("出处", "where it was read")
    from_definition: str = about("旧定义版本", "old definition version", default="")
    to_definition: str = about("新定义版本", "new definition version", default="")
