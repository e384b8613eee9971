"""Manifests say where texts come from, or say what is wrong with them."""

import json
from pathlib import Path

import pytest

from exchange.manifest import ManifestError, read_manifest

SEEDS = Path(__file__).parents[2] / "seeds"


def test_a_manifest_gives_the_facts_of_each_file_without_remarks():
    data = json.dumps([{"file": "a.txt", "title": "A", "remark": "For people."}, {"file": "b.txt"}])
    assert read_manifest(data.encode("utf-8-sig")) == {"a.txt": {"title": "A"}, "b.txt": {}}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("{}", "an array of objects"),
        ("[1]", "Entry 1 is not an object"),
        ('[{"title": "A"}]', "Entry 1 does not say which file"),
        ('[{"file": 7}]', "Entry 1 does not say which file"),
        ('[{"file": "a"}, {"file": "a"}]', "“a” stands in it twice"),
        ('[{"file": "a", "autor": "B"}]', "“autor”, which is not known"),
        ("[", "not valid JSON"),
        ('[{"file": ' + "1" * 5_000 + "}]", "not valid JSON"),
        ('[{"file": "\\ud800"}]', "half a surrogate pair"),
        ('[{"file": "a", "\\ud800": 1}]', "“\ufffd”, which is not known"),
        ("[" * 100_000, "not valid JSON"),
        ("\0", "not a text file"),
    ],
)
def test_a_bad_manifest_is_refused_with_the_reason(data, words):
    with pytest.raises(ManifestError, match=words):
        read_manifest(data.encode())


def test_the_manifest_of_each_collection_names_its_texts():
    for path in SEEDS.glob("*/manifest.json"):
        texts = {file.name for file in path.parent.glob("*.txt")}
        assert set(read_manifest(path.read_bytes())) == texts != set()
