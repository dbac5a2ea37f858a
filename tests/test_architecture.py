"""The shape of the code: which folder may import which, and where each library lives."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("ingest", "index", "rag", "evals", "ui")
"""In the order of the flow: a folder imports itself and those before it."""

PARTS: dict[str, tuple[str, ...]] = {
    "words": (),
    "understanding": ("words",),
    "spelling": ("understanding", "words"),
    "finding": ("words", "understanding"),
    "dialogue": ("words", "understanding", "finding"),
    "recalling": ("words", "understanding", "finding", "dialogue"),
    "comparing": ("words", "understanding", "finding"),
    "checking": ("words", "comparing"),
    "model": ("words", "finding", "checking"),
}
"""The sub-packages of rag/, and which others each imports; a row names only rows above it.

All may use `rag.types`. What else stands at the top of rag/ uses them and is used by none of them.
"""

RIVALS = ("evals/bench*", "evals/langchain_*.py")
"""Files that run what Tiaoli is compared with; they may need what only developers install."""

HOMES = {
    "argon2": ("ui/guarding/passwords.py",),
    "bm25s": ("index/lexical.py",),
    "bs4": ("ingest/readers/html.py",),
    "docx": ("ingest/readers/docx*.py", "ui/paper/docx*.py", "ui/evolution/docx*.py"),
    "faiss": ("index/store.py",),
    "fastapi": ("ui/pages/*.py", "ui/programs/*.py", "ui/serving/*.py"),
    "fsrs": ("ui/study/*.py",),
    "gradio": ("ui/pages/*.py", "ui/programs/*.py"),
    "huggingface_hub": ("index/transformer.py",),
    "langchain": (*RIVALS, "index/langchain_*.py", "rag/langchain.py"),
    "langchain_community": RIVALS,
    "langchain_core": (*RIVALS, "index/langchain_*.py", "rag/langchain.py"),
    "langchain_openai": ("rag/model/endpoint.py",),
    "langchain_text_splitters": RIVALS,
    "lxml": ("ingest/readers/docx*.py", "ingest/readers/html.py"),
    "numpy": ("index/*.py", "index/training/*.py", "evals/*.py"),
    "openai": ("rag/model/endpoint.py",),
    "opencc": ("evals/perturb.py", "index/script.py"),
    "openpyxl": ("evals/tables.py",),
    "platformdirs": ("ui/settings.py",),
    "pypinyin": ("evals/homophones.py",),
    "pypdfium2": ("ingest/readers/pdf*.py",),
    "rich": ("ui/commands/progress.py",),
    "safetensors": ("index/static.py", "index/training/export.py"),
    "sentence_transformers": (
        *("index/transformer.py", "index/reranker.py", "index/training/given.py"),
        *RIVALS,
    ),
    "starlette": (
        *("ui/bodies.py", "ui/guarding/guard.py", "ui/guarding/replies.py"),
        *("ui/programs/door.py", "ui/serving/edge.py", "ui/serving/watches.py"),
    ),
    "tiktoken": ("rag/model/tokens.py",),
    "tokenizers": (
        "index/static.py",
        "index/training/vocabulary.py",
        "index/training/export.py",
        "index/training/tokens.py",
    ),
    "torch": (
        *("index/training/train.py", "index/reranker.py", "evals/fit.py", "evals/fit_advice.py"),
        *RIVALS,
    ),
    "transformers": RIVALS,
    "uvicorn": ("ui/serving/app.py",),
}
"""The only files that may import a library; a library that is not here may be imported nowhere."""

OPTIONAL = {"rag/model/endpoint.py": "llm"}
"""Files that need an extra of pyproject.toml, and say in one line what to install without it."""

NOT_IMPORTED = {
    "langchain": "fixed by the user for coming work; its core is what index/langchain_*.py uses",
    "lxml": "named as a string: BeautifulSoup(text, 'lxml'); python-docx stands on it too",
}
"""Declared dependencies that no file imports, and why they are declared."""

COMES_WITH = {
    "huggingface_hub": "sentence-transformers",
    "openai": "langchain-openai",
    "starlette": "fastapi",
    "torch": "sentence-transformers",
    "transformers": "sentence-transformers",
}
"""Libraries that are imported but not declared: the declared one that always brings them."""

HEAVY = {
    *("bs4", "docx", "fastapi", "gradio", "huggingface_hub", "langchain", "langchain_community"),
    *("langchain_core", "langchain_openai", "langchain_text_splitters", "lxml", "openai"),
    *("openpyxl", "pandas", "pdfplumber"),
    *(
        "pypdfium2",
        "pypinyin",
        "sentence_transformers",
        "starlette",
        "tiktoken",
        "torch",
        "transformers",
    ),
    *("uvicorn",),
}
ENTRANCES = ("ui.cli", "rag.assistant", "ingest.read", "ingest.founding", "index.home")
"""Modules that load fast: nothing they import at module level, at any depth, is heavy."""

VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "tools"}
LONGEST_FILE, LONGEST_FUNCTION = 250, 50


def product_files() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    return place(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module imported anywhere, `from a import b` as both `a` and `a.b`."""
    for node in ast.walk(tree):
        yield from names_in(node)


