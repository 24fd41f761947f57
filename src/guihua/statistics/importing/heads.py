"""What the heads and titles of a published table say: which figure, of which time, of which indicator."""

from __future__ import annotations

import re
from typing import Any

from guihua.errors import GuihuaError
from guihua.plan import concepts
from guihua.plan.regions import Region, find_region, region
from guihua.statistics.importing.head_words import wide_words


def role(head: str) -> tuple[str, str]:
    """(transformation, time) by the words of a head."""
    kinds = wide_words()
    name = next(
        t["name"] for t in kinds["transformations"] if re.search(t["pattern"], head) and not _is_growth(t, head)
    )
    time = next((t["name"] for t in kinds["times"] if re.search(t["pattern"], head)), "report")
    return name, time


def _is_growth(kind: dict[str, Any], head: str) -> bool:
    return kind["name"] == "skip" and bool(re.search(wide_words()["not_skip"], head))


def end_of_label(label: str) -> tuple[str, str, str]:
    """(name, transformation, time) of a row's label: 原煤产量_累计增长 is (原煤产量, yoy, ytd); "" where its end says nothing."""
    for end in wide_words()["label_ends"]:
        found = re.search(end["pattern"], label)
        if found:
            return label[: found.start()], str(end["transformation"]), str(end["time"])
    return label, "", ""


def place_of(label: str) -> Region | None:
    """The region that a row or a column is of, by its name or its code."""
    words = label.strip()
    if re.fullmatch(r"\d{6}", words):
        try:
            return region(words)
        except GuihuaError:
            return None
    return find_region(words)


def is_head(text: str) -> bool:
    """Whether a cell has a head's words: a time, a rate, 绝对数; a year is one, any other number is not."""
    if re.fullmatch(r"-?[\d.,]+", text):
        return bool(re.fullmatch(r"(?:19|20)\d{2}", text))
    head = "绝对数|绝对额|总量|数值|实绩|完成"
    rates = [t["pattern"] for t in wide_words()["transformations"] if t["name"] != "level"]
    return any(re.search(p, text) for p in (head, *rates, *(t["pattern"] for t in wide_words()["times"])))


def indicator_of(title: str) -> str:
    """The indicator that a title names, where the concept table knows it: 各盟市规模以上工业增加值增速."""
    for part in title.split(" "):
        plain = re.sub(
            r"\d{4}年|[\d\-—–]+月(?:份)?|各?盟市|分?地区|全区|主要|情况|表\d*|统计|^指标[:：]|\([^()]*\)", "", part
        )
        text = end_of_label(plain)[0]
        if text and concepts.resolve(text).known:
            return text
    return ""
