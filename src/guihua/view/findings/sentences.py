"""A finding in one sentence, its sums as people write them, and what would mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from guihua.checking.assumptions import assumption_named, known_assumptions
from guihua.checking.codes import known_codes
from guihua.checking.finding import Explanation, Finding, Member, Severity, Step
from guihua.view.findings.names import english_of, minus, plain_label, texts, unit_behind, unknown_words

_LIST_MARK = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、]|[（(]\d{1,2}[）)]|\d{1,2}[.．、）)](?!\d)|[①-⑳●■◆▪•·*]|[-—–]{1,2}(?!\d)|第[一二三四五六七八九十]+[，、])\s*"
)
_ROW = re.compile(r"(?P<label>.*[^\d\s.%+−~～—-])(?P<cells>\d[\d.%+−~～\s-]*)$")


def sentence(finding: Finding, lang: str = "zh") -> str:
    """The finding in one sentence, with its figures."""
    template = texts()["sentences"][_variant(finding)][lang]
    return str(template).format_map(_Places(finding, lang))


def _variant(finding: Finding) -> str:
    """Which sentence of its code: contradictions that a usual change of prices, or two meanings, would explain say so."""
    given, labels = dict(finding.parameters), {s.label for s in finding.steps}
    tail = ""
    if finding.proof and finding.severity is not Severity.ERROR:
        tail = ".prices" if given.get("prices") else ".loose" if given.get("loose") == "yes" else ""
    if "relations" in given:
        tail = ".figures"
    if finding.code == "GH101" and given.get("assumption"):
        tail = ".assumed" if "yearly_price_change" in labels else ".assuming"
    if finding.code == "GH110" and "implied" not in labels:
        tail = ".change"
    if finding.code == "GH161" and "或" in given.get("listed", ""):
        tail = ".either"
    if finding.code == "GH160" and finding.holds:
        tail = ".holds"
    return finding.code + tail if finding.code + tail in texts()["sentences"] else finding.code


def title(finding: Finding, lang: str = "zh") -> str:
    """The title of the finding's code."""
    code = known_codes()[finding.code]
    return code.title_zh if lang == "zh" else code.title_en


def step_words(step: Step, lang: str = "zh") -> str:
    """A line of arithmetic: 推算：7939 × 1.08^5 = 11665亿元."""
    entry = texts()["labels"].get(step.label)
    head = f"{entry[lang]}{colon(lang)}" if entry else ""
    return head + _sum(step, lang)


def explanation_words(explanation: Explanation, lang: str = "zh") -> str:
    """A reading that would explain the clash, with its figures."""
    words = str(texts()["explanations"][explanation.code][lang])
    sums = [step_words(s, lang) for s in explanation.steps]
    opened, closed = ("（", "）") if lang == "zh" else (" (", ")")
    return words + (f"{opened}{between(lang).join(sums)}{closed}" if sums else "")


def member_words(member: Member, lang: str = "zh") -> str:
    """The member's own words; for identities and assumptions, what they say."""
    if member.quote:
        return quoted(member) + adjusted_words(member, lang)
    if member.name.startswith("identity；"):
        from guihua.checking.identities import identity_from_name

        identity = identity_from_name(member.name)
        parts = ("、" if lang == "zh" else ", ").join(unknown_words(p, lang) for p in identity.parts)
        return str(texts()["words"][identity.kind][lang]).format(whole=unknown_words(identity.whole, lang), parts=parts)
    if member.name.startswith("observation:"):
        return f"{member.indicator}{colon(lang)}{member.value}{unit_behind(member.unit, lang)}"
    if member.name.startswith("assumption:"):
        assumed = assumption_named(member.name)
        return member.name if assumed is None else assumed.zh if lang == "zh" else assumed.en
    return member.name


def needs_words(member: Member, lang: str = "zh") -> str:
    """How this number alone would have to move; "" where that would not do."""
    if not member.needs:
        return ""
    words = str(texts()["words"]["needs"][lang])
    return words.format(quote=quoted(member), needs=minus(member.needs), unit=unit_behind(member.unit, lang))


def quoted(member: Member) -> str:
    """The member's words as they stand between quotation marks.

    Marks within become single ones (GB/T 15834-2011, 4.8), a mark whose other half lies outside is completed, list
    marks before and stops behind are left off, and of a row of a table only its own figure is kept.
    """
    words = _LIST_MARK.sub("", " ".join(member.quote.split())).rstrip("，。；、：,;")
    row = _ROW.match(words)
    if row and member.value in row["cells"] and row["cells"].rstrip("%") != member.value:
        words = f"{row['label']}……{member.value}{'' if member.unit in row['label'] else member.unit}"
    words = words.replace("“", "‘").replace("”", "’")
    missing = words.count("’") - words.count("‘")
    return "‘" * max(0, missing) + words + "’" * max(0, -missing)


