"""Does reading stay linear on hostile text? Texts twice as long may not take more than 2.5 times as much processor time.

    python -m scripts.soak_growth [--seconds 600] [--seed 1] [--text FILE …] [--out growth.jsonl]

Each case is a block drawn from a fixed seed (a repeated character, word, clause or mark of the genre, or a piece of a given
text with characters dropped, doubled and exchanged), repeated to 4,000 characters and to 8,000; where that takes more than
0.15 s, again at twice and four times the length until the shorter takes a second. Readers: a text's statements, a text's
figures (harvest), a Markdown page. Exit 1 where a case above one second grew by more than 2.5.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from guihua.errors import GuihuaError

MARKS = list(
    "0123456789一二三四五六七八九十百千万亿年月日%％、，。；：（）()〔〕“”《》　 \t\n-—~～.,|#*+=<>第章节占比达到约以上"
)
WORDS = [
    "8%、",
    "2020年",
    "“十三五”时期",
    "到2020年，",
    "工业增加值",
    "达到",
    "1.15万亿元",
    "年均增长8%左右",
    "分别",
    "由2015年的12%提高到",
    "其中：",
    "比重",
    "第一章",
    "（一）",
    "一、",
    "1.",
    "1.1",
    "|",
    "---",
    "亿元",
    "万吨",
    "个百分点",
    "翻一番",
    "占…比重",
    "同比增长",
    "累计",
    "全年",
    "比上年",
    "初步核算",
    "1,234.5",
    "二〇二〇年",
    "三分之一",
    "以上",
    "左右",
    "和",
    "与",
    "及",
    "》",
    "《",
    "规划",
    "关于",
    "的通知",
    "http://",
    "&#",
]
ALLOWED, LEAST = 2.5, 1.0
READERS: dict[str, Callable[[str], object]] = {}


def reader(function: Callable[[str], object]) -> Callable[[str], object]:
    """Register a reader under its name."""
    READERS[function.__name__] = function
    return function


@reader
def statements(text: str) -> object:
    from guihua.reading import read_text

    return read_text(text)


@reader
def figures(text: str) -> object:
    from guihua.reading.documents import read_bytes
    from guihua.statistics.harvest import harvest

    return harvest(read_bytes(text.encode(), "a.txt"), "150000")


@reader
def markdown(text: str) -> object:
    from guihua.reading.documents import read_bytes

    return read_bytes(text.encode(), "a.md")


def block(chance: random.Random, texts: list[str]) -> str:
    """A piece to be repeated."""
    kind = chance.randrange(5)
    if kind == 0:
        return chance.choice(MARKS) * chance.choice((1, 1, 2))
    if kind == 1:
        return "".join(chance.choice(MARKS) for _ in range(chance.choice((2, 3, 5, 9))))
    if kind == 2:
        return "".join(chance.choice(WORDS) for _ in range(chance.choice((1, 2, 3, 6, 12))))
    if kind == 3 or not texts:
        return "".join(
            chance.choice((chance.choice(WORDS), chance.choice(MARKS))) for _ in range(chance.randrange(5, 200))
        )
    text = chance.choice(texts)
    at = chance.randrange(max(1, len(text) - 900))
    piece = list(text[at : at + chance.randrange(20, 900)])
    for _ in range(chance.randrange(1, 30)):
        where = chance.randrange(len(piece))
        piece[where] = chance.choice(("", piece[where] * 2, chance.choice(MARKS), chance.choice(WORDS)))
    return "".join(piece)


def took(read: Callable[[str], object], text: str, most: float = 60.0) -> float:
    """Processor seconds; `most` where it takes longer."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    start = time.process_time()
    try:
        read(text)
    except GuihuaError:
        pass
    except TimeoutError:
        return most
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - start


def grown(read: Callable[[str], object], piece: str) -> tuple[int, float, float]:
    """The length from which it was doubled, and the times of both: the longest that is tried."""
    size = 4000
    while True:
        one, two = (took(read, (piece * (n // len(piece) + 1))[:n]) for n in (size, 2 * size))
        if one >= LEAST or two < 0.15 or two < 1.9 * one or size > 2_000_000:
            return size, one, two
        size *= 4 if one < LEAST / 4 else 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--text", nargs="*", type=Path, default=[])
    parser.add_argument("--out", type=Path, default=Path("growth.jsonl"))
    args = parser.parse_args()
    chance, texts = random.Random(args.seed), [p.read_text("utf-8", "replace") for p in args.text]
    end, cases, bad, worst = time.perf_counter() + args.seconds, 0, 0, 0.0
    with args.out.open("a", encoding="utf-8") as out:
        while time.perf_counter() < end:
            piece = block(chance, texts) or "x"
            name = chance.choice(list(READERS))
            size, one, two = grown(READERS[name], piece)
            if one >= LEAST / 2:
                one = min(one, took(READERS[name], (piece * (size // len(piece) + 1))[:size]))
            cases += 1
            ratio = two / max(one, 1e-9)
            heavy = one >= LEAST
            worst = max(worst, ratio if heavy else 0.0)
            bad += heavy and ratio > ALLOWED
            if heavy or (two > 0.5 and ratio > ALLOWED):
                told = {
                    "reader": name,
                    "size": size,
                    "one": round(one, 3),
                    "two": round(two, 3),
                    "ratio": round(ratio, 2),
                }
                print(json.dumps({**told, "block": piece}, ensure_ascii=False), file=out, flush=True)
    print(f"{cases} cases; worst ratio above one second {worst:.2f}; above {ALLOWED}: {bad}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
