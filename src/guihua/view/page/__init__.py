"""`plan.html`: one self-contained page of a plan. No network; style and script are bound by their hashes.

It holds the text with its statements marked, each statement's slots and where they came from, the findings with their
sums, and the statuses as known on several dates with what changed between them and why. It reads without JavaScript
too; with it, one card shows at a time and decisions can be saved to a file."""

from __future__ import annotations

from guihua.view.page.assets import asset, status_chip
from guihua.view.page.dated import AsOf
from guihua.view.page.findings import raised
from guihua.view.page.sheet import plan_page

__all__ = ["AsOf", "asset", "plan_page", "raised", "status_chip"]
