"""The library: building, changing, searching."""

from __future__ import annotations

import dataclasses
import threading

import numpy as np
import pytest

from index.encoder import load_encoder
from index.errors import IndexFault
from index.library import Library
from index.passages import clause_text, passages
from index.store import FaissStore
from index.types import Scope
from tests.fakes import CLAUSES, CharacterEncoder, make_parsed

GD = make_parsed("gd-2021")
JL = make_parsed("jl-2022", CLAUSES[1:3], year=2022, region="吉林")
SPC = make_parsed(
    "spc-2021", ["1.强化最高人民法院监督指导。", CLAUSES[3]], level="supreme", region=""
)
LONG = make_parsed(
    "long",
    [
        "1." + "加强组织领导，确保各项任务落到实处；" * 12 + "人民陪审员参审案件随机抽取。好。",
        "2.短的一条，讲别的事情，不讲陪审。",
    ],
)


@pytest.fixture
def library():
    return Library.build([GD, JL, SPC], CharacterEncoder())


def test_the_made_documents_have_true_spans():
    for parsed in (GD, JL, SPC, LONG):
        for clause in parsed.clauses:
            assert parsed.document.text[clause.start : clause.end] == clause.text
            assert parsed.document.lines(clause.start, clause.end) == clause.lines


def test_a_library_knows_its_documents_and_clauses_in_order(library):
    assert list(library.documents) == ["gd-2021", "jl-2022", "spc-2021"]
    assert list(library.clauses)[:5] == [*(f"gd-2021/{n}" for n in (1, 2, 3, 4)), "jl-2022/1"]
    assert library.parsed() == (GD, JL, SPC)


def test_clauses_are_found_by_their_words_in_either_script(library):
    assert library.lexical("切實解決執行難", 2) == library.lexical("切实解决执行难", 2)
    assert [id_ for id_, _ in library.lexical("切实解决执行难", 2)] == ["gd-2021/2", "jl-2022/1"]
    assert library.lexical("☃", 5) == []
    assert library.lexical("", 5) == []


def test_clauses_are_found_by_the_heading_above_them():
    parsed = [make_parsed("a", heading="一、司法责任制"), make_parsed("b", heading="一、总体要求")]
    found = Library.build(parsed, CharacterEncoder()).lexical("司法责任制", 4)
    assert {id_[0] for id_, _ in found[:4]} == {"a"}


@pytest.mark.parametrize(
    ("scope", "admitted"),
    [
        (Scope(), {"gd-2021", "jl-2022", "spc-2021"}),
        (Scope(years=(2022,)), {"jl-2022"}),
        (Scope(levels=("high",)), {"gd-2021", "jl-2022"}),
        (Scope(regions=("广东", "吉林"), years=(2021,)), {"gd-2021"}),
        (Scope(documents=("spc-2021", "unknown")), {"spc-2021"}),
        (Scope(documents=("unknown",)), set()),
    ],
)
def test_a_scope_limits_both_searches_before_they_look(library, scope, admitted):
    for search in (library.lexical, library.semantic):
        everything = search(CLAUSES[3] + CLAUSES[1], 99)
        expected = [pair for pair in everything if library.clauses[pair[0]].document_id in admitted]
        assert search(CLAUSES[3] + CLAUSES[1], 99, scope) == expected
        assert search(CLAUSES[3] + CLAUSES[1], 1, scope) == expected[:1]


def test_equal_scores_are_ordered_by_clause_id(library):
    twins = library.semantic(CLAUSES[1], 9)
    by_score = sorted(twins, key=lambda pair: (-pair[1], pair[0]))
    assert twins == by_score
    copies = Library.build([make_parsed(f"d{n}", ["执行难"]) for n in range(9)], CharacterEncoder())
    for search in (copies.lexical, copies.semantic):
        assert [id_ for id_, _ in search("执行难", 3)] == ["d0/1", "d1/1", "d2/1"]


