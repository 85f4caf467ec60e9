"""Lifecycles of the programme as tables. Who may fire a step, and the clause it rests on, stand in the cell."""

from ipops.lines.programme.machine.city import CITY
from ipops.lines.programme.machine.money import ORDER, PROJECT
from ipops.lines.programme.machine.reporting import EVALUATION, RETURN
from ipops.lines.programme.machine.selection import CALL, OBJECTION

LIFECYCLES = (CITY, CALL, OBJECTION, PROJECT, ORDER, RETURN, EVALUATION)

__all__ = ["CALL", "CITY", "EVALUATION", "LIFECYCLES", "OBJECTION", "ORDER", "PROJECT", "RETURN"]
