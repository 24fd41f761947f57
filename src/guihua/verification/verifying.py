"""Checking any bundle: its bytes, its claims with the checker of its kind, and its subjects against the files handed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from guihua.errors import GuihuaError
from guihua.proof import bundle as bundles
from guihua.proof.bundle import Bundle
from guihua.proof.verify import Part, Verdict, Verification, claims, unchecked
from guihua.verification.registry import Kind, kind_of, kinds


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A file or store handed in beside a bundle, to be held against it.

    kind   text, plan, store, docx …; "" where its digest is to tell
    """

    path: Path
    kind: str = ""


def verify(data: bytes, exhibits: Iterable[Exhibit] = ()) -> Verification:
    """Check a bundle's bytes, then what it claims, then its subjects against the files handed in.

    Never raises for bad data: what is wrong is a refused part that says so. A kind or version that is not known is
    intact at most, and unchecked.
    """
    try:
        bundle = bundles.read(data)
    except GuihuaError as error:
        return Verification("", "", (Part("bytes", Verdict.REFUSED, f"{error.code}: {error.title}"),))
    kind = kind_of(bundle.kind, bundle.version)
    parts = [Part("bytes", Verdict.HOLDS)]
    if kind is None:
        parts.append(unchecked("payload", _unknown(bundle)))
    else:
        parts += claims(lambda: kind.check(bundle.payload))
        for exhibit in exhibits:
            parts += _held(kind, bundle, exhibit)
    return Verification(bundle.kind, str(bundle.digest), tuple(parts), version=bundle.version, subjects=bundle.subjects)


def _unknown(bundle: Bundle) -> str:
    known = [k.version for k in kinds() if k.name == bundle.kind]
    if known:
        return (
            f"版本 {bundle.version:.20} 的 {bundle.kind:.40} 不认得 this version is not known"
            f"（认得 known: {', '.join(known)}）"
        )
    return f"没有能核验 {bundle.kind:.40} 的程序，请升级 no checker for this kind: upgrade guihua"


def _held(kind: Kind, bundle: Bundle, exhibit: Exhibit) -> Sequence[Part]:
    """One subject's file against the bundle."""
    name = exhibit.kind or "text"
    if name not in kind.subjects:
        return (unchecked(name, f"{kind.zh}不核对这种材料 {kind.en} are not held against a {name}"),)
    return claims(lambda: kind.against(name, bundle.payload, exhibit.path) or (), name)
