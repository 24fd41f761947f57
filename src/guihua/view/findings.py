"""Findings in words: one sentence in Chinese and English, the sums as people write them, and what would mend it.

Everything here takes typed findings; nothing is reckoned. Forms: text for a terminal, a fragment of HTML, SARIF 2.1.0.
"""

from __future__ import annotations

import html as escaping
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from guihua.checking.assumptions import assumption_named, known_assumptions
from guihua.checking.codes import known_codes
from guihua.checking.finding import Explanation, Finding, Member, Severity, Step
from guihua.plan import concepts
from guihua.plan.data import load
from guihua.view.numbers import figure
from guihua.view.words import coverage_words

if TYPE_CHECKING:
    from guihua.checking.result import CheckResult

SARIF_VERSION = "2.1.0"
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_LIST_MARK = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、]|[（(]\d{1,2}[）)]|\d{1,2}[.．、）)](?!\d)|[①-⑳●■◆▪•·*]|[-—–]{1,2}(?!\d)|第[一二三四五六七八九十]+[，、])\s*"
)
_ROW = re.compile(r"(?P<label>.*[^\d\s.%+−~～—-])(?P<cells>\d[\d.%+−~～\s-]*)$")
_VERB = re.compile(r"(?:实现|完成|达到)(?=(?:总?产值|增加值|销售收入|营业收入|收入|利润|利税|投资|税收|)$)")
_WORDS = {
    "zh": {Severity.ERROR: "错误", Severity.WARNING: "提示", Severity.NOTE: "说明"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"},
}


def sentence(finding: Finding, lang: str = "zh") -> str:
    """The finding in one sentence, with its figures."""
    template = _data()["sentences"][_variant(finding)][lang]
    return str(template).format_map(_Places(finding, lang))


def _variant(finding: Finding) -> str:
    """Which sentence of its code: contradictions that a usual change of prices, or two meanings, would explain say so."""
    given, labels = dict(finding.parameters), {s.label for s in finding.steps}
    tail = ""
    if finding.proof and finding.severity is not Severity.ERROR:
        tail = ".prices" if given.get("prices") else ".loose" if given.get("loose") == "yes" else ""
    if finding.code == "GH101" and given.get("assumption"):
        tail = ".assumed" if "yearly_price_change" in labels else ".assuming"
    if finding.code == "GH110" and "implied" not in labels:
        tail = ".change"
    if finding.code == "GH161" and "或" in given.get("listed", ""):
        tail = ".either"
    if finding.code == "GH160" and finding.holds:
        tail = ".holds"
    return finding.code + tail if finding.code + tail in _data()["sentences"] else finding.code


def title(finding: Finding, lang: str = "zh") -> str:
    """The title of the finding's code."""
    code = known_codes()[finding.code]
    return code.title_zh if lang == "zh" else code.title_en


def severity_word(finding: Finding, lang: str = "zh") -> str:
    """错误, 提示, 说明."""
    return _WORDS[lang][finding.severity]


def step_words(step: Step, lang: str = "zh") -> str:
    """A line of arithmetic: 推算：7939 × 1.08^5 = 11665亿元."""
    entry = _data()["labels"].get(step.label)
    head = f"{entry[lang]}{_colon(lang)}" if entry else ""
    return head + _sum(step, lang)


def explanation_words(explanation: Explanation, lang: str = "zh") -> str:
    """A reading that would explain the clash, with its figures."""
    words = str(_data()["explanations"][explanation.code][lang])
    sums = [step_words(s, lang) for s in explanation.steps]
    opened, closed = ("（", "）") if lang == "zh" else (" (", ")")
    return words + (f"{opened}{_stop(lang).join(sums)}{closed}" if sums else "")


def member_words(member: Member, lang: str = "zh") -> str:
    """The member's own words; for identities and assumptions, what they say."""
    if member.quote:
        return quoted(member) + adjusted_words(member, lang)
    if member.name.startswith("identity；"):
        from guihua.checking.identities import identity_from_name

        identity = identity_from_name(member.name)
        parts = ("、" if lang == "zh" else ", ").join(unknown_words(p, lang) for p in identity.parts)
        return str(_data()["words"][identity.kind][lang]).format(whole=unknown_words(identity.whole, lang), parts=parts)
    if member.name.startswith("observation:"):
        return f"{member.indicator}{_colon(lang)}{member.value}{unit_words(member.unit, lang)}"
    if member.name.startswith("assumption:"):
        assumed = assumption_named(member.name)
        return member.name if assumed is None else assumed.zh if lang == "zh" else assumed.en
    return member.name


def needs_words(member: Member, lang: str = "zh") -> str:
    """How this number alone would have to move; "" where that would not do."""
    if not member.needs:
        return ""
    words = str(_data()["words"]["needs"][lang])
    return words.format(quote=quoted(member), needs=minus(member.needs), unit=unit_words(member.unit, lang))


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
    words = str(_data()["words"][key][lang])
    return words.format(value=minus(member.value), unit=unit_words(member.unit, lang), document=member.adjusted)


def unit_words(unit: str, lang: str = "zh") -> str:
    """A unit as it follows a number: 亿元; in English " hundred million yuan", "%", nothing for plain counts."""
    if lang == "zh" or unit in ("", "%", "‰"):
        return unit
    known: Mapping[str, str] = _data()["units"]
    if unit not in known and "/" in unit:
        above, below = unit.split("/", 1)
        return f"{unit_words(above, lang)} per {_data()['per'].get(below) or unit_words(below, lang).strip() or 'unit'}"
    words = known.get(unit, unit)
    return f" {words}" if words else ""


def unknown_words(unknown: str, lang: str = "zh") -> str:
    """A quantity's internal name in words: value_added[coal]@规模以上|2015 → 2015年规模以上煤炭增加值."""
    key, _, year = unknown.rpartition("|")
    core, *tails = (key or unknown).replace("~comparable", "@可比价").split("@")
    name = _core_words(core.removesuffix("%"), lang)
    tail = "".join(tails) if lang == "zh" else " ".join(coverage_words(part, lang) for part in tails)
    if lang == "zh":
        return f"{year}年{tail}{name}" if key else f"{tail}{name}"
    return " ".join(part for part in (name, f"({tail})" if tail else "", f"in {year}" if key else "") if part)


def label_words(label: str, lang: str = "zh") -> str:
    """A bureau's or a plan's label; in English by its concept where that has an English name."""
    if lang == "zh":
        return label
    variable = concepts.resolve(label).variable
    english = unknown_words(variable, "en") if variable else ""
    return english if english.isascii() and english else label


def minus(digits: str) -> str:
    """Digits with the minus sign U+2212."""
    return digits.replace("-", "−")


def text(result: CheckResult, lang: str = "zh") -> str:
    """The findings for a terminal, heaviest first."""
    blocks = []
    for place, finding in enumerate(result.findings, 1):
        lines = [f"{place}. [{finding.code} {severity_word(finding, lang)}] {sentence(finding, lang)}"]
        lines += [f"     {step_words(s, lang)}" for s in finding.steps]
        lines += [f"     {_where(m, lang)}" for m in finding.members if m.start is not None]
        lines += [f"     {member_words(m, lang)}" for m in finding.members if m.name.startswith("observation:")]
        lines += [f"     · {words}" for m in finding.members if (words := needs_words(m, lang))]
        lines += [f"     · {explanation_words(e, lang)}" for e in finding.explanations]
        if finding.proof:
            lines.append(f"     ✓ {_data()['words']['proved'][lang]}")
        blocks.append("\n".join(lines))
    return "\n".join([*blocks, summary(result, lang)])


def summary(result: CheckResult, lang: str = "zh") -> str:
    """How many of each severity, and what limits the result."""
    counts = {s: sum(f.severity is s for f in result.findings) for s in Severity}
    if lang == "zh":
        line = f"错误 {counts[Severity.ERROR]}，提示 {counts[Severity.WARNING]}，说明 {counts[Severity.NOTE]}"
        line += "；文中没有可校核的表述" if "no_statements" in result.warnings else ""
        line += "" if result.complete else "；矛盾较多，仅列前若干组"
        names = "、".join(known_assumptions()[a].zh for a in result.settings.assumptions)
        return line + (f"；假定：{names}" if names else "；未使用任何假定")
    line = ", ".join(f"{n} {_WORDS['en'][s]}{'' if n == 1 else 's'}" for s, n in counts.items())
    line += "; the text has no statements to check" if "no_statements" in result.warnings else ""
    line += "" if result.complete else "; there are more conflicts than listed"
    names = ", ".join(known_assumptions()[a].en for a in result.settings.assumptions)
    return line + (f"; assumed: {names}" if names else "; nothing assumed")


def assumptions_list(lang: str = "zh") -> str:
    """Every assumption that can be switched on, by name, with what it says, why, and an example."""
    blocks = []
    for a in known_assumptions().values():
        said, example = (a.zh, f"例：{a.example}") if lang == "zh" else (a.en, f"for example: {a.example_en}")
        blocks.append(f"{a.name}\n     {said}\n     {example}")
    closing = (
        "均默认不用；--assume 名称 启用，并写进结果。"
        if lang == "zh"
        else "All are off; --assume NAME switches one on."
    )
    return "\n".join([*blocks, closing])


def html(result: CheckResult, lang: str = "zh") -> str:
    """The findings as a fragment of HTML (a list of articles), safe to embed."""
    parts = [
        f'<section class="findings" lang="{lang}"><p class="findings-summary">{_safe(summary(result, lang))}</p><ol>'
    ]
    for f in result.findings:
        parts.append(f'<li id="f-{_safe(f.id)}" class="finding finding-{f.severity}"><article>')
        parts.append(
            f'<h3><span class="finding-severity">{_safe(severity_word(f, lang))}</span> '
            f"<code>{_safe(f.code)}</code> {_safe(title(f, lang))}</h3><p>{_safe(sentence(f, lang))}</p>"
        )
        quotes = [m for m in f.members if m.quote or m.name]
        parts += [f"<blockquote>{_safe(member_words(m, lang))}{_span(m)}</blockquote>" for m in quotes]
        if f.steps:
            parts.append("<ul>" + "".join(f"<li>{_safe(step_words(s, lang))}</li>" for s in f.steps) + "</ul>")
        mends = [words for m in f.members if (words := needs_words(m, lang))]
        mends += [explanation_words(e, lang) for e in f.explanations]
        if mends:
            parts.append('<ul class="finding-mend">' + "".join(f"<li>{_safe(m)}</li>" for m in mends) + "</ul>")
        parts.append("</article></li>")
    return "".join([*parts, "</ol></section>"])


def page(result: CheckResult, lang: str = "zh") -> str:
    """The findings as one self-contained page."""
    heading = ("校核意见" if lang == "zh" else "Findings") + (f"　{result.title}" if result.title else "")
    style = (
        "body{font:16px/1.7 system-ui,'Noto Sans CJK SC',sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;"
        "color:#222}h1,h3{color:#1f4e79}h3{font-size:1rem;margin:.8rem 0 .2rem}blockquote{margin:.3rem 0;padding-left:"
        ".8rem;border-left:2px solid #1f4e79;color:#444}li{margin:.2rem 0}.finding-severity{border:1px solid;"
        "padding:0 .4rem}.finding-error .finding-severity{color:#a03000}.place{color:#777;font-size:.85rem}"
    )
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{_safe(heading)}</title>'
        f"<style>{style}</style></head><body><h1>{_safe(heading)}</h1>{html(result, lang)}</body></html>\n"
    )


