"""Lists of other plans' genres: what one member leaves out is taken from the member before."""

from __future__ import annotations

import pytest

from guihua.plan.statement import Statement
from guihua.reading import read_text

TITLE = "东江市“十四五”综合发展规划\n"

LABELS = [
    ("铁路营业里程达到600公里，其中高速铁路210公里", ["铁路营业里程", "高速铁路营业里程"]),
    ("投资规模约15万亿元，其中铁路3.5万亿元，民航0.6万亿元", ["投资规模", "铁路投资规模", "民航投资规模"]),
    ("每千人口执业医师数达到3.3人、注册护士数达到4.0人", ["每千人口执业医师数", "每千人口注册护士数"]),
    ("每千人口床位数、注册护士数分别达到6.8张、3.4人", ["每千人口床位数", "每千人口注册护士数"]),
    (
        "乡镇和建制村通硬化路率分别达到99%和94%，通客车率分别达到98%和93%",
        ["乡镇通硬化路率", "建制村通硬化路率", "乡镇通客车率", "建制村通客车率"],
    ),
    ("孕产妇死亡率、婴儿死亡率分别下降到8.6/10万和3.2‰", ["孕产妇死亡率", "婴儿死亡率"]),
    ("森林覆盖率、森林蓄积量分别达到36.2%和5.8亿立方米", ["森林覆盖率", "森林蓄积量"]),
    ("农村集中供水率和自来水普及率分别达到88%和83%", ["农村集中供水率", "自来水普及率"]),
    ("城市和县城污水处理率分别达到95%、85%", ["城市污水处理率", "县城污水处理率"]),
    ("氨氮、氮氧化物排放总量分别减少12%、13%", ["氨氮排放总量", "氮氧化物排放总量"]),
    ("新增铁路里程2000公里，达到6000公里左右", ["新增铁路里程", "铁路里程"]),
    ("国家级文化遗产12项、省级85项", ["国家级文化遗产数", "省级文化遗产数"]),
    ("重大项目120个、总投资850亿元，其中财政投资50亿元", ["重大项目数", "重大项目总投资", "财政投资"]),
    ("一般公共预算收入186亿元，其中税收收入占比75%", ["一般公共预算收入", "税收收入占一般公共预算收入比重"]),
    ("空气优良天数比例88.2%", ["空气优良天数比例"]),
    ("灌溉水利用系数由2015年的0.536提高到0.565", ["灌溉水利用系数", "灌溉水利用系数"]),
]


OLD_TITLE = "南江省“八五”计划纲要\n"

OLD_LABELS = [
    (
        "主要产品的产量是：\n棉花四十五万吨，比一九九○年增加五万吨；\n布二亿米",
        ["棉花产量", "棉花产量", "布产量"],
    ),
    ("主要农产品的产量如下：粮食900万吨，油料70万吨。五年内，植树9000万株", ["粮食产量", "油料产量", "植树数"]),
    (
        "新增生产能力如下：\n煤炭工业，计划建成12处矿井，新增采煤能力900万吨。\n纺织工业，计划新增毛纺锭3万锭。此外，通过更新改造，新增棉纺锭9万锭",
        ["煤炭工业建成矿井数", "煤炭工业采煤能力", "纺织工业毛纺锭", "通过更新改造新增棉纺锭"],
    ),
    (
        "全民所有制单位的固定资产投资为360亿元，其中基本建设投资230亿元，更新改造投资130亿元",
        ["全民所有制单位的固定资产投资", "全民所有制单位基本建设投资", "全民所有制单位更新改造投资"],
    ),
    (
        "全省安排的基本建设投资，按资金来源的情况是：银行贷款（包括各家专业银行的贷款）16亿元；外资7亿元",
        ["银行贷款投资", "外资投资"],
    ),
    ("包括工业、农业、商业三个部门的总产品，按照1990年不变价格计算，达到900亿元", ["总产品"]),
    ("积累基金为134亿元，占国民收入使用额的比重即积累率为29%", ["积累基金", "积累率"]),
    ("粮食，按平常年景考虑，年均产量达到800万吨（其中1995年为820万吨）", ["粮食年均产量", "粮食产量"]),
    ("全省原油产量达到140万吨（其中海上5万吨），比1990年增加7万吨", ["全省原油产量", "海上原油产量", "全省原油产量"]),
    (
        "省级下达水利补助资金79亿元，其中安排东江市5亿元，占6%",
        ["省级下达水利补助资金", "东江市省级下达水利补助资金", "东江市省级下达水利补助资金占省级下达水利补助资金比重"],
    ),
    (
        "五年总投资规模为十三万亿元，年均增长10%\n其中，国有单位投资八万亿元，占61%",
        ["总投资规模", "总投资规模", "国有单位投资", "国有单位投资占总投资规模比重"],
    ),
    ("五年内，造林30万亩，封山育林18万亩", ["造林面积", "封山育林面积"]),
    ("出口矿石所创外汇，国家提取50%，企业留成50%", ["出口矿石所创外汇国家提取比例", "出口矿石所创外汇企业留成比例"]),
    ("主要行业中按国际标准组织生产的产品，要由现在的30%左右提高到50%左右", ["主要行业中按国际标准组织生产的产品"] * 2),
    ("牛羊肉总产量达到13万吨，奶类达到4.1万吨", ["牛羊肉总产量", "奶类总产量"]),
    ("形成无缝钢管5万吨的生产能力", ["无缝钢管生产能力"]),
    ("确保二氧化硫、化学需氧量比1990年削减10%", ["二氧化硫", "化学需氧量"]),
]


