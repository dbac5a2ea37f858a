"""Which particular a question asks for, which it only tells on its way, and what states it."""

from __future__ import annotations

import pytest

from rag.abstain import asks_opinion
from rag.spelling.writing import legible
from rag.understanding.asked_details import details_of
from rag.understanding.elsewhere import asked_elsewhere, names_region
from rag.understanding.question import Intent, understand
from rag.words.normal import in_myriads
from rag.words.sentences import slogans


def names(question: str) -> list[str]:
    return [detail.name for detail in details_of(question)]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("坐了几年牢，精神损失咋赔？", []),
        ("股民想推几个代表出来一起告。法院是什么态度？", []),
        ("想让它多赔几倍长记性。肯不肯试惩罚性赔偿？", []),
        ("判了几年？", ["期限", "有多少年"]),
        ("最多判几年，怎么规定的？", ["期限", "处罚", "有多少年"]),
        ("简易程序要几个月，怎么延长？", ["期限", "有多少个月"]),
        ("委员会由几名法官组成，怎么产生？", ["有多少名"]),
        ("我们想引要点：最多能判到几倍，有没有说？", ["比例"]),
        ("往后几年能缓交少交不？", []),
        ("立上以后几天之内开庭？", ["期限", "有多少天"]),
        ("镇政府欠我十几万工程款，管不管？", []),
        ("就为几万块的纠纷冻了户头，能不能有点分寸？", []),
        ("都有哪些人能盯着法院？", []),
        ("都有哪些人被处分了？", ["人员姓名", "处罚"]),
        ("从严惩治哪几类针对法院干警的行为？", []),
        ("放在哪一级法院？", []),
        ("哪几家法院参加了？", ["地点"]),
        ("口气是松还是紧？", []),
        ("判赔涨了多少？", []),
        ("How often did the courts acquit?", []),
        ("How often are the drills held?", ["期限"]),
        ("How many kinds of court personnel are there?", []),
        ("How many did Chinese courts issue?", []),
        ("How many pilot courts took part?", ["数量"]),
        ("发布了几个案例？", ["有多少个"]),
        ("电信诈骗案审了多少？", []),
        ("今年力度多大？", []),
        ("判决生效后几年内可以申请执行？", ["期限", "有多少年"]),
        ("哪几家中级法院参加了试点？", ["地点"]),
        ("哪些高级人民法院参加了试点？", ["地点"]),
        ("On which website are hearings broadcast?", []),
        ("就为几万块钱的纠纷冻了户头，能不能有点分寸？", []),
        ("How often can the trial period be extended?", ["期限"]),
    ],
)
def test_a_few_of_something_told_on_the_way_is_not_asked_for(question, asked):
    assert names(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "要离婚，儿子判给我的把握有多大？",
        "借的钱还不上，会坐牢吗",
        "这官司能不能打赢",
        "送外卖摔了，能认定工伤吗？",
        "没留遗嘱，房子怎么分？",
        "My lawyer says it will help. Should I plead guilty?",
        "What are the odds that the sentence is reduced?",
        "My landlord locked me out. Can I break in?",
    ],
)
def test_how_a_case_of_ones_own_would_end_is_stated_by_no_document(question):
    own = [detail for detail in details_of(question) if detail.name == "个案的结果"]
    assert own
    assert not own[0].is_stated("依法判决，可以认定工伤，判处有期徒刑。")


@pytest.mark.parametrize(
    "question",
    [
        "官司打赢了，诉讼费怎么退？",
        "清楚的那部分能先判给我不",
        "拒不执行会被判什么罪？",
        "新类型案子的裁判尺度怎么把握",
        "遗产管理案件怎么分流",
        "遗产纠纷如何分案",
        "新业态劳动者认定工伤的规则有哪些",
        "判给她抚养的案子有典型案例吗",
        "Our court hears many disputes; should we use the small claims procedure?",
        "跨省立案怎么办？",
        "What should I know about online filing?",
        "How can I sue online?",
        "Do I get notice of the hearing online?",
        "法院要不要把财产情况查清？",
    ],
)
def test_what_only_sounds_like_a_case_of_ones_own_is_none(question):
    assert "个案的结果" not in names(question)


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("“四类案件”到底是哪四类", True),
        ("三种审判具体指哪三种？", True),
        ("说的是哪两类？", False),
        ("“三统一”指哪三个统一？", False),
    ],
)
def test_the_members_of_a_set_must_all_be_named(question, stated):
    found = [detail for detail in details_of(question) if detail.name == "各自的名称"]
    assert bool(found) is stated
    for detail in found:
        assert detail.is_stated("重大、疑难、复杂、敏感案件")
        assert not detail.is_stated("细化具体情形和监管措施")
        assert not detail.is_stated("及时处理和谐稳定与发展的事项")