def sarif(result: CheckResult, source: str = "", lang: str = "zh") -> str:
    """The findings as SARIF 2.1.0; regions are character offsets into the plan's text."""
    from guihua import __version__

    used = sorted({f.code for f in result.findings})
    rules = [_sarif_rule(code, lang) for code in used]
    found = [_sarif_result(f, used, source or result.title or "plan", lang) for f in result.findings]
    driver = {"name": "guihua", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": found}
    return (
        json.dumps({"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}, ensure_ascii=False, indent=1)
        + "\n"
    )


def _sarif_rule(code: str, lang: str) -> dict[str, Any]:
    entry = known_codes()[code]
    return {
        "id": code,
        "shortDescription": {"text": entry.title_zh if lang == "zh" else entry.title_en},
        "fullDescription": {"text": f"{entry.what} {entry.why}"},
        "help": {"text": entry.mend},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
    }


def _sarif_result(f: Finding, used: list[str], source: str, lang: str) -> dict[str, Any]:
    located = [m for m in f.members if m.start is not None and m.end is not None]
    places = [_sarif_place(m, source) for m in located]
    return {
        "ruleId": f.code,
        "ruleIndex": used.index(f.code),
        "level": _LEVELS[f.severity],
        "kind": "pass" if f.holds else "fail",
        "message": {"text": sentence(f, lang)},
        "locations": places[:1],
        "relatedLocations": places[1:],
        "partialFingerprints": {"guihua/v1": f.id},
    } | ({"level": "none"} if f.holds else {})


def _sarif_place(m: Member, source: str) -> dict[str, Any]:
    assert m.start is not None and m.end is not None
    region = {"charOffset": m.start, "charLength": m.end - m.start, "snippet": {"text": m.quote}}
    return {"physicalLocation": {"artifactLocation": {"uri": source}, "region": region}}


class _Places(dict[str, str]):
    """What a sentence's places hold: parameters first, then what is made of members and steps."""

    def __init__(self, finding: Finding, lang: str) -> None:
        signed = ("nominal", "real", "deflator", "gained", "needed")
        super().__init__((name, minus(v) if name in signed else v) for name, v in finding.parameters)
        self.finding, self.lang = finding, lang
        self["quotes"] = _quotes(finding, lang)
        shown = [s for s in finding.steps if s.label != "widest"]
        self["sums"] = _stop(lang).join(_sum(s, lang) for s in shown)
        self["sums_tail"] = f"{_colon(lang)}{self['sums']}" if shown else ""
        self["r"] = _Results(finding.steps, lang)  # type: ignore[assignment]  # str.format reads attributes of it
        self.setdefault("quote", quoted(finding.members[0]) if finding.members else "")
        for name in ("indicator", "per"):
            if name in self:
                self[name] = _english(finding.members, self[name]) if lang == "en" else _plain_label(self[name])
        self["per"] = self["per"].removeprefix("number of ")
        if "unit" in self:
            self["unit"] = unit_words(self["unit"], lang)
        self._listed(lang)
        self._words(_data()["words"])

    def _listed(self, lang: str) -> None:
        """Numbers of a list, and names of coverages, in the reader's language."""
        data = _data()
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
        self._steps = {s.label: f"{minus(s.result)}{unit_words(s.unit, lang)}" for s in steps}

    def __getattr__(self, name: str) -> str:
        return self._steps.get(name, "")


def _quotes(finding: Finding, lang: str) -> str:
    said = dict.fromkeys(f"“{quoted(m)}”{adjusted_words(m, lang)}" for m in finding.members if m.quote)
    return ("、" if lang == "zh" else ", ").join(said)


def _english(members: tuple[Member, ...], label: str) -> str:
    variable = next((m.variable for m in members if m.indicator == label and m.variable), "")
    return unknown_words(variable, "en") if variable else label


def _core_words(core: str, lang: str) -> str:
    if core.startswith("share(") and core.endswith(")"):
        part, _, whole = core[6:-1].rpartition(", ")
        both = _core_words(part, lang), _core_words(whole, lang)
        return f"{both[0]}占{both[1]}比重" if lang == "zh" else f"share of {both[0]} in {both[1]}"
    if core.startswith("price["):
        name = _core_words(core.removeprefix("price[").removesuffix("]"), lang)
        return f"{name}的价格" if lang == "zh" else f"prices of {name}"
    core, brace, bar = core.partition("{")
    measure, bracket, subject = core.partition("[")
    subject = subject.removesuffix("]")
    if lang == "en" and (label := _labels().get((measure, subject))):
        return label
    if measure == "quantity" and bracket:
        return subject
    names = concepts.name_of(measure, lang), concepts.name_of(_plain_label(subject), lang) if bracket else ""
    behind = _bar_words(bar.removesuffix("}"), lang) if brace else ""
    if lang == "zh":
        return f"{behind}{names[1]}{names[0]}"
    return f"{names[0]}{f' of {names[1]}' if names[1] else ''}{behind}"


def _bar_words(bar: str, lang: str) -> str:
    """A bar of a counting quantity in words: output>10000000000元 is 产值超过100亿元的."""
    what, _, rest = bar.partition(">")
    limit, unit = rest.removeprefix("=").removesuffix("元"), "元" if rest.endswith("元") else ""
    if unit and limit.isdigit() and len(limit) > 8 and limit.endswith("0" * 8):
        limit, unit = limit[:-8], "亿元"
    name = concepts.name_of(what, lang) if what else ""
    if lang == "zh":
        return f"{name}{'达到' if rest.startswith('=') else '超过'}{limit}{unit}的"
    above = " of at least" if rest.startswith("=") else " above" if name else ""
    return f" with {name or 'more than'}{above} {figure(limit, unit, lang=lang) if limit.isdigit() else limit + unit}"


@cache
def _labels() -> dict[tuple[str, str], str]:
    """English names of whole labels that do not split into measure and subject."""
    entries = load("concepts.yaml")["labels"]
    return {(e["measure"], e.get("subject", "")): e["en"] for e in entries if "en" in e}


def _where(m: Member, lang: str) -> str:
    place = f"（{m.start}–{m.end}）" if lang == "zh" else f" ({m.start}–{m.end})"
    return f"“{quoted(m)}”{place}{adjusted_words(m, lang)}"


def _sum(step: Step, lang: str) -> str:
    return f"{step.expression} = {minus(step.result)}{unit_words(step.unit, lang)}"


def _plain_label(label: str) -> str:
    """A label without the verb that stood before its measure: 工业园区实现产值 is 工业园区产值."""
    return _VERB.sub("", label)


def _span(m: Member) -> str:
    return "" if m.start is None else f' <span class="place">{m.start}–{m.end}</span>'


def _safe(words: str) -> str:
    return escaping.escape(words)


def _stop(lang: str) -> str:
    return "；" if lang == "zh" else "; "


def _colon(lang: str) -> str:
    return "：" if lang == "zh" else ": "


def _data() -> Any:
    return load("findings.yaml", "guihua.view")