def adjusted_words(member: Member, lang: str = "zh") -> str:
    """What a mid-term adjustment made of the words, with its document; "" where there was none."""
    if not member.adjusted:
        return ""
    key = "adjusted" if member.value in member.quote else "adjusted_to"
    words = str(texts()["words"][key][lang])
    return words.format(value=minus(member.value), unit=unit_behind(member.unit, lang), document=member.adjusted)


class _Places(dict[str, str]):
    """What a sentence's places hold: parameters first, then what is made of members and steps."""

    def __init__(self, finding: Finding, lang: str) -> None:
        signed = ("nominal", "real", "deflator", "gained", "needed")
        super().__init__((name, minus(v) if name in signed else v) for name, v in finding.parameters)
        self.finding, self.lang = finding, lang
        self["quotes"] = _quotes(finding, lang)
        shown = [s for s in finding.steps if s.label != "widest"]
        self["sums"] = between(lang).join(_sum(s, lang) for s in shown)
        self["sums_tail"] = f"{colon(lang)}{self['sums']}" if shown else ""
        self["r"] = _Results(finding.steps, lang)  # type: ignore[assignment]  # str.format reads attributes of it
        self.setdefault("quote", quoted(finding.members[0]) if finding.members else "")
        for name in ("indicator", "per"):
            if name in self:
                self[name] = english_of(finding.members, self[name]) if lang == "en" else plain_label(self[name])
        self["per"] = self["per"].removeprefix("number of ")
        if "unit" in self:
            self["unit"] = unit_behind(self["unit"], lang)
        self._listed(lang)
        self._words(texts()["words"])

    def _listed(self, lang: str) -> None:
        """Numbers of a list, and names of coverages, in the reader's language."""
        data = texts()
        if lang == "en":
            for name in ("coverage", "base_coverage", "target_coverage"):
                if name in self:
                    self[name] = data["coverages"].get(self[name], self[name])
        elif self.get("announced", "").isdigit():
            self["announced"] = "零一两三四五六七八九十"[int(self["announced"])]
        least, either, most = self.get("listed", "").partition("或")
        if either:
            self["listed"] = str(data["words"]["either"][lang]).format(least=least, most=most)

    def _words(self, words: Mapping[str, Any]) -> None:
        """The few places that depend on a parameter."""
        equal = words["equal" if self.get("equal") == "yes" else "differs"]
        self["equal_zh"] = str(equal["zh"]).format_map(self) if "coverage" in self else ""
        self["equal_en"] = str(equal["en"]).format_map(self) if "coverage" in self else ""
        more = self.get("side") == "above"
        self["than_zh"], self["than_en"] = ("大于", "above") if more else ("小于", "below")
        for lang in ("zh", "en"):
            self[f"widest_{lang}"] = str(words["widest"][lang]).format_map(self) if "limit" in self else ""
        assumed = [known_assumptions()[name] for name in self.get("assumption", "").split("、") if name]
        self["assumption_zh"] = "；".join(a.zh for a in assumed)
        self["assumption_en"] = "; ".join(a.en for a in assumed)
        for lang in ("zh", "en"):
            self[f"assuming_{lang}"] = ""
            if assumed:
                self[f"assuming_{lang}"] = str(words["assuming"][lang]).format(assumption=self[f"assumption_{lang}"])

    def __missing__(self, key: str) -> str:
        return ""


class _Results:
    """{r.reached} in a template: the result of the line with that label, with its unit."""

    def __init__(self, steps: tuple[Step, ...], lang: str) -> None:
        self._steps = {s.label: f"{minus(s.result)}{unit_behind(s.unit, lang)}" for s in steps}

    def __getattr__(self, name: str) -> str:
        return self._steps.get(name, "")


def _quotes(finding: Finding, lang: str) -> str:
    said = dict.fromkeys(f"“{quoted(m)}”{adjusted_words(m, lang)}" for m in finding.members if m.quote)
    return ("、" if lang == "zh" else ", ").join(said)


def _sum(step: Step, lang: str) -> str:
    return f"{step.expression} = {minus(step.result)}{unit_behind(step.unit, lang)}"


def between(lang: str) -> str:
    """The mark between two sums."""
    return "；" if lang == "zh" else "; "


def colon(lang: str) -> str:
    """A colon."""
    return "：" if lang == "zh" else ": "
