"""Documents compared: which, on what, in which order, and silent only after the whole look."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rag.assistant import Assistant
from rag.checking.verify import verified
from rag.comparing import cell_signs, cells
from rag.comparing.cell_chances import beside, chances, log_odds
from rag.comparing.cell_signs import NOTHING, Asked, Signs, signs_of
from rag.comparing.cells import chosen
from rag.comparing.columns import compared, in_time
from rag.comparing.stages import verbs_of
from rag.comparing.topics import official_topics, topics_of
from rag.types import SILENT, Status, Verification
from rag.understanding.listing import lists_several
from rag.understanding.question import Intent, understand
from rag.words.sentences import Sentences, slogans

REPORT, SUPREME, GUANGDONG, JILIN, OUTLINE = ORDER = (
    "spc-2021-work-report",
    "spc-2021-key-points",
    "gd-2021-key-points",
    "jl-2022-key-points",
    "spc-2024-2028-outline",
)
"""The five documents in the order of time."""


@pytest.fixture(scope="module")
def asked(library):
    """Understand a question over the five documents."""
    known = slogans(library.clauses.values())
    return lambda question: understand(question, library.documents, known)


@pytest.mark.parametrize(
    ("question", "intent", "documents"),
    [
        ("广东和吉林对法官惩戒制度的安排有什么不同？", "compare", {GUANGDONG, JILIN}),
        ("两省对诉源治理分别怎么规定？", "compare", {GUANGDONG, JILIN}),
        ("对比一下广东、吉林和六五纲要对法官遴选的要求", "compare", {GUANGDONG, JILIN, OUTLINE}),
        ("各文件对四类案件的规定有何异同？", "compare", set(ORDER)),
        ("六五纲要、广东、吉林谁说得更细？案件评查", "fact", {GUANGDONG, JILIN, OUTLINE}),
        ("诉源治理，五份里是不是每份都讲到了？", "compare", set(ORDER)),
        ("两个省都说要健全法官惩戒，谁更具体？", "compare", {GUANGDONG, JILIN}),
        ("逐份说说：这五份怎么讲执行难？", "compare", set(ORDER)),
        ("从吉林到六五纲要，信访工作怎么变化？", "evolution", {JILIN, OUTLINE}),
        ("对比一下三份要点对一站式的规定", "compare", {SUPREME, GUANGDONG, JILIN}),
        ("这五份文件对执行难分别怎么说？", "compare", set(ORDER)),
        ("中央和地方对知识产权保护有什么不同提法？", "compare", set(ORDER)),
        ("最高法和广东2021年要点各要设立什么研究中心？", "compare", {SUPREME, GUANGDONG}),
        ("庭审直播，粤那份和六五里各自怎么提？", "compare", {GUANGDONG, OUTLINE}),
        ("案件评查，粤、吉、新纲要三家对比", "compare", {GUANGDONG, JILIN, OUTLINE}),
        (
            "How do Guangdong and Jilin differ on judicial discipline?",
            "compare",
            {GUANGDONG, JILIN},
        ),
        ("个人破产制度从2020年到六五纲要怎么变化？", "evolution", set(ORDER)),
        ("从2021年到2022年，一站式建设有何变化？", "evolution", {SUPREME, GUANGDONG, JILIN}),
        ("最高法对执行难的提法有什么变化？", "evolution", {REPORT, SUPREME, OUTLINE}),
        ("智慧法院建设历年怎么演变？", "evolution", set(ORDER)),
        ("How did personal bankruptcy policy evolve over the years?", "evolution", set(ORDER)),
    ],
)
def test_a_comparing_question_means_these_documents(
    asked, library, question, intent, documents
) -> None:
    found = asked(question)
    assert found.intent == Intent(intent)
    assert {p.document.id for p in compared(found, library.parsed())} == documents


@pytest.mark.parametrize(
    "question",
    [
        "哪些文件提到“枫桥经验”？",
        "六五改革纲要对巡回法庭有什么新变化？",
        "广东要点怎么规定破产制度？",
        "环境公益诉讼案件2020年审结多少件，同比变化？",
        "完善服务高质量发展的机制有哪些？",
    ],
)
def test_other_questions_compare_nothing(asked, question) -> None:
    assert asked(question).intent not in (Intent.COMPARE, Intent.EVOLUTION)


def test_the_order_of_time_comes_from_the_facts_of_the_documents(founding) -> None:
    assert tuple(sorted(founding, key=lambda d: in_time(founding[d].document.facts))) == ORDER


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("比较广东要点和吉林要点关于法官惩戒制度的安排。", ["法官惩戒制度"]),
        ("对比广东和吉林在诉源治理和人民法庭建设上的做法", ["诉源治理", "人民法庭建设"]),
        ("行政案件的管辖，广东要点和六五纲要的提法有什么区别？", ["行政案件、管辖"]),
        ("“四类案件”监督管理在这几份文件里的演变？", ["四类案件、监督管理"]),
        ("Trace how plea leniency (认罪认罚从宽) changed over the years.", ["认罪认罚从宽"]),
        (
            "請比較吉林要點與六五綱要對聘用制書記員的規定，廣東要點又怎麼說書記員？",
            ["聘用制书记员"],
        ),
        ("搞改革要不要“记账”？广东要点和吉林要点关于台账怎么要求？", ["记账、台账"]),
        ("“三项规程”，最高法2021要点说修订，之后广东和吉林呢？", ["三项规程"]),
        ("比较广东和吉林对量子计算的规定", ["量子计算"]),
        ("比较广东和吉林", []),
    ],
)
def test_topics_are_what_is_left_of_the_question(asked, library, question, topics) -> None:
    found = topics_of(asked(question), tuple(library.clauses.values()), library)
    assert [topic.text for topic in found] == topics


def test_english_and_everyday_words_stand_for_official_terms(asked) -> None:
    english = official_topics(asked("How do the two provinces differ on personal bankruptcy?"))
    everyday = official_topics(asked("赢了官司拿不到钱，两省的说法有什么不同？"))
    assert [topic.text for topic in english] == ["个人破产"]
    assert [topic.text for topic in everyday] == ["执行难"]


@pytest.mark.parametrize(
    ("sentence", "names", "verbs"),
    [
        ("支持深圳试行个人破产制度，建立保障机制", ["个人破产"], ("支持", "试行")),
        ("推动建立个人破产制度及相关配套机制，推动全国立法", ["个人破产"], ("推动建立",)),
        ("完善跨境破產協助機制,推動健全企業破產機制,探索建立個人破產制度。", ["个人破产"],
         ("探索建立",)),
        ("深化民事诉讼程序繁简分流改革试点，全面加强统筹管理", ["繁简分流"], ("深化", "试点")),
        ("15个省区市的305个试点法院推进民事诉讼程序繁简分流改革试点", ["繁简分流"],
         ("推进", "试点")),
        ("嚴格落實法官員額退出機制。", ["法官员额"], ("严格落实",)),
        ("涉诉信访同比分别下降12.9%", ["涉诉信访"], ()),
    ],
)  # fmt: skip
def test_verbs_are_those_next_to_the_topic(sentence, names, verbs) -> None:
    assert verbs_of(sentence, names) == verbs


@pytest.mark.parametrize(
    ("topic", "silent"),
    [
        ("个人破产", {JILIN}),
        ("四类案件", {OUTLINE}),
        ("人民陪审员制度", {JILIN, OUTLINE}),
        ("区块链", {JILIN, OUTLINE}),
        ("认罪认罚从宽", {REPORT}),
        ("司法救助", {GUANGDONG}),
        ("裁执分离", {REPORT, SUPREME, GUANGDONG, OUTLINE}),
        ("互联网法院", {JILIN}),
        ("专业法官会议", set()),
        ("诉源治理", {GUANGDONG}),
    ],
)
def test_a_document_is_silent_where_none_of_its_clauses_says_it(assistant, topic, silent) -> None:
    answer = assistant.ask(f"各文件对{topic}分别怎么规定？")
    (row,) = answer.table.rows
    assert {cell.document_id for cell in row.cells if not cell.sentences} == silent
    assert sum(note.kind == SILENT for note in answer.notes) == len(silent)
    assert answer.text.count("未规定") == len(silent)
    cited = {c.clause.document_id for c in answer.citations}
    assert cited == set(ORDER) - silent


def test_silence_is_said_only_after_every_clause_was_looked_at(library, monkeypatch) -> None:
    looked = []
    seen = cell_signs.signs_of
    monkeypatch.setattr(
        "rag.comparing.compare.signs_of",
        lambda asked, sheets: looked.extend(sheets) or seen(asked, sheets),
    )
    answer = Assistant(library).ask("比较广东要点和吉林要点关于个人破产的规定")
    (sheet,) = (one for one in looked if one.parsed.document.id == JILIN)
    whole = [id_ for id_ in library.clauses if id_.startswith("jl-")]
    assert list(sheet.of_clause) == whole
    assert list(dict.fromkeys(span.clause.id for span in sheet.spans)) == whole
    (note,) = (note for note in answer.notes if note.kind == SILENT)
    assert f"已逐条核对全部{len(whole)}条" in note.text
    assert "（吉林）" in note.text


def test_a_word_of_the_last_clause_alone_is_found(assistant) -> None:
    answer = assistant.ask("广东要点和吉林要点对“人才强院”的规定有什么不同？")
    assert {c.clause.id for c in answer.citations} == {"jl-2022-key-points/28"}


def test_every_cell_is_verbatim_and_short(assistant) -> None:
    answer = assistant.ask("各文件对知识产权保护有什么不同提法？两省、中央分别怎么说？")
    for cell in answer.table.rows[0].cells:
        assert 1 <= len(cell.sentences) <= cells.MOST_TITLED
        for sentence in cell.sentences:
            (citation,) = sentence.citations
            assert citation.clause.document_id == cell.document_id
            assert citation.quote == sentence.text
            assert sentence.verification is Verification.VERBATIM


def test_a_list_that_only_names_the_topic_is_not_all_that_is_quoted(assistant) -> None:
    answer = assistant.ask("对比吉林和六五纲要对法官遴选的要求")
    assert any("優化法官逐級遴選制度" in s.text for s in answer.sentences)


EVOLUTION = """\
2020年《最高人民法院工作报告》：区分失信与经营风险，深圳法院实施个人破产特区法规，江苏、浙江法院探索个人债务集中清理，为诚信的创业失利者提供重生机会。
2021年《2021年人民法院司法改革工作要点》：推动建立个人破产制度及相关配套机制，总结推广深圳地方立法经验，推动个人破产制度全国立法。
2021年《2021年全省法院司法改革工作要点》（广东）：支持深圳试行个人破产制度，建立个人破产制度司法实施协调保障机制，落实个人破产案件裁判在大湾区内地法院的法律效力。
2024年《人民法院第六个五年改革纲要（2024—2028年）》：完善破產審判制度,健全人民法院與政府部門協同配合、聯動處置破產案件機制,完善跨境破產協助機制,推動健全企業破產機制,探索建立個人破產制度。
提法：2020年实施 → 2021年推动建立 → 2021年（广东）支持、试行 → 2024年探索建立
《2022年全省法院司法改革工作要点》（吉林）：未规定。已逐条核对全部30条，未见“个人破产制度”的规定"""


def test_a_change_is_told_in_time_and_ends_with_its_verbs(assistant) -> None:
    answer = assistant.ask("个人破产制度历年怎么变化？")
    told = [line for line in EVOLUTION.split("\n") if line]
    lines = [re.sub(r"\[\d+\]", "", line) for line in answer.text.split("\n")]
    assert all(any(line.startswith(one) for line in lines) for one in told)
    assert lines.index(told[-2]) + 1 == len(lines) - 1
    assert answer.table.in_time
    assert answer.table.documents == ORDER
    last = answer.sentences[-1]
    assert last.verification is Verification.STRUCTURE
    assert [c.clause.document_id for c in last.citations] == [REPORT, SUPREME, GUANGDONG, OUTLINE]


def test_a_step_with_another_year_or_verb_is_no_structure(assistant, library) -> None:
    told = assistant.ask("个人破产制度历年怎么变化？").sentences[-1]
    for old, new in (
        ("2024年", "2022年"),
        ("试行", "废止"),
        ("（广东）", "（吉林）"),
        ("2020年实施 → ", ""),
    ):
        wrong = replace(told, text=told.text.replace(old, new))
        assert verified(wrong, library).verification is Verification.NOT_FOUND


def test_everyday_words_lead_to_every_document_that_says_it_in_others(assistant) -> None:
    answer = assistant.ask("有人打招呼干预办案这个事，五份文件里谁讲了、各怎么讲的？")
    said = {c.document_id: c.sentences for c in answer.table.rows[0].cells if c.sentences}
    assert set(said) == {GUANGDONG, JILIN, OUTLINE}
    assert all("三" in sentence.text for sentence in said[JILIN])
    assert any(note.kind == "matched" for note in answer.notes)
    for document_id, sentences in said.items():
        assert {c.clause.document_id for s in sentences for c in s.citations} == {document_id}


def test_english_without_official_terms_is_compared(assistant) -> None:
    question = (
        "How do Guangdong (2021) and Jilin (2022) differ in reforming the enforcement system?"
    )
    (row,) = assistant.ask(question).table.rows
    assert all(cell.sentences for cell in row.cells)
    assert any("执行体制" in s.text for cell in row.cells for s in cell.sentences)


def test_who_leads_is_answered_for_each_document(assistant) -> None:
    answer = assistant.ask("最高法2021要点、广东要点、六五纲要分别由谁牵头统筹改革任务的落实？")
    for cell, who in zip(
        answer.table.rows[0].cells,
        ("司法改革领导小组", "省法院司法改革领导小组", "黨組"),
        strict=True,
    ):
        assert any(who in sentence.text for sentence in cell.sentences)


def test_a_clause_that_has_the_topic_for_title_is_quoted_at_length(assistant) -> None:
    answer = assistant.ask("涉诉信访改革：最高法2021要点、吉林要点和六五改革纲要各怎么说？")
    outline = next(c for c in answer.table.rows[0].cells if c.document_id == OUTLINE)
    assert len(outline.sentences) > cells.MOST
    assert len({s.citations[0].clause.id for s in outline.sentences}) == 1


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("六五纲要、广东", True),
        ("五份、最高法", True),
        ("谁更具体", True),
        ("广东要点对深圳有何支持", False),
        ("国家赔偿、司法救助", False),
    ],
)
def test_sources_are_listed_side_by_side(text, several) -> None:
    assert lists_several(text, {"广东", "吉林"}) is several


def looked(library, words, quoted=()):
    """Look through all five documents for a topic: their sheets, signs and chances."""
    sentences = Sentences()
    sheets = [sentences.sheet(parsed, library.encoder) for parsed in library.parsed()]
    signs = signs_of(Asked.of(words, library, quoted), sheets)
    return sheets, signs, chances(signs, sheets, library)


def test_what_shows_nothing_is_never_chosen(library) -> None:
    sheets, signs, likely = looked(library, "四类案件", ("四类案件",))
    for sheet, own, odds in zip(sheets, signs, likely, strict=True):
        assert len(own) == len(odds) == len(sheet.spans)
        assert all(chance == 0 for one, chance in zip(own, odds, strict=True) if one is NOTHING)
        for row in chosen(sheet, own, odds):
            assert "四类案件" in sheet.plain[row] or own[row].title or own[row].meaning > 0


def test_the_best_of_all_documents_measures_the_others(library) -> None:
    _, signs, _ = looked(library, "个人破产制度")
    most = [max(one.most_said for one in own) for own in signs]
    assert max(most) == 1.0
    assert most[-2] < 1.0


def test_the_likeliest_is_set_beside_another_document_never_itself(library) -> None:
    sheets, signs, _ = looked(library, "有人打招呼干预办案")
    alone = [log_odds(own, Signs(said=5.0, asked=5.0, always=-5.0)) for own in signs]
    near = beside(alone, sheets, library)
    best = max(range(len(alone)), key=lambda place: max(alone[place]))
    others = {one.lead for place, own in enumerate(near) if place != best for one in own}
    assert len(others) == 1
    assert 0.0 not in {one.lead for one in near[best]}
    assert max(one.lead for one in near[best]) <= others.pop()


def test_a_sentence_with_the_quoted_term_is_never_overlooked(library) -> None:
    sheets, signs, likely = looked(library, "“总对总”这个词用在什么事情上", ("总对总",))
    place = [p.document.id for p in library.parsed()].index(JILIN)
    unlikely = [chance / 1e6 for chance in likely[place]]
    found = chosen(sheets[place], signs[place], unlikely)
    assert any("总对总" in sheets[place].plain[row] for row in found)
    assert chosen(sheets[place], [Signs()] * len(unlikely), unlikely) == []


@pytest.mark.parametrize(
    ("question", "silent"),
    [
        ("五份文件里哪几份提到了司法区块链？", {JILIN, OUTLINE}),
        ("哪些文件提到“枫桥经验”？", {SUPREME, GUANGDONG}),
        ("Which of the five documents mention blockchain?", {JILIN, OUTLINE}),
    ],
)
def test_which_documents_mention_something_is_a_table(assistant, question, silent) -> None:
    (row,) = assistant.ask(question).table.rows
    assert {cell.document_id for cell in row.cells if not cell.sentences} == silent


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("从2020年的工作报告到六五纲要，五份文件都讲执行难吗", set(ORDER)),
        ("广东那份和最高法的五年纲要对欠发达地方的法院各怎么帮", {GUANGDONG, OUTLINE}),
        ("2021最高法要点→2022吉林→2024纲要，司法救助有什么变化", {SUPREME, JILIN, OUTLINE}),
        (
            "Set side by side what the SPC report on 2020 and the Guangdong 2021 points say.",
            {REPORT, GUANGDONG},
        ),
        ("民事诉讼繁简分流从2020年的试点到现在怎样发展", set(ORDER)),
    ],
)
def test_columns_are_the_documents_that_are_meant(asked, library, question, documents) -> None:
    assert {p.document.id for p in compared(asked(question), library.parsed())} == documents


def test_the_users_own_scope_holds_for_comparisons_too(assistant) -> None:
    from index.types import Scope

    answer = assistant.ask("个人破产制度历年怎么变化？", Scope(documents=(GUANGDONG, OUTLINE)))
    assert answer.table.documents == (GUANGDONG, OUTLINE)


@pytest.mark.parametrize(
    "question",
    [
        "广东和吉林对量子计算有什么不同规定？",
        "比较广东和吉林",
        "两省谁更重视航天法律？",
        "How do the five documents speak of dentist licensing?",
        "Compare how Guangdong and Jilin treat space law.",
    ],
)
def test_what_no_document_has_is_refused_as_before(assistant, question) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ABSTAINED
    assert answer.table is None
