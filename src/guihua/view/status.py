"""The one status scale for people: symbol, word and colour, so that a status is never told by colour alone.

Colours are the colour-blind-safe set of Okabe and Ito (2008); every symbol differs in shape, so the scale also reads
in grey print. `colour` paints shapes; words stay in `text` (light paper) or `dark` (dark paper), both at WCAG AA.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How one status is shown: words, shape, colour of shapes, of words on light and dark paper, place in lists."""

    code: str
    zh: str
    en: str
    symbol: str
    colour: str
    text: str
    dark: str
    order: int

    def word(self, lang: str = "zh") -> str:
        """The status in Chinese or English."""
        return self.zh if lang == "zh" else self.en


AHEAD = StatusStyle("ahead", "提前实现", "already met", "▲", "#0072b2", "#00629b", "#6cb8ea", 0)
FASTER = StatusStyle("faster", "快于预期", "faster than expected", "△", "#56b4e9", "#1f6f9f", "#7cc6f2", 1)
ON_COURSE = StatusStyle("on_course", "基本符合预期", "broadly on course", "●", "#009e73", "#00704f", "#3fc79d", 2)
LAGGING = StatusStyle("lagging", "滞后于预期", "behind schedule", "▼", "#d55e00", "#a84a00", "#ff9a52", 3)
MET = StatusStyle("met", "完成", "met", "✓", "#0072b2", "#00629b", "#6cb8ea", 4)
MISSED = StatusStyle("missed", "未完成", "not met", "✗", "#d55e00", "#a84a00", "#ff9a52", 5)
UNKNOWN = StatusStyle("unknown", "未能测算", "not assessed", "○", "#767676", "#5f5f5f", "#a6a6a6", 6)

SCALE = (AHEAD, FASTER, ON_COURSE, LAGGING, MET, MISSED, UNKNOWN)


def style(code: str) -> StatusStyle:
    """The style of a status (`Status`, its value or its Chinese word). KeyError for a word that is not on the scale."""
    for known in SCALE:
        if code in (known.code, known.zh):
            return known
    raise KeyError(code)
