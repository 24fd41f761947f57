"""Codes that offices key their records by, checked before they are stored.

- unified social credit code (统一社会信用代码): GB 32100-2015, with the organisation code inside it (GB 11714-1997)
- region (行政区划代码): GB/T 2260, structure and province
- industry (国民经济行业分类): GB/T 4754-2011 and -2017, section and division; group and class by structure
- project (投资项目统一代码): GB/T 40058-2021 and the form in use before November 2020, structure only: 24 characters in
  five parts; its last digit is a check digit whose rule is not public with us, so it is not recomputed

A checked code is a well-formed one. That it was ever issued, only its register can say.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from guihua.errors import GuihuaError

_INDUSTRIES = Path(__file__).parent / "data" / "industry_codes.yaml"
_CREDIT_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))
_REGISTRARS: Final = "123456789ANY"
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES: Final = {
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44",
    "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
}  # fmt: skip
_LONGEST_INDUSTRY: Final = 4


class Fault(StrEnum):
    """What is wrong with a code; the text for people is made elsewhere."""

    LENGTH = "length"
    CHARACTERS = "characters"
    REGISTRAR = "registrar"
    ORGANISATION = "organisation-check"
    CHECK = "check"
    PROVINCE = "province"
    STRUCTURE = "structure"
    TIME = "time"
    SECTION = "section"


_FAULTS = {
    Fault.LENGTH: "位数不对", Fault.CHARACTERS: "有不该有的字符", Fault.REGISTRAR: "登记管理部门代码不对",
    Fault.ORGANISATION: "组织机构代码的校验码不对", Fault.CHECK: "校验码不对", Fault.PROVINCE: "地区码不对",
    Fault.STRUCTURE: "结构不对", Fault.TIME: "日期不对", Fault.SECTION: "分段不对",
}  # fmt: skip


class Kind(StrEnum):
    """The kinds of code that can be checked."""

    CREDIT = "credit_code"
    REGION = "region_code"
    INDUSTRY = "industry_code"
    PROJECT = "project_code"


def fault(kind: Kind, code: str) -> Fault | None:
    """The first fault of a code, or None for a well-formed one."""
    return _CHECKS[kind](code)


def check(kind: Kind, code: str) -> str:
    """The code itself, if well formed. Raises GuihuaError PL-CODE."""
    found = fault(kind, code)
    if found is not None:
        raise GuihuaError(
            "PL-CODE",
            f"代码不合规则 not a {kind.value.replace('_', ' ')}",
            f"{_FAULTS[found]} its {found.value} is wrong",
            code[:40],
        )
    return code


def credit_check(first17: str) -> str:
    """Check character of a credit code from its first 17 characters. GB 32100-2015, annex A."""
    total = sum(_CREDIT_CHARACTERS.index(c) * w for c, w in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_CHARACTERS[-total % 31]


def organisation_check(first8: str) -> str:
    """Check character of an organisation code from its first 8 characters. GB 11714-1997, 4.2."""
    total = sum(int(c, 36) * w for c, w in zip(first8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def division_name(code: str) -> str | None:
    """Name of the industrial division (大类) that an industry code lies in; None outside B, C and D."""
    digits = code.lstrip("ABCDEFGHIJKLMNOPQRST")[:2]
    name = _industries()["industrial"].get(digits)
    return None if name is None else str(name)


def _credit(code: str) -> Fault | None:
    if len(code) != 18:
        return Fault.LENGTH
    if any(c not in _CREDIT_CHARACTERS for c in code) or not _digits(code[2:8]):
        return Fault.CHARACTERS
    if code[0] not in _REGISTRARS:
        return Fault.REGISTRAR
    if organisation_check(code[8:16]) != code[16]:
        return Fault.ORGANISATION
    return None if credit_check(code[:17]) == code[17] else Fault.CHECK


def _region(code: str) -> Fault | None:
    if len(code) != 6:
        return Fault.LENGTH
    if not _digits(code):
        return Fault.CHARACTERS
    if code[:2] not in _PROVINCES:
        return Fault.PROVINCE
    return Fault.STRUCTURE if code[2:4] == "00" and code[4:] != "00" else None


def _industry(code: str) -> Fault | None:
    letter = code[:1] if code[:1].isascii() and code[:1].isalpha() else ""
    digits = code[len(letter) :]
    if not (letter or len(digits) >= 2) or len(digits) > _LONGEST_INDUSTRY or len(digits) == 1:
        return Fault.LENGTH
    if digits and not _digits(digits):
        return Fault.CHARACTERS
    editions = [edition for edition in _industries()["editions"].values() if not letter or letter in edition]
    if not editions:
        return Fault.SECTION
    if not digits:
        return None
    division = int(digits[:2])
    spans = [edition[letter] if letter else (1, max(last for _, last in edition.values())) for edition in editions]
    return None if any(first <= division <= last for first, last in spans) else Fault.SECTION


def _project(code: str) -> Fault | None:
    if len(code) != 24:
        return Fault.LENGTH
    parts = code.split("-")
    if [len(part) for part in parts] != [4, 6, 2, 2, 6]:
        return Fault.STRUCTURE
    if not all(_digits(part) for part in parts):
        return Fault.CHARACTERS
    time = parts[0]
    in_year_form = 2013 <= int(time) <= 2020 and not 1 <= int(time[2:]) <= 12
    if not (in_year_form or (int(time[:2]) >= 20 and 1 <= int(time[2:]) <= 12)):
        return Fault.TIME
    return _region(parts[1])


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


@lru_cache(maxsize=1)
def _industries() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(_INDUSTRIES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


_CHECKS: Final[dict[Kind, Callable[[str], Fault | None]]] = {
    Kind.CREDIT: _credit,
    Kind.REGION: _region,
    Kind.INDUSTRY: _industry,
    Kind.PROJECT: _project,
}
