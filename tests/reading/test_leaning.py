"""Labels that lean on the words round them: what a clause, a list or a bracket leaves out is said again."""

from __future__ import annotations

import pytest

from guihua.plan.statement import Comparator, Form, Kind
from guihua.reading import read_text

HEAD = "东江省“十二五”农村发展规划\n2011年3月\n二、发展目标\n"


def labels(words: str) -> list[str]:
    return [s.indicator for s in read_text(HEAD + words + "\n").statements]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("耕地面积保持60万公顷，人均占有0.08公顷。", ["耕地面积", "人均耕地面积"]),
        ("茶园面积有较大幅度的增长，2012年和2015年分别达到3万亩和5万亩。", ["茶园面积", "茶园面积"]),
        ("桑园面积相对稳定，2015年保持在80万亩左右。", ["桑园面积"]),
        ("甘蔗产量达到20万吨，创历史最高水平，比2010年增加5万吨。", ["甘蔗产量", "甘蔗产量"]),
        ("每千人口护士达到3人，医师达到2人。", ["每千人口护士数", "每千人口医师数"]),
        (
            "人均全年口粮消费130公斤、食油10公斤、豆类12公斤。",
            ["人均全年口粮消费", "人均全年食油消费", "人均全年豆类消费"],
        ),
        ("低保补助标准提高到每人每年3000元。", ["低保补助标准"]),
        ("颗粒物年均浓度2012年为80微克/立方米，2015年为60微克/立方米。", ["颗粒物年均浓度", "颗粒物年均浓度"]),
        ("城镇居民和农民人均收入分别达到2万元和1万元。", ["城镇居民人均收入", "农民人均收入"]),
    ],
)
def test_whose_figure_it_is_is_taken_from_the_clause_before(words: str, expected: list[str]) -> None:
    assert labels(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("工农业总产值达到50亿元，其中农业总产值20亿元。", ["工农业总产值", "农业总产值"]),
        ("粮食总产量达到90亿斤，花生30万担。", ["粮食总产量", "花生总产量"]),
        ("主要工业产品产量：原煤80万吨，生铁5万吨。", ["原煤产量", "生铁产量"]),
        ("固定资产投资，五年总规模80亿元，其中集体9亿元。", ["固定资产投资总规模", "集体固定资产投资总规模"]),
        ("（六）外贸出口，2015年达到3亿美元，年均增长8%。", ["外贸出口", "外贸出口"]),
        ("新增主要生产能力：采煤60万吨，水泥20万吨。", ["新增采煤生产能力", "新增水泥生产能力"]),
        ("引进人才500名，其中入选“百人计划”20名。", ["引进人才数", "入选百人计划的引进人才数"]),
        (
            "供水总量50亿立方米，其中地表水占80%，地下水占20%。",
            ["供水总量", "地表水占供水总量比重", "地下水占供水总量比重"],
        ),
        (
            "建成实验室20家、工程中心30家，分别占全国的9%和10%。",
            ["实验室数", "工程中心数", "实验室占全国比重", "工程中心占全国比重"],
        ),
        ("普通高校招生5万人，毕业4万人。", ["普通高校招生数", "普通高校毕业人数"]),
        ("百亿元GDP专利量300件。", ["百亿元GDP专利量"]),
        ("每10万人口中大专学历人数达9000人。", ["每10万人口中大专学历人数"]),
        ("水土流失治理完成了500平方公里。", ["水土流失治理面积"]),
        ("货运量由13亿吨增加到16亿吨，客运量由11亿人次增加到15亿人次。", ["货运量", "货运量", "客运量", "客运量"]),
        ("瓦斯抽采量10亿立方米，利用量2亿立方米，利用率18%。", ["瓦斯抽采量", "瓦斯利用量", "瓦斯利用率"]),
        ("生产蒸汽机车900台、电力机车800台。", ["蒸汽机车产量", "电力机车产量"]),
        ("火电装机18万千瓦，占59%；水电12万千瓦，占41%。", ["火电装机", "火电装机占比", "水电装机", "水电装机占比"]),
        ("500千伏变电容量1450万千伏安。", ["500千伏变电容量"]),
        ("新开工煤矿6处，建成投产4处。", ["新开工煤矿数", "煤矿建成投产数"]),
        (
            "城市、农村低保标准由200元、100元提高到400元、200元，人均补差水平分别由180元、70元提高到310元、170元。",
            ["城市低保标准", "农村低保标准"] * 2 + ["城市人均补差水平", "农村人均补差水平"] * 2,
        ),
        ("城市养老服务设施覆盖率70%，农村45%。", ["城市养老服务设施覆盖率", "农村养老服务设施覆盖率"]),
        ("“一横”是指新山公路，西起白河镇，东至团山镇，全长约90公里。", ["新山公路全长"]),
        ("乡镇企业实现产值3亿元，利润2000万元。", ["乡镇企业产值", "乡镇企业利润"]),
        ("东山钢铁集团规划明确，该企业的钢产量达到90万吨。", ["东山钢铁集团钢产量"]),
        ("监测范围由3个城市增加到9个。", ["监测范围城市数", "城市数"]),
        ("完成增加值63亿元，超额完成了计划60亿元的预期目标。", ["增加值", "增加值"]),
        ("供货总值48亿元，为年计划的104%。", ["供货总值", "供货总值占年计划比重"]),
        ("为全省7万名35-64岁妇女免费做筛查。", ["全省35-64岁妇女免费做筛查数"]),
        ("完成30个50户以上木质房屋村寨管网建设。", ["50户以上木质房屋村寨管网建设数"]),
        ("财政总收入9亿元，总支出8亿元。", ["财政总收入", "财政总支出"]),
        ("资源储量8万亿立方米，可采资源总量1万亿立方米。", ["资源储量", "可采资源总量"]),
        ("年利用量达到50万吨的产业规模。", ["年利用量"]),
        ("企业研发经费支出占营业收入的比重提高到2%。", ["企业研发经费支出占营业收入比重"]),
        (
            "工业增加值、规模以上工业总产值分别达到90亿元和240亿元。",
            ["工业增加值", "规模以上工业总产值"],
        ),
        ("培育百亿元企业5户。", ["百亿元企业数"]),
        ("总投资80亿元的20个重点项目。", ["重点项目总投资", "重点项目数"]),
        ("航空产业：实现总收入12亿元，其中整机8亿元。", ["航空产业总收入", "整机收入"]),
        ("整车产能达到10万辆，其中重卡3万辆、轿车6万辆。", ["整车产能", "重卡产能", "轿车产能"]),
        ("星级饭店78家，其中五星级3家。", ["星级饭店数", "五星级饭店数"]),
        ("A级景区32家，其中5A级6家、4A级8家。", ["A级景区数", "5A级景区数", "4A级景区数"]),
        ("渔业收入达到30亿元，相当于全省生产总值的4%。", ["渔业收入", "渔业收入占全省生产总值比重"]),
        ("旅游业增加值90亿元，对经济增长的贡献率达14%。", ["旅游业增加值", "旅游业增加值对经济增长的贡献率"]),
        ("游客人均花费900元，比全国平均水平低150元。", ["游客人均花费", "游客人均花费低于全国平均水平的幅度"]),
        (
            "培育10户年营业收入10亿元以上、3户100亿元以上的旅游企业。",
            ["年营业收入10亿元以上的旅游企业数", "年营业收入100亿元以上的旅游企业数"],
        ),
        ("高等教育：在学总规模达到12万人，毛入学率达到35%。", ["高等教育在学总规模", "高等教育毛入学率"]),
        (
            "在校生规模达到13万人，其中普通高中7万人、中职6万人。",
            ["在校生规模", "普通高中在校生规模", "中职在校生规模"],
        ),
        ("教师学历合格率：小学99.2%，初中96.5%。", ["小学教师学历合格率", "初中教师学历合格率"]),
        ("改造危房2万平方米；投资3亿元建设远程教育工程。", ["改造危房面积", "建设远程教育工程投资"]),
        ("5条主要河流9个断面水质达标率为93%。", ["5条主要河流9个断面水质达标率"]),
        ("县城、建制镇污水处理率分别达到85%、70%。", ["县城污水处理率", "建制镇污水处理率"]),
        ("石漠化面积减少4万公顷，减幅达19%。", ["石漠化面积", "石漠化面积"]),
    ],
)
def test_lists_say_their_measure_once(words: str, expected: list[str]) -> None:
    assert labels(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("新增造林5万亩。", ["新增造林面积"]),
        ("建设储备林基地，划定30万亩。", ["储备林基地划定面积"]),
        ("西部铁路：建成投产500公里。", ["西部铁路建成投产"]),
        ("解决30万人的饮水困难问题。", ["解决饮水困难人数"]),
        ("解决30万农村人口的饮水安全问题。", ["解决饮水安全的农村人口"]),
        ("规划到2015年高速公路达到600公里。", ["高速公路"]),
        ("新增节水灌溉面积10万亩，改造中低产田20万亩。", ["新增节水灌溉面积", "改造中低产田面积"]),
    ],
)
def test_an_act_tells_what_is_done_to_what(words: str, expected: list[str]) -> None:
    assert labels(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "年产值超亿元的企业达到50家，其中超5亿元的10家。",
            ["年产值超亿元的企业数", "年产值超5亿元的企业数"],
        ),
        ("培育12家以上年产值超过3亿元的农机企业。", ["年产值超过3亿元的农机企业数"]),
        ("培育12家年产值2亿元以上农机企业。", ["年产值2亿元以上农机企业数"]),
    ],
)
def test_a_bar_says_which_things_are_counted(words: str, expected: list[str]) -> None:
    assert labels(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3个地市和15个县市完成摘牌任务。", ["完成摘牌任务的地市数", "完成摘牌任务的县市数"]),
        (
            "40%的河流和60%的湖泊得到有效保护。",
            ["河流得到有效保护比例", "湖泊得到有效保护比例"],
        ),
        ("20万农户领到确权证书。", ["领到确权证书的农户"]),
    ],
)
def test_figures_share_what_is_said_of_the_last_of_them(words: str, expected: list[str]) -> None:
    assert labels(words) == expected


