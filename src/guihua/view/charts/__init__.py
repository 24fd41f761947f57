"""Charts: one Vega-Lite definition each, the same in the page, the report, the site and the command."""

from __future__ import annotations

from guihua.view.charts.chart import Chart
from guihua.view.charts.contribution import Contribution, contribution_chart
from guihua.view.charts.overview import StatusCount, status_overview
from guihua.view.charts.path import Break, FanYear, PathPoint, TargetPath, target_path
from guihua.view.charts.regions import RegionValue, region_map
from guihua.view.charts.structure import ShareYear, structure_chart

__all__ = [
    "Break",
    "Chart",
    "Contribution",
    "FanYear",
    "PathPoint",
    "RegionValue",
    "ShareYear",
    "StatusCount",
    "TargetPath",
    "contribution_chart",
    "region_map",
    "status_overview",
    "structure_chart",
    "target_path",
]
