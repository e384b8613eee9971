"""What is shipped: pinned requirements, an image, a compose file, and the command that the image runs."""

import json
import os
import re
import signal
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from argmap.embedded import Server, socket_folder
from tests.argmap.starting import ROOT, Start

PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,-]+\])?==([^\s;]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def requirements() -> str:
    return (ROOT / "requirements.txt").read_text()


def test_every_dependency_is_pinned(project: dict):
    direct = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    for line in direct + project["tool"]["uv"]["constraint-dependencies"]:
        assert PIN.match(line), f"{line} has no exact version"


def test_requirements_and_pyproject_name_the_same_versions(project: dict, requirements: str):
    direct = dict(PIN.findall("\n".join(project["project"]["dependencies"])))
    others = project["dependency-groups"]["dev"] + project["tool"]["uv"]["constraint-dependencies"]
    known = direct | dict(PIN.findall("\n".join(others)))
    shipped = dict(PIN.findall(requirements))
    assert shipped == {name: known.get(name, "not in pyproject.toml") for name in shipped}
    assert direct.keys() <= shipped.keys()


def test_requirements_have_hashes_and_no_addresses(requirements: str):
    entries = re.split(r"\n(?=\S)", requirements.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in requirements
    assert "--index" not in requirements


def instructions() -> dict[str, str]:
    """The Dockerfile's instructions, the last of each kind."""
    lines = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    return dict(line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))


def test_the_image_runs_as_a_user_without_rights():
    assert instructions()["USER"] == "argmap"


def test_nothing_private_goes_into_the_image():
    ignored = set((ROOT / ".dockerignore").read_text().split())
    assert {".env", ".argmap", ".git", ".venv"} <= ignored


def test_the_images_command_serves(tmp_path: Path):
    command = json.loads(instructions()["CMD"])
    assert command[:3] == ["python", "manage.py", "start"]
    data = tmp_path / "postgres"
    with Server(data, durable=False):
        url = f"postgresql://argmap@/argmap?host={socket_folder(data)}"
        start = Start(tmp_path / "state", *command[3:], DATABASE_URL=url)
        try:
            start.wait_until_ready()
            assert start.status() == 200
            assert not list((tmp_path / "state").glob("pg*"))
            check = json.loads(instructions()["HEALTHCHECK"].partition("CMD")[2])
            check = [word.replace(":8000/", f":{start.port}/") for word in check]
            assert run_image_command(check) == 0
        finally:
            start.end(signal.SIGTERM)
        assert run_image_command(check) != 0


def run_image_command(words: list[str]) -> int:
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(words, env=os.environ | {"PATH": path}, capture_output=True).returncode


def test_compose_keeps_its_rows_and_waits_for_its_database(compose: dict):
    db, app = compose["services"]["db"], compose["services"]["app"]
    volumes = [volume.split(":")[0] for service in (db, app) for volume in service["volumes"]]
    assert set(volumes) == compose["volumes"].keys()
    assert db["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    assert app["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_compose_holds_no_secret_and_insists_on_one(compose: dict):
    for service in compose["services"].values():
        for name, value in service["environment"].items():
            if "PASSWORD" in name or "SECRET" in name:
                assert value.startswith("${POSTGRES_PASSWORD:?"), f"{name} must come from outside"
            assert not re.search(r"//[^/]*:[^/]*@", value), f"{name} has a password in it"


def test_compose_publishes_to_this_machine_only(compose: dict):
    assert "ports" not in compose["services"]["db"]
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["app"]["ports"])


def test_the_ci_command_is_a_program():
    path = ROOT / ".ci" / "run"
    assert os.access(path, os.X_OK)
    assert subprocess.run(["bash", "-n", path]).returncode == 0
