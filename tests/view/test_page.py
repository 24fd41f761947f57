from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date

from selectolax.lexbor import LexborHTMLParser as HTMLParser

from guihua.view.page import AsOf, plan_page
from tests.view import samples

DAYS = (date(2018, 6, 30), date(2021, 12, 31))


def page(lang: str = "zh") -> str:
    dates = tuple(AsOf(samples.tracking(day)) for day in DAYS)
    return plan_page(samples.PLAN, findings=samples.FINDINGS, dates=dates, lang=lang)


def test_the_page_is_one_file_that_asks_nothing_of_the_network() -> None:
    html = page()
    policy = HTMLParser(html).css_first("meta[http-equiv]").attributes["content"] or ""
    assert policy.startswith("default-src 'none'")
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!#)""", html)
    assert "@import" not in html and "url(" not in html.replace("createObjectURL(", "").replace("revokeObjectURL(", "")


def test_style_and_script_are_bound_by_their_hashes() -> None:
    html = page()
    for tag in ("style", "script"):
        body = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        assert len(body) == 1
        digest = base64.b64encode(hashlib.sha256(body[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in html
    assert not re.findall(r"<[^>]+\s(?:style|onclick)=", html)


def test_every_statement_is_marked_in_the_text_and_has_a_card() -> None:
    tree = HTMLParser(page())
    marked = " ".join(a.attributes.get("data-ids") or "" for a in tree.css(".text a.v")).split()
    assert marked == [s.id for s in samples.PLAN.statements]
    assert [c.attributes["id"] for c in tree.css("article.card")] == [f"s-{s.id}" for s in samples.PLAN.statements]


def test_the_text_is_whole_and_hostile_text_is_harmless() -> None:
    tree = HTMLParser(page())
    for chip in tree.css(".text .chip"):
        chip.decompose()
    shown = re.sub(r"\s", "", tree.css_first(".text").text())
    assert shown == re.sub(r"\s", "", samples.TEXT)


def test_a_status_is_told_by_symbol_word_and_class() -> None:
    chips = [c for c in HTMLParser(page()).css(".text .chip") if c.attributes.get("data-d") == "1"]
    assert [c.text() for c in chips] == ["✓完成", "○未能测算", "○未能测算"]
    assert "s-met" in (chips[0].attributes["class"] or "")


def test_slots_say_where_they_came_from() -> None:
    card = HTMLParser(page()).css_first(f'[id="s-{samples.STEEL.id}"]')
    rows = {row.css("th, td")[0].text(): [c.text() for c in row.css("td")] for row in card.css("table")[-1].css("tr")}
    assert rows["数值"] == ["1000万吨", "原句写明"]
    assert rows["年份"] == ["2020", "承上文"]


def test_dates_differ_and_the_change_says_why() -> None:
    tree = HTMLParser(page())
    changes = tree.css(".changes li")
    assert len(changes) == 1
    text = changes[0].text()
    assert "基本符合预期" in text and "完成" in text and "1010万吨" in text and "规划期已满" in text


def test_findings_show_members_sums_and_what_would_mend_them() -> None:
    finding = HTMLParser(page()).css_first("#f-f1")
    assert "1021万吨" in finding.text() and "700万吨" in finding.text()
    assert finding.css_first("sup").text() == "5"


def test_the_page_is_the_same_bytes_for_the_same_inputs() -> None:
    assert page() == page()


def test_a_plan_without_statements_checks_or_dates_still_makes_a_page() -> None:
    from guihua.plan.plan import Plan

    html = plan_page(Plan("没有数字的文本。\n"))
    assert "没有数字的文本" in html and "findings" not in [
        s.attributes.get("id") for s in HTMLParser(html).css("section")
    ]


def test_the_english_page_has_no_chinese_of_its_own() -> None:
    tree = HTMLParser(page("en"))
    for node in tree.css(
        ".sum-line, .finding li, .card p a, .changes .small, .text, script, style, td, blockquote, .card h3, .changes a, h1, title, .finding li, .finding h3"
    ):
        node.decompose()
    left = re.findall(r"[一-鿿]+", tree.body.text() if tree.body else "")
    assert left == []


def test_the_script_gets_what_a_decision_needs() -> None:
    html = page()
    words = json.loads(re.search(r'id="words">(.*?)</script>', html, re.S).group(1))  # type: ignore[union-attr]
    assert words["sha"] == samples.PLAN.text_sha256
    assert words["statements"][samples.STEEL.id]["quote"] == samples.STEEL.quote
    assert "</" not in re.search(r'id="words">(.*?)</script>', html, re.S).group(1)  # type: ignore[union-attr]
