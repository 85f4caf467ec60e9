"""What is public of a service agency. Who deals with agencies reads it here, whichever house put it on record."""

from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import CreditGrade
from ipops.ledger.kinds import kind


@kind("agency_graded", "代理机构信用等级", "agency's credit grade")
class AgencyGraded(Fact):
    """The grade as published; ``on`` is the day it was announced, else the day somebody looked it up. The last word stands."""

    agency: str = about("服务机构", "agency", refers="party")
    grade: CreditGrade = about("信用等级", "credit grade")
    period: str = about("评价期", "period judged", default="")
    where: str = about("公示处或文号", "where it is published", default="")
