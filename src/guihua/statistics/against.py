"""Holding the figures of a result against a store: none put in, none changed, none left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from guihua.errors import GuihuaError
from guihua.proof.verify import Part, part
from guihua.statistics.frame import check_identity
from guihua.statistics.observation import Observation


def identity_part(stated: Sequence[Observation]) -> Part:
    """Is every figure what its id says?"""
    try:
        for observation in stated:
            check_identity(observation)
    except GuihuaError as error:
        return part("ids", error.title)
    doubled = len(stated) - len({o.id for o in stated})
    return part("ids", "有统计数出现两次 a figure stands twice" if doubled else "")


def observations_part(stated: Sequence[Observation], kept: Iterable[Observation], *, partial: bool = False) -> Part:
    """Figures of a result beside those that a store knew. partial: by its own account not all of them are in the result."""
    there, mine = {o.id: o for o in kept}, {o.id for o in stated}
    wrong = next((o.id for o in stated if there.get(o.id) != o), "")
    missing = "" if partial else next((name for name in there if name not in mine), "")
    fault = f"库中没有 not in the store: {wrong}" if wrong else f"遗漏 left out: {missing}" if missing else ""
    return part("observations", fault)
