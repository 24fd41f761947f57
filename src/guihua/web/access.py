"""The one permission layer: a table of page x role x own or foreign organisation (access.yaml), and the function that reads it.

A page without a row is closed to everybody. Pages of one object name how its organisation is found (`owner`); the gate asks before the view runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guihua.web.principal import Principal

SAFE = ("GET", "HEAD", "OPTIONS")
EVERYBODY = ("public", "reporter", "evaluator", "reviewer", "planner", "administrator", "local")


class Verdict(Enum):
    """What the gate does with a request."""

    ALLOW = "allow"
    LOGIN = "login"
    REFUSE = "refuse"
    HIDE = "hide"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. read, write: roles that may see and change; own: of these, the roles bound to objects of their own organisation;
    owner: how an object's organisation is found; switch: a setting of the site without which nobody gets in; whole: bound roles that this page
    lets read what other organisations own."""

    read: frozenset[str]
    write: frozenset[str]
    own: frozenset[str]
    owner: str = ""
    switch: str = ""
    whole: frozenset[str] = frozenset()


def judge(
    rule: Rule | None, principal: Principal, method: str, owners: frozenset[str], switched_on: bool = True
) -> Verdict:
    """Whether a principal may do this. `owners` are the organisations of the object, by code or name; empty where there is no such object."""
    if rule is None:
        return Verdict.REFUSE
    if rule.switch and not switched_on:
        return Verdict.HIDE
    allowed = rule.read if method in SAFE else rule.write
    if principal.role not in allowed:
        return Verdict.REFUSE if principal.known else Verdict.LOGIN
    if rule.owner and principal.role in rule.own and not owners & ({principal.organisation, principal.body} - {""}):
        return Verdict.HIDE
    return Verdict.ALLOW


def scope(rule: Rule | None, principal: Principal) -> str:
    """Whose rows the database shows on this page: of the own organisation for a role that is bound to it anywhere, else all; to a
    stranger none. See `fence`."""
    from guihua.web import fence

    if rule is not None and principal.role in rule.whole:
        return fence.ALL
    if principal.role in bound():
        return principal.organisation
    return fence.ALL if principal.known else fence.NOTHING


@cache
def inside() -> frozenset[str]:
    """The roles that see figures which are not public."""
    return _spread(_table(), _table()["inside"])


@cache
def bound() -> frozenset[str]:
    """The roles that some page binds to their own organisation."""
    return frozenset(role for rule in rules().values() for role in rule.own)


def rule_of(view_name: str) -> Rule | None:
    """The row of a page by the name of its address; every page of Django's admin shares one row."""
    if view_name.startswith("admin:"):
        return rules().get("admin:*")
    return rules().get(view_name)


@cache
def rules() -> Mapping[str, Rule]:
    """The whole table. Role groups of the file (`staff`, `known` ...) are spelled out here."""
    raw = _table()

    def spread(words: list[str]) -> frozenset[str]:
        return _spread(raw, words)

    return {
        name: Rule(
            spread(row.get("read", [])),
            spread(row.get("write", [])),
            spread(row.get("own", [])),
            row.get("owner", ""),
            row.get("switch", ""),
            spread(row.get("whole", [])),
        )
        for name, row in raw["pages"].items()
    }


@cache
def _table() -> dict[str, Any]:
    import yaml

    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("access.yaml").read_text(encoding="utf-8"))
    return found


def _spread(raw: Mapping[str, Any], words: list[str]) -> frozenset[str]:
    """The roles of words that may be groups."""
    roles = {role for word in words for role in raw["groups"].get(word, [word])}
    unknown = roles - set(EVERYBODY)
    if unknown:
        raise ValueError(f"access.yaml: unknown roles {sorted(unknown)}")
    return frozenset(roles)


OwnerOf = Callable[[Mapping[str, Any]], frozenset[str]]
_OWNERS: dict[str, OwnerOf] = {}


def owner_finder(name: str) -> Callable[[OwnerOf], OwnerOf]:
    """Register how the organisation of a kind of object is found from the arguments of its address."""

    def register(function: OwnerOf) -> OwnerOf:
        _OWNERS[name] = function
        return function

    return register


def owners_of(rule: Rule, arguments: Mapping[str, Any]) -> frozenset[str]:
    """The organisations of the object that an address names."""
    return _OWNERS[rule.owner](arguments) if rule.owner else frozenset()
