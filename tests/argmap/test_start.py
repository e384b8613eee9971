"""`manage.py start` as people meet it: its words, its port, its end."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import NotSupportedError, OperationalError

from argmap import command_line
from argmap.first_start import new_password
from tests.argmap.killing import children
from tests.argmap.starting import ROOT, Start, ask, environment, everything_stopped, free_port, started


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Start:
    """The first start in an empty folder (`first.data`), ended by Ctrl-C with `first.exit_status`."""
    data = tmp_path_factory.mktemp("start") / "data"
    with started(data) as start:
        start.data = data
        assert start.status() == 200
        assert start.status("/static/argmap/site.css") == 200
        start.exit_status = start.end(signal.SIGINT, group=True)
    return start


def test_the_first_start_tells_each_step_and_how_to_sign_in(first: Start):
    steps = re.sub(r"\d+\.\d s", "0.0 s", first.said).replace(str(first.password), "…")
    assert steps == (
        f"Setting up argmap in {first.data}\n"
        "  Starting the database … 0.0 s\n"
        "  Making its tables … 0.0 s\n"
        "  Gathering the pages' files … 0.0 s\n"
        "  Importing the first documents … 0.0 s\n"
        "\n"
        "Sign in as  demo\n"
        "Password    …   (shown only this once)\n"
        "\n"
        f"argmap is ready at  http://127.0.0.1:{first.port}/\n"
        "Ctrl-C stops it.\n"
        "argmap has stopped.\n"
    )


def test_the_first_account_owns_a_private_project_with_documents(first: Start):
    [(name, digest)] = ask(first.data, "select username, password from accounts_user")
    assert name == "demo"
    assert PBKDF2PasswordHasher().verify(first.password, digest)
    [(slug, public, role)] = ask(
        first.data,
        "select slug, public, role from projects_project join projects_member on project_id = projects_project.id",
    )
    assert (slug, public, role) == ("free-movement", False, "owner")
    assert ask(first.data, "select count(*) from documents_document") == [(2,)]


def test_ctrl_c_stops_everything(first: Start):
    assert first.exit_status == 0
    assert everything_stopped(first.data)
    with pytest.raises(ConnectionError):
        first.status()


def test_a_second_start_changes_nothing_and_says_little(first: Start):
    before = ask(first.data, "select password from accounts_user")
    with started(first.data) as second:
        assert second.said == (
            f"\nargmap is ready at  http://127.0.0.1:{second.port}/\nSign in as you did before.\nCtrl-C stops it.\n"
        )
        assert ask(first.data, "select password from accounts_user") == before
        assert ask(first.data, "select count(*) from documents_document") == [(2,)]


def test_termination_stops_everything_while_browsers_keep_their_connections(first: Start):
    with started(first.data) as start, socket.create_connection(("127.0.0.1", start.port)) as browser:
        browser.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert browser.recv(100).startswith(b"HTTP/1.1 200")
        assert start.end(signal.SIGTERM) == 0
    assert everything_stopped(first.data)


def test_termination_of_all_its_processes_at_once_is_an_orderly_end_too(first: Start):
    with started(first.data) as start:
        for child in children(start.process.pid):  # the database too: systemd asks all that it has started
            os.kill(child, signal.SIGTERM)
        assert start.end(signal.SIGTERM, group=True) == 0
        assert start.said.endswith("argmap has stopped.\n")
    assert everything_stopped(first.data)


def test_a_killed_start_frees_the_port_and_loses_nothing(first: Start):
    with started(first.data) as killed:
        killed.end(signal.SIGKILL)
    with started(first.data, "--port", str(killed.port)) as start:
        start.port = killed.port
        assert start.status() == 200
        assert ask(first.data, "select count(*) from documents_document") == [(2,)]
    assert everything_stopped(first.data)


def test_two_starts_at_once_share_one_folder(tmp_path: Path):
    pair = [Start(tmp_path / "data", "--workers", "1") for _ in range(2)]
    try:
        assert [start.wait_until_ready().status() for start in pair] == [200, 200]
        assert sorted(bool(start.password) for start in pair) == [False, True]
    finally:
        for start in pair:
            start.end(signal.SIGTERM)
    assert everything_stopped(tmp_path / "data")


def refused(*words: str, **more: str) -> str:
    """What a start says that ends at once with status 1."""
    ended = subprocess.run(
        [sys.executable, "manage.py", "start", *words],
        cwd=ROOT, env=environment(**more), capture_output=True, text=True,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (1, "")
    return ended.stderr


def test_a_busy_port_is_one_clear_line_before_any_work(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        said = refused("--port", str(port), "--data", str(tmp_path / "data"))
    assert said == (f"Port {port} is busy: another program serves there. Choose another with --port {port + 1}.\n")
    assert not list(tmp_path.glob("data/pg*"))


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path):
    (tmp_path / "file").touch()
    said = refused("--port", str(free_port()), "--data", str(tmp_path / "file" / "data"))
    assert said == (
        f"Cannot keep data in {tmp_path}/file/data: Not a directory. "
        "Name another folder with --data DIR or ARGMAP_DATA.\n"
    )


def test_a_database_that_does_not_answer_is_one_clear_line(tmp_path: Path):
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    said = refused("--port", str(free_port()), "--data", str(tmp_path), DATABASE_URL=url)
    assert said.startswith("The database does not answer: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("connection refused\n\tIs it running?"),
         "The database does not answer: connection refused Is it running?"),
        (NotSupportedError("PostgreSQL 15 or later is required (found 14.9)."),
         "PostgreSQL 15 or later is required (found 14.9)."),
    ],
)  # fmt: skip
def test_what_is_the_matter_with_the_database_is_one_clear_line(error, said, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command_line, "execute_from_command_line", Mock(side_effect=error))
    monkeypatch.setattr(signal, "signal", Mock())
    with pytest.raises(SystemExit) as refused:
        command_line.run(["manage.py", "help"])
    assert str(refused.value) == said


@pytest.mark.parametrize("words", [["--data", "/d", "migrate"], ["migrate", "--data=/d"], ["migrate", "--data", "/d"]])
def test_every_command_takes_the_data_folder(words: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("ARGMAP_DATA", raising=False)
    assert command_line.take_data_folder(["manage.py", *words]) == ["manage.py", "migrate"]
    assert os.environ["ARGMAP_DATA"] == "/d"


def test_a_data_folder_without_a_name_is_refused():
    with pytest.raises(SystemExit, match="--data needs the name of a folder"):
        command_line.take_data_folder(["manage.py", "migrate", "--data"])


@pytest.mark.parametrize(
    ("words", "needed"),
    [("", False), ("help", False), ("migrate --help", False), ("migrate", True), ("create_token demo", True)],
)
def test_commands_that_touch_rows_are_lent_a_database(words: str, needed: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert command_line.needs_embedded(["manage.py", *words.split()]) is needed
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/argmap")
    assert not command_line.needs_embedded(["manage.py", *words.split()])


def test_passwords_are_long_and_never_the_same():
    passwords = {new_password() for _ in range(100)}
    assert len(passwords) == 100
    assert all(re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password) for password in passwords)
