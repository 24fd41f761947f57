"""Checking any bundle: its bytes, its claims, what running the program again gives, and its subjects against files at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from guihua.errors import GuihuaError
from guihua.plan.versions import RULES, rules_digest
from guihua.proof import bundle as bundles
from guihua.proof.bundle import Bundle
from guihua.proof.hashes import digest
from guihua.proof.verify import How, Part, Verdict, Verification, claims, given, part, unchecked
from guihua.verification.registry import Kind, kind_of, kinds

MADE = ("docx", "html", "md", "pdf", "xlsx")
"""Kinds of files that are made from a result: their very bytes count."""
LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A file or store handed in beside a bundle, to be held against it.

    path   a file, a folder, or the address of a store
    kind   text, plan, store, docx …; "" where its digest is to tell
    """

    path: Path | str
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
        if not any(p.verdict is Verdict.REFUSED for p in parts):
            parts += claims(lambda: kind.recompute(bundle.payload), "recomputed")
        parts += [p for exhibit in exhibits for p in _held(kind, bundle, exhibit)]
        parts += _heads_given(bundle, parts)
        parts = _by_whose_rules(kind, bundle, _not_given_twice(parts))
    return Verification(bundle.kind, str(bundle.digest), tuple(parts), version=bundle.version, subjects=bundle.subjects)


def _not_given_twice(parts: Sequence[Part]) -> list[Part]:
    """Without what was taken as given and then checked against a file handed in."""
    checked = {p.name for p in parts if p.how is not How.GIVEN}
    return [p for p in parts if p.how is not How.GIVEN or p.name not in checked]


def _unknown(bundle: Bundle) -> str:
    known = [k.version for k in kinds() if k.name == bundle.kind]
    if known:
        return (
            f"版本 {bundle.version:.20} 的 {bundle.kind:.40} 不认得 this version is not known"
            f"（认得 known: {', '.join(known)}）"
        )
    return f"没有能核验 {bundle.kind:.40} 的程序，请升级 no checker for this kind: upgrade guihua"


def _held(kind: Kind, bundle: Bundle, exhibit: Exhibit) -> Sequence[Part]:
    """One subject's file against the bundle: by its kind where that was said, else by its digest."""
    name = exhibit.kind or ("store" if "://" in str(exhibit.path) else _kind_by_digest(bundle, Path(exhibit.path)))
    suffix = Path(exhibit.path).suffix.lower().removeprefix(".")
    name = name or (suffix if suffix in MADE and suffix in kind.subjects else "")
    if not name:
        fault = "摘要不在核验文件之列：被改过，或是另一份 its digest is none that the bundle names: changed, or another file"
        return (part(Path(exhibit.path).name, fault),)
    check = "text" if name == "document" and "text" in kind.subjects else name
    heads = claims(lambda: _heads(bundle, exhibit.path), "ledger") if name == "store" else ()
    if check in kind.subjects:
        made = any(s.kind == check for s in bundle.subjects) and check in MADE
        same = (part(check, _digest_fault(bundle, check, Path(exhibit.path))),) if made else ()
        return (*same, *_against(kind, check, bundle, exhibit), *heads)
    if any(s.kind == name for s in bundle.subjects):
        return (part(name, _digest_fault(bundle, name, Path(exhibit.path))),)
    return heads or (unchecked(name, f"{kind.zh}不核对这种材料 {kind.en}: not held against a {name}"),)


def _heads(bundle: Bundle, place: Path | str) -> tuple[Part, ...]:
    """Are the first records of a store's ledgers those whose head the bundle names ("tasks@48")?"""
    from guihua.proof.merkle import leaf_hash, root
    from guihua.storage import log, open_store

    named = [(s, *s.name.rpartition("@")[::2]) for s in bundle.subjects if s.kind == LEDGER and "@" in s.name]
    if not named:
        return ()
    parts = []
    with open_store(place, create=False) as store:
        for subject, name, size in named:
            name_of = subject.digest.name
            leaves = [leaf_hash(entry.body, name_of) for entry in islice(log.read(store, name), int(size))]
            same = len(leaves) == int(size) and root(leaves, name_of) == subject.digest.value
            fault = "" if same else "台账的记录不是当初那些 the ledger's records are not those it was made from"
            parts.append(part(f"ledger {subject.name}", fault))
    return tuple(parts)


def _heads_given(bundle: Bundle, parts: Sequence[Part]) -> list[Part]:
    """The ledgers that a bundle rests on and that were not held against a store."""
    held = {p.name for p in parts}
    names = [s.name for s in bundle.subjects if s.kind == LEDGER and "@" in s.name]
    return [given(f"ledger {n}", "--store: 台账的根 the ledger's head") for n in names if f"ledger {n}" not in held]


def _against(kind: Kind, check: str, bundle: Bundle, exhibit: Exhibit) -> tuple[Part, ...]:
    """What a kind's own checker says of a file; one that cannot be read is not checked, for the bundle is none the worse."""

    def held() -> Sequence[Part]:
        try:
            return kind.against(check, bundle.payload, exhibit.path) or ()
        except GuihuaError as error:
            return (unchecked(check, f"材料读不了 the file cannot be used: {error.code}: {error.title}"),)

    return claims(held, check)


def _kind_by_digest(bundle: Bundle, path: Path) -> str:
    """Which subject a file is, by the digest of its bytes, or of its text; a folder is a store."""
    if path.is_dir():
        return "store"
    own = {str(s.digest): s.kind for s in bundle.subjects if s.kind != RULES}
    data = path.read_bytes()
    for name in dict.fromkeys(s.digest.name for s in bundle.subjects):
        found = own.get(str(digest(data, name)))
        if found:
            return found
    if "text" in own.values():
        from guihua.project import read_plan

        try:
            text = f"sha256:{read_plan(path).text_sha256}"
        except GuihuaError:
            return ""
        return own.get(text, "")
    return ""


def _digest_fault(bundle: Bundle, kind: str, path: Path) -> str:
    """Why a file is none of the subjects of a kind; empty where it is."""
    data = path.read_bytes()
    named = [s for s in bundle.subjects if s.kind == kind]
    if any(s.digest.matches(data) for s in named):
        return ""
    return f"摘要不符 another digest than {'、'.join(s.name for s in named)[:80]}"


def _by_whose_rules(kind: Kind, bundle: Bundle, parts: Sequence[Part]) -> list[Part]:
    """Where other rules made the bundle, what comes out otherwise now is no refusal: it is not checked, and said to be."""
    named = {s.name: s.digest for s in bundle.subjects if s.kind == RULES}
    other = [room for room in kind.rules if named.get(room) != rules_digest(room)]
    if not other and set(named) <= set(kind.rules):
        return list(parts)
    rooms = ", ".join(other or sorted(set(named) - set(kind.rules)))
    softened = [
        replace(p, verdict=Verdict.UNCHECKED, reason=f"规则版本不同 by other rules: {p.reason}")
        if p.how is How.RECOMPUTED and p.verdict is Verdict.REFUSED
        else p
        for p in parts
    ]
    return [*softened, given("rules", f"由另一版本的规则作出 made by other rules than this guihua's: {rooms}")]
