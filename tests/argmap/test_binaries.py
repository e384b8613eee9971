"""Which programs of Postgres are used, where several are installed."""

from pathlib import Path

import pytest

from argmap import binaries


def pretend(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "initdb").touch()
    (folder / "postgres").write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    (folder / "postgres").chmod(0o755)
    return folder


def test_existing_data_decides_which_version_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folders = [pretend(tmp_path / name, said) for name, said in (("a", "18.6"), ("b", "15.18 (Debian 15.18-0)"))]
    monkeypatch.setattr(binaries, "_folders", lambda: [tmp_path / "broken", *folders])
    assert binaries.find() == binaries.Programs(folders[0], "18.6")
    assert binaries.find([15]) == binaries.Programs(folders[1], "15.18")
    assert binaries.find([9]) is None
