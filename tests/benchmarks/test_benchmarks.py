"""The benchmark runs, on sizes too small to measure anything, and says what it found. No time is asserted here."""

import json
import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import __main__ as program
from benchmarks.results import Result, against_floor, at_most, table
from benchmarks.texts import Writer

ROOT = Path(__file__).resolve().parent.parent.parent
TARGETS = {"create", "list-100", "list-500", "list-queries", "read", "live-4-p95", "live-4-screen", "live-4-weight"}
TARGETS |= {"paint-few", "paint-some", "paint-many", "enter", "add", "scroll"}
TARGETS |= {"import-command", "import-call", "import-many"}


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ARGMAP_", "DJANGO_"))}
    command = [sys.executable, "-m", "benchmarks", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)


def test_a_quick_run_prints_a_table_and_json_with_every_target():
    done = run("--quick")
    assert done.returncode == 0, done.stderr
    lines, brace, rest = done.stdout.partition("\n{")
    report = json.loads(brace + rest)
    assert report["quick"]
    results = {result["name"]: result for result in report["results"]}
    assert {name for name, result in results.items() if result["target"] is not None} == TARGETS
    assert results["list-queries"]["measured"] == 0
    assert lines.splitlines()[0].startswith("| what")
    assert len(lines.strip().splitlines()) == len(results) + 2


@pytest.mark.parametrize(("seconds", "options", "status"), [(1, [], 0), (3, [], 1), (3, ["--quick"], 0)])
def test_a_missed_target_ends_with_1_and_json_goes_into_the_named_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seconds, options, status
):
    found = [at_most("wait", "waiting", "s", [seconds], 2)]
    monkeypatch.setattr(program, "stage", lambda: nullcontext(SimpleNamespace()))
    monkeypatch.setattr(program, "MEASURES", {"wait": "waiting"})
    monkeypatch.setitem(sys.modules, "benchmarks.waiting", SimpleNamespace(measure=lambda stage: found))
    monkeypatch.setattr(sys, "argv", ["benchmarks", *options, "--json", str(tmp_path / "found.json")])
    assert program.main() == status
    assert json.loads((tmp_path / "found.json").read_text())["results"] == [one.as_json() for one in found]
    assert "{" not in capsys.readouterr().out


def test_an_unknown_measure_is_refused_with_the_known_ones():
    done = run("speed")
    assert done.returncode == 2
    assert "create, list, live, read, paint, mark, scroll, import" in done.stderr


def test_a_share_of_the_floor_is_held_to_its_target():
    assert against_floor("x", "x", [2.0, 4.0, 9.0], [1.0, 2.0, 3.0], 0.5).holds
    assert not against_floor("x", "x", [4.1], [2.0], 0.5).holds


@pytest.mark.parametrize(("target", "verdict"), [(3, "holds"), (2, "FALLS SHORT"), (None, "for comparison")])
def test_a_median_is_held_to_what_it_may_not_pass(target: float | None, verdict: str):
    assert at_most("x", "x", "s", [1, 2.5, 9], target).verdict == verdict


def test_a_table_has_cells_of_one_width():
    rows = table([Result("a", "short", "ms", 1, 2, 2, 1), Result("b", "rather long", "s", 1.5, None, 1.5, None)])
    assert len({len(line) for line in rows.splitlines()}) == 1


def test_the_same_seed_writes_the_same_article_of_as_many_words_as_asked():
    article = Writer(1).article(400)
    assert article == Writer(1).article(400)
    assert article != Writer(2).article(400)
    assert len(article.split()) == 400


def test_passages_quote_their_text():
    writer = Writer(1)
    text = writer.article(400)
    for one in writer.passages(text, 50):
        assert text[one.start : one.end] == one.quote
        assert text[: one.start].endswith(one.prefix)
        assert text[one.end :].startswith(one.suffix)
