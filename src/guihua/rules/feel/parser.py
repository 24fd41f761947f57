"""From text to an expression. Names may hold blanks and signs: the longest known name at a place is taken.

Grammar: DMN 1.5, 10.3.1.2. Known names are those of the scope (variables, parameters, members of types) and of the
functions; a name that is made inside the text (a context's entry, an iterator) is known from there on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from guihua.errors import GuihuaError
from guihua.rules.feel.tree import (
    Between,
    Binary,
    Call,
    Compare,
    Constant,
    ContextOf,
    Filter,
    For,
    FunctionOf,
    If,
    In,
    InstanceOf,
    ListOf,
    Name,
    Negation,
    Node,
    Path,
    Quantified,
    RangeOf,
    Tests,
)
from guihua.rules.feel.values import number, read_temporal

_BLANK = re.compile(r"(?:\s|/\*.*?\*/|//[^\n]*)+", re.S)
_WORD = re.compile(r"[^\W\d][\w’'′]*", re.U)
_NUMBER = re.compile(r"(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_STRING = re.compile(r'"((?:\\.|[^"\\])*)"', re.S)
_ESCAPE = re.compile(r"\\(U[0-9a-fA-F]{6}|u[0-9a-fA-F]{4}|.)", re.S)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_COMPARISONS = ("<=", ">=", "!=", "=", "<", ">")
_TYPE = re.compile(
    r"(?:days and time duration|years and months duration|day and time duration|year and month duration|date and time"
    r"|[^\W\d][\w:]*(?:\.[^\W\d]\w*)*)",
    re.U,
)
_RESERVED = frozenset({"and", "or", "between", "in", "instance", "then", "else", "return", "satisfies"})
DEEPEST = 200
"""So deep may an expression nest."""


def parse(text: str, known: Iterable[str] = ()) -> Node:
    """An expression. Raises GuihuaError RULE-FEEL with the place where it cannot go on."""
    return _parse(text, frozenset(known), "expression")


def parse_tests(text: str, known: Iterable[str] = ()) -> Tests:
    """The unary tests of a decision table's cell. Raises GuihuaError RULE-FEEL."""
    found = _parse(text, frozenset(known), "tests")
    assert isinstance(found, Tests)
    return found


@lru_cache(maxsize=65536)
def _parse(text: str, known: frozenset[str], what: str) -> Node:
    parser = _Parser(text, known)
    try:
        node: Node = parser.tests() if what == "tests" else parser.expression()
    except RecursionError:
        raise parser.wrong("嵌套太深 nested too deeply") from None
    parser.blank()
    if parser.place < len(text):
        raise parser.wrong(f"多出来的字 cannot go on at {text[parser.place : parser.place + 20]!r}")
    return node


