"""Answers worded by a language model, over the wire: what a reader saw of hostile replies.

The table of docs/llm.md is `python -m tests.test_rag_generate`; a test compares the two.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.library import Library
from rag.assistant import Assistant
from rag.model.endpoint import Endpoint as Asked
from rag.model.generate import LABEL
from rag.model.prompt import REFUSAL, RULES, Material
from rag.model.streaming import EndpointWriter
from rag.types import Answer, Mode, Sentence
from tests.endpoint import KEY, Endpoint, Stream, data, event, events, serving

PAGE = Path(__file__).parents[1] / "docs" / "llm.md"
QUESTION = "广东要点对法官惩戒怎么规定？"
CLAUSE = "gd-2021-key-points/9"
GOOD = "出台法官惩戒工作规程，强化惩戒工作与绩效考核、员额退出、纪检监察等工作的配套衔接。"
OTHER = "完善保障法官陈述、举证、辩解、异议、复议和申诉权利的工作机制。"
FOREIGN = "出台进一步便利海峡两岸诉讼的新举措。"
LIMIT = 3.0


def good(key: str) -> str:
    return f"{GOOD}[{key}]{OTHER}[{key}]"


DONE = event({}, finish_reason="stop")
TOOL = {"index": 0, "id": "1", "type": "function", "function": {"name": "rm", "arguments": "{}"}}

Reply = Callable[[str], "str | int | float | Stream"]


@dataclass(frozen=True)
class Hostile:
    """What the model does, in words and in bytes, given the key of the clause."""

    does: str
    reply: Reply


def stream(*parts: bytes | float) -> Stream:
    return Stream(parts)


def megabytes() -> Iterator[bytes]:
    for _ in range(100):
        yield event({"content": "空" * 350_000})


HOSTILE = [
    Hostile("invents a key", lambda k: f"{good(k)}{GOOD}火星上也是如此。[KZZZZ]"),
    Hostile("counts its sources 1, 2, 3", lambda k: f"{GOOD}[1]{OTHER}[1,2]"),
    Hostile("cites nothing", lambda k: GOOD + OTHER),
    Hostile("glues its marks", lambda k: f"{GOOD[:-1]}[{k}]。{OTHER}[{k}][{k}]"),
    Hostile("writes marks 【 】 and ［ ］", lambda k: f"{GOOD}【{k}】{OTHER}［{k}，{k}］"),
    Hostile("changes a figure", lambda k: f"{good(k)}2021年惩戒法官300名。[{k}]"),
    Hostile(
        "turns the clause round", lambda k: f"{good(k)}不再完善保障法官申诉权利的工作机制。[{k}]"
    ),
    Hostile(
        "invents a document number", lambda k: f"{good(k)}依据法发〔2029〕1号出台惩戒规程。[{k}]"
    ),
    Hostile(
        "gives it to another document",
        lambda k: f"{good(k)}吉林要点要求出台法官惩戒工作规程。[{k}]",
    ),
    Hostile("tells its rules", lambda k: f"{good(k)}{RULES[:60]}[{k}]"),
    Hostile("writes a link", lambda k: f"{good(k)}详见[这里](http://evil.example/?q=1)。[{k}]"),
    Hostile("writes an image", lambda k: f"![x](http://evil.example/a.png){good(k)}"),
    Hostile("writes HTML", lambda k: f"{good(k)}<img src=x onerror=alert(1)>{OTHER}[{k}]"),
    Hostile("hides characters", lambda k: f"{good(k)}改进案件\u200b质量评查工作。[{k}]"),
    Hostile("writes a list in bold", lambda k: f"- **{GOOD}**[{k}]\n- {OTHER}[{k}]"),
    Hostile("writes a heading and a table", lambda k: f"# 惩戒\n|甲|乙|\n|-|-|\n{good(k)}"),
    Hostile("thinks aloud", lambda k: f"<think>先抄一句。{FOREIGN}[{k}]</think>{good(k)}"),
    Hostile("answers in another language", lambda k: f"Les juges sont sanctionnés.[{k}]"),
    Hostile("talks nonsense", lambda k: "哈哈哈哈，" * 200),
    Hostile("repeats one sentence for ever", lambda k: f"{GOOD}[{k}]" * 400),
    Hostile(
        "gives half true, more than half not", lambda k: f"{GOOD}[{k}]甲乙丙丁戊。[{k}]己庚辛。"
    ),
    Hostile("finds no answer", lambda k: REFUSAL),
    Hostile("says nothing", lambda k: ""),
    Hostile("calls a tool", lambda k: stream(event({"content": None, "tool_calls": [TOOL]}), DONE)),
    Hostile("sends broken JSON", lambda k: stream(b'data: {"choices": [{"delta"\n\n')),
    Hostile("sends no JSON at all", lambda k: stream(b"<html>502 Bad Gateway</html>")),
    Hostile("breaks off within the stream", lambda k: stream(*events(good(k))[:8], b"data: {")),
    Hostile("fails with 500", lambda k: 500),
    Hostile("refuses with 401", lambda k: 401),
    Hostile("redirects elsewhere", lambda k: 307),
    Hostile("is silent", lambda k: stream(30.0)),
    Hostile(
        "sends a byte at a time, slowly",
        lambda k: stream(
            *(part for byte in b"".join(events(good(k))) for part in (bytes([byte]), 0.02))
        ),
    ),
    Hostile(
        "sends a byte at a time",
        lambda k: stream(*(bytes([byte]) for byte in b"".join(events(good(k))))),
    ),
    Hostile("sends 100 MB", lambda k: Stream(megabytes())),
    Hostile("sends 100 MB on one line", lambda k: Stream(b"x" * 1_000_000 for _ in range(100))),
    Hostile(
        "names an error that holds the key",
        lambda k: stream(b'data: {"error": {"message": "bad key ' + KEY.encode() + b'"}}\n\n'),
    ),
]


@pytest.fixture(scope="module")
def server() -> Iterator[Endpoint]:
    with serving() as found:
        yield found


def answered(library: Library, server: Endpoint, reply: Reply, **asked: object) -> Answer:
    """Ask the question of the table, or another, of a model that replies so."""
    server.asked.clear()

    def replied(body: dict) -> object:
        keys = [c["key"] for c in data(body)["clauses"] if GOOD in c["text"]]
        return reply(keys[0] if keys else data(body)["clauses"][0]["key"])

    server.reply = replied
    writer = EndpointWriter(Asked(server.url, "m-7b", KEY, limit=LIMIT))
    question = str(asked.pop("question", QUESTION))
    return Assistant(library, writer=writer).ask(question, generate=True, **asked)


def row(answer: Answer) -> str:
    """What the reader saw, as a cell of the table."""
    kinds = ("fallback", "turned_away", "unknown_keys")
    notes = " ".join(note.text for note in answer.notes if note.kind in kinds)
    shown = "the model's text" if answer.mode is Mode.LLM else "the quoted answer"
    return f"{shown}, {len(answer.sentences)} sentences. {notes}".strip()


@pytest.fixture(scope="module")
def seen(library, server) -> dict[str, tuple[Answer, float]]:
    """The answer that came of each hostile reply, and the seconds it took."""
    found = {}
    for one in HOSTILE:
        start = time.monotonic()
        answer = answered(library, server, one.reply)
        found[one.does] = answer, time.monotonic() - start
    return found


@pytest.mark.parametrize("does", [one.does for one in HOSTILE])
def test_a_reader_sees_only_what_holds(seen, library, does):
    answer, seconds = seen[does]
    assert seconds < LIMIT + 4
    text = answer.text + "".join(note.text for note in answer.notes)
    for banned in ("http", "<", "evil", KEY, "onerror", "\u200b", "下一条消息", "300名", "KZZZZ火"):
        assert banned not in text
    for sentence in answer.sentences:
        assert sentence.verification in ("verbatim", "near", "supported")
        for citation in sentence.citations:
            document = library.documents[citation.clause.document_id]
            assert document.text[citation.start : citation.end] == citation.quote
    marks = [c.mark for s in answer.sentences for c in s.citations]
    assert marks == list(range(1, len(marks) + 1))
    worded = answer.mode is Mode.LLM
    assert worded == (LABEL in answer.notes)
    assert worded != any(note.kind == "fallback" for note in answer.notes)


def test_the_table_of_the_page_is_what_readers_saw(seen):
    told = PAGE.read_text(encoding="utf-8")
    missing = [line for line in table(seen) if line not in told]
    assert missing == []


def table(seen: dict[str, tuple[Answer, float]]) -> list[str]:
    return [f"| {does} | {row(answer)} |" for does, (answer, _) in seen.items()]


# One at a time


def test_a_good_text_is_shown_with_its_marks_and_its_label(library, server):
    told: list[tuple[Sentence, ...]] = []
    answer = answered(library, server, good, said=told.append)
    assert answer.mode is Mode.LLM
    assert answer.text == f"{GOOD}[1]{OTHER}[2]"
    assert [len(one) for one in told] == [1, 2]
    assert [c.quote for c in answer.citations] == [GOOD, OTHER]
    assert {c.clause.id for c in answer.citations} == {CLAUSE}
    assert answer.notes[0].text == "内容由人工智能生成，仅供参考"
    assert answer.timings[-1][0] == "generate"


def test_nothing_is_said_before_it_is_checked(library, server):
    """Every sentence told is whole and passed; the one turned away is never told."""
    told: list[tuple[Sentence, ...]] = []
    answered(library, server, lambda k: f"火星上有法院。[{k}]{good(k)}", said=told.append)
    assert [s.text for s in told[-1]] == [GOOD, OTHER]
    assert all("火星" not in s.text for one in told for s in one)


def test_without_being_asked_nobody_is_asked(library, server):
    server.asked.clear()
    writer = EndpointWriter(Asked(server.url, "m", KEY))
    answer = Assistant(library, writer=writer).ask(QUESTION)
    assert (answer.mode, server.asked) == (Mode.EXTRACTIVE, [])


@pytest.mark.parametrize("question", ["火星上有几个法院", "", "上海高院的改革要点怎么说"])
def test_nobody_is_asked_where_the_documents_are_silent(library, server, question):
    answer = answered(library, server, good, question=question)
    assert (server.asked, answer.sentences) == ([], ())


def test_a_count_is_not_left_to_the_model(library, server):
    answer = answered(library, server, good, question="广东要点一共有多少条")
    assert server.asked == []
    assert "条目统计由程序得出" in answer.notes[-1].text


def test_no_writer_is_said(library):
    answer = Assistant(library).ask(QUESTION, generate=True)
    assert answer.notes[-1].text == "没有配置语言模型，以上为原文摘录。"


def test_what_is_sent_is_the_rules_and_one_line_of_data(library, server):
    history = [("user", "广东要点第9条讲什么？"), ("assistant", "SECRET-OF-THE-ANSWER")]
    answered(library, server, good, history=history)
    [(path, headers, body)] = server.asked
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {KEY}"
    assert body["messages"][0]["content"] == RULES
    sent = data(body)
    assert set(sent) == {"language", "history", "clauses", "question"}
    assert sent["history"] == ["广东要点第9条讲什么？"]
    assert "SECRET" not in str(body)
    keys = [clause["key"] for clause in sent["clauses"]]
    assert len(set(keys)) == len(keys) <= 12
    answered(library, server, good, history=history)
    assert not set(keys) & {clause["key"] for clause in data(server.asked[0][2])["clauses"]}


def test_clauses_are_sent_whole_within_the_budget(assistant):
    answer = assistant.ask("法官惩戒有什么安排")
    counted = [Material.of(answer, budget=n) for n in (0, 300, 3_000)]
    assert not counted[0].clauses
    assert 0 < len(counted[1].clauses) < len(counted[2].clauses) <= 12
    assert all(
        one.texts[key] == clause.text for one in counted for key, clause in one.clauses.items()
    )


def test_a_key_that_comes_twice_is_made_anew(assistant):
    keys = iter(["KAAAA", "KAAAA", "KBBBB", *(f"KC{n:03}" for n in range(99))])
    material = Material.of(assistant.ask("法官惩戒有什么安排"), lambda: next(keys))
    assert list(material.clauses)[:2] == ["KAAAA", "KBBBB"]


@pytest.mark.parametrize("after", [0.0, 0.02, 0.05, 0.1, 0.4])
def test_stopping_closes_the_connection_within_a_second(library, server, after):
    replied = Stream([*events(good("KAAAA")[:30])[:-2], 30.0])
    stop, done = threading.Event(), []
    asking = threading.Thread(
        target=lambda: done.append(answered(library, server, lambda k: replied, stop=stop))
    )
    asking.start()
    deadline = time.monotonic() + 20
    while not server.asked and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(after)
    stopped = time.monotonic()
    stop.set()
    asking.join(5)
    while not replied.closed and time.monotonic() < stopped + 3:
        time.sleep(0.01)
    assert 0 < replied.closed - stopped < 1
    assert "已停止生成" in done[0].notes[-1].text


def test_what_passed_before_a_stop_is_kept_and_said_to_be_incomplete(library, server):
    stop = threading.Event()
    answer = answered(
        library,
        server,
        lambda k: stream(*events(f"{GOOD}[{k}]完善")[:-2], 30.0),
        said=lambda _: stop.set(),
        stop=stop,
    )
    assert answer.mode is Mode.LLM
    assert [s.text for s in answer.sentences] == [GOOD]
    assert any(note.kind == "halted" for note in answer.notes)


def test_a_failure_at_the_start_is_tried_once_more(library, server):
    replies = iter([503, None])
    answer = answered(library, server, lambda k: next(replies) or good(k))
    assert answer.mode is Mode.LLM
    assert len(server.asked) == 2


def test_the_key_is_never_shown(library, server):
    writer = EndpointWriter(Asked(server.url, "m", KEY))
    assert KEY not in repr(writer)
    answer = answered(library, server, lambda k: 401)
    assert KEY not in repr(answer.notes)


@pytest.mark.slow
def test_a_real_model_of_random_weights_is_answered_by_quotations(library, server):
    """A real model over a real connection, which has learned nothing: GPT-2 of random weights."""
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(11)
    letters = sorted({c for clause in library.clauses.values() for c in clause.text} | set("[]。K"))
    shape = {"n_layer": 2, "n_head": 2, "n_embd": 32, "n_positions": 512}
    model = GPT2LMHeadModel(GPT2Config(vocab_size=len(letters), **shape)).eval()

    def reply(body: dict) -> str:
        text = "".join(message["content"] for message in body["messages"])
        ids = [letters.index(c) for c in text if c in letters][-300:]
        given = torch.tensor([ids])
        mask = torch.ones_like(given)
        made = model.generate(
            given, attention_mask=mask, max_new_tokens=150, do_sample=True, pad_token_id=0
        )
        return "".join(letters[i] for i in made[0, len(ids) :].tolist())

    server.asked.clear()
    server.reply = reply
    writer = EndpointWriter(Asked(server.url, "random-gpt2", limit=60))
    assistant = Assistant(library, writer=writer)
    for _ in range(5):
        answer = assistant.ask(QUESTION, generate=True)
        assert answer.mode is Mode.EXTRACTIVE
        assert answer.sentences == assistant.ask(QUESTION).sentences
        assert any(note.kind == "fallback" for note in answer.notes)
    assert len(server.asked) == 5


# English


ENGLISH = "How many personal protection orders did Chinese courts issue in 2020?"


@pytest.mark.parametrize(
    ("said", "passes"),
    [
        ("The courts issued 2,169 personal protection orders against domestic violence.", True),
        ("The courts issued 2,196 personal protection orders against domestic violence.", False),
        ("The courts issued 2,169 thousand personal protection orders.", False),
        ("The courts did not issue 2,169 personal protection orders... they banned them.", False),
        ("The courts in Shanghai issued 2,169 personal protection orders.", False),
        ("The weather on Mars improved quickly every single morning.", False),
    ],
)
def test_an_english_sentence_passes_by_its_figures_names_and_known_words(
    library, server, said, passes
):
    def reply(body: dict) -> str:
        marks = (f"[{c['key']}]" for c in data(body)["clauses"] if "2169" in c["text"])
        return f"{said}{''.join(marks)}"

    server.reply = reply
    writer = EndpointWriter(Asked(server.url, "m", limit=LIMIT))
    answer = Assistant(library, writer=writer).ask(ENGLISH, generate=True)
    assert (answer.mode is Mode.LLM) == passes
    assert not passes or "Mars" not in answer.text
    if passes:
        assert answer.sentences[0].verification == "supported"
        assert "2169" in answer.citations[0].quote
        assert any(note.kind == "title_en" for note in answer.notes)


def main() -> None:
    import tempfile

    from index.home import Home

    with tempfile.TemporaryDirectory() as folder, serving() as found:
        library = Home(Path(folder)).open()
        for one in HOSTILE:
            line = row(answered(library, found, one.reply))
            sys.stdout.write(f"| {one.does} | {line} |\n")


if __name__ == "__main__":
    main()
