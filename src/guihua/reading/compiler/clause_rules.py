"""The reading rules of data/rules.yaml and the words of data/cues.yaml, units.yaml and times.yaml as records."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guihua.errors import GuihuaError
from guihua.reading.compiler.wordlists import load


@dataclass(frozen=True, slots=True)
class Cue:
    """What a cue word says: its kind letter, and a direction or comparator where it has one."""

    kind: str
    direction: str = ""
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One reading rule: where it applies and what it fills. `when` is over kind letters; see data/rules.yaml."""

    id: str
    when: re.Pattern[str]
    role: str
    form: str
    label: str
    base: str
    needs: str
    then: str
    note: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


def rules() -> tuple[Rule, ...]:
    """The rules in the order in which they are tried. Errors: GuihuaError READING-RULE."""
    rules = []
    for entry in load("rules.yaml"):
        try:
            when = re.compile(entry["when"].replace(" ", ""))
        except re.error as error:
            raise GuihuaError(
                "READING-RULE", f"{entry['id']}: {error}", "改好 rules.yaml 里的这条 mend the pattern in rules.yaml"
            ) from None
        rules.append(
            Rule(
                entry["id"],
                when,
                entry.get("role", "value"),
                entry.get("form", "level"),
                entry.get("label", "left"),
                entry.get("base", ""),
                entry.get("needs", ""),
                entry.get("then", ""),
                entry.get("note", ""),
                tuple(entry.get("yes", ())),
                tuple(entry.get("no", ())),
            )
        )
    return tuple(rules)


def unit_classes() -> dict[str, str]:
    """Surface form of a unit → its class."""
    data = load("units.yaml")
    table: dict[str, str] = {}
    for entry in data:
        if "class" in entry:
            for word in entry["words"]:
                table.setdefault(word, entry["class"])
    return table


def cue_words() -> tuple[dict[str, Cue], dict[str, Cue]]:
    """Cues that count everywhere, and cues that count directly before a number."""
    plain: dict[str, Cue] = {}
    near: dict[str, Cue] = {}
    for entry in load("cues.yaml"):
        table = near if entry.get("near") else plain
        cue = Cue(entry["kind"], entry.get("direction", ""), entry.get("comparator", ""))
        for word in entry["words"]:
            table.setdefault(str(word), cue)
    return plain, near


def time_words() -> tuple[dict[str, int], dict[str, str]]:
    """Words of relative years → years, and words of the plan's own time → where they point."""
    data = load("times.yaml")
    relative = {word: entry["years"] for entry in data["relative"] for word in entry["words"]}
    plan_words = {word: entry["at"] for entry in data["plan"] for word in entry["words"]}
    return relative, plan_words
