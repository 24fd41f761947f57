"""What frame.py and outlook.py search in titles, headings and heads of documents; the words are in data/frame.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from guihua.reading.compiler.kinds import WILL
from guihua.reading.compiler.numerals import CIRCLED, HAN_DIGIT, PLAN_NUMBER, YEAR
from guihua.reading.compiler.wordlists import load, trie


@dataclass(frozen=True, slots=True)
class FramePatterns:
    """What frame.py searches in titles, headings and heads of documents."""

    titled_plan: re.Pattern[str]
    titled_years: re.Pattern[str]
    directive: re.Pattern[str]
    year_of_work: re.Pattern[str]
    chaptered: re.Pattern[str]
    five_years: re.Pattern[str]
    past_years: re.Pattern[str]
    noted_year: re.Pattern[str]
    reports: re.Pattern[str]
    five_told: re.Pattern[str]
    term: re.Pattern[str]
    line: re.Pattern[str]
    opening: re.Pattern[str]
    told_how: re.Pattern[str]
    headline: re.Pattern[str]
    length: re.Pattern[str]
    lays: re.Pattern[str]
    list_opening: re.Pattern[str]
    list_items: re.Pattern[str]
    goal: re.Pattern[str]
    goal_before: re.Pattern[str]
    year_at_end: re.Pattern[str]
    plan_name: re.Pattern[str]
    number_year: re.Pattern[str]
    cited: re.Pattern[str]
    date: re.Pattern[str]
    annual: re.Pattern[str]
    publishes: re.Pattern[str]
    reported: re.Pattern[str]
    commas: re.Pattern[str]
    posted: re.Pattern[str]
    told_year: re.Pattern[str]
    annual_title: re.Pattern[str]
    part_year: re.Pattern[str]
    over: re.Pattern[str]
    opens_on: re.Pattern[str]
    ahead: re.Pattern[str]
    stage: re.Pattern[str]
    dateline: re.Pattern[str]
    signed: re.Pattern[str]
    done_in: re.Pattern[str]
    relative: re.Pattern[str]
    review_of: re.Pattern[str]
    heading_year: re.Pattern[str]
    looks_back: re.Pattern[str]
    looks_ahead: re.Pattern[str]
    does: re.Pattern[str]
    section: re.Pattern[str]
    summing_up: re.Pattern[str]
    ruled: re.Pattern[str]
    ruled_line: re.Pattern[str]
    article: re.Pattern[str]
    reviews_plan: re.Pattern[str]
    glossary: re.Pattern[str]
    of_year: re.Pattern[str]


@cache
def frame_patterns() -> FramePatterns:
    """Compiled from data/frame.yaml."""
    words = load("frame.yaml")
    kinds = trie(words["documents"])
    year = rf"(?P<y>{YEAR})"
    item = rf"[（(](?:\d{{1,2}}|[一二三四五六七八九十]+)[）)]|\d{{1,2}}[.．、]|[{CIRCLED}]"
    ruled = rf"(?:{trie(words['rules'])})(?:[（(][^（）()]{{1,12}}[）)])?(?:的通知|》的通知)?$"
    past = rf"(?:{trie(words['past_years'])}|(?:过去|近|这)的?[两三四六]年|[两三四六]年来)"
    return FramePatterns(
        titled_plan=re.compile(
            rf"[“\"]?(?<![{HAN_DIGIT}十])(?P<plan>{PLAN_NUMBER})(?![{HAN_DIGIT}十年])[”\"]?(?:时期)?[^。，\n]{{0,30}}?(?:{kinds})|第(?P<p2>[一二三四五六七八九十]{{1,3}})个五年[^。，\n]{{0,6}}?(?:{kinds})"
        ),
        titled_years=re.compile(
            rf"[（(](?P<y1>{YEAR}) ?年? ?-{{1,2}} ?(?P<y2>{YEAR}) ?年?[）)]"
            rf"|(?P<y3>{YEAR}) ?年? ?-{{1,2}} ?(?P<y4>{YEAR}) ?年[^。，\n]{{0,20}}(?:{kinds})"
        ),
        directive=re.compile(rf"(?:{trie(words['directives'])})(?=的通知|》(?:的|已|印发|[（(\s]|$)|[（(]|\s|$)"),
        year_of_work=re.compile(rf"{year}年[^。，\n]{{0,40}}(?:{trie(words['directives'])})(?=的通知|》|[（(]|\s|$)"),
        chaptered=re.compile(r"(?:^|[\n　 ])第[一二三四五六七八九十]{1,3}[篇章节][　 ]*(?=[一-鿿])"),
        five_years=re.compile("五年内|今后五年|五年计划|五年规划"),
        five_told=re.compile(r"[^。\n]{0,40}(?:标志着|过去五年|五年来)"),
        reports=re.compile(f"(?:{trie(words['reports'])}|(?:成效|成就|成绩)[显明斐喜巨突][一-鿿])$"),
        noted_year=re.compile(rf"[（(][^（()）\n]{{0,16}}(?<![到至~～-]){year}年(?:\d{{1,2}}月)?[）)]"),
        term=re.compile(
            rf"(?:规划|计划)(?:期限?|年限|时限)(?:为|是|：|:)?[ ]?(?P<y1>{YEAR}) ?年? ?(?:-{{1,2}}|至|到) ?(?P<y2>{YEAR}) ?年"
        ),
        line=re.compile(
            rf"\n[　 ]*(?P<line>(?:第[一二三四五六七八九十百]+(?:条|部分)[　 ])?(?:{YEAR}年[：:])?[一-鿿\d“”、]{{4,20}})[：:]?[　 ]*(?=\n)"
        ),
        past_years=re.compile(past),
        opening=re.compile(
            rf"\n[　 \t]*(?:-{{1,2}}|[\[【〔][^\n]{{1,8}}?[\]】〕])?(?P<opens>(?:各位代表[！!：:，,])?(?:回顾|这|在|刚刚过去的)?(?:(?P<past>{past})"
            rf"|(?P<last>{trie(words['past_year'])})|(?P<coming>{trie(words['coming_years'])})|(?P<this>{trie(words['this_year'])})"
            rf"|[“\"](?P<plan>{PLAN_NUMBER})[”\"](?:时期|期间|以来)"
            rf"|(?:根据|按照)[^。\n]{{0,50}}?(?:[“\"](?P<for>{PLAN_NUMBER})[”\"]|第(?P<nth>[一二三四五六七八九十]{{1,3}})个五年)规划的?建议|{year}年(?=[，,是全很极在的主])))"
        ),
        list_opening=re.compile(
            rf"(?:(?:到|至|[\n。])[　 ]*{year}年(?:底|末)?|[“\"]?(?P<plan>{PLAN_NUMBER})(?:[”\"]|[”\"]?(?:期间|时期|期末|末))|(?P<century>本世纪末))"
            rf"[^。；\n]{{0,160}}(?:目标|任务|指标|达到|实现|形成|将|要)[^。；\n]{{0,80}}[：:][ 　]*(?=\n)"
        ),
        list_items=re.compile(rf"(?:\n[　 \t]*(?:-{{1,2}}|{item})[^\n]*)+"),
        told_how=re.compile("(?:完成|执行|落实|进展|实施|实现)情况$"),
        headline=re.compile("[^。，,：:；\n]{4,40}"),
        length=re.compile("(?P<n>[两三四五六5])年"),
        lays=re.compile(rf"(?:{trie(words['lays'])})[^，]*$"),
        goal=re.compile(rf"(?:到|至|力争) ?{year} ?年"),
        goal_before=re.compile("年(?:底|末)?(?:之|以)?前"),
        year_at_end=re.compile(rf"{year} ?$"),
        plan_name=re.compile(
            rf"[“\"](?P<plan>{PLAN_NUMBER})[”\"]|(?P<p3>(?<![{HAN_DIGIT}十])十[一二三四五]?五(?=期间|时期|规划|计划)|(?:^|(?<=[市省县区]))十[一二三四五]五(?=[一-鿿]{{4}})(?!年))"
        ),
        number_year=re.compile(r"[〔\[［][ 　]?(?P<y>\d{4})[ 　]?[〕\]］]"),
        cited=re.compile(r"》[（(]?[一-鿿]{0,12}$"),
        date=re.compile(rf"{year} ?年 ?[\d一二三四五六七八九十]{{1,3}} ?月(?:[\d一二三四五六七八九十]{{1,3}}日)?"),
        publishes=re.compile("印发|发布|出台|公布|通过|制定|编制|颁[布发]|批复|获批"),
        reported=re.compile(
            "[^，。》]{0,8}》(?:（[^）]{1,20}）)?(?:提出|指出|明确|显示|透露)|(?:主要)?(?:目标|指标|任务)?(?:完成|执行|实施|落实)情况"
        ),
        commas=re.compile("[，,]"),
        posted=re.compile(rf"(?:时间|日期|发布)[^\n]{{0,6}}?{year}[-./年]\d{{1,2}}[-./月]\d{{1,2}}"),
        told_year=re.compile(
            rf"(?:^|\n)[　 ]*(?:[\[【〔][^\n]{{1,8}}?[\]】〕])?{year}年[，,](?=[^\n]*\n?[^\n]*(?:[比较]上年|全年))"
        ),
        annual_title=re.compile(
            rf"[《“]?(?:{YEAR}年)?[^，。；：、]{{0,16}}(?:{trie(words['annual'])})[》”]?(?:[（(].{{0,8}}[）)])?"
        ),
        annual=re.compile(rf"(?:{year}年)?[^。\n]{{0,12}}(?:{trie(words['annual'])})(?:[（(](?P<after>{YEAR})年)?"),
        relative=re.compile("今年|去年|明年|未来[五5三3]年|今后[五5三3]年"),
        part_year=re.compile(
            rf"{year}年(?:上半年|前三季度|[一1]季度|第一季度|1-\d{{1,2}}月|以来)[^\n。]{{0,24}}(?:执行|完成|进展|运行)情况"
        ),
        over=re.compile(
            '(?:五|(?<!\\d)5)年[来间]|过去的?[五5]年|(?:圆满|胜利|如期|提前|全面)完成了?[“"][^”"\\n]{2,4}[”"]'
        ),
        opens_on=re.compile(
            rf"(?:[^。，\n]{{4,40}}\n)?[　 ]*(?:[“\"](?P<plan>{PLAN_NUMBER})[”\"](?:计划|规划)?(?:时期|期间|五年)"
            rf"|(?:{YEAR} ?年?[-～~至]{{1,2}}{YEAR} ?年)?[，,（(]?第(?P<nth>[一二三四五六七八九十]{{1,3}})个五年计划(?:时期|期间))"
        ),
        ahead=re.compile(f"{WILL}|目标|力争|争取|确保|预计|拟|今后|未来|规划|下一步|必须|应当"),
        stage=re.compile(
            rf"[“\"](?P<plan>{PLAN_NUMBER})[”\"]的?(?:前(?P<n>[一二两三四])年|(?P<last>(?:规划|计划)?的?(?:收官|最后一|末|决战|冲刺)之?年)|(?P<first>(?:规划|计划)?的?(?:开局|第一|头一?)之?年))"
        ),
        dateline=re.compile(
            rf"\n[　 ]*(?:[一-鿿]{{2,8}}[　 ])?{year}[-./年] ?\d{{1,2}} ?[-./月] ?\d{{1,2}}日?(?=[　 \n]|\d\d:)"
        ),
        signed=re.compile(
            rf"{year} ?年 ?[\d一二三四五六七八九十]{{1,3}} ?月(?: ?[\d一二三四五六七八九十]{{1,3}} ?日)?[ 　]*(?:印发|[（(【][^\n]*)?[ 　\t]*(?=\n|$)"
        ),
        done_in=re.compile(rf"^[^\n]{{0,24}}{year}(?:年度工作(?:总结|报告)|年工作(?:总结|汇报))(?![和及与、])"),
        review_of=re.compile(rf"{year}年[^。\n]{{0,20}}(?:{trie(words['review'])})"),
        heading_year=re.compile(rf"{year}年"),
        looks_back=re.compile(trie(words["looks_back"])),
        looks_ahead=re.compile(trie(words["looks_ahead"])),
        does=re.compile(trie(words["does"])),
        summing_up=re.compile(
            rf"(?<=[。\n])[　 ]*(?:回顾)?(?:[“\"](?P<plan>{PLAN_NUMBER})[”\"]|(?P<past>{past}))[^。；：:\n]{{0,40}}"
            r"(?:成就|成绩|成效|变化|进步|进展|突破|特点)[^。；：:\n]{0,20}[：:][ 　]*(?=\n)"
        ),
        ruled=re.compile(ruled),
        ruled_line=re.compile(rf"(?:^|\n)[　 ]*[一-鿿《》“”（）、]{{4,40}}?{ruled}[　 ]*(?=\n)"),
        of_year=re.compile(rf"{year}年[：:]"),
        article=re.compile(r"(?:^|\n)[　 ]*第[一二三四五六七八九十百]{1,4}条[　 ]"),
        reviews_plan=re.compile(
            '五[”"]?(?:规划|计划|时期|期间)?[^。，]{0,10}(?:(?:执行|完成|实施|落实)情况|回顾|成就|成效|总结)$'
        ),
        glossary=re.compile("^(?:名词|词语|指标)(?:解释|注释|说明)"),
        section=re.compile("(?:主要|重点)工作|工作(?:总体)?(?:要求|重点|部署)"),
    )
