"""Charts as values: a title, a description, a table, and a specification for each language and width."""

from ipops.reports.charts.bullets import Bullets, Goal
from ipops.reports.charts.drawing import Chart, inline, png, svg
from ipops.reports.charts.trend import Break, Level, Point, Run, Trend

__all__ = ["Break", "Bullets", "Chart", "Goal", "Level", "Point", "Run", "Trend", "inline", "png", "svg"]
