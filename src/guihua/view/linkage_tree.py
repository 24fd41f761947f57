"""The linkage tree in words and as a picture: boxes by level, under each what it carries, tightens, drops, contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from guihua.checking.linkage import Link
from guihua.pathways.tree import Branch, Carried
from guihua.view.numbers import number
from guihua.view.paths import goal_words

WORDS = {
    Link.SAME: ("承接", "carried", "●", "#009e73"), Link.STRONGER: ("加严", "tightened", "▲", "#0072b2"),
    Link.WEAKER: ("放松", "loosened", "▼", "#d55e00"), Link.CONFLICT: ("矛盾", "contradicted", "✗", "#b00020"),
    Link.PART: ("分项", "its part", "◐", "#56b4e9"), Link.NONE: ("未承接", "dropped", "○", "#767676"),
}  # fmt: skip
ORDER = (Link.CONFLICT, Link.WEAKER, Link.NONE, Link.STRONGER, Link.SAME, Link.PART)
WIDTH, GAP, LINE, MOST = 300, 60, 18, 8


def tree_text(branches: Sequence[Branch], lang: str) -> str:
    """The tree, indented: counts, then each target that is not simply carried, with its ratio to the upper one."""
    zh = lang == "zh"
    lines = []
    for place in [p for n in range(len(branches)) for p in _order(branches, n)]:
        lines += _lines(branches[place], zh)
    return "\n".join(lines)


def tree_svg(branches: Sequence[Branch], lang: str) -> str:
    """One picture: levels from left to right, a line from each plan to those that stand under it."""
    zh = lang == "zh"
    boxes: dict[int, tuple[int, int, int]] = {}
    down: dict[int, int] = {}
    parts = []
    for place in [p for n in range(len(branches)) for p in _order(branches, n)]:
        branch = branches[place]
        rows = _shown(branch)
        height = 56 + LINE * len(rows) + (12 if rows else 0)
        x = 20 + branch.depth * (WIDTH + GAP)
        top = down.get(branch.depth, 20)
        if branch.parent is not None:
            top = max(top, boxes[branch.parent][1])
        boxes[place] = (x, top, height)
        down[branch.depth] = top + height + 24
        parts.append(_box(branch, rows, x, top, height, zh))
        if branch.parent is not None:
            px, py, _ = boxes[branch.parent]
            curve = f"M{px + WIDTH} {py + 28} C{px + WIDTH + 30} {py + 28} {x - 30} {top + 28} {x} {top + 28}"
            parts.insert(0, f'<path d="{curve}" fill="none" stroke="#9aa5b1"/>')
    wide = 40 + (1 + max(b.depth for b in branches)) * (WIDTH + GAP)
    tall = max(top + height for _, top, height in boxes.values()) + 20
    title = "规划衔接图" if zh else "Linkage of plans"
    size = f'width="{wide}" height="{tall}" viewBox="0 0 {wide} {tall}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{title}" font-family="sans-serif" font-size="13">'
    return f'{head}<title>{title}</title><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'


def _order(branches: Sequence[Branch], place: int) -> list[int]:
    """A top plan and everything under it, depth first; nothing for a plan that stands under another."""
    return [] if branches[place].parent is not None else _under(branches, place)


def _under(branches: Sequence[Branch], place: int) -> list[int]:
    below = [n for n, b in enumerate(branches) if b.parent == place]
    return [place, *(n for child in below for n in _under(branches, child))]


def _lines(branch: Branch, zh: bool) -> list[str]:
    indent = "    " * branch.depth
    counts = "，".join(f"{_word(link, zh)} {branch.count(link)}" for link in ORDER if branch.count(link))
    own = f"目标 {branch.targets}" if zh else f"{branch.targets} targets"
    lines = [f"{indent}{branch.title}（{own}{'；' + counts if counts else ''}）"]
    lines += [f"{indent}    {WORDS[c.link][2]} {_told(c, zh)}" for c in _notable(branch)]
    return lines


def _notable(branch: Branch) -> list[Carried]:
    """What is not simply carried or a part, the gravest first; carried ones with a ratio too."""
    return sorted(
        (c for c in branch.carried if c.link not in (Link.PART, Link.NONE)), key=lambda c: ORDER.index(c.link)
    )


def _shown(branch: Branch) -> list[Carried]:
    return _notable(branch)[:MOST]


def _told(c: Carried, zh: bool) -> str:
    lang = "zh" if zh else "en"
    own = goal_words(c.statement, lang) if c.statement is not None else ""
    ratio = (
        f"，与上级目标之比 {number(c.ratio, 2)}"
        if zh and c.ratio is not None
        else f", ratio {number(c.ratio, 2)}"
        if c.ratio is not None
        else ""
    )
    arrow = f" → {own}" if own else ""
    return f"{c.target.indicator} {goal_words(c.target, lang)}{arrow}（{_word(c.link, zh)}{ratio}）"


def _word(link: Link, zh: bool) -> str:
    return WORDS[link][0 if zh else 1]


def _box(branch: Branch, rows: Sequence[Carried], x: int, top: int, height: int, zh: bool) -> str:
    counts = "  ".join(
        f"{WORDS[link][2]}{_word(link, zh)} {branch.count(link)}" for link in ORDER if branch.count(link)
    )
    said = counts or f"{'目标' if zh else 'targets'} {branch.targets}"
    title, own = escape(_cut(branch.title, 20)), escape(said)
    parts = [f'<rect x="{x}" y="{top}" width="{WIDTH}" height="{height}" rx="4" fill="#fff" stroke="#1f4e79"/>']
    parts.append(f'<text x="{x + 10}" y="{top + 22}" font-weight="bold" fill="#1f4e79">{title}</text>')
    parts.append(f'<text x="{x + 10}" y="{top + 42}" font-size="11" fill="#555">{own}</text>')
    for k, c in enumerate(rows):
        y = top + 64 + k * LINE
        mark, colour = WORDS[c.link][2], WORDS[c.link][3]
        ratio = f" {number(c.ratio, 2)}" if c.ratio is not None else ""
        own = goal_words(c.statement, "zh" if zh else "en") if c.statement is not None else "—"
        words = f"{_cut(c.target.indicator, 12)} {goal_words(c.target, 'zh' if zh else 'en')}→{own}{ratio}"
        parts.append(
            f'<text x="{x + 10}" y="{y}" font-size="11"><tspan fill="{colour}">{mark}</tspan> {escape(words)}</text>'
        )
    return "".join(parts)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
