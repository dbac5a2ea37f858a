"""The library on disk: whole or refused, whatever happens."""

from __future__ import annotations

import dataclasses
import errno
import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from index import disk, durable
from index.disk import load, save, saved
from index.encoder import load_encoder
from index.errors import IndexFault, OutdatedIndex
from index.home import Home
from index.library import Library
from ingest.statements import Statement
from tests.fakes import CLAUSES, CharacterEncoder, make_parsed

FIELDS = {"expansions": {"gd/1": "大湾区打官司"}}
STATED = (Statement("gd/1", 0, 4, ("跨境打官司怎么办", "How do I sue across the border?")),)


def small(*ids: str) -> Library:
    return Library.build([make_parsed(id_) for id_ in ids], load_encoder())


OLD, NEW = small("gd"), small("gd", "jl")


def current(directory: Path) -> Path:
    return directory / (directory / "CURRENT").read_text().split()[0]


def forge(directory: Path, change) -> None:
    """Change files of the current generation and make every checksum right again."""
    generation = current(directory)
    manifest = json.loads((generation / "manifest.json").read_bytes())
    change(generation, manifest)
    for name in manifest["files"]:
        if (generation / name).is_file():
            manifest["files"][name] = sha256((generation / name).read_bytes()).hexdigest()
    data = json.dumps(manifest).encode()
    (generation / "manifest.json").write_bytes(data)
    (directory / "CURRENT").write_text(f"{generation.name} {sha256(data).hexdigest()}\n")


@pytest.mark.parametrize("encoder", [load_encoder(), CharacterEncoder()])
def test_a_library_comes_back_the_same(tmp_path, encoder):
    long = make_parsed(
        "long", ["1." + "健全执行工作长效机制，切实解决执行难问题。" * 20], year=None
    )
    library = Library.build([make_parsed("gd"), long], encoder, fields=FIELDS)
    save(library, tmp_path / "a" / "索引")
    again = load(tmp_path / "a" / "索引", encoder if encoder.name == "fake" else "embedded")
    assert again.parsed() == library.parsed()
    assert again.fingerprint == library.fingerprint
    for query in (*CLAUSES, "大湾区"):
        assert again.lexical(query, 9) == library.lexical(query, 9)
        assert again.semantic(query, 9) == library.semantic(query, 9)
        found = again.lexical(query, 9, field="expansions")
        assert found == library.lexical(query, 9, field="expansions")
    again.add([make_parsed("new", ["1.司法公开。"])])
    again.remove("new")
    assert again.fingerprint == library.fingerprint


def test_hostile_text_comes_back_the_same(tmp_path):
    texts = [
        "1.\x00臺\ud800灣\u2028\x85\r审判",
        '2."}\\n{"id":1}',
        "3." + "执" * 5000,
        "4.\U0001f4a3",
    ]
    parsed = make_parsed("gd", ["占位"])
    clauses = tuple(
        dataclasses.replace(parsed.clauses[0], id=f"gd/{n}", text=text, title=text[:9])
        for n, text in enumerate(texts)
    )
    parsed = dataclasses.replace(parsed, clauses=clauses)
    library = Library.build([parsed], load_encoder(), fields={"x": {"gd/0": texts[0]}})
    save(library, tmp_path)
    assert load(tmp_path).parsed() == (parsed,)
    assert load(tmp_path).fingerprint == library.fingerprint
    assert load(tmp_path).lexical("审判", 1)[0][0] == "gd/0"


def test_an_empty_library_comes_back(tmp_path):
    save(small(), tmp_path)
    assert load(tmp_path).parsed() == ()


def test_the_same_library_gives_the_same_bytes_in_another_process(tmp_path):
    code = (
        "import sys; from pathlib import Path; from tests.test_index_disk import NEW, save;"
        "save(NEW, Path(sys.argv[1]))"
    )
    for seed in "12":
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(tmp_path / seed)]
        subprocess.run(command, check=True, env=environment, timeout=60)
    pointers = [(tmp_path / seed / "CURRENT").read_bytes() for seed in "12"]
    assert pointers[0] == pointers[1]


