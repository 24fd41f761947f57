"""The registry of bundle kinds and their checkers: `verify` checks any bundle, `reseal` forges hashes for tests of checkers."""

from guihua.verification.registry import Kind, kind_of, kinds
from guihua.verification.resealing import reseal
from guihua.verification.verifying import Exhibit, verify

__all__ = ["Exhibit", "Kind", "kind_of", "kinds", "reseal", "verify"]