def test_a_part_told_by_a_whole_is_a_share_of_it() -> None:
    (found,) = read_text(HEAD + "我省人均水量只有世界平均水平的四分之一。\n").statements
    assert (found.form, found.indicator) == (Form.SHARE, "人均水量占世界平均水平比重")


def test_a_part_after_a_comparison_is_a_part_of_the_level() -> None:
    found = read_text(HEAD + "2010年末，公路里程600公里，比2005年增加50公里，其中高速公路90公里。\n").statements
    assert [s.form for s in found] == [Form.LEVEL, Form.CHANGE_ABS, Form.LEVEL]


def test_a_rate_of_change_may_stand_between_mean_and_noun() -> None:
    (found,) = read_text(HEAD + "五年年均经济增长速度为9%。\n").statements
    assert (found.form, found.base_year) == (Form.GROWTH, 2010)


def test_the_year_of_a_price_is_no_time() -> None:
    found = read_text(HEAD + "渔业增加值达到30亿元（2010年价格），渔船达到2000艘。\n").statements
    assert [(s.kind, s.year) for s in found] == [(Kind.TARGET, 2015)] * 2


@pytest.mark.parametrize("heading", ["2.3.2人民生活更有品质", "5.1发挥产业作用", "10.1.2 对标一流"])
def test_a_numbered_heading_is_no_figure(heading: str) -> None:
    found = read_text(HEAD + heading + "\n森林覆盖率达到40%。\n").statements
    assert [s.indicator for s in found] == ["森林覆盖率"]