def test_only_the_last_two_generations_are_kept_and_nothing_unfinished(tmp_path):
    (tmp_path / ".tmp-gen-9").mkdir()
    (tmp_path / ".tmp-gen-9" / "manifest.json").write_text("half")
    (tmp_path / "notes.txt").write_text("somebody's own file")
    for _ in range(4):
        save(OLD, tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"CURRENT", "LOCK", "gen-3", "gen-4", "notes.txt"}
    assert current(tmp_path).name == "gen-4"


def test_a_directory_without_an_index_says_what_to_do(tmp_path):
    assert not saved(tmp_path)
    for directory in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexFault, match=r"cannot be found .*run `tiaoli ingest`"):
            load(directory)


def test_any_changed_byte_of_any_file_is_refused(tmp_path):
    library = Library.build([make_parsed("gd")], load_encoder(), fields=FIELDS, statements=STATED)
    save(library, tmp_path)
    chance = random.Random(7)
    files = [tmp_path / "CURRENT", *sorted(current(tmp_path).iterdir())]
    assert len(files) == 24
    for path in files:
        data = path.read_bytes()
        places = {0, len(data) - 1, *(chance.randrange(len(data)) for _ in range(20))}
        for place in places:
            broken = bytearray(data)
            broken[place] ^= 1 << chance.randrange(8)
            path.write_bytes(broken)
            with pytest.raises(IndexFault, match="tiaoli ingest"):
                load(tmp_path)
        for broken in (b"", data[:-1], data + b"\n", data[: len(data) // 2]):
            if broken != data:
                path.write_bytes(broken)
                with pytest.raises(IndexFault, match="tiaoli ingest"):
                    load(tmp_path)
        path.unlink()
        with pytest.raises(IndexFault, match="tiaoli ingest"):
            load(tmp_path)
        path.write_bytes(data)
    assert load(tmp_path).parsed() == (make_parsed("gd"),)


def test_the_files_of_another_generation_are_refused(tmp_path):
    save(OLD, tmp_path)
    old = current(tmp_path)
    save(NEW, tmp_path)
    (current(tmp_path) / "vectors.keys.json").write_bytes((old / "vectors.keys.json").read_bytes())
    with pytest.raises(IndexFault, match=r"damaged \(vectors.keys.json\)"):
        load(tmp_path)


class Bomb:
    """A pickle that leaves a mark when it is read."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return (Path.touch, (self.mark,))


def test_a_pickle_is_never_run(tmp_path):
    import pickle

    mark = tmp_path / "mark"
    directory = tmp_path / "index"
    save(OLD, directory)
    bomb = pickle.dumps(Bomb(mark))
    for name in ("index.pkl", "extra.npy", "vectors.pkl"):
        (current(directory) / name).write_bytes(bomb)
        (directory / name).write_bytes(bomb)
    assert load(directory).parsed() == OLD.parsed()
    out = io.BytesIO()
    np.save(out, np.array([Bomb(mark)], dtype=object), allow_pickle=True)
    names = [path.name for path in current(directory).iterdir() if path.name != "manifest.json"]
    for name in names:
        for data in (bomb, out.getvalue()):
            save(OLD, directory)
            forge(directory, lambda gen, _, n=name, d=data: (gen / n).write_bytes(d) and None)
            if name in ("index.pkl", "extra.npy", "vectors.pkl"):
                load(directory)
            else:
                with pytest.raises(IndexFault, match="not readable"):
                    load(directory)
    assert not mark.exists()
    pickle.loads(bomb)
    assert mark.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda _, m: m.update(format=2), "has format 2"),
        (lambda _, m: m["files"].update({"../../etc/passwd": "0"}), "outside"),
        (lambda _, m: m["encoder"].update(name="bge"), "made with the encoder bge, not embedded"),
        (lambda _, m: m["encoder"].update(fingerprint="0"), "earlier release"),
        (lambda _, m: m["files"].pop("vectors.keys.json"), "not readable"),
        (lambda _, m: m.pop("fields"), "not readable"),
        (lambda g, _: (g / "clauses.jsonl").write_text('{"id":1}\n'), "not readable"),
        (lambda g, _: (g / "documents.jsonl").write_text(""), "not readable"),
        (lambda g, _: (g / "vectors.keys.json").write_text('["a"]'), "not readable"),
    ],
)
def test_an_index_of_another_make_is_refused(tmp_path, change, message):
    save(OLD, tmp_path)
    forge(tmp_path, lambda generation, manifest: change(generation, manifest) and None)
    with pytest.raises(IndexFault, match=message):
        load(tmp_path)


def test_an_index_of_another_encoder_is_refused(tmp_path):
    save(Library.build([make_parsed("gd")], CharacterEncoder()), tmp_path)
    for encoder in ("embedded", CharacterEncoder(32)):
        with pytest.raises(IndexFault, match="made with the encoder fake"):
            load(tmp_path, encoder)
    assert load(tmp_path, CharacterEncoder()).clauses


STEPS = ("open", "write", "fsync", "close", "mkdir", "rename", "replace", "pwrite", "ftruncate")


def test_a_file_is_replaced_over_what_a_crash_left_behind(tmp_path):
    (tmp_path / ".tmp-CURRENT").write_text("half")
    durable.replace_file(tmp_path / "CURRENT", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["CURRENT"]
    assert (tmp_path / "CURRENT").read_bytes() == b"whole"


class FailingOs:
    """`os`, in which step `fail_at` (and all after it, if `lasting`) fails; a write half-way."""

    def __init__(self, fail_at: int, code: int, lasting: bool) -> None:
        self.fail_at, self.code, self.lasting = fail_at, code, lasting
        self.steps: list[str] = []

    def __getattr__(self, name):
        real = getattr(os, name)
        if name not in STEPS:
            return real

        def step(*args, **kwargs):
            self.steps.append(name)
            number = len(self.steps)
            if number == self.fail_at or (self.lasting and number > self.fail_at):
                if name == "write":
                    real(args[0], args[1][: len(args[1]) // 2])
                if name == "close":
                    real(*args)
                raise OSError(self.code, os.strerror(self.code))
            return real(*args, **kwargs)

        return step


def count_steps(directory: Path, monkeypatch) -> list[str]:
    save(OLD, directory)
    counting = FailingOs(0, 0, False)
    with monkeypatch.context() as patch:
        patch.setattr(durable, "os", counting)
        save(NEW, directory)
    return counting.steps


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_whatever_step_of_a_save_fails_the_old_index_still_loads(
    tmp_path, monkeypatch, lasting, code
):
    steps = count_steps(tmp_path / "counted", monkeypatch)
    assert set(steps) == set(STEPS)
    assert len(steps) > 60
    replaced = steps.index("replace") + 1
    directory = tmp_path / "index"
    save(OLD, directory)
    for number in range(1, len(steps) + 1):
        with monkeypatch.context() as patch:
            patch.setattr(durable, "os", FailingOs(number, code, lasting))
            with pytest.raises(IndexFault, match="cannot be written"):
                save(NEW, directory)
        found = load(directory).fingerprint
        if number <= replaced:
            assert found == OLD.fingerprint, steps[number - 1]
        else:
            assert found in (OLD.fingerprint, NEW.fingerprint)
            save(OLD, directory)
    save(NEW, directory)
    assert load(directory).fingerprint == NEW.fingerprint
    assert len([path for path in directory.iterdir() if path.name.startswith(".tmp-")]) == 0


def test_every_file_and_directory_is_synced_before_it_gets_its_name(tmp_path, monkeypatch):
    steps = count_steps(tmp_path, monkeypatch)
    files = len(list(current(tmp_path).iterdir()))
    before = steps[: steps.index("rename")]
    assert before.count("fsync") == files + 1
    between = steps[steps.index("rename") : steps.index("replace")]
    assert between.count("fsync") == 2
    assert steps[steps.index("replace") :].count("fsync") == 1


def test_a_file_system_that_takes_no_more_leaves_the_old_index(tmp_path):
    save(OLD, tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for room in (0, 60, 500):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
        try:
            with pytest.raises(IndexFault, match="cannot be written"):
                save(NEW, tmp_path)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert load(tmp_path).fingerprint == OLD.fingerprint
    save(NEW, tmp_path)
    assert load(tmp_path).fingerprint == NEW.fingerprint


def test_a_second_writer_is_told_who_is_writing(tmp_path):
    save(OLD, tmp_path)
    with durable.sole_writer(tmp_path):
        with pytest.raises(IndexFault, match=f"process {os.getpid()} is writing"):
            save(NEW, tmp_path)
        assert load(tmp_path).fingerprint == OLD.fingerprint
    save(NEW, tmp_path)


def test_a_directory_that_is_a_file_is_one_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexFault, match="cannot be written"):
        save(OLD, tmp_path / "file" / "index")


def test_a_damaged_pointer_does_not_keep_a_save_from_mending_the_index(tmp_path):
    save(OLD, tmp_path)
    (tmp_path / "CURRENT").write_text("gen-1 nonsense")
    save(NEW, tmp_path)
    assert load(tmp_path).fingerprint == NEW.fingerprint


LOOP = """
import os, sys
from pathlib import Path
from tests.test_index_disk import NEW, OLD, save
directory = Path(sys.argv[1])
assert OLD.fingerprint != NEW.fingerprint  # computed once, before the children
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        while True:
            save(NEW, directory)
            save(OLD, directory)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("dead", flush=True)
"""
"""For each line it reads: starts a process that saves in a loop, and says its id."""


def test_an_index_survives_kill_at_any_moment(tmp_path):
    save(OLD, tmp_path)
    known = {OLD.fingerprint, NEW.fingerprint}
    chance = random.Random(20260101)
    command = [sys.executable, "-c", LOOP, str(tmp_path)]
    saver = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert saver.stdin
    assert saver.stdout
    generations, unfinished = set(), 0
    kills = 0
    while kills < 40 or ((len(generations) < 15 or unfinished < 5) and kills < 400):
        kills += 1
        saver.stdin.write("go\n")
        saver.stdin.flush()
        child = int(saver.stdout.readline())
        time.sleep(chance.uniform(0, 0.06))
        os.kill(child, signal.SIGKILL)
        assert saver.stdout.readline() == "dead\n"
        assert load(tmp_path).fingerprint in known
        generations.add(current(tmp_path).name)
        unfinished += any(path.name.startswith(".tmp-") for path in tmp_path.iterdir())
    saver.stdin.close()
    assert saver.wait(10) == 0
    assert len(generations) >= 15
    assert unfinished >= 5
    save(NEW, tmp_path)
    assert load(tmp_path).fingerprint == NEW.fingerprint
    assert len(list(tmp_path.glob("gen-*"))) <= 2


def test_a_reader_never_meets_a_generation_that_is_being_taken_away(tmp_path):
    save(OLD, tmp_path)
    command = [sys.executable, "-c", LOOP, str(tmp_path)]
    saver = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert saver.stdin
    assert saver.stdout
    saver.stdin.write("go\n")
    saver.stdin.flush()
    child = int(saver.stdout.readline())
    try:
        found, reads = set(), 0
        while reads < 150 or (len(found) < 2 and reads < 5000):
            found.add(load(tmp_path).fingerprint)
            reads += 1
    finally:
        os.kill(child, signal.SIGKILL)
        saver.stdin.close()
        saver.wait(10)
    assert found == {OLD.fingerprint, NEW.fingerprint}


def test_a_reader_whose_generation_is_taken_away_meanwhile_reads_the_new_one(tmp_path, monkeypatch):
    save(OLD, tmp_path)
    read, pointers = disk._read_generation, []

    def read_late(directory, pointer):
        if not pointers:
            save(NEW, tmp_path)
            save(NEW, tmp_path)
        pointers.append(pointer)
        return read(directory, pointer)

    monkeypatch.setattr(disk, "_read_generation", read_late)
    assert load(tmp_path).fingerprint == NEW.fingerprint
    assert len(pointers) == 2


def test_an_index_of_an_earlier_release_keeps_the_users_documents(tmp_path):
    home = Home(tmp_path)
    home.build((make_parsed("mine"),))
    before = load(home.index)

    def older(generation, manifest):
        manifest["encoder"]["fingerprint"] = "0" * 64
        vectors = np.load(generation / "vectors.vectors.npy")
        np.save(generation / "vectors.vectors.npy", vectors[:, :7])

    forge(home.index, older)
    with pytest.raises(OutdatedIndex):
        load(home.index)
    told = []
    library = home.open(told.append)
    assert len(told) == 1
    assert "mine" in library.documents
    assert library.fingerprint == before.fingerprint
    assert load(home.index).semantic("执行难", 3) == before.semantic("执行难", 3)
    assert home.open(told.append).fingerprint == before.fingerprint
    assert len(told) == 1
