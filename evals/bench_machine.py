"""What a benchmark ran on: processor, cores, load and versions; never the machine's name."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = (
    "numpy",
    "faiss-cpu",
    "gradio",
    "langchain-core",
    "langchain-community",
    "sentence-transformers",
    "torch",
)


def machine() -> str:
    """Describe processor, cores, memory, system and versions in one line."""
    versions = ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    return (
        f"{_processor()}, {_cores()} cores, {platform.system()};"
        f" Python {platform.python_version()}, {versions}"
    )


def load() -> str:
    """Give the load average of the last minute, `3.1`; `?` where the system keeps none."""
    try:
        return f"{os.getloadavg()[0]:.1f}"
    except (OSError, AttributeError):
        return "?"


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return " ".join(named[0].split()) if named else platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
