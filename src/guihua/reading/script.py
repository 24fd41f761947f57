"""Plans in Chinese are read; a text in another script is refused rather than found to hold nothing."""

from __future__ import annotations

import re

from guihua.errors import GuihuaError

ENOUGH = 80
"""Letters of another script below which a text is too short to say."""
SHARE = 8
"""A text is taken as Chinese where one letter in this many is a Chinese character: translated tables and code lists stay."""
KANA = 20
"""Japanese syllables that a Chinese text may hold at any length (a name, の on a sign)."""
_CHINESE = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")


def require_chinese(text: str, where: str = "") -> str:
    """The text itself. Raises GuihuaError READ-LANGUAGE where it is written in another script (English, Cyrillic, Hangul), or in Japanese."""
    chinese = len(_CHINESE.findall(text))
    others = sum(map(str.isalpha, text)) - chinese
    kana = len(_KANA.findall(text))
    if (others >= ENOUGH and chinese * SHARE < others) or kana > max(KANA, chinese // 3):
        raise GuihuaError(
            "READ-LANGUAGE",
            "guihua 读中文规划，这份文本不是中文 guihua reads plans in Chinese; this text is in another language",
            "给出中文原文 give the Chinese original; 界面有英文 the interface speaks English: --lang en",
            where,
        )
    return text