def test_a_long_clause_is_searched_by_sentence_and_scores_by_its_best():
    encoder = CharacterEncoder(997)
    library = Library.build([LONG], encoder)
    keys = [key for key, _ in passages(LONG.clauses[0])]
    assert keys == ["long/1", *(f"long/1#{n}" for n in range(13))]
    assert [key for key, _ in passages(LONG.clauses[1])] == ["long/2"]
    found = library.semantic("人民陪审员参审案件随机抽取。", 5)
    assert [id_ for id_, _ in found] == ["long/1", "long/2"]
    assert found[0][1] == pytest.approx(1, abs=1e-5)
    whole = encoder.encode_queries(["人民陪审员参审案件随机抽取。"])[0]
    best = {
        clause.id: max(
            float(encoder.encode_queries([text])[0] @ whole) for _, text in passages(clause)
        )
        for clause in LONG.clauses
    }
    assert dict(found) == pytest.approx(best, abs=1e-5)
    assert library.semantic("人民陪审员参审案件随机抽取。", 1) == found[:1]


@pytest.mark.parametrize("seed", range(5))
def test_the_nearest_clauses_are_those_of_brute_force_over_all_passages(seed):
    rng = np.random.default_rng(seed)
    letters = [chr(0x4E00 + n) for n in range(40)]
    texts = [
        "".join("".join(rng.choice(letters, 9)) + "。" for _ in range(rng.integers(1, 40)))
        for _ in range(30)
    ]
    encoder = CharacterEncoder(16)
    library = Library.build([make_parsed("r", texts)], encoder)
    query = "".join(rng.choice(letters, 12))
    vector = encoder.encode_queries([query])[0]
    best = {
        clause.id: max(float(encoder.encode_queries([t])[0] @ vector) for _, t in passages(clause))
        for clause in library.clauses.values()
    }
    expected = sorted(best.items(), key=lambda pair: (-round(pair[1], 5), pair[0]))
    for count in (1, 3, 30):
        found = library.semantic(query, count)
        assert [s for _, s in found] == pytest.approx([s for _, s in expected[:count]], abs=1e-5)


def test_a_query_of_which_nothing_is_known_finds_nothing():
    library = Library.build([GD], load_encoder())
    assert library.semantic("☃ ♞", 5) == []
    assert library.semantic("执行难", 0) == []


def test_an_empty_library_is_searched_without_a_crash():
    for encoder in (load_encoder(), CharacterEncoder()):
        library = Library.build([], encoder)
        assert library.lexical("执行", 5) == library.semantic("执行", 5) == []
        library.add([GD])
        assert library.lexical("执行", 5)
        assert library.semantic("执行", 5)


def test_an_unchanged_document_is_not_encoded_again(library):
    encoder, before = library.encoder, library.fingerprint
    encoder.encoded.clear()
    holdings = library.holdings
    library.add([GD])
    assert library.holdings is holdings
    assert (encoder.encoded, library.fingerprint) == ([], before)
    library.add([make_parsed("new", ["1.司法公开三大平台建设。"])])
    assert encoder.encoded == [clause_text(library.clauses["new/1"])]
    assert library.fingerprint != before


def test_a_clause_that_only_moved_keeps_its_vector(library):
    encoder = library.encoder
    encoder.encoded.clear()
    library.add([make_parsed("gd-2021", ["0.新的一项。", *CLAUSES])])
    assert encoder.encoded == [clause_text(library.clauses["gd-2021/1"])]
    for number, text in enumerate(["0.新的一项。", *CLAUSES], 1):
        scope = Scope(documents=("gd-2021",))
        query = clause_text(library.clauses[f"gd-2021/{number}"])
        assert library.semantic(query, 1, scope)[0][0] == f"gd-2021/{number}", text


def test_boilerplate_that_several_documents_share_is_encoded_once():
    encoder = CharacterEncoder()
    library = Library.build([make_parsed(f"d{n}") for n in range(5)], encoder)
    assert len(encoder.encoded) == len(CLAUSES)
    assert len(library.holdings.store) == 5 * len(CLAUSES)


