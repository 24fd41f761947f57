"""A statement in words: its value as a reader says it, and its slots with where each came from."""

from __future__ import annotations

from dataclasses import dataclass

from guihua.plan.statement import Comparator, Direction, Form, Kind, Nature, Origin, Price, Statement
from guihua.view.messages import translator
from guihua.view.numbers import figure, span
from guihua.view.phrases import listed


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a statement for readers: its name, its value, and where it came from ("" where nothing is said)."""

    name: str
    value: str
    origin: str


SLOTS = {
    "indicator": "指标名称",
    "value": "数值",
    "unit": "单位",
    "kind": "类别",
    "form": "形式",
    "comparator": "比较",
    "year": "年份",
    "base_year": "基期",
    "direction": "方向",
    "nature": "属性",
    "scope": "范围",
}
"""The slots that a person may edit."""


def slot_word(slot: str, lang: str = "zh") -> str:
    """The name of a slot that a person may edit."""
    return translator(lang)(SLOTS.get(slot, slot))


def doubt_words(statement: Statement, lang: str = "zh") -> str:
    """The slots that were guessed or set by default, for a person to look at: 存疑：年份、指标名称; "" where there are none."""
    if not statement.doubtful:
        return ""
    named = listed((slot_word(slot, lang) for slot in statement.doubtful), lang)
    return translator(lang)("存疑：{slots}").format(slots=named)


def evidence_word(evidence: str, lang: str = "zh") -> str:
    """How often a rule was right on annotated text, or that it was not tested often enough to say."""
    _ = translator(lang)
    return _("规则未经充分检验") if evidence == "untested" else f"{_('规则检验')} {evidence}"


def value_words(statement: Statement, lang: str = "zh") -> str:
    """The value with its hedge and its form: 25个以上; 年均增长8%左右; 比2010年提高27个百分点."""
    core = magnitude(statement, lang)
    if not core:
        return ""
    return (_form_zh if lang == "zh" else _form_en)(statement, _hedged(statement, core, lang))


def magnitude(statement: Statement, lang: str = "zh") -> str:
    """The bare value with its unit: 7939亿元; 4～5家; "" where the text gives none."""
    if not statement.value:
        return ""
    if len(statement.value) > 1:
        return span(statement.value[0], statement.value[-1], statement.unit, lang=lang)
    return figure(statement.value[0], statement.unit, lang=lang)


def slots(statement: Statement, lang: str = "zh") -> tuple[Slot, ...]:
    """Every filled slot, in reading order."""
    _ = translator(lang)
    rows = [
        ("kind", _("类别"), kind_word(statement.kind, lang)),
        ("indicator", _("指标名称"), statement.indicator),
        ("value", _("数值"), value_words(statement, lang)),
        ("comparator", _("比较"), comparator_word(statement.comparator, lang)),
        ("form", _("形式"), form_word(statement.form, lang)),
        ("year", _("年份"), str(statement.year or "")),
        ("period", _("时期"), _years(statement.period)),
        ("base_year", _("基期"), str(statement.base_year or "")),
        ("base_period", _("基期时段"), _years(statement.base_period)),
        ("base_value", _("基期值"), statement.base_value or ""),
        ("direction", _("方向"), direction_word(statement.direction, lang)),
        ("modifier", _("修饰语"), statement.modifier),
        ("scope", _("范围"), statement.scope),
        ("population", _("统计总体"), statement.population),
        ("region", _("地区"), region_word(statement.region, lang)),
        ("price", _("价格"), price_word(statement.price, lang) if statement.price is not Price.UNSTATED else ""),
        ("nature", _("属性"), nature_word(statement.nature, lang) if statement.kind is Kind.TARGET else ""),
        ("threshold", _("门槛"), _threshold(statement, lang)),
        ("measure", _("概念"), statement.variable),
        ("unsure", _("把握"), unsure_word(statement.unsure, lang)),
    ]
    origins = dict(statement.stated)
    return tuple(
        Slot(name, value, origin_word(origins[key], lang) if key in origins else "")
        for key, name, value in rows
        if value
    )


def kind_word(kind: Kind, lang: str = "zh") -> str:
    """目标, 现状, 政策参数."""
    return translator(lang)({Kind.TARGET: "目标", Kind.FACT: "现状", Kind.POLICY: "政策参数"}[kind])


def form_word(form: Form, lang: str = "zh") -> str:
    """What the number says of the indicator."""
    return translator(lang)(_FORMS[form])


def comparator_word(comparator: Comparator, lang: str = "zh") -> str:
    """How the value binds."""
    return translator(lang)(_COMPARATORS[comparator])


def direction_word(direction: Direction, lang: str = "zh") -> str:
    """上升, 下降; "" where nothing says it."""
    if direction is Direction.UNKNOWN:
        return ""
    return translator(lang)("上升" if direction is Direction.UP else "下降")


def nature_word(nature: Nature, lang: str = "zh") -> str:
    """约束性, 预期性, 文中未标明."""
    words = {Nature.BINDING: "约束性", Nature.EXPECTED: "预期性", Nature.UNSTATED: "文中未标明"}
    return translator(lang)(words[nature])


def price_word(price: Price, lang: str = "zh") -> str:
    """现价, 可比价, 未说明."""
    words = {Price.CURRENT: "现价", Price.COMPARABLE: "可比价", Price.UNSTATED: "未说明"}
    return translator(lang)(words[price])


def origin_word(origin: Origin, lang: str = "zh") -> str:
    """Where a slot came from."""
    words = {Origin.STATED: "原句写明", Origin.CARRIED: "承上文", Origin.DEFAULTED: "按规则补", Origin.GUESSED: "推测"}
    return translator(lang)(words[origin])


def unsure_word(unsure: str, lang: str = "zh") -> str:
    """Why a reading is less sure; "" where nothing speaks against it."""
    words = {"layout": "较低：出自排版散乱的表格", "numeral": "较低：数字疑因扫描损坏"}
    return translator(lang)(words[unsure]) if unsure else ""


def region_word(code: str, lang: str = "zh") -> str:
    """The name of a region code; the code itself where the table has none."""
    if not code:
        return ""
    from guihua.errors import GuihuaError
    from guihua.plan.regions import region

    try:
        found = region(code)
    except GuihuaError:
        return code
    return (found.name_en if lang == "en" else "") or found.name


_FORMS = {
    Form.LEVEL: "总量",
    Form.SHARE: "比重",
    Form.GROWTH: "年均增速",
    Form.CHANGE: "增减幅度",
    Form.CHANGE_ABS: "增减量",
    Form.CHANGE_PP: "百分点变化",
    Form.RATIO: "倍数",
    Form.CUMULATIVE: "累计",
    Form.OTHER: "其他",
}
_COMPARATORS = {
    Comparator.EQ: "等于",
    Comparator.REACH: "达到",
    Comparator.ABOUT: "左右",
    Comparator.GE: "不低于",
    Comparator.LE: "不高于",
    Comparator.GT: "超过",
    Comparator.LT: "低于",
    Comparator.BETWEEN: "介于",
}


def _hedged(statement: Statement, core: str, lang: str) -> str:
    if lang == "zh":
        patterns = {"about": "{}左右", "ge": "{}以上", "le": "{}以内", "gt": "超过{}", "lt": "低于{}"}
    else:
        patterns = {"about": "about {}", "ge": "at least {}", "le": "at most {}", "gt": "over {}", "lt": "under {}"}
    pattern = patterns.get(statement.comparator.value, "{}")
    if lang == "zh" and statement.modifier in ("近", "约") and statement.comparator is Comparator.ABOUT:
        pattern = statement.modifier + "{}"
    return pattern.format(core)


def _form_zh(statement: Statement, value: str) -> str:
    down = statement.direction is Direction.DOWN
    base = f"比{statement.base_year}年" if statement.base_year else ""
    verbs = {
        Form.GROWTH: ("年均增长", "年均下降"),
        Form.CHANGE: (f"{base}增长", f"{base}下降"),
        Form.CHANGE_ABS: (f"{base}增加", f"{base}减少"),
        Form.CHANGE_PP: (f"{base}提高", f"{base}降低"),
    }
    if statement.form in verbs:
        return verbs[statement.form][down] + value
    if statement.form is Form.RATIO and statement.base_year:
        return f"是{statement.base_year}年的{value}"
    if statement.form is Form.CUMULATIVE:
        return f"{_years(statement.period)}年累计{value}" if statement.period else f"累计{value}"
    return value


def _form_en(statement: Statement, value: str) -> str:
    down = statement.direction is Direction.DOWN
    base = f" from {statement.base_year}" if statement.base_year else ""
    match statement.form:
        case Form.GROWTH:
            return f"{'fall' if down else 'growth'} of {value} a year on average"
        case Form.CHANGE | Form.CHANGE_ABS | Form.CHANGE_PP:
            return f"{'down' if down else 'up'} {value}{base}"
        case Form.RATIO if statement.base_year:
            return f"{value} the level of {statement.base_year}"
        case Form.CUMULATIVE:
            return f"{value} in total" + (f" over {_years(statement.period, '–')}" if statement.period else "")
        case _:
            return value


def _years(period: tuple[int, int] | None, dash: str = "—") -> str:
    if period is None:
        return ""
    return str(period[0]) if period[0] == period[1] else f"{period[0]}{dash}{period[1]}"


def _threshold(statement: Statement, lang: str) -> str:
    bar = statement.threshold
    if bar is None:
        return ""
    words = {"gt": "超过", "ge": "不低于", "lt": "低于", "le": "不高于"}
    joint = "" if lang == "zh" else " "
    sign = translator(lang)(words.get(bar.comparator.value, "等于"))
    return f"{bar.indicator or ''}{joint}{sign}{joint}{figure(bar.value, bar.unit, lang=lang)}".strip()
