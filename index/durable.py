"""Writing that survives a crash: a file is there whole and on the disk, or it is not there.

Only `os` calls, each a step that may fail; every caller must leave the old state readable when any
of them does.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import IndexFault


def write_file(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet and force it to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_directory(path: Path) -> None:
    """Force the names in a directory to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_directory(path: Path, files: Mapping[str, bytes]) -> None:
    """Make a directory of files under a temporary name, then give it its name.

    The temporary name, `.tmp-` and the name, stays behind when a step fails.
    """
    temporary = path.with_name(f".tmp-{path.name}")
    os.mkdir(temporary)
    for name, data in files.items():
        write_file(temporary / name, data)
    sync_directory(temporary)
    os.rename(temporary, path)
    sync_directory(path.parent)


def replace_file(path: Path, data: bytes) -> None:
    """Put a file in the place of an old one, at once: a reader finds the old one or the new one."""
    temporary = path.with_name(f".tmp-{path.name}")
    with suppress(FileNotFoundError):
        os.unlink(temporary)
    write_file(temporary, data)
    os.replace(temporary, path)
    sync_directory(path.parent)


def discard(path: Path) -> None:
    """Remove a file or directory if that is possible; what stays does no harm."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            os.unlink(path)


@contextmanager
def sole_writer(directory: Path) -> Iterator[None]:
    """Hold the directory's lock, which the system takes back when the process ends in any way.

    Raises `IndexFault` at once when another process holds it.
    """
    handle = os.open(directory / "LOCK", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(handle, 32).decode("ascii", "replace").strip() or "unknown"
            raise IndexFault(
                f"process {holder} is writing the index in {directory}:"
                " wait until it has finished and run the command again"
            ) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
