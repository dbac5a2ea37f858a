"""What the product code may never contain, found in its syntax tree and in every tracked file."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("ingest", "index", "rag", "evals", "ui")
SILENT = ("ingest", "index", "rag")
"""Folders that have no business with any network, not even with this machine's own address."""

DOORS = ("rag/model/endpoint.py", "rag/model/streaming.py")
"""The only files in them that may: they ask the language model that the user names."""

MODULES = {
    **dict.fromkeys(
        ("pickle", "cPickle", "dill", "joblib", "marshal", "shelve", "cloudpickle"), "pickle"
    ),
    **dict.fromkeys(
        ("langchain_core.load", "langchain.load", "langsmith"), "unsafe load or tracing"
    ),
    **dict.fromkeys(("telnetlib", "ftplib", "smtplib", "xmlrpc", "webbrowser"), "network"),
}
"""Modules banned everywhere, by their name or any name below it."""

NETWORK = (
    *("requests", "urllib.request", "urllib3", "http", "httpx", "aiohttp", "socket", "ssl"),
    *("socketserver", "websockets", "asyncio", "uvicorn", "fastapi", "gradio_client", "openai"),
)
"""Modules banned in the silent folders besides."""

CALLS = {
    *("eval", "exec", "compile", "__import__", "breakpoint"),
    *("os.system", "os.popen", "os.execv", "os.execvp", "os.spawnv", "subprocess.getoutput"),
    *("subprocess.getstatusoutput", "pickle.load", "pickle.loads", "torch.load", "yaml.load"),
    *("gr.load", "gradio.load", "tempfile.mktemp", "random.seed"),
}
NAMES = {
    *("allow_dangerous_deserialization", "load_prompt", "LoginButton", "FileExplorer"),
    *("EverNoteLoader", "HTMLSectionSplitter", "RecursiveUrlLoader", "SitemapLoader"),
    *("WebBaseLoader", "astream_log", "load_local", "save_local", "CORSMiddleware"),
}
"""Names banned as an import, an attribute, an argument or a word of a string."""

ARGUMENTS = {
    ("shell", True),
    ("trust_remote_code", True),
    ("allow_pickle", True),
    ("weights_only", False),
    ("use_safetensors", False),
    ("local_files_only", False),
    ("resolve_entities", True),
    ("load_dtd", True),
    ("no_network", False),
    ("huge_tree", True),
    ("share", True),
    ("analytics_enabled", True),
    ("enable_monitoring", True),
    ("sanitize_html", False),
    ("verify", False),
}
NEEDS = {
    "snapshot_download": "local_files_only",
    "SentenceTransformer": "local_files_only",
    "from_pretrained": "local_files_only",
}
"""Calls that would download, unless this argument is there and true."""

LOCAL_MODELS = ("evals/bench_langchain.py",)
"""Files that make a model of random weights in memory and name no model to download."""

RIVAL = {
    "evals/bench_langchain.py": {"allow_dangerous_deserialization", "load_local", "save_local"}
}
"""The benchmark of LangChain's own FAISS wrapper opens the index that it has just saved itself."""

ADDRESSES = {
    "ingest/readers/docx.py": ("http://schemas.openxmlformats.org/",),
    "ingest/readers/docx_numbering.py": ("http://schemas.openxmlformats.org/",),
    "ingest/readers/docx_package.py": ("http://purl.oclc.org/ooxml/",),
    "ui/evolution/timeline.py": ("http://www.w3.org/2000/svg",),
    "ui/pages/look.py": ("http://www.w3.org/2000/svg",),
    "ui/paper/docx_file.py": ("http://schemas.microsoft.com/office/",),
}
"""Names of formats that look like addresses, by file; nothing opens them."""

OWN = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?:[:/]|$)")
ADDRESS = re.compile(r"(?:https?|ftp|wss?)://[^\s'\"<>)]*")
MACHINE_PATH = re.compile(r"(?<![\w.<)}\]*:/-])/(?:work|root|home)(?:/[\w.]|(?![\w/.]))")
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        *(("pypi", "org"), ("pythonhosted", "org"), ("huggingface", "co"), ("hf-mirror", "com")),
        *(("npmjs", "org"), ("npmmirror", "com"), ("docker", "io"), ("ghcr", "io"), ("quay", "io")),
        *(("anaconda", "org"), ("conda-forge", "org"), ("modelscope", "cn"), ("aliyun", "com")),
        *(("tsinghua", "edu", "cn"), ("ustc", "edu", "cn"), ("pytorch", "org"), ("hf", "co")),
        *(("openaipublic", "blob"), ("jsdelivr", "net"), ("unpkg", "com"), ("googleapis", "com")),
    )
)


