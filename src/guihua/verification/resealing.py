"""Making a bundle's hashes anew after its content was changed: what a forger would do, for the tests of every checker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from guihua.errors import GuihuaError
from guihua.proof import bundle as bundles
from guihua.proof import canonical
from guihua.verification.registry import kind_of


def reseal(data: bytes) -> bytes:
    """The bundle with every inner id, leaf and root, and its digest, made anew over what it now says.

    `data` is JSON of a bundle's members, in canonical form or not. What cannot be made anew (a payload of another shape)
    is left as it is. Raises GuihuaError PROOF-JSON or PROOF-BUNDLE for what is no bundle.
    """
    value = canonical.parse(data)
    if not isinstance(value, Mapping):
        raise GuihuaError(
            "PROOF-BUNDLE",
            "不是 guihua 的核验文件 not a bundle of guihua",
            "核验文件是 JSON 对象 a bundle is an object",
        )
    bundle, _ = bundles.parse(value)
    kind = kind_of(bundle.kind, bundle.version)
    if kind is None:
        return bundles.write(bundle)
    try:
        return bundles.write(replace(bundle, payload=kind.reseal(bundle.payload)))
    except (GuihuaError, ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError):
        return bundles.write(bundle)
