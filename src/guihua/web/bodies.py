"""Accounts and the register of bodies: an organisation is a registered body, by its full name, with the register's region."""

from __future__ import annotations

import hashlib

from guihua.errors import GuihuaError
from guihua.web import desk, results
from guihua.web.models import Organisation


def for_account(name: str, place: str = "") -> tuple[str, str, bool]:
    """(full name, region code, whether the register knows it) of a body that is named, perhaps with a region, for an account.

    Errors: BODIES-REGION where the region typed is not the register's; REGION-UNKNOWN.
    """
    from guihua.plan.regions import region

    if place:
        region(place)
    known = desk.register() if results.store_version(results.project()) else None
    entry = known.find(name) if known is not None else None
    if known is None or entry is None:
        return name, place, known is None or not known.entries
    stated = known.region_of(entry.name)
    if stated and place and stated != place:
        raise GuihuaError(
            "BODIES-REGION",
            f"与机构名录的地区不一致 the register has another region: {entry.name} {stated}，{place}",
            "以名录为准，或先改名录 the register decides; or amend it first",
            entry.name,
        )
    return entry.name, stated or place, True


def all_registered() -> list[Organisation]:
    """Make an organisation for every body of the register that exists and has none; returns the new ones."""
    known, made = desk.register(), []
    held = set(Organisation.objects.values_list("name", flat=True))
    codes = set(Organisation.objects.values_list("code", flat=True))
    for entry in known.entries:
        if not entry.live or held & {entry.name, *entry.others}:
            continue
        code = entry.region if entry.kind == "盟市" and entry.region not in codes else _code(entry.name)
        codes.add(code)
        made.append(Organisation.objects.create(code=code, name=entry.name, region=known.region_of(entry.name)))
    return made


def _code(name: str) -> str:
    return f"b-{hashlib.sha256(name.encode('utf-8')).hexdigest()[:10]}"