def test_offenders_are_no_part_of_a_fraction():
    assert "计算方法" not in names("腐败分子怎么追逃追赃")
    assert "计算方法" in names("“诉一程比”的分子分母各是什么")


@pytest.mark.parametrize(
    ("question", "text", "stated"),
    [
        ("归档是电子的为主还是纸的", "制定电子档案为主、纸质档案为辅的意见", True),
        ("它是一刀切还是分等级保护？", "落实数据安全分类分级保护制度", True),
        ("用的是快手还是抖音", "开展短视频宣传", False),
        ("用的是抖音平台还是快手平台", "建设一体化平台", False),
        ("行政机关败诉率是多少？", "服判息诉率89%", False),
        ("裁执分离率要达到多少？", "实现裁执分离率100%的目标", True),
        ("请把参加试点的地方的名单给我", "加强统筹管理、对下指导和督察评估", False),
        ("请把参加试点的地方的名单给我", "在北京、上海等地试点", True),
        ("案例库收了多少个案例", "优化案例培育、编选、评估、发布机制", False),
        ("研究中心设在哪个城市", "与中山大学合作", False),
        ("推进会是在哪儿开的？", "组织召开推进会,总结成效", False),
        ("赖小民受贿的总金额是多少", "审结案件2.2万件2.6万人", False),
        ("受害人获赔金额是多少", "判令赔偿3700万元", True),
        ("法院热线是几号", "依托12368诉讼服务热线", True),
        ("记录封存要过几年才行", "推动建立轻微犯罪记录封存制度", False),
        ("那个孩子当时多大？", "全额返还158万元打赏金", False),
        ("那家厂到底叫啥名？", "审理向长江非法排污案", False),
        ("小册子叫啥名", "发布《劳动争议多元化解工作指南》", True),
        ("最后赔了邻居多少？", "安装监控不得侵扰他人", False),
        ("最后赔了邻居多少？", "判令赔偿3700万元", True),
        ("法官一年办几个案", "法官人均办案225件", True),
        ("What disciplinary sanction awaits him?", "强化惩戒工作与绩效考核的衔接", False),
        ("When exactly will the law be revised?", "推动修改国家赔偿法", False),
        ("What is the highest amount awarded?", "加大惩罚性赔偿力度", False),
        ("What will the centre charge me?", "推进国际商事争端解决中心建设", False),
        ("What is the retirement age of a judge?", "完善法官员额退出机制", False),
    ],
)
def test_a_particular_must_be_the_one_that_is_asked_for(question, text, stated):
    assert any(detail.is_stated(text) for detail in details_of(question)) is stated


@pytest.mark.parametrize(
    "question",
    [
        "What feedback scheme lets the public rate court services?",
        "How are trial time limits computed across courts?",
        "有没有办法查清对方的电话？",
        "信息化建设在哪些方面有新要求？",
        "调解平台是谁在管？",
        "员额比例如何确定？",
    ],
)
def test_a_word_that_only_looks_like_one_asks_for_no_particular(question):
    assert names(question) == []


def test_a_place_that_the_question_names_is_not_a_new_one(library):
    question = understand("粤港澳大湾区的中心设在哪个城市？", library.documents)
    assert not question.states("设立粤港澳大湾区互联网法治研究中心")
    assert question.states("在深圳设立中心")


def test_a_few_told_on_the_way_make_no_question_for_a_figure(library):
    question = understand("想推几个代表出来一起告。法院是什么态度？", library.documents)
    assert question.intent is Intent.FACT
    assert not question.unit


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("不想跑北京上海。吉林有没有这种地方？", ()),
        ("从湖北回来，被厂里开除了，报告怎么说", ()),
        ("是新疆法院推动的吧，不是甘肃？", ("新疆",)),
        ("湖北的案件有多少？", ("湖北",)),
        ("上海有吗？广东有吗？", ("上海",)),
        ("how many courts are there in shanghai?", ("上海",)),
        ("not in shanghai but in beijing?", ("北京",)),
        ("是不是上海法院推动的？", ("上海",)),
        ("在不在上海？", ("上海",)),
        ("到湖北法院立案，收多少钱？", ("湖北",)),
        ("我问的是湖北法院。结案多少件？", ("湖北",)),
        ("我家在湖北打工的欠了薪。怎么办？", ()),
        ("what does the zhejiang high court plan?", ("浙江",)),
        ("its stuff is in shanghai. did the top court plan to help?", ()),
        ("we have a plant in hunan, closed for good, and wages owed", ()),
        ("in zhejiang, how many cases were closed?", ("浙江",)),
        ("what did the pilot in shanghai, launched in 2021, achieve?", ("上海",)),
        ("beijing高院结案多少？", ("北京",)),
        ("what does the shanxi high court plan?", ("山西",)),
        ("i sued in a hunan court. what does it charge?", ("湖南",)),
        ("who watches the court's shenanigans?", ()),
    ],
)
def test_only_places_asked_about_must_stand_in_the_answer(question, found):
    assert asked_elsewhere(question, {"吉林", "广东"}) == found


