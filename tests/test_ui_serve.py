"""The page is served on this machine only, says where, and stops cleanly."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request

import pytest

from ui.serving.app import MOST_PORTS, PortError, free_socket

SERVE = """
from tests.browser.fake import FakeAssistant
from ui.serving.app import serve
serve(FakeAssistant(), port={port})
"""


def test_a_taken_port_gives_way_to_the_next():
    with free_socket(0) as first:
        port = first.getsockname()[1]
        first.listen()
        with free_socket(port) as second:
            assert second.getsockname()[1] > port
            assert second.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("port", [70_000, 65_536])
def test_no_free_port_is_told_with_what_to_do(port):
    with pytest.raises(PortError, match="--port"):
        free_socket(port)


def test_ports_are_tried_only_so_far():
    held = []
    try:
        start = 42_000
        for port in range(start, start + MOST_PORTS):
            held.append(free_socket(port))
            held[-1].listen()
        found = {listener.getsockname()[1] for listener in held}
        if found != set(range(start, start + MOST_PORTS)):
            pytest.skip("another program holds one of the ports")
        with pytest.raises(PortError, match=f"port {start} to {start + MOST_PORTS - 1}"):
            free_socket(start)
    finally:
        for listener in held:
            listener.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent by a POSIX signal")
def test_serve_says_where_it_is_and_ctrl_c_stops_it_without_a_word():
    with free_socket(0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE.format(port=port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            line = server.stdout.readline()
            assert line.startswith("http://127.0.0.1:")
            assert f"(port {port} is taken)" in line
            with urllib.request.urlopen(line.split()[0], timeout=10) as answer:
                assert answer.url.endswith("/zh/")
                assert answer.status == 200
            server.send_signal(signal.SIGINT)
            out, err = server.communicate(timeout=15)
        finally:
            server.kill()
    assert (server.returncode, out, err) == (0, "", "")
