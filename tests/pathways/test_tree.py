"""The linkage tree: which plan stands under which, who tightens what, and the ratio to the upper target."""

from __future__ import annotations

from fractions import Fraction

import pytest

from guihua.checking.linkage import Link
from guihua.errors import GuihuaError
from guihua.pathways.tree import chain, linkage_tree, ratio_of
from guihua.pathways.trend import mean_growth, power
from guihua.plan.plan import Plan
from guihua.plan.statement import Direction, Form, Statement
from guihua.view.linkage_tree import tree_svg, tree_text
from tests.checking.making import plan_of, said


def cut(value: str, **more: object) -> Statement:
    return said("单位地区生产总值能耗", Form.CHANGE, value, "%", 2025, base_year=2020, direction=Direction.DOWN, **more)


def plan(region: str, title: str, *statements: Statement) -> Plan:
    return plan_of(*statements, region=region, title=title)


def test_a_league_that_tightens_the_regions_target_has_the_known_ratio() -> None:
    """内政发〔2022〕17号: the region −15 %, 鄂尔多斯 −16.5 % (2022): 1.10."""
    tree = linkage_tree([plan("150600", "鄂尔多斯", cut("16.5")), plan("150000", "内蒙古", cut("15"))])
    assert [(b.title, b.parent) for b in tree] == [("内蒙古", None), ("鄂尔多斯", 0)]
    (carried,) = tree[1].carried
    assert carried.link is Link.STRONGER and carried.ratio == Fraction("1.1")


def test_a_chain_goes_from_nation_to_region_to_league() -> None:
    top, middle, low = cut("13.5"), cut("15"), cut("14")
    tree = linkage_tree([plan("100000", "全国", top), plan("150000", "内蒙古", middle), plan("150200", "包头", low)])
    found = chain(tree, 0, top.id)
    assert [(b.title, c.link) for b, c in found] == [("内蒙古", Link.STRONGER), ("包头", Link.WEAKER)]


def test_a_target_that_nobody_takes_up_is_dropped() -> None:
    tree = linkage_tree(
        [plan("150000", "内蒙古", cut("15")), plan("150200", "包头", said("森林覆盖率", Form.SHARE, "24", "%", 2025))]
    )
    assert tree[1].count(Link.NONE) == 1


def test_the_picture_and_the_words_say_the_same() -> None:
    tree = linkage_tree([plan("150000", "内蒙古<甲>", cut("15")), plan("150600", "鄂尔多斯", cut("16.5"))])
    assert "1.10" in tree_text(tree, "zh") and "tightened" in tree_text(tree, "en")
    svg = tree_svg(tree, "zh")
    assert svg.startswith("<svg") and "1.10" in svg and "<甲>" not in svg


def test_one_plan_alone_is_no_tree() -> None:
    with pytest.raises(GuihuaError) as raised:
        linkage_tree([plan("150000", "内蒙古", cut("15"))])
    assert raised.value.code == "TREE-PLANS"


def test_amounts_have_no_ratio() -> None:
    amounts = [said("风电装机容量", Form.LEVEL, v, "万千瓦") for v in ("100", "20")]
    assert ratio_of(*amounts) is None


@pytest.mark.parametrize(
    ("base", "aim", "fall", "yearly"), [("0.513", "0.413", "19.5", "4.25"), ("0.41", "0.349", "15", "3.2")]
)
def test_the_published_division_of_shenzhens_energy_target(base: str, aim: str, fall: str, yearly: str) -> None:
    """深圳市“十二五”单位GDP能耗：0.513 → 0.413, −19.5 %, 4.25 % a year; 罗湖 0.41 → 0.349, −15 %, 3.20 % a year (sina.com.cn, 2011-12-05)."""
    first, last = Fraction(base), Fraction(aim)
    assert abs(100 * (1 - last / first) - Fraction(fall)) < Fraction(13, 100)
    assert abs(-100 * mean_growth(first, last, 5) - Fraction(yearly)) < Fraction(6, 100)
    assert abs(first * (1 - Fraction(fall) / 100) - last) < Fraction(1, 1000)
    assert abs(power(last / first, Fraction(1, 5)) ** 5 - last / first) < Fraction(1, 10**10)
