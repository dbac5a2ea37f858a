"""`tiaoli doctor`: what is well, what is not, and what to do."""

from __future__ import annotations

import pytest

from tests.commands import process, run


def test_a_good_set_up_is_told_line_by_line(home, capsys):
    ran = run(capsys, "doctor")
    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert all(line.startswith("ok  ") for line in lines[:-1])
    assert lines[-1] == "all is well"
    assert f"ok  home folder {home}" in lines
    assert any("index: 5 documents" in line for line in lines)
    assert "ok  a known question finds its clause" in lines


def test_a_first_look_builds_the_index(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("TIAOLI_HOME", str(tmp_path / "new"))
    ran = run(capsys, "doctor")
    assert ran.code == 0
    assert "(built just now)" in ran.out


def test_a_damaged_index_is_code_1_with_a_remedy_that_helps(home, capsys):
    (home / "index" / "CURRENT").write_bytes(b"damaged")
    ran = run(capsys, "doctor")
    lines = ran.out.splitlines()
    assert ran.code == 1
    assert lines[-1] == "1 to mend"
    (at,) = [n for n, line in enumerate(lines) if line.startswith("NO ")]
    assert "is damaged" in lines[at]
    assert "`tiaoli ingest`" in lines[at + 1]
    assert run(capsys, "ingest").code == 0
    assert run(capsys, "doctor").code == 0


def test_a_home_that_cannot_be_written_is_code_1(tmp_path, capsys, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("TIAOLI_HOME", str(tmp_path / "file" / "home"))
    ran = run(capsys, "doctor")
    assert ran.code == 1
    assert "-> set TIAOLI_HOME to a folder you may write to" in ran.out


def test_another_encoder_than_the_index_was_made_with_is_code_1(home, capsys, monkeypatch):
    monkeypatch.setenv("TIAOLI_ENCODER", "/nowhere/model")
    ran = run(capsys, "doctor")
    assert ran.code == 1
    assert "was made with the encoder embedded" in ran.out


@pytest.mark.parametrize("value", ["True", "yes"])
def test_a_setting_that_calls_out_is_found(home, capsys, monkeypatch, value):
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", value)
    ran = run(capsys, "doctor")
    assert ran.code == 1
    assert "-> unset GRADIO_ANALYTICS_ENABLED" in ran.out


def test_a_missing_package_is_named(home, capsys, monkeypatch):
    monkeypatch.setattr("ui.commands.doctor._PACKAGES", ("no-such-package",))
    ran = run(capsys, "doctor")
    assert ran.code == 1
    assert "NO  no-such-package is missing" in ran.out


def test_a_process_of_its_own_gives_the_same_codes(built_home, tmp_path):
    assert process(built_home, "doctor").code == 0
    (tmp_path / "file").touch()
    assert process(tmp_path / "file" / "home", "doctor").code == 1