def test_adding_and_removing_gives_the_same_as_building_at_once(library):
    library.add([LONG, make_parsed("gd-2021", CLAUSES[:2])])
    library.remove("jl-2022")
    fresh = Library.build([make_parsed("gd-2021", CLAUSES[:2]), SPC, LONG], CharacterEncoder())
    assert library.fingerprint == fresh.fingerprint
    assert library.holdings.store.parts() == fresh.holdings.store.parts()
    assert library.holdings.lexical["text"].parts() == fresh.holdings.lexical["text"].parts()


def test_a_removed_document_leaves_nothing_behind(library):
    assert library.remove("gd-2021")
    assert not library.remove("gd-2021")
    assert "gd-2021" not in library.documents
    assert not [id_ for id_ in library.clauses if id_.startswith("gd-2021")]
    for search in (library.lexical, library.semantic):
        assert not [id_ for id_, _ in search("".join(CLAUSES), 99) if id_.startswith("gd-2021")]
    assert b"gd-2021" not in b"".join(library.holdings.store.parts().values())


def test_a_store_is_made_once_and_with_the_length_of_the_vectors():
    made = []
    Library.build([GD], load_encoder(), store=lambda d: made.append(d) or FaissStore(d))
    assert made == [load_encoder().dimension]


def test_a_further_field_is_searched_apart_from_the_text():
    fields = {"expansions": {"gd-2021/2": "欠钱不还怎么办", "gd-2021/3": "手机上能打官司吗"}}
    library = Library.build([GD], CharacterEncoder(), fields=fields)
    assert [i for i, _ in library.lexical("手机打官司", 5, field="expansions")] == ["gd-2021/3"]
    assert library.lexical("欠钱", 5) == []
    bare = Library.build([GD], CharacterEncoder())
    assert library.lexical("执行难", 5) == bare.lexical("执行难", 5)
    assert library.fingerprint != bare.fingerprint
    library.add([JL], fields={"expansions": {"gd-2021/3": "网上开庭"}})
    assert library.lexical("手机", 5, field="expansions") == []
    assert library.lexical("网上开庭", 5, Scope(years=(2022,)), "expansions") == []
    library.remove("gd-2021")
    assert library.lexical("网上开庭", 5, field="expansions") == []


def test_a_field_that_is_not_there_is_named():
    with pytest.raises(IndexFault, match="use one of text"):
        Library.build([GD], CharacterEncoder()).lexical("执行", 5, field="summaries")


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"expansions": {"gd-2021/99": "…"}}, "gd-2021/99"), ({"text": {}}, "another name")],
)
def test_fields_that_do_not_fit_are_refused_and_change_nothing(library, fields, message):
    before = library.fingerprint
    with pytest.raises(IndexFault, match=message):
        library.add([LONG], fields=fields)
    assert library.fingerprint == before


def test_a_clause_id_that_occurs_twice_is_refused():
    twin = dataclasses.replace(JL.clauses[0], id="gd-2021/1")
    with pytest.raises(IndexFault, match="gd-2021/1 occurs twice"):
        Library.build([GD, dataclasses.replace(JL, clauses=(twin,))], CharacterEncoder())


def test_an_encoder_that_fails_leaves_the_library_as_it_was(library, monkeypatch):
    before = library.fingerprint, library.semantic("执行难", 9)

    def fail(texts):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(library.encoder, "encode_clauses", fail)
    with pytest.raises(RuntimeError):
        library.add([LONG])
    assert (library.fingerprint, library.semantic("执行难", 9)) == before


@pytest.mark.parametrize("encoder", [CharacterEncoder, load_encoder])
def test_readers_see_whole_states_while_a_writer_changes_the_library(encoder):
    library, faults, done = Library.build([GD, JL], encoder()), [], threading.Event()

    def read():
        try:
            while not done.is_set():
                assert library.semantic("执行难", 2)
                assert library.lexical("执行难", 2)
                library.semantic("执行难", 2, Scope(documents=("gd-2021",)))
        except BaseException as fault:
            faults.append(fault)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(10):
        library.add([LONG])
        library.remove("long")
    done.set()
    for reader in readers:
        reader.join()
    assert faults == []
