"""Files of one owner: written whole, readable by nobody else, changed by one process at a time."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.durable import sync_directory

KEY_BYTES = 32


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Wait for the lock of a file and hold it; the system takes it back when a process ends."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def replace_private(file: Path, data: bytes, *, sync: bool = True) -> None:
    """Put a file of mode 0600 in the place of an old one; a reader finds the one or the other.

    Without `sync` it may be the old one after the power failed.
    """
    temporary = file.with_name(f".tmp-{file.name}")
    with suppress(FileNotFoundError):
        temporary.unlink()
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        write_all(handle, data)
        if sync:
            os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(temporary, file)
    if sync:
        sync_directory(file.parent)


def write_all(handle: int, data: bytes) -> None:
    """Write all of it, whatever the system takes at once."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def key_in(file: Path) -> bytes:
    """The secret key of a file, made of random bits where there is none yet."""
    with locked(file.with_name(f".{file.name}.lock")):
        try:
            return bytes.fromhex(file.read_text("ascii").strip())
        except FileNotFoundError:
            key = secrets.token_bytes(KEY_BYTES)
            replace_private(file, key.hex().encode() + b"\n")
            return key
