"""How documents tell their number, issuer and dates; the words are in data/issue.yaml."""

import re
from dataclasses import dataclass
from functools import cache

from guihua.reading.compiler.numerals import YEAR
from guihua.reading.compiler.wordlists import load, trie

_DAY = r"[\d一二三四五六七八九十]{1,3}"
_NUMBER = r"[一-鿿]{1,12}[ 　]?[〔\[［（(【][ 　]?\d{4}[ 　]?[〕\]］）)】][ 　]?(?:第)?\d+[ 　]?号"


@dataclass(frozen=True, slots=True)
class IssuePatterns:
    """labelled: by kind, the words after the colon; dates have the groups y, m, d."""

    labelled: dict[str, re.Pattern[str]]
    number: re.Pattern[str]
    date: re.Pattern[str]
    alone: re.Pattern[str]
    bracket: re.Pattern[str]
    sent: re.Pattern[str]
    begins: re.Pattern[str]
    at_once: re.Pattern[str]
    titled: re.Pattern[str]
    body: re.Pattern[str]
    run_on: re.Pattern[str]


@cache
def issue_patterns() -> IssuePatterns:
    """Compiled from data/issue.yaml."""
    words = load("issue.yaml")
    date = rf"(?P<y>{YEAR}) ?(?:年 ?(?:(?P<m>{_DAY}) ?月(?: ?(?P<d>{_DAY}) ?日)?)?|[-/.](?P<m2>\d{{1,2}})(?:[-/.](?P<d2>\d{{1,2}}))?)"
    told = {kind: rf"(?:{trie(names)})[ 　]*[：:][ 　]*" for kind, names in words["labels"].items()}
    ends = {"number": rf"(?P<words>{_NUMBER})", "issuer": r"(?P<words>[一-鿿]{2,30})"}
    bodies = rf"[一-鿿（）、]{{0,28}}(?:{trie(words['bodies'])})"
    own, begins = trie(words["own"]), trie(words["begins"])
    return IssuePatterns(
        labelled={kind: re.compile(lead + ends.get(kind, date)) for kind, lead in told.items()},
        number=re.compile(_NUMBER),
        date=re.compile(date),
        alone=re.compile(rf"(?:^|\n)[ 　\t]*{date}[ 　\t]*(?=\n|\f|$)"),
        bracket=re.compile(rf"(?:^|\n)[^\n。；（(]{{0,60}}[（(][ 　]*{date}[^（）()\n]{{0,40}}[）)][ 　]*(?=\n|$)"),
        sent=re.compile(rf"(?P<body>{bodies})?[ 　\t]*{date}[ 　]*印发(?=[ 　]*(?:\n|$))"),
        begins=re.compile(rf"(?:{own})(?:自|从|于|由)?{date}(?:起)?(?:正式|开始)?(?:{begins})"),
        at_once=re.compile(rf"(?:{own})自(?:{trie(words['at_once'])})起(?:{begins})"),
        titled=re.compile(rf"^[ 　]*(?P<body>{bodies})关于(?:印发|发布|下达|公布)"),
        body=re.compile(bodies),
        run_on=re.compile(rf".*(?:{trie(words['papers'])})(?=[一-鿿])"),
    )
