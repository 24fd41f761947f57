"""Giving figures out in the conventions that others read: SDMX, Open SDG, data packages. Only what is public.

Each writer takes a ``Release`` and a folder and returns the files that it wrote.
"""

from guihua.statistics.exporting.datapackage import write_datapackage
from guihua.statistics.exporting.opensdg import write_open_sdg
from guihua.statistics.exporting.release import Release, StatusRow, TargetRow
from guihua.statistics.exporting.sdmx import write_sdmx

__all__ = ["Release", "StatusRow", "TargetRow", "write_datapackage", "write_open_sdg", "write_sdmx"]