def names_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = "." * node.level + (node.module or "")
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)


def at_module_level(body: list[ast.stmt]) -> Iterator[str]:
    """What is imported while the module loads: not in functions, not for the type checker only."""
    for node in body:
        yield from names_in(node)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from at_module_level(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in ("body", "orelse", "finalbody"):
                yield from at_module_level(getattr(node, part, []))
            for handler in getattr(node, "handlers", []):
                yield from at_module_level(handler.body)


def wrong_direction(folder: str, tree: ast.AST) -> list[str]:
    """Imports of a later folder, of the tests, and relative ones."""
    allowed = FOLDERS[: FOLDERS.index(folder) + 1]
    return [
        name
        for name in imported(tree)
        if name.startswith(".")
        or (name.split(".")[0] in (*FOLDERS, "tests") and name.split(".")[0] not in allowed)
    ]


def part_of(path: str) -> str:
    """The sub-package of a file of rag/: `checking` of rag/checking/verify.py, else nothing."""
    folders = path.split("/")[:-1]
    return folders[1] if folders[0] == "rag" and folders[1:] else ""


def parts_used(part: str, tree: ast.AST) -> set[str]:
    """What a file of a sub-package imports of rag/ besides its own part and `rag.types`."""
    names = (name.split(".") for name in imported(tree))
    return {name[1] for name in names if name[0] == "rag" and name[1:]} - {part, "types"}


def part_files() -> list[Path]:
    return [path for path in product_files() if part_of(place(path))]


def dynamic_imports(tree: ast.AST) -> list[str]:
    """Imports that hide from these tests."""
    banned = ("__import__", "import_module", "run_module", "run_path", "exec_module")
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [name for call in calls if (name := called(call)).split(".")[-1] in banned]


def called(call: ast.Call) -> str:
    return ast.unparse(call.func)


def foreign(tree: ast.AST) -> set[str]:
    """Third-party libraries imported anywhere."""
    tops = {name.split(".")[0] for name in imported(tree) if not name.startswith(".")}
    return tops - set(sys.stdlib_module_names) - set(FOLDERS)


def homeless(path: str, tree: ast.AST) -> list[str]:
    return sorted(
        name for name in foreign(tree) if not any(fnmatch(path, p) for p in HOMES.get(name, ()))
    )


def too_long(source: str) -> list[str]:
    lines = source.count("\n")
    found = [f"the file has {lines} lines"] if lines > LONGEST_FILE else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                found.append(f"{node.name} has {length} lines")
    return found


def prints(tree: ast.AST) -> list[int]:
    """Lines that print to the terminal; printing into a file that is named is writing."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) == "print"
        if not any(k.arg == "file" and "sys." not in ast.unparse(k.value) for k in node.keywords)
    ]


def declared() -> list[str]:
    """The names of the run-time dependencies in pyproject.toml."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [canonical(re.split(r"[\[<>=!~;\s]", line)[0]) for line in table["dependencies"]]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def distributions() -> dict[str, set[str]]:
    return {k: {canonical(n) for n in v} for k, v in packages_distributions().items()}


def test_there_is_something_to_check():
    assert len(product_files()) > 50
    assert {place(path).split("/")[0] for path in product_files()} == set(FOLDERS)


@pytest.mark.parametrize("path", product_files(), ids=place)
def test_a_folder_imports_only_those_before_it(path):
    assert wrong_direction(place(path).split("/")[0], tree_of(path)) == []
    assert dynamic_imports(tree_of(path)) == []


@pytest.mark.parametrize("path", part_files(), ids=place)
def test_a_part_of_rag_imports_only_those_of_its_row(path):
    part = part_of(place(path))
    assert parts_used(part, tree_of(path)) <= set(PARTS[part])


def test_the_parts_of_rag_import_each_other_in_one_direction():
    above: set[str] = set()
    for part, row in PARTS.items():
        assert set(row) <= above, part
        above.add(part)


def test_every_part_of_rag_has_its_row_and_every_row_is_needed():
    """A direction that nothing needs any more is taken out, so the table stays true."""
    used: dict[str, set[str]] = {}
    for path in part_files():
        part = part_of(place(path))
        used[part] = used.get(part, set()) | parts_used(part, tree_of(path))
    assert used == {part: set(row) for part, row in PARTS.items()}


def test_the_nouns_of_rag_import_nothing_else_of_it():
    names = at_module_level(tree_of(ROOT / "rag" / "types.py").body)
    assert [name for name in names if name.split(".")[0] == "rag"] == []


@pytest.mark.parametrize("path", product_files(), ids=place)
def test_a_library_is_imported_only_where_it_lives(path):
    assert homeless(place(path), tree_of(path)) == []


@pytest.mark.parametrize("path", product_files(), ids=place)
def test_files_and_functions_are_short_and_named_for_what_they_do(path):
    assert too_long(path.read_text(encoding="utf-8")) == []
    assert not VAGUE & set(place(path).removesuffix(".py").split("/"))


@pytest.mark.parametrize("path", product_files(), ids=place)
def test_only_the_command_line_prints(path):
    if place(path) != "ui/cli.py":
        assert prints(tree_of(path)) == []


def test_every_dependency_is_used_or_says_why_it_is_there():
    used = {d for path in product_files() for n in foreign(tree_of(path)) for d in dist_of(n)}
    idle = [name for name in declared() if name not in used]
    assert sorted(idle) == sorted(NOT_IMPORTED)


def dist_of(module: str) -> set[str]:
    return distributions().get(module, {canonical(module)})


@pytest.mark.parametrize("path", product_files(), ids=place)
def test_every_library_imported_is_declared(path):
    rival = any(fnmatch(place(path), pattern) for pattern in RIVALS)
    known = {*declared(), *(extra("dev") if rival else ()), *extra(OPTIONAL.get(place(path), ""))}
    for module in foreign(tree_of(path)) - set(COMES_WITH):
        assert dist_of(module) & known, f"{module} is not declared"


@pytest.mark.parametrize(("module", "bringer"), COMES_WITH.items())
def test_what_comes_with_a_declared_library_does_come_with_it(module, bringer):
    needs = {canonical(re.split(r"[^\w.-]", line)[0]) for line in requires(bringer) or ()}
    assert bringer in {*declared(), *(name for part in OPTIONAL.values() for name in extra(part))}
    assert dist_of(module) & needs


def extra(part: str) -> set[str]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {canonical(name) for name in table["optional-dependencies"].get(part, ())}


def test_what_an_extra_brings_is_there_for_developers_too():
    assert all(extra(part) and extra(part) <= extra("dev") for part in OPTIONAL.values())


def test_what_holds_pydantic_down_is_never_installed_with_the_rest():
    """The extra `mcp` stays out of the lock, of developers' installs and of the code's imports."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert extra("mcp") == {"gradio[mcp]"}
    assert "mcp" not in {canonical(line.split("==")[0]) for line in lock.splitlines()}
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    plain = [*table["dependencies"], *table["optional-dependencies"]["dev"]]
    assert not [line for line in plain if "mcp" in line]
    assert "mcp" not in {name for path in product_files() for name in foreign(tree_of(path))}


def test_every_home_is_lived_in():
    """A row of HOMES that nothing needs any more is taken out, so the table stays true."""
    waiting = {canonical(name).replace("-", "_") for name in NOT_IMPORTED}
    used = {name for path in product_files() for name in foreign(tree_of(path))}
    assert set(HOMES) - used - waiting == set()


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_nothing_heavy_is_imported_at_module_level_on_the_way_to_an_answer(entrance):
    assert heavy_chain(entrance) == []


def heavy_chain(module: str) -> list[str]:
    """The chain of module-level imports from a module to something heavy, or nothing."""
    by_name = {module_of(path): path for path in product_files()}
    queue, seen = [[module]], {module}
    while queue:
        chain = queue.pop()
        for name in at_module_level(tree_of(by_name[chain[-1]]).body):
            if name.split(".")[0] in HEAVY:
                return [*chain, name]
            if name in by_name and name not in seen:
                seen.add(name)
                queue.append([*chain, name])
    return []


def test_a_question_on_the_command_line_loads_nothing_heavy(tmp_path):
    code = (
        "import json, sys; from ui.cli import main; code = main(['ask', '广东要点第14项讲什么？']);"
        "print(json.dumps([code, sorted({name.split('.')[0] for name in sys.modules})]))"
    )
    environment = {**os.environ, "TIAOLI_HOME": str(tmp_path)}
    for _ in ("building the index", "loading it"):
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        code_given, loaded = json.loads(run.stdout.splitlines()[-1])
        assert code_given == 0, run.stderr
        assert HEAVY.intersection(loaded) == set()
        assert "faiss" in loaded


@pytest.mark.parametrize(
    ("folder", "source", "found"),
    [
        ("ingest", "from index.types import Hit", ["index.types", "index.types.Hit"]),
        ("index", "def f():\n    import rag.types", ["rag.types"]),
        ("rag", "from ui import chat", ["ui", "ui.chat"]),
        ("evals", "if TYPE_CHECKING:\n    import ui.cli", ["ui.cli"]),
        ("ui", "from . import chat", [".", "..chat"]),
        ("ui", "import tests.fakes", ["tests.fakes"]),
        ("ui", "import evals, rag, index, ingest.read", []),
    ],
)
def test_an_import_in_the_wrong_direction_would_be_found(folder, source, found):
    assert wrong_direction(folder, ast.parse(source)) == found


@pytest.mark.parametrize(
    ("part", "source", "found"),
    [
        ("words", "from rag.model import gate", {"model"}),
        ("words", "def f():\n    import rag.model.gate", {"model"}),
        ("checking", "from rag.assistant import Assistant", {"assistant"}),
        ("checking", "from rag import words, abstain", {"words", "abstain"}),
        ("checking", "from rag.types import Answer\nfrom rag.checking.ground import Ground", set()),
        ("words", "import index.types, re", set()),
    ],
)
def test_a_part_of_rag_in_the_wrong_direction_would_be_found(part, source, found):
    assert parts_used(part, ast.parse(source)) == found


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("rag/finding/retrieve.py", "import faiss", ["faiss"]),
        (
            "index/disk.py",
            "def f():\n    from langchain_core.load import loads",
            ["langchain_core"],
        ),
        ("ui/chat/desk.py", "from gradio.themes import Base", ["gradio"]),
        ("ui/programs/records.py", "import pandas as pd", ["pandas"]),
        ("index/store.py", "import faiss, numpy, json", []),
        ("evals/bench/rivals.py", "import langchain_community.vectorstores", []),
    ],
)
def test_a_library_away_from_home_would_be_found(path, source, found):
    assert homeless(path, ast.parse(source)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import importlib\nimportlib.import_module('ui')", ["importlib.import_module"]),
        ("__import__('ui')", ["__import__"]),
        ("import importlib.util\nimportlib.util.find_spec('x')", []),
    ],
)
def test_a_hidden_import_would_be_found(source, found):
    assert dynamic_imports(ast.parse(source)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import a\nfrom b import c", ["a", "b", "b.c"]),
        ("try:\n    import a\nexcept ImportError:\n    import b", ["a", "b"]),
        ("if TYPE_CHECKING:\n    import a\nelse:\n    import b", ["b"]),
        ("class A:\n    import a\n    def f(self):\n        import b", ["a"]),
        ("with x:\n    import a\nfor i in y:\n    import b", ["a", "b"]),
    ],
)
def test_module_level_means_while_the_module_loads(source, found):
    assert list(at_module_level(ast.parse(source).body)) == found


def test_length_and_print_would_be_found():
    function = "def f():\n" + "    x = 1\n" * 50
    assert too_long(function) == ["f has 51 lines"]
    assert too_long("x = 1\n" * 251) == ["the file has 251 lines"]
    assert too_long("x = 1\n" * 250) == []
    assert prints(ast.parse("x\nprint(1)\ny.print(2)\nprint(3, file=f)")) == [2]
    assert prints(ast.parse("print(1, file=sys.stderr)")) == [1]


def test_a_heavy_import_would_be_found():
    assert heavy_chain("ui.pages.site")[-1].startswith(("fastapi", "gradio"))
    assert heavy_chain("rag.langchain")[-1].startswith("langchain_core")


def test_every_remark_is_said_in_english_too() -> None:
    missing = []
    for path in sorted((ROOT / "rag").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Note":
                english = (
                    isinstance(node.args[0], ast.Constant) and node.args[0].value == "title_en"
                )
                if len(node.args) < 3 and not english:
                    missing.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert missing == []
