"""Quantities as the peers find them; runs inside the bench environment, which alone has them installed.

Reads JSON from standard input: {"peer": name, "texts": [text, …]}; writes {"found": [[[start, end, value], …], …], "seconds": s}.
value is a decimal string with multipliers applied (7939亿 is 793900000000; 8% is 8), or "" where the peer gives none.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

Quantity = tuple[int, int, str]
_SENTENCE = re.compile(r"[^。；\n]+")
_NUMERAL = re.compile(r"[\d零一二两三四五六七八九十百千万亿.,点]+")


def main() -> None:
    """Answer one request."""
    request = json.load(sys.stdin)
    try:
        find = PEERS[request["peer"]]()
    except Exception as error:
        json.dump({"error": f"{type(error).__name__}: {error}"[:200]}, sys.stdout)
        return
    started = time.process_time()
    found = [
        [q for s in _SENTENCE.finditer(text) for q in _shifted(find(s.group()), s.start())] for text in request["texts"]
    ]
    json.dump({"found": found, "seconds": time.process_time() - started}, sys.stdout)


def _shifted(quantities: Iterator[Quantity], by: int) -> Iterator[Quantity]:
    for start, end, value in quantities:
        yield start + by, end + by, value


def _recognizers() -> Callable[[str], Iterator[Quantity]]:
    from recognizers_number import Culture, recognize_number, recognize_percentage

    def find(sentence: str) -> Iterator[Quantity]:
        taken: set[int] = set()
        for recognise in (recognize_percentage, recognize_number):
            for r in recognise(sentence, Culture.Chinese):
                if not taken & set(range(r.start, r.end + 1)):
                    taken |= set(range(r.start, r.end + 1))
                    yield r.start, r.end + 1, str((r.resolution or {}).get("value") or "").rstrip("%")

    return find


def _cn2an_jieba() -> Callable[[str], Iterator[Quantity]]:
    import cn2an
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()

    def find(sentence: str) -> Iterator[Quantity]:
        for word, start, end in jieba.tokenize(sentence):
            numeral = _NUMERAL.match(word)
            if not numeral or not numeral.group().strip(".,点"):
                continue
            try:
                value = str(cn2an.cn2an(numeral.group().replace(",", ""), "smart"))
            except Exception:
                value = ""
            yield start, end, value

    return find


def _jionlp() -> Callable[[str], Iterator[Quantity]]:
    import jionlp

    extract: Any = jionlp.ner.extract_money

    def find(sentence: str) -> Iterator[Quantity]:
        try:
            found = extract(sentence, with_parsing=True) or []
        except Exception:
            found = []
        for item in found:
            start, end = item["offset"]
            number = item.get("detail", {}).get("num", "")
            yield start, end, str(number if not isinstance(number, list) else "")

    return find


PEERS = {"Recognizers-Text": _recognizers, "cn2an + jieba": _cn2an_jieba, "jionlp (money)": _jionlp}

if __name__ == "__main__":
    main()
