"""Words of prices, and names that end like a region's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class ResolutionPatterns:
    """What resolution.py searches."""

    price: re.Pattern[str]
    region: re.Pattern[str]
    national: re.Pattern[str]


@cache
def resolution_patterns() -> ResolutionPatterns:
    """Words of prices, and names that end like a region's."""
    return ResolutionPatterns(
        price=re.compile("(?P<comparable>可比价|不变价|扣除价格因素|扣除物价)|(?P<current>现价|当年价|名义增长)"),
        region=re.compile(r"[一-鿿]{2,9}?(?:自治区|省|市|自治州|盟|县|旗)"),
        national=re.compile("^[《“]?(?:国务院|国家|全国|中共中央|中华人民共和国)"),
    )
