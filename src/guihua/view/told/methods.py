"""Short names, formulas and sources of the methods; what a setting means."""

from __future__ import annotations

from typing import Any

from guihua.plan.data import load


def method_formula(code: str, lang: str = "zh") -> str:
    """A method's formula in words or symbols."""
    from guihua.tracking.methods.spec import spec

    known = _words()["methods"].get(code)
    return known["formula"] if lang == "zh" and known else spec(code).formula


def method_source(code: str, lang: str = "zh") -> str:
    """Where a method was published."""
    from guihua.tracking.methods.spec import spec

    known = _words()["methods"].get(code)
    return known["source"] if lang == "zh" and known else spec(code).source


def setting_word(key: str, lang: str = "zh") -> str:
    """What a setting means; the key itself where the table lacks it."""
    known = _words()["settings"].get(key)
    return f"{known[lang]}（{key}）" if known and lang == "zh" else f"{known[lang]} ({key})" if known else key


def method_short(code: str, lang: str = "zh") -> str:
    """A method's name in a narrow column."""
    zh = {
        "statcan": "加拿大",
        "eurostat": "欧盟",
        "unsd": "联合国",
        "escap": "亚太经社",
        "shixu": "时序",
        "liancheng": "连乘",
    }
    en = {"shixu": "pace", "liancheng": "chained", "statcan": "StatCan", "eurostat": "Eurostat"}
    return (zh if lang == "zh" else en).get(code, code.upper())


def _words() -> Any:
    return load("methods.yaml", "guihua.view")