def test_a_standard_is_a_figure_and_no_bar() -> None:
    (found,) = read_text(HEAD + "按每平方公里排涝能力不低于90立方米/小时的标准配备设备。\n").statements
    assert (found.comparator, found.value) == (Comparator.GE, ("90",))


def test_cities_told_by_their_people_are_no_figure() -> None:
    assert labels("铁路网覆盖20万人口以上城市。") == []


def test_a_paragraph_that_looks_ahead_ends_one_that_looked_back() -> None:
    text = "东江省“十五”农业计划\n2001年3月\n“九五”期间，粮食产量达到90万吨。\n“十五”期间的目标是：\n“十五”期间，大豆产量达到9万吨。\n"
    found = read_text(text).statements
    assert [(s.kind, s.year) for s in found] == [(Kind.FACT, 2000), (Kind.TARGET, 2005)]


def test_a_bound_after_a_comma_is_of_the_lifetime_before() -> None:
    found = read_text(HEAD + "人均期望寿命提高1岁，达到75岁以上。\n").statements
    assert [(s.form, s.value, s.indicator) for s in found] == [
        (Form.CHANGE_ABS, ("1",), "人均期望寿命"),
        (Form.LEVEL, ("75",), "人均期望寿命"),
    ]


def test_doublings_are_changes_in_times() -> None:
    (found,) = read_text(HEAD + "高新技术产业产值五年翻了近两番。\n").statements
    assert (found.form, found.value, found.unit, found.comparator) == (Form.CHANGE, ("3",), "倍", Comparator.ABOUT)


def test_a_line_that_ends_with_a_colon_is_a_heading() -> None:
    text = (
        "东江省“十五”农业计划\n2001年3月\n“九五”期间，粮食产量达到90万吨。\n“十五”发展目标：\n——大豆产量达到9万吨。\n"
    )
    assert [(s.kind, s.year) for s in read_text(text).statements] == [(Kind.FACT, 2000), (Kind.TARGET, 2005)]