class _Parser:
    """One text and how far it is read."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self.text, self.place, self.depth = text, 0, 0
        self.names: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        self.seen: set[str] = set()
        for name in known:
            self.know(name)

    def know(self, name: str) -> None:
        """Take a name into the known ones; plain words need no knowing."""
        if name in self.seen or not name:
            return
        self.seen.add(name)
        if _WORD.fullmatch(name):
            return
        parts = re.findall(r"\w+|[^\w\s]", name)
        pattern = re.compile(r"\s*".join(_spaced(parts, name)), re.U)
        self.names.setdefault(name[0], []).append((name, pattern))
        self.names[name[0]].sort(key=lambda pair: -len(pair[0]))

    def wrong(self, what: str) -> GuihuaError:
        """An error at the place."""
        return GuihuaError(
            "RULE-FEEL", f"表达式读不通 not FEEL: {what}", f"在第 {self.place + 1} 个字 in: {self.text[:120]}"
        )

    def blank(self) -> None:
        """Pass over blanks and comments."""
        found = _BLANK.match(self.text, self.place)
        if found:
            self.place = found.end()

    def at(self, sign: str) -> bool:
        """Does this sign stand next?"""
        self.blank()
        return self.text.startswith(sign, self.place)

    def take(self, sign: str) -> bool:
        """Take a sign if it stands next."""
        if self.at(sign):
            self.place += len(sign)
            return True
        return False

    def need(self, sign: str) -> None:
        """Take a sign or complain."""
        if not self.take(sign):
            raise self.wrong(f"缺少 {sign!r} is missing")

    def word_next(self) -> str:
        """The plain word that stands next, "" where none does."""
        self.blank()
        found = _WORD.match(self.text, self.place)
        return found.group() if found else ""

    def take_word(self, *words: str) -> bool:
        """Take a run of keywords if it stands next."""
        before = self.place
        for word in words:
            if self.word_next() != word:
                self.place = before
                return False
            self.place += len(word)
        return True

    def need_word(self, word: str) -> None:
        """Take a keyword or complain."""
        if not self.take_word(word):
            raise self.wrong(f"缺少 {word!r} is missing")

    def tests(self) -> Tests:
        """unary tests ::= "-" | "not(" tests ")" | tests."""
        if self.at("-"):
            before = self.place
            self.place += 1
            self.blank()
            if self.place == len(self.text):
                return Tests(())
            self.place = before
        before = self.place
        if self.take_word("not") and self.take("("):
            tests = self._test_list()
            self.need(")")
            self.blank()
            if self.place == len(self.text):
                return Tests(tests, negated=True)
        self.place = before
        self.blank()
        if self.place == len(self.text):
            return Tests(())
        return Tests(self._test_list())

    def _test_list(self) -> tuple[Node, ...]:
        found = [self.test()]
        while self.take(","):
            found.append(self.test())
        return tuple(found)

    def test(self) -> Node:
        """One unary test: a comparison, a range, or an expression."""
        self.blank()
        for sign in _COMPARISONS:
            if self.take(sign):
                return Compare(sign, self.additive())
        return self.expression()

    def expression(self) -> Node:
        """Any expression."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong("嵌套太深 nested too deeply")
        try:
            return self._expression()
        finally:
            self.depth -= 1

    def _expression(self) -> Node:
        word = self.word_next()
        if word == "if" and self._keyword("if"):
            condition = self.expression()
            self.need_word("then")
            then = self.expression()
            self.need_word("else")
            return If(condition, then, self.expression())
        if word == "for" and self._keyword("for"):
            iterations = self._iterations("return")
            self.know("partial")
            return For(iterations, self.expression())
        if word in ("some", "every") and self._keyword(word):
            return Quantified(word == "every", self._iterations("satisfies"), self.expression())
        if word == "function":
            before = self.place
            self.place += len(word)
            if self.at("("):
                return self._function()
            self.place = before
        return self._or()

    def _keyword(self, word: str) -> bool:
        """Take a word that opens an expression, unless a known name begins with it."""
        if self._known_name() is not None:
            return False
        self.place += len(word)
        return True

    def _iterations(self, end: str) -> tuple[tuple[str, Node, Node | None], ...]:
        found: list[tuple[str, Node, Node | None]] = []
        while True:
            self.blank()
            name = self._raw_name(r"(?=\s+in\b)")
            self.need_word("in")
            start = self.expression()
            until = self.expression() if self.take("..") else None
            self.know(name)
            found.append((name, start, until))
            if not self.take(","):
                break
        self.need_word(end)
        return tuple(found)

    def _raw_name(self, ahead: str) -> str:
        found = re.compile(r"[^\s\d(){}\[\],:\"](?:[^(){}\[\],:\"]*?)" + ahead, re.S).match(self.text, self.place)
        if not found:
            raise self.wrong("缺少名称 a name is missing")
        self.place = found.end()
        return " ".join(found.group().split())

    def _function(self) -> Node:
        self.need("(")
        parameters: list[str] = []
        types: list[str] = []
        while not self.take(")"):
            self.blank()
            name = self._raw_name(r"(?=\s*[:,)])")
            types.append(self._type() if self.take(":") else "")
            parameters.append(name)
            self.know(name)
            if not self.at(")"):
                self.need(",")
        if self.take_word("external"):
            self.expression()
            return FunctionOf(tuple(parameters), Constant(None), tuple(types))
        return FunctionOf(tuple(parameters), self.expression(), tuple(types))

    def _type(self) -> str:
        self.blank()
        found = _TYPE.match(self.text, self.place)
        known = self._known_name()
        if known is not None and (not found or known[1] > found.end()):
            text, self.place = known
        elif found:
            text, self.place = found.group(), found.end()
        else:
            raise self.wrong("缺少类型 a type is missing")
        if self.take("<"):
            level, start = 1, self.place
            while level and self.place < len(self.text):
                here = self.text[self.place]
                level += {"<": 1, ">": 0 if self.text[self.place - 1] == "-" else -1}.get(here, 0)
                self.place += 1
            text += "<" + self.text[start : self.place]
            if self.take("->"):
                text += "->" + self._type()
        return " ".join(text.split())

    def _or(self) -> Node:
        node = self._and()
        while self.take_word("or"):
            node = Binary("or", node, self._and())
        return node

    def _and(self) -> Node:
        node = self._comparison()
        while self.take_word("and"):
            node = Binary("and", node, self._comparison())
        return node

    def _comparison(self) -> Node:
        node = self.additive()
        while True:
            self.blank()
            sign = next((s for s in _COMPARISONS if self.text.startswith(s, self.place)), "")
            if sign:
                self.place += len(sign)
                node = Binary(sign, node, self.additive())
            elif self.take_word("between"):
                low = self.additive()
                self.need_word("and")
                node = Between(node, low, self.additive())
            elif self.take_word("instance", "of"):
                node = InstanceOf(node, self._type())
            elif self._in_next():
                node = In(node, self._in_tests())
            else:
                return node

    def _in_next(self) -> bool:
        return self.take_word("in")

    def _in_tests(self) -> tuple[Node, ...]:
        before = self.place
        if self.take("("):
            try:
                tests = self._test_list()
                closed = self.take(")")
            except GuihuaError:
                closed = False
                tests = ()
            if closed and not self.at(".."):
                return tests
            self.place = before
        return (self.test(),)

    def additive(self) -> Node:
        """Sums and differences."""
        node = self._multiplicative()
        while True:
            if self.take("+"):
                node = Binary("+", node, self._multiplicative())
            elif self.at("-"):
                self.place += 1
                node = Binary("-", node, self._multiplicative())
            else:
                return node

    def _multiplicative(self) -> Node:
        node = self._power()
        while True:
            if self.at("**"):
                return node
            if self.take("*"):
                node = Binary("*", node, self._power())
            elif self.take("/"):
                node = Binary("/", node, self._power())
            else:
                return node

    def _power(self) -> Node:
        node = self._unary()
        while self.take("**"):
            node = Binary("**", node, self._unary())
        return node

    def _unary(self) -> Node:
        if self.take("-"):
            return Negation(self._unary())
        return self._postfix(self._primary())

    def _postfix(self, node: Node) -> Node:
        while True:
            self.blank()
            if self.text.startswith(".", self.place) and not self.text.startswith("..", self.place):
                self.place += 1
                node = Path(node, self._member())
            elif self.text.startswith("[", self.place):
                self.place += 1
                self.know("item")
                condition = self.expression()
                self.need("]")
                node = Filter(node, condition)
            elif self.text.startswith("(", self.place) and isinstance(node, Name | Path | Call | FunctionOf | Filter):
                self.place += 1
                node = self._call(node)
            else:
                return node

    def _member(self) -> str:
        self.blank()
        found = self._known_name()
        if found is not None:
            name, self.place = found
            return name
        match = _WORD.match(self.text, self.place)
        if not match:
            raise self.wrong("点号后缺名称 a name is missing after the dot")
        self.place = match.end()
        two = re.compile(r"\s+(offset|included)\b").match(self.text, self.place)
        if two and match.group() in ("time", "start", "end"):
            self.place = two.end()
            return f"{match.group()} {two.group(1)}"
        return match.group()

    def _call(self, function: Node) -> Node:
        names: list[str] = []
        arguments: list[Node] = []
        while not self.take(")"):
            before = self.place
            self.blank()
            named = re.compile(r"([^\W\d][^(){}\[\],:\"]*?)\s*:(?!=)", re.U).match(self.text, self.place)
            if named:
                self.place = named.end()
                names.append(" ".join(named.group(1).split()))
            else:
                self.place = before
            arguments.append(self.test() if self.at("<") or self.at(">") else self.expression())
            if not self.at(")"):
                self.need(",")
        if names and len(names) != len(arguments):
            raise self.wrong("有名和无名的参数不能混用 named and unnamed arguments do not mix")
        return Call(function, tuple(arguments), tuple(names))

    def _primary(self) -> Node:  # noqa: PLR0911  (one line a kind)
        self.blank()
        rest = self.text[self.place : self.place + 1]
        if rest == '"':
            return Constant(self._string())
        if rest == "@":
            self.place += 1
            return Constant(read_temporal(self._string()))
        if rest.isdigit() or (rest == "." and self.text[self.place + 1 : self.place + 2].isdigit()):
            return self._number()
        if rest == "(":
            return self._bracket()
        if rest in ("[", "]"):
            return self._list_or_range()
        if rest == "{":
            return self._context()
        if rest == "?":
            self.place += 1
            return Name("?")
        for sign in _COMPARISONS:
            if self.text.startswith(sign, self.place):
                self.place += len(sign)
                return _open_range(sign, self.additive())
        return self._name()

    def _number(self) -> Node:
        found = _NUMBER.match(self.text, self.place)
        assert found
        self.place = found.end()
        value = number(found.group())
        if value is None:
            raise self.wrong(f"数太大 a number out of range: {found.group()[:40]}")
        return Constant(value)

    def _string(self) -> str:
        self.blank()
        found = _STRING.match(self.text, self.place)
        if not found:
            raise self.wrong("引号不成对 a string without its end")
        self.place = found.end()
        return _joined(_ESCAPE.sub(_unescape, found.group(1)))

    def _bracket(self) -> Node:
        self.place += 1
        first = self.expression()
        if self.take(".."):
            return self._range_end(first, included=False)
        if self.at(","):
            raise self.wrong("括号里多个值 several values in brackets")
        self.need(")")
        return first

    def _list_or_range(self) -> Node:
        opened = self.text[self.place]
        self.place += 1
        if opened == "[" and self.take("]"):
            return ListOf(())
        first = self.test()
        if self.take(".."):
            return self._range_end(first, included=opened == "[")
        if opened == "]":
            raise self.wrong("区间缺上限 a range without its end")
        items = [first]
        while self.take(","):
            items.append(self.test())
        self.need("]")
        return ListOf(tuple(_open_range(i.operator, i.operand) if isinstance(i, Compare) else i for i in items))

    def _range_end(self, start: Node, *, included: bool) -> Node:
        end = self.expression()
        if self.take("]"):
            return RangeOf(start, end, included, True)
        if self.take(")") or self.take("["):
            return RangeOf(start, end, included, False)
        raise self.wrong("区间没有收尾 a range without its end")

    def _context(self) -> Node:
        self.place += 1
        entries: list[tuple[str, Node]] = []
        while not self.take("}"):
            self.blank()
            name = self._string() if self.at('"') else self._raw_name(r"(?=\s*:)")
            self.need(":")
            value = self.expression()
            self.know(name)
            if any(name == n for n, _ in entries):
                raise self.wrong(f"键重复 a key twice: {name}")
            entries.append((name, value))
            if not self.at("}"):
                self.need(",")
        return ContextOf(tuple(entries))

    def _known_name(self) -> tuple[str, int] | None:
        plain = _WORD.match(self.text, self.place)
        longest = plain.end() if plain else self.place
        for name, pattern in self.names.get(self.text[self.place : self.place + 1], ()):
            found = pattern.match(self.text, self.place)
            if found and found.end() > longest and not self._inside_word(found.end()):
                return name, found.end()
        return None

    def _inside_word(self, end: int) -> bool:
        return (
            end < len(self.text)
            and self.text[end - 1].isalnum()
            and (self.text[end].isalnum() or self.text[end] == "_")
        )

    def _name(self) -> Node:
        known = self._known_name()
        if known is not None:
            name, self.place = known
            return Name(name)
        found = _WORD.match(self.text, self.place)
        if not found or found.group() in _RESERVED:
            raise self.wrong(f"这里该有值 a value is missing at {self.text[self.place : self.place + 12]!r}")
        self.place = found.end()
        word = found.group()
        if word in ("true", "false", "null"):
            return Constant({"true": True, "false": False, "null": None}[word])
        return Name(word)


def _spaced(parts: list[str], name: str) -> list[str]:
    """Patterns of a name's parts: two words need a blank between them."""
    found: list[str] = []
    for place, part in enumerate(parts):
        word = re.match(r"\w", part) is not None
        gap = r"\s+" if place and word and re.match(r"\w", parts[place - 1]) else ""
        found.append(gap + re.escape(part))
    return found


def _unescape(found: re.Match[str]) -> str:
    code = found.group(1)
    if code[0] in "uU" and len(code) > 1:
        return chr(int(code[1:], 16))
    return _PLAIN.get(code, code if code in "\"\\'" else "\\" + code)


def _joined(text: str) -> str:
    """Two halves of a pair of surrogates put together."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _open_range(sign: str, operand: Node) -> Node:
    if sign in ("<", "<="):
        return RangeOf(None, operand, False, sign == "<=")
    if sign in (">", ">="):
        return RangeOf(operand, None, sign == ">=", False)
    return Compare(sign, operand)


ONE = Decimal(1)
