"""Charts as values: a title, a description, a table, and a specification for each language and width."""

from ipops.reports.charts.bullets import Bullets, Goal
from ipops.reports.charts.drawing import Chart, inline, pictures, png, svg
from ipops.reports.charts.gantt import Bar, Gantt, Milestone
from ipops.reports.charts.matrix import Matrix
from ipops.reports.charts.multiples import Multiples, Panel
from ipops.reports.charts.network import Kind, Knot, Network, Tie
from ipops.reports.charts.ranked import Rank, Ranked
from ipops.reports.charts.sankey import Flow, Node, Sankey
from ipops.reports.charts.tiles import PLACES, Tile, TileMap
from ipops.reports.charts.trend import Break, Level, Point, Run, Trend
from ipops.reports.charts.waterfall import Step, Waterfall
from ipops.reports.charts.years import Year, Years

__all__ = [
    "PLACES",
    "Bar",
    "Break",
    "Bullets",
    "Chart",
    "Flow",
    "Gantt",
    "Goal",
    "Kind",
    "Knot",
    "Level",
    "Matrix",
    "Milestone",
    "Multiples",
    "Network",
    "Node",
    "Panel",
    "Point",
    "Rank",
    "Ranked",
    "Run",
    "Sankey",
    "Step",
    "Tie",
    "Tile",
    "TileMap",
    "Trend",
    "Waterfall",
    "Year",
    "Years",
    "inline",
    "pictures",
    "png",
    "svg",
]
