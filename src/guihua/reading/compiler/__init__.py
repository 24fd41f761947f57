"""The one place where regular expressions are made: from the YAML of data/ to one anchored scanner, the rules and the patterns.

Nothing here knows of any plan. words: lists and tries; numerals, quantities, times, scanner: the tokens; rules, grammar: what
is read from them; frames, labels, leaning, kinds, awards, regions: what the later stages search.
"""

from guihua.reading.compiler.awards import AwardPatterns, award_patterns
from guihua.reading.compiler.clause_rules import Cue, Rule
from guihua.reading.compiler.frames import FramePatterns, frame_patterns
from guihua.reading.compiler.grammar import Grammar, grammar
from guihua.reading.compiler.kinds import KindPatterns, followers, kind_patterns
from guihua.reading.compiler.labels import LabelPatterns, label_patterns
from guihua.reading.compiler.leaning import LeaningPatterns, leaning_patterns
from guihua.reading.compiler.regions import ResolutionPatterns, resolution_patterns
from guihua.reading.compiler.subjects import SubjectPatterns, subject_patterns
from guihua.reading.compiler.wording import WordingPatterns, wording_patterns
from guihua.reading.compiler.wordlists import DATA, load, pattern, trie

__all__ = [
    "DATA",
    "AwardPatterns",
    "Cue",
    "FramePatterns",
    "Grammar",
    "KindPatterns",
    "LabelPatterns",
    "LeaningPatterns",
    "ResolutionPatterns",
    "Rule",
    "SubjectPatterns",
    "WordingPatterns",
    "award_patterns",
    "followers",
    "frame_patterns",
    "grammar",
    "kind_patterns",
    "label_patterns",
    "leaning_patterns",
    "load",
    "pattern",
    "resolution_patterns",
    "subject_patterns",
    "trie",
    "wording_patterns",
]