def test_a_ratio_may_have_a_wide_colon() -> None:
    (found,) = read_text(HEAD + "普职比为6.2：3.8。\n").statements
    assert (found.form, found.value) == (Form.RATIO, ("6.2", "3.8"))


def test_several_figures_each_have_their_own_base() -> None:
    found = read_text(HEAD + "城市、农村低保标准由200元、100元提高到400元、250元。\n").statements
    assert [s.base_value for s in found] == [None, None, "200", "100"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("人均居住面积，城市达到20平方米，农村达到30平方米。", ["城市人均居住面积", "农村人均居住面积"]),
        ("煤炭在全省能源结构中占比约70%，风能占比不到10%。", ["煤炭在全省能源结构中占比", "风能在全省能源结构中占比"]),
        ("断面Ⅰ—Ⅲ类比例提高至66%，劣Ⅴ类比例下降至9%。", ["断面Ⅰ-Ⅲ类比例", "断面劣Ⅴ类比例"]),
        ("总产值达到10万亿元，在全国工业中的比重达到20%。", ["总产值", "总产值在全国工业中的比重"]),
        ("实施重点项目300个，年度投资保持1万亿元以上。", ["重点项目数", "重点项目年度投资"]),
        ("已投运的风电场为18个，在建约50个。", ["风电场数", "在建风电场数"]),
        (
            "东江钢铁集团计划明确，该企业的钢产量达到90万吨，营业收入达到50亿元。",
            ["东江钢铁集团钢产量", "东江钢铁集团营业收入"],
        ),
        ("纺织三十强主营业务收入达200亿元，利润达20亿元。", ["纺织三十强主营业务收入", "纺织三十强利润"]),
        ("民间投资增长5%，高出全国平均水平2个百分点。", ["民间投资", "民间投资增速高出全国平均水平的幅度"]),
        ("东江省供气总量达到218亿立方米，总利用量达到111亿立方米。", ["东江省供气总量", "东江省总利用量"]),
    ],
)
def test_a_measure_takes_its_owner_or_its_whole_from_the_figure_before(words: str, expected: list[str]) -> None:
    assert labels(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("东江建成了总长度45公里、输气能力10亿立方米/年的西区输气管道。", "西区输气管道总长度"),
        ("东山集团实施扩能战略，投资300亿元用于项目的改扩建。", "东山集团项目的改扩建投资"),
        ("东山集团煤炭开发将会全面提速，到2015年要达到4000万吨的规模。", "东山集团煤炭开发规模"),
        (
            "纺织业万元产值综合能耗逐年大幅下降，从2005年的0.65吨标准煤降至2009年的0.42吨标准煤。",
            "纺织业万元产值综合能耗",
        ),
        ("要达到2020年清洁能源占比15%的目标。", "清洁能源占比"),
        ("实现天然气119个县市区全覆盖。", "天然气全覆盖的县市区数"),
        ("1.4万余家企业实施改造。", "实施改造的企业数"),
        ("东山地区共发生15起严重灾害。", "东山地区发生严重灾害数"),
        ("形成压缩、液化处理能力各10万立方米/天的运营规模。", "压缩处理能力"),
        ("先进企业、特色集群从无到有，分别达2个、3个。", "先进企业数"),
    ],
)
def test_what_is_measured_is_found_where_the_sentence_turns(words: str, expected: str) -> None:
    assert labels(words)[0] == expected


def test_places_told_each_after_their_mean_take_its_measure() -> None:
    assert labels("县城颗粒物年均浓度比2010年下降20%，东部、西部分别下降27%、21%。")[1:] == [
        "东部颗粒物年均浓度",
        "西部颗粒物年均浓度",
    ]


def test_a_note_that_bounds_a_thing_parts_it_not_from_its_measure() -> None:
    assert labels("大型管网（1000mm≤管径）清疏每2年不得少于1次。")[-1] == "大型管网清疏数"


def test_a_number_in_the_name_of_a_programme_is_no_figure() -> None:
    assert labels("实施百亿斤粮食增产工程，扶持66个重点县。") == ["重点县数"]


def test_a_place_of_which_takes_the_money_that_was_given() -> None:
    assert labels("安排水污染防治资金26亿元，其中东江市及西山新区5亿元。")[-1] == "东江市及西山新区水污染防治资金"


def test_a_note_in_a_list_is_no_part_of_it() -> None:
    found = labels("煤炭、石油、其他能源(水能、核能、风能等)的比重分别达到40%、30%、30%。")
    assert found == ["煤炭的比重", "石油的比重", "其他能源的比重"]