def test_a_region_may_be_printed_short():
    assert names_region("涉诉进京上访下降71.8%", "北京")
    assert not names_region("涉诉信访下降12.9%", "北京")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("137.37 billion yuan", "1373.7亿元"),
        ("10.59 million cases", "1059万 cases"),
        ("1,269 orders", "1269 orders"),
        ("1.9 trillion yuan", "1.9万亿元"),
        ("2020,2021年", "2020,2021年"),
    ],
)
def test_english_figures_are_read_as_the_documents_print_them(typed, read):
    assert legible(typed) == read


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("判完了，能不能把“不给钱就要强制了”一块儿告诉他？吉林有这意思没", "jl-2022-key-points/21"),
        ('How do the Jilin courts supervise the "four types of cases"?', "jl-2022-key-points/12"),
        ("写判决前领导总问“三必查”查了没，我不敢问。广东说的是查哪几样？", "gd-2021-key-points/8"),
        ("吉林自己有没有在建处理国际买卖争端的地方？不想跑北京上海。", None),
    ],
)
def test_what_is_quoted_in_other_words_or_told_is_answered(assistant, question, clause):
    cited = [one.clause.id for one in assistant.ask(question).citations]
    assert clause in cited if clause else cited


@pytest.mark.parametrize(
    "question",
    [
        "最高法2021年要点里关于规范“法答网”运行的那条，对上级法院答疑有什么要求？",
        'What exactly do the "Four Ones" in Guangdong stand for?',
    ],
)
def test_a_term_of_another_document_or_one_to_be_explained_is_still_needed(assistant, question):
    assert not assistant.ask(question).citations


def test_slogans_of_the_documents_are_kept_whole(library):
    terms = slogans(library.clauses.values())
    assert "三必查" in understand("“三必查”查什么", library.documents, terms).quoted


def test_a_figure_of_an_english_question_is_held_against_the_one_that_is_printed(assistant):
    asked = "Only 1,269 personal protection orders were issued in 2020, why so few?"
    notes = [note.text for note in assistant.ask(asked).notes if note.kind == "premise"]
    assert notes == ["原文为“签发人身安全保护令2169份”，与问题中的“1269”不符。"]
    for sound in ("Were 2,169 personal", "Were more than 1500 personal", "Under article 120, were"):
        right = assistant.ask(f"{sound} protection orders issued in 2020?")
        assert not [note for note in right.notes if note.kind == "premise"]


def test_a_large_figure_is_shown_as_the_documents_print_it(assistant):
    answer = assistant.ask("扫黑除恶专项斗争实际执行到位金额1473.7亿元吗？")
    assert "“1473.7亿元”" in next(note.text for note in answer.notes if note.kind == "premise")
    assert in_myriads("147370000000元, 39347件, 120000") == "1473.7亿元, 39347件, 12万"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("最高法21年要点", "最高法2021年要点"),
        ("24到28那个纲要", "2024到2028年那个纲要"),
        ("24-28年的纲要", "2024-2028年的纲要"),
        ("19年", "2019年"),
        ("判了20年", "判了20年"),
        ("20年来", "20年来"),
        ("第22年", "第22年"),
        ("再过20年", "再过20年"),
        ("诉讼时效20年", "诉讼时效20年"),
        ("合同期限22年，能解除吗", "合同期限22年，能解除吗"),
        ("20年没执行怎么办", "20年没执行怎么办"),
        ("从21年到22年", "从2021年到2022年"),
        ("21到22年广东要点", "2021到2022年广东要点"),
        ("第24到26的内容", "第24到26的内容"),
        ("20-29年龄段", "20-29年龄段"),
    ],
)
def test_a_year_of_two_digits_is_a_year_and_a_term_of_years_is_none(typed, read):
    assert legible(typed) == read


def test_a_region_in_another_year_than_the_documents_is_not_answered(assistant):
    assert not assistant.ask("辽宁法院2022年打算怎么改人事管理？").citations


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("《人民法院第六个五年改革纲要》由哪几部分组成？", Intent.PARTS),
        ("六五改革纲要里“继承发展马锡五审判方式”放在哪一部分？", Intent.FACT),
    ],
)
def test_a_title_is_no_quotation(library, question, intent):
    assert understand(question, library.documents).intent is intent


@pytest.mark.parametrize(
    ("question", "opinion"),
    [
        ("国民法官和人民陪审员哪个比较好？", True),
        ("吉林和广东的要点哪个更强调知识产权？", False),
    ],
)
def test_which_is_better_is_an_opinion_and_which_says_more_is_none(question, opinion):
    assert asks_opinion(question) is opinion