def product_files() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def asset_files() -> list[Path]:
    return sorted((ROOT / "ui" / "assets").rglob("*.*"))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tracked() -> list[Path]:
    """Every file that is, or is about to be, under version control."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        names = run.stdout.split("\0") if run.returncode == 0 else []
    except OSError:
        names = []
    found = [ROOT / name for name in names if name]
    found = found or [*product_files(), *asset_files(), *(ROOT / "tests").rglob("*.py")]
    return sorted(path for path in found if path.is_file())


def faults(path: str, source: str) -> list[str]:
    """What is banned in a file of product code, with its line."""
    return [
        f"line {line}: {what}" for line, what in sorted({*banned(path, ast.parse(source, path))})
    ]


def banned(path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    silent = path.split("/")[0] in SILENT and path not in DOORS
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        for module in imported(node):
            if below(module, MODULES) and not (
                module == "webbrowser" and path == "ui/serving/app.py"
            ):
                yield line, f"import {module}"
            if silent and below(module, NETWORK):
                yield line, f"import {module}"
        if isinstance(node, ast.Call):
            yield from ((line, what) for what in bad_call(path, node))
        names = NAMES.intersection(words(node)) - RIVAL.get(path, set())
        yield from ((line, name) for name in sorted(names))


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def below(module: str, tops: object) -> bool:
    return any(module == top or module.startswith(f"{top}.") for top in tops)


def bad_call(path: str, call: ast.Call) -> Iterator[str]:
    name = ast.unparse(call.func)
    given = {k.arg: k.value for k in call.keywords if k.arg}
    if name in CALLS:
        yield f"{name}()"
    for argument, value in given.items():
        if isinstance(value, ast.Constant) and (argument, value.value) in ARGUMENTS:
            yield f"{argument}={value.value}"
    needed = NEEDS.get(name.split(".")[-1])
    if needed and path not in LOCAL_MODELS:
        value = given.get(needed)
        if not (isinstance(value, ast.Constant) and value.value is True):
            yield f"{name}() without {needed}=True"


def words(node: ast.AST) -> set[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
            return {name}
        case ast.alias(name=name):
            return set(name.split("."))
        case ast.Constant(value=str(text)):
            return set(re.findall(r"\w+", text))
    return set()


def addresses(path: str, source: str) -> list[str]:
    """Addresses in the strings of a file, docstrings and comments left out."""
    tree = ast.parse(source)
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, documented)]
    plain = [line for body in bodies for line in body if isinstance(line, ast.Expr)]
    docstrings = {id(line.value) for line in plain}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            value = node.value.decode("latin-1") if isinstance(node.value, bytes) else node.value
            found += ADDRESS.findall(value) if isinstance(value, str) else []
    return [one for one in found if not allowed(path, one)]


def allowed(path: str, address: str) -> bool:
    """An own address, a format's name, or a bare `http://` that a variable follows (f-string)."""
    known = ADDRESSES.get(path, ())
    bare = address == "http://" and path in ("ui/serving/app.py", "ui/guarding/front.py")
    return bool(OWN.match(address)) or bare or address.startswith(tuple(known) or ("\0",))


