"""How fast reading is: whole statements beside the naive expression on the same text. Run: python benchmarks/reading.py

Figures are processor time, so that a busy machine does not change them.
The text is made from a seed: every numeral, year and place differs, so that no cache helps. Bars: 1,000,000 characters a second
for whole statements on one core; time grows with length by no more than half again from x1 to x100; `read_iter` takes 15 million
characters in under 300 MB (the peak of a process of its own).
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from guihua.reading.characters import matching_text
from guihua.reading.clauses import readings
from guihua.reading.reader import read_iter, read_text, sentences
from guihua.reading.tokens import scan

T = TypeVar("T")
SPEED_BAR, LINEAR_BAR, MEMORY_BAR, STREAM = 1_000_000, 1.5, 300, 15_000_000
NAIVE = re.compile(r"\d+(?:\.\d+)?(?:万亿|亿|万)?(?:元|吨|千瓦|平方公里|公里|个百分点|个|家|户|倍|%|人)")
HEAD = "东江市国民经济和社会发展“十四五”规划\n"
TEMPLATES = (
    "到{y}年，全市{n}产值达到{a}亿元，年均增长{p}%左右，占工业增加值比重提高到{q}%以上。",
    "{n}企业由{o}年的{i}家增加到{j}家，其中省级{k}家、国家级{m}家。",
    "单位{n}能耗比{o}年下降{p}%，{n}综合利用率达到{q}%，新增{n}处理能力{a}万吨/日。",
    "城镇和农村居民人均可支配收入分别达到{a}元和{b}元，分别比{o}年增长{p}%和{q}%。",
)
PLAIN = (
    "坚持统筹推进、重点突破，完善{n}协同发展的体制机制，推动产业链上下游衔接，形成布局合理、特色鲜明的发展格局，"
    "加强组织领导和要素保障，强化监督考核，营造良好的发展环境。",
    "加快建设{n}基地，支持骨干企业做优做强，引导中小企业走专精特新的路子，提升创新能力和品牌影响力，增强发展后劲。",
)
PROSE = 0.86
"""Share of sentences without a number: with it a statement comes every 140 characters or so, as in a plan of an industry."""
NAMES = (
    "煤炭",
    "电力",
    "冶金",
    "建材",
    "化工",
    "装备",
    "纺织",
    "食品",
    "医药",
    "稀土",
    "旅游",
    "物流",
    "水务",
    "环保",
    "光伏",
    "铝业",
    "乳业",
    "羊绒",
    "云计算",
    "风电",
)


def main() -> int:
    if sys.argv[1:] == ["stream"]:
        return streamed()
    text = made(400_000)
    read_text(text[:20_000])
    whole, found = timed(lambda: read_text(text).statements)
    naive, numbers = timed(lambda: [m.group() for m in NAIVE.finditer(text)])
    plain = matching_text(text)
    scanning, _ = timed(lambda: [readings(plain, scan(plain, a, b)) for a, b, _ in sentences(plain)])
    slow = shown("whole statements, characters/s", len(text) / whole, SPEED_BAR, f"{len(found)} statements")
    shown("scanning and rules alone, characters/s", len(text) / scanning, None, "")
    shown("naive expression, characters/s", len(text) / naive, None, f"{len(numbers)} numbers, no statement")
    shown("whole statements : naive expression, time", whole / naive, None, "")
    slow |= shown("growth x1 to x100, time a character", growth(), LINEAR_BAR, "", most=True)
    process = subprocess.run([sys.executable, __file__, "stream"], capture_output=True, text=True, check=False)
    print(process.stdout, end="")
    print(process.stderr, end="", file=sys.stderr)
    return int(slow or process.returncode != 0)


def made(size: int, seed: int = 1) -> str:
    """Text of the genre, of about this many characters; nothing in it is any plan's."""
    return HEAD + "".join(pieces(size, seed))


def pieces(size: int, seed: int) -> Iterator[str]:
    """Paragraphs until the size is reached."""
    draw = random.Random(seed)
    done = 0
    while done < size:
        prose = draw.random() < PROSE
        sentence = draw.choice(PLAIN if prose else TEMPLATES).format(
            n=draw.choice(NAMES),
            y=draw.randint(2021, 2035),
            o=draw.randint(2005, 2020),
            a=f"{draw.uniform(1, 99999):.1f}",
            b=draw.randint(5000, 99999),
            p=f"{draw.uniform(0.1, 30):.1f}",
            q=f"{draw.uniform(1, 99):.1f}",
            i=draw.randint(1, 999),
            j=draw.randint(1000, 99999),
            k=draw.randint(1, 99),
            m=draw.randint(1, 99),
        )
        done += len(sentence) + 1
        yield sentence + ("\n" if draw.random() < 0.4 else "")


def growth() -> float:
    """Time a character at 100 times the length over that at once the length, each the best of its runs."""
    small = [made(20_000, seed) for seed in range(2, 7)]
    large = made(2_000_000, 9)
    once = min(timed(lambda t=t: read_text(t).statements, 1)[0] / len(t) for t in small)  # type: ignore[misc]
    return timed(lambda: read_text(large).statements, 1)[0] / len(large) / once


def streamed() -> int:
    """Reads STREAM characters piece by piece; the process's own peak is the figure."""
    import resource

    begun = time.process_time()
    count = sum(1 for _ in read_iter(pieces(STREAM, 3)))
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    shown("read_iter, characters/s with making the text", STREAM / seconds, None, f"{count} statements")
    return int(shown("read_iter of 15 million characters, MB at the peak", peak, MEMORY_BAR, "", most=True))


def timed(run: Callable[[], T], times: int = 3) -> tuple[float, T]:
    """The best of some runs in seconds, and what the last gave."""
    best = float("inf")
    for _ in range(times):
        begun = time.process_time()
        result = run()
        best = min(best, time.process_time() - begun)
    return best, result


def shown(what: str, figure: float, bar: float | None, note: str, *, most: bool = False) -> bool:
    """Print one line; True where the bar is missed."""
    missed = bar is not None and (figure > bar if most else figure < bar)
    told = "" if bar is None else f"  bar {'<=' if most else '>='} {bar:,}  {'MISSED' if missed else 'met'}"
    print(f"{what:<52} {figure:>14,.2f}{told}  {note}".rstrip(), flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
