"""The closed vocabularies a definition of a measure is written in. Each word carries both names."""

from __future__ import annotations

from ipops.ledger.facts.words import Word


class Figure(Word):
    """What kind of figure a measure gives (issue 2, section 6)."""

    FLOW = "flow", "当期发生数", "flow of the period"
    STOCK = "stock", "期末存量", "stock at its end"
    CUMULATIVE_DISTINCT = "cumulative_distinct", "累计去重数", "cumulative, each counted once"
    EXISTENCE = "existence", "有无", "existence"
    ATTESTED = "attested", "填报并附证据", "attested with evidence"


class Direction(Word):
    UP = "up", "越高越好", "higher is better"
    DOWN = "down", "越低越好", "lower is better"
    NONE = "none", "不评优劣", "neither"


class Over(Word):
    """How values add up along one axis (time or place)."""

    SUM = "sum", "相加", "added"
    DISTINCT = "distinct", "重新去重计数", "counted again, each once"
    LAST = "last", "取期末", "the last one"
    NOT = "not", "不可合并", "never put together"


class Territory(Word):
    """To which place a deal between two places belongs."""

    TRANSFEROR = "transferor", "转让方（许可方）所在地", "where the transferor or licensor is"
    TRANSFEREE = "transferee", "受让方（被许可方）所在地", "where the transferee or licensee is"
    EITHER = "either", "任一方所在地（同一地区内只计一次）", "where either side is, once within one place"


class Counting(Word):
    """What one deal over many rights counts as."""

    PER_RIGHT = "per_right", "按件计：每项权利计一次", "each right of a deal counts"
    PER_DEAL = "per_deal", "按宗计：每宗交易计一次", "each deal counts once"


class Contracts(Word):
    """Which technology contracts are *of patents* (专利技术合同); the Notice does not say."""

    BY_TYPE = "by_type", "只计专利权转让、专利申请权转让、专利实施许可合同", "patent transfers and licences only"
    LINKED = "linked", "凡关联专利的技术合同", "any contract with a linked patent"
