"""实施机制清单: what a plan sets up, and where each lives. The list is read from the plan; homes.yaml says by its words where
a system's home is, `standing` what is there and has been used, and the ledger `systems` what people decided.
"""

from guihua.mechanisms.systems.deciding import decision
from guihua.mechanisms.systems.homes import Home, Link, homes, links
from guihua.mechanisms.systems.listing import System, systems
from guihua.mechanisms.systems.standing import MADE, Standing, standing

__all__ = ["MADE", "Home", "Link", "Standing", "System", "decision", "homes", "links", "standing", "systems"]