@pytest.mark.parametrize("path", product_files(), ids=place)
def test_no_product_file_holds_what_is_banned(path):
    assert faults(place(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", product_files(), ids=place)
def test_no_product_file_holds_an_address(path):
    assert addresses(place(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", asset_files(), ids=place)
def test_no_asset_of_the_page_holds_an_address(path):
    text = path.read_text(encoding="utf-8")
    found = [a for a in ADDRESS.findall(text) if not a.startswith("http://www.w3.org/")]
    assert found == []
    assert not re.search(r"@import|url\(\s*['\"]?(?!data:|#)|\beval\(|new Function\(", text)


def test_no_tracked_file_names_a_machine_or_a_registry():
    found = []
    for path in tracked():
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{place(path)}: {m[0]}" for m in MACHINE_PATH.finditer(text)]
        found += [f"{place(path)}: {host}" for host in REGISTRIES if host in text]
    assert found == []


def test_no_tracked_file_can_run_when_it_is_loaded():
    kinds = {".pkl", ".pickle", ".pt", ".pth", ".bin", ".joblib", ".so", ".pyc", ".npy", ".faiss"}
    assert [place(path) for path in tracked() if path.suffix in kinds] == []


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("ui/a.py", "import pickle", "import pickle"),
        ("ui/a.py", "from joblib import load", "import joblib"),
        ("ui/a.py", "def f():\n    import dill", "import dill"),
        ("evals/a.py", "import marshal as m, shelve", "import marshal"),
        ("rag/a.py", "from langchain_core.load import loads", "import langchain_core.load"),
        ("ui/a.py", "eval('1')", "eval()"),
        ("ui/a.py", "exec('x')", "exec()"),
        ("ui/a.py", "compile('x', '', 'exec')", "compile()"),
        ("ui/a.py", "import os\nos.system('ls')", "os.system()"),
        ("ui/a.py", "subprocess.run('ls', shell=True)", "shell=True"),
        ("index/a.py", "torch.load(p)", "torch.load()"),
        ("index/a.py", "yaml.load(p)", "yaml.load()"),
        ("index/a.py", "np.load(p, allow_pickle=True)", "allow_pickle=True"),
        ("index/a.py", "FAISS.load_local(p)", "load_local"),
        ("index/a.py", "x(allow_dangerous_deserialization=True)", "allow_dangerous_deserial"),
        ("index/a.py", "x(**{'allow_dangerous_deserialization': 1})", "allow_dangerous_deserial"),
        ("rag/a.py", "from langchain_core.prompts import load_prompt", "load_prompt"),
        ("ui/a.py", "gr.load('x')", "gr.load()"),
        ("ui/a.py", "gr.LoginButton()", "LoginButton"),
        ("ui/a.py", "getattr(gr, 'FileExplorer')", "FileExplorer"),
        ("index/a.py", "M(trust_remote_code=True)", "trust_remote_code=True"),
        ("index/a.py", "SentenceTransformer('x')", "without local_files_only"),
        (
            "index/a.py",
            "snapshot_download('x', local_files_only=False)",
            "without local_files_only",
        ),
        ("index/a.py", "AutoModel.from_pretrained('x')", "without local_files_only"),
        ("ingest/a.py", "import requests", "import requests"),
        ("ingest/a.py", "from urllib.request import urlopen", "import urllib.request"),
        ("ingest/a.py", "from urllib import request", "import urllib.request"),
        ("index/a.py", "import http.client", "import http.client"),
        ("rag/a.py", "import httpx", "import httpx"),
        ("rag/a.py", "def f():\n    import socket", "import socket"),
        ("ingest/a.py", "etree.XMLParser(no_network=False)", "no_network=False"),
        ("ui/a.py", "gr.Chatbot(sanitize_html=False)", "sanitize_html=False"),
    ],
)
def test_what_is_banned_would_be_found(path, source, found):
    assert found in " ".join(faults(path, source))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("ui/a.py", "import re\nre.compile('x')"),
        ("ui/a.py", "subprocess.run(['ls'], shell=False)"),
        ("ui/a.py", "import socket"),
        ("ingest/a.py", "from urllib.parse import quote"),
        ("index/a.py", "snapshot_download('x', local_files_only=True)"),
        ("index/a.py", "M(trust_remote_code=False)"),
        ("ui/a.py", "# pickle is banned here"),
    ],
)
def test_what_is_fine_is_let_through(path, source):
    assert faults(path, source) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = 'https://evil.example/a'", ["https://evil.example/a"]),
        ("x = b'http://evil.example'", ["http://evil.example"]),
        ("x = f'https://{host}/'", ["https://"]),
        ("x = 'http://127.0.0.1.evil.example/'", ["http://127.0.0.1.evil.example/"]),
        ("x = 'http://127.0.0.1:7860/'", []),
        ('def f():\n    """See https://a.example."""', []),
        ("x = 1  # https://a.example", []),
    ],
)
def test_an_address_would_be_found(source, found):
    assert addresses("ui/a.py", source) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("open('/" + "work/main/x')", True),
        ("cd /" + "root", True),
        ("PATH=/" + "home/user/bin", True),
        ("xl/workbook.xml", False),
        ("</root>", False),
        ("/rooted", False),
        ("a.example/home", False),
    ],
)
def test_a_path_of_a_machine_would_be_found(text, found):
    assert bool(MACHINE_PATH.search(text)) is found


def test_a_registry_would_be_found():
    assert any(host in "index-url = https://" + "pypi." + "org/simple" for host in REGISTRIES)