@pytest.mark.parametrize(("text", "labels"), OLD_LABELS, ids=[text[:12] for text, _ in OLD_LABELS])
def test_what_a_list_or_a_sum_leaves_out_is_restored(text: str, labels: list[str]) -> None:
    assert [s.indicator for s in read_text(f"{OLD_TITLE}{text}。").statements] == labels


def test_a_share_in_characters_tells_its_base() -> None:
    before, after = read_text(f"{OLD_TITLE}电话普及率由百分之四点六提高到百分之十。").statements
    assert (before.kind.value, before.year, after.base_year) == ("fact", 1990, 1990)


def test_lengths_after_an_addition_are_added_too() -> None:
    found = read_text(f"{OLD_TITLE}计划新增通车里程206公里，电气化里程25公里。").statements
    assert [(s.form.value, s.base_year) for s in found] == [("change_abs", 1990)] * 2


def statements(text: str) -> tuple[Statement, ...]:
    return read_text(f"{TITLE}{text}。").statements


@pytest.mark.parametrize(("text", "labels"), LABELS, ids=[text[:12] for text, _ in LABELS])
def test_label_reads_alone(text: str, labels: list[str]) -> None:
    assert [s.indicator for s in statements(text)] == labels


def test_parts_of_a_mean_growth_grow_on_average_too() -> None:
    assert [s.form.value for s in statements("工农业总产值平均每年增长10%，其中农业增长4.6%，工业增长12.3%")] == [
        "growth"
    ] * 3


def test_price_of_a_year_is_no_date() -> None:
    (found,) = statements("到2025年，生产总值按2020年不变价计算达到610亿元")
    assert (found.year, found.indicator) == (2025, "生产总值")


def test_goal_year_holds_for_the_undated_rest_of_its_paragraph() -> None:
    text = "南江省关于加快数字经济发展的实施意见\n南政发〔2023〕8号\n到2027年，数字经济规模突破2万亿元；软件收入达到3000亿元。上云企业达到10万家。"
    assert [(s.kind.value, s.year) for s in read_text(text).statements] == [("target", 2027)] * 3


def test_reply_that_cites_a_plan_is_no_plan() -> None:
    text = "王某代表：您的建议收悉，经研究，答复如下。发布了《“十三五”流域治理规划》，筛选出580个控制单元。生态环境部2018年7月28日"
    assert [(s.kind.value, s.year) for s in read_text(text).statements] == [("fact", 2018)]


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("力争就业率保持在90%左右", "力争、左右"),
        ("新增高新技术企业40家以上", "以上"),
        ("开工率不低于90%", "不低于"),
        ("投资规模约15亿元", "约"),
        ("五年累计培训教师10万人次", "累计"),
        ("就业率达到90%", ""),
    ],
)
def test_words_that_soften_or_stress_are_kept(text: str, modifier: str) -> None:
    assert [s.modifier for s in statements(text)] == [modifier]


def test_numbers_of_a_table_run_together_stay_unread() -> None:
    plan = read_text(f"{OLD_TITLE}增减情况119951800254927.8%13161053138542.9%")
    assert not plan.statements
    assert {u.reason for u in plan.unread} == {"digits-for-label"}


def test_a_title_over_two_lines_names_the_plan_and_its_country() -> None:
    plan = read_text(
        "国务院关于印发全国湿地保护\n“十五”规划的通知国发〔2002〕91号各省：\n到2005年，湿地面积达到90万公顷。\n"
    )
    assert (plan.title, plan.region) == ("国务院关于印发全国湿地保护“十五”规划的通知", "100000")


def test_a_heading_after_two_wide_blanks_begins_a_section() -> None:
    text = "东江市“十五”规划\n一、目标\n到2005年，人口达到90万人。专栏2\u3000监测内容\u3000\u3000二、保障措施\n投资9亿元。\n"
    assert [s.section[:1] for s in read_text(text).statements] == ["1", "2"]


def test_one_rate_for_each_of_two_levels() -> None:
    found = read_text(f"{OLD_TITLE}二氧化硫和氨氮排放总量分别控制在38万吨、46万吨，分别比1990年下降10%。").statements
    assert [s.indicator for s in found] == ["二氧化硫排放总量", "氨氮排放总量"] * 2


def test_a_page_that_collects_plans_does_not_name_them() -> None:
    text = "第一篇:南江省十二五规划\n\n南江省渔业发展“十二五”规划\n\n特编制《南江省渔业发展“十二五”规划》。\n"
    assert read_text(text).title == "南江省渔业发展“十二五”规划"
