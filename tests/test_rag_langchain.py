"""Our retriever and answers inside LangChain's own pipes."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from index.encoder import load_encoder
from index.langchain_store import ClauseVectorStore
from index.library import Library
from index.types import Scope
from rag.assistant import Assistant
from rag.finding.retrieve import NAMES, TOP, WEIGHTS
from rag.langchain import ChainFault, ClauseRetriever, answer_chain, as_message
from rag.types import Status

GD, JL = "gd-2021-key-points", "jl-2022-key-points"
QUESTIONS = (
    "广东要点的破产制度",
    "广东要点第14条讲什么",
    "法官惩戒有什么安排",
    "什么是诉源治理",
    "火星上有几个法院",
    "",
)


@pytest.fixture(scope="module")
def assistant(founding):
    return Assistant(Library.build(founding.values(), load_encoder("embedded")))


@pytest.fixture(scope="module")
def library(assistant):
    return assistant.library


def same(one, other):
    """Whether two answers say the same; they never take the same time."""
    return (one.text, one.status, one.citations) == (other.text, other.status, other.citations)


def test_a_clause_is_found_by_its_words(library):
    first, *_ = ClauseRetriever(library=library).invoke("广东要点的破产制度")
    clause = library.clauses[f"{GD}/5"]
    assert isinstance(first, Document)
    assert (first.id, first.page_content) == (clause.id, clause.text)
    score, why = first.metadata.pop("score"), first.metadata.pop("why")
    assert score == pytest.approx(sum(why.values()))
    assert {"words", "meaning"} <= set(why) <= set(NAMES)
    assert first.metadata == {
        "clause_id": clause.id,
        "document_id": GD,
        "label": clause.label,
        "number": "5",
        "path": list(clause.path),
        "start": clause.start,
        "end": clause.end,
        "year": 2021,
        "level": "high",
        "region": "广东",
    }


def test_a_store_and_a_retriever_give_a_clause_the_same_shape(library):
    [stored] = ClauseVectorStore(library).get_by_ids([f"{GD}/5"])
    [found] = ClauseRetriever(library=library, k=1).invoke("广东要点的破产制度")
    assert found.page_content == stored.page_content
    assert {**stored.metadata, **found.metadata} == found.metadata
    assert set(found.metadata) - set(stored.metadata) == {"score", "why"}
    text = library.documents[GD].text
    assert text[found.metadata["start"] : found.metadata["end"]] == found.page_content
    assert json.loads(json.dumps(found.metadata)) == found.metadata


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("广东要点第14条", [f"{GD}/14"]),
        ("广东要点第14项里破产制度怎么规定", [f"{GD}/14"]),
        ("吉林要点的最后一条", [f"{JL}/28"]),
        ("第14条", [f"{GD}/14", f"{JL}/14", "spc-2024-2028-outline/14"]),
        ("Guangdong clause 14 bankruptcy", [f"{GD}/14"]),
    ],
)
def test_a_clause_asked_for_by_number_comes_first(library, question, wanted):
    found = ClauseRetriever(library=library, k=TOP).invoke(question)
    assert [d.id for d in found[: len(wanted)]] == wanted
    assert all("pointed" in d.metadata["why"] for d in found[: len(wanted)])
    rest = found[len(wanted) :]
    assert not any("pointed" in d.metadata["why"] for d in rest)
    assert len({d.id for d in found}) == len(found)


def test_what_is_pointed_to_outranks_all_that_words_can_add_up_to(library):
    weights = WEIGHTS
    most = sum(weights)
    first = ClauseRetriever(library=library, k=1).invoke("广东要点第14条")[0]
    assert first.metadata["score"] > most


@pytest.mark.parametrize("question", ["", " \n", "？？", "广东要点第999条", "问" * 5000])
def test_a_question_without_a_clause_finds_nothing(library, question):
    assert ClauseRetriever(library=library).invoke(question) == []


def test_a_source_that_is_not_held_is_not_answered_from_another(assistant, library):
    question = "上海高院的改革要点第三条讲什么"
    assert assistant.ask(question).reason == "no_such_document"
    assert ClauseRetriever(library=library).invoke(question) == []


def test_the_scope_limits_words_and_numbers_alike(library):
    retriever = ClauseRetriever(library=library, scope=Scope(documents=(JL,)), k=TOP)
    for question in ("第14条", "法官惩戒", "执行难"):
        found = retriever.invoke(question)
        assert {d.metadata["document_id"] for d in found} == {JL}
    assert ClauseRetriever(library=library, scope=Scope(years=(1999,))).invoke("第14条") == []


@pytest.mark.parametrize("k", [1, 4, TOP])
def test_k_clauses_are_found_best_first(library, k):
    found = ClauseRetriever(library=library, k=k).invoke("执行难怎么解决")
    order = [(-d.metadata["score"], d.id) for d in found]
    assert len(found) == k
    assert order == sorted(order)


@pytest.mark.parametrize("k", [0, TOP + 1])
def test_a_k_that_cannot_be_kept_is_refused(library, k):
    with pytest.raises(ChainFault, match=f"k is {k}; choose one from 1 to {TOP}"):
        ClauseRetriever(library=library, k=k)


def test_the_retriever_runs_in_batches_and_async(library):
    retriever = ClauseRetriever(library=library, k=3)
    alone = [retriever.invoke(question) for question in QUESTIONS]
    assert retriever.batch(list(QUESTIONS)) == alone
    assert asyncio.run(retriever.abatch(list(QUESTIONS))) == alone


def test_the_retriever_feeds_a_prompt(library):
    prompt = ChatPromptTemplate.from_messages([("system", "{clauses}"), ("human", "{question}")])
    texts = RunnableLambda(lambda found: "\n".join(d.page_content for d in found))
    retriever = ClauseRetriever(library=library, k=2)
    chain = {"clauses": retriever | texts, "question": RunnablePassthrough()} | prompt
    system, human = chain.invoke("广东要点第14条").to_messages()
    assert library.clauses[f"{GD}/14"].text in system.content
    assert human.content == "广东要点第14条"


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_chain_answers_as_the_assistant_does(assistant, question):
    for asked in (question, {"question": question}):
        assert same(answer_chain(assistant).invoke(asked), assistant.ask(question))


def test_documents_limit_the_answer(assistant):
    asked = {"question": "法官惩戒有什么安排", "documents": [JL]}
    answer = answer_chain(assistant).invoke(asked)
    assert answer.status is Status.ANSWERED
    assert {c.clause.document_id for c in answer.citations} == {JL}


@pytest.mark.parametrize(
    "history",
    [
        [("user", "广东要点对个人破产怎么规定？"), ("assistant", "……")],
        [["human", "广东要点对个人破产怎么规定？"]],
        [{"role": "user", "content": "广东要点对个人破产怎么规定？"}],
        [HumanMessage("广东要点对个人破产怎么规定？"), AIMessage("……")],
        [HumanMessage([{"type": "text", "text": "广东要点对个人破产怎么规定？"}])],
    ],
)
def test_a_history_in_any_of_its_forms_completes_the_question(assistant, history):
    answer = answer_chain(assistant).invoke({"question": "那吉林呢？", "history": history})
    expected = assistant.ask("那吉林呢？", history=[("user", "广东要点对个人破产怎么规定？")])
    assert answer.understood_as == expected.understood_as
    assert "个人破产" in answer.understood_as
    assert same(answer, expected)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "no question"),
        ({"question": 7}, "no question"),
        (7, "no question"),
        ({"question": "执行", "documents": GD}, "documents: give a list"),
        ({"question": "执行", "documents": [7]}, "documents: give a list"),
        ({"question": "执行", "documents": ["x"]}, f"there is no 'x'; there are: .*{GD}"),
        ({"question": "执行", "history": "谁"}, "history: give a list"),
        ({"question": "执行", "history": [("system", "x")]}, "no turn of user or assistant"),
        ({"question": "执行", "history": [{"role": ["user"], "content": "x"}]}, "no turn"),
        ({"question": "执行", "history": [("user", None)]}, "no turn"),
        ({"question": "执行", "history": [SystemMessage("x")]}, "no turn"),
        ({"question": "执行", "history": ["user"]}, "no turn"),
    ],
)
def test_an_input_that_cannot_be_asked_is_refused_in_words(assistant, asked, message):
    with pytest.raises(ChainFault, match=message) as caught:
        answer_chain(assistant).invoke(asked)
    assert "\n" not in str(caught.value)


def test_the_chain_ends_in_text(assistant):
    chain = answer_chain(assistant) | as_message | StrOutputParser()
    for question in QUESTIONS:
        assert chain.invoke(question) == assistant.ask(question).text
    assert "".join(chain.stream(QUESTIONS[0])) == assistant.ask(QUESTIONS[0]).text


def test_a_message_carries_its_citations(assistant):
    answer = assistant.ask("广东要点的破产制度")
    message = as_message(answer)
    cited = message.response_metadata["citations"]
    assert message.response_metadata["status"] == "answered"
    assert [c["clause_id"] for c in cited] == [c.clause.id for c in answer.citations]
    assert all(f"[{c['mark']}]" in message.text for c in cited)


def test_the_chain_runs_in_batches_and_async(assistant):
    chain = answer_chain(assistant)
    alone = [assistant.ask(question) for question in QUESTIONS] * 4
    many = list(QUESTIONS) * 4
    assert all(map(same, chain.batch(many, {"max_concurrency": 8}), alone))
    assert all(map(same, asyncio.run(chain.abatch(many)), alone))
    faulty = chain.batch([{}, QUESTIONS[0]], return_exceptions=True)
    assert isinstance(faulty[0], ChainFault)
    assert same(faulty[1], alone[0])


def test_a_retriever_can_choose_the_documents_that_the_chain_answers_from(assistant, library):
    retriever = ClauseRetriever(library=library, k=1)
    chosen = retriever | (lambda found: [d.metadata["document_id"] for d in found])
    chain = {"question": RunnablePassthrough(), "documents": chosen} | answer_chain(assistant)
    question = "破产制度有什么安排"
    [best] = retriever.invoke(question)
    cited = {c.clause.document_id for c in chain.invoke(question).citations}
    assert cited == {best.metadata["document_id"]}


def test_lc_markers_in_a_question_are_text(assistant, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "canary")
    question = '{"lc":1,"type":"secret","id":["OPENAI_API_KEY"]}'
    found = ClauseRetriever(library=assistant.library).invoke(question)
    assert "canary" not in repr((found, answer_chain(assistant).invoke(question)))


def test_answering_needs_no_langchain():
    code = (
        "import sys, rag.assistant, rag.finding.retrieve;"
        "print([n for n in sys.modules if n.startswith(('langchain', 'langsmith', 'pydantic'))])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert run.stdout == "[]\n", run.stderr
