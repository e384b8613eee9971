"""The command that imports files and folders."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from documents.models import Document, Version
from projects.models import Event, Project

pytestmark = pytest.mark.django_db
SEEDS = Path(__file__).parents[2] / "seeds" / "free-movement"


def run(*paths, project="free-movement", **options):
    """Run the command; return its exit code and what it said."""
    said = StringIO()
    try:
        call_command("import_documents", *map(str, paths), project=project, stdout=said, stderr=said, **options)
    except SystemExit as end:
        return end.code, said.getvalue()
    return 0, said.getvalue()


@pytest.fixture
def folder(tmp_path):
    def write(**files):
        for name, data in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return tmp_path

    return write


def test_the_seeds_are_imported_byte_for_byte_with_their_manifest(project):
    assert run(SEEDS) == (0, "2 imported, 0 already here, 0 refused.\n")
    for document in Document.objects.of(project.id):
        assert Version.objects.of(document).get().text.encode() == (SEEDS / document.source_name).read_bytes()
    report = Document.objects.get(project=project, outlet="HuffPost UK")
    assert report.title.startswith("Jeremy Corbyn Urged By Allies")
    assert report.published_on.isoformat() == "2017-08-04"
    assert Document.objects.get(project=project, outlet="Labour Vision").published_on is None


def test_a_second_import_changes_nothing_and_says_so(project):
    run(SEEDS)
    seq = Event.objects.filter(project=project).count()
    code, said = run(SEEDS)
    assert code == 0
    assert "already here, as “The case for free movement of people”." in said
    assert said.endswith("0 imported, 2 already here, 0 refused.\n")
    assert Event.objects.filter(project=project).count() == seq


def test_folders_are_searched_and_other_files_passed_over(project, folder):
    path = folder(
        a_txt="A", sub__b_md="# B\n", sub__deep__c_TXT="C", README_md="About", _hidden_txt="H", d_html="D", e_pdf="E"
    )
    assert run(path) == (0, "3 imported, 0 already here, 0 refused.\n")


def test_bad_files_are_reported_and_the_others_imported(project, folder):
    path = folder(a_txt="A", b_txt=b"%PDF-1.4", c_txt="", d_txt="D\r\n")
    code, said = run(path, path / "nowhere.txt")
    assert code == 1
    assert f"{path / 'b.txt'}: refused. This is a PDF" in said
    assert f"{path / 'c.txt'}: refused. There is no text in it." in said
    assert f"{path / 'nowhere.txt'}: refused. It cannot be read: No such file" in said
    assert said.endswith("2 imported, 0 already here, 3 refused.\n")


def test_a_named_file_is_taken_whatever_its_name_and_finds_its_manifest(project, folder):
    path = folder(README_md="About us", manifest_json=json.dumps([{"file": "README.md", "title": "Who we are"}]))
    assert run(path / "README.md")[0] == 0
    assert Document.objects.get(project=project).title == "Who we are"


def test_a_folder_with_a_bad_manifest_is_left_alone(project, folder):
    code, said = run(folder(a_txt="A", manifest_json="[{", sub__b_txt="B"))
    assert code == 1
    assert "manifest.json: refused. It is not valid JSON" in said
    assert Document.objects.get(project=project).source_name == "b.txt"


def test_a_file_that_the_manifest_misses_is_reported(project, folder):
    code, said = run(folder(a_txt="A", manifest_json='[{"file": "b.txt"}]'))
    assert code == 1
    assert "b.txt: refused. The manifest names it, but it is not there." in said


def test_nothing_to_import_is_an_error(project, folder):
    with pytest.raises(CommandError, match=r"no \.txt or \.md files"):
        run(folder(a_pdf="%PDF"))


def test_an_unknown_project_is_an_error_that_says_what_to_do(project):
    with pytest.raises(CommandError, match=r"There are: free-movement.*--create --user NAME"):
        run(SEEDS, project="elsewhere")


def test_a_project_can_be_made_on_the_way(project, cast):
    assert run(SEEDS, project="new-debate", create=True, user="carol")[0] == 0
    made = Project.objects.get(slug="new-debate")
    assert (made.name, made.creator) == ("New debate", cast.carol)


@pytest.mark.parametrize("name", ["bob", "ruth", "carol"])
def test_who_may_not_import_may_not_here_either(project, name):
    with pytest.raises(CommandError, match="may not import"):
        run(SEEDS, user=name)


def test_an_unknown_user_is_an_error(project):
    with pytest.raises(CommandError, match="no user “nobody”"):
        run(SEEDS, user="nobody")


def test_the_import_is_the_owners_unless_somebody_is_named(project, cast, folder):
    run(SEEDS)
    run(folder(a_txt="A"), user="ERIN")
    creators = Document.objects.of(project.id).order_by("created", "id").values_list("creator__username", flat=True)
    assert list(creators) == ["alice", "alice", "erin"]


def test_progress_is_told_while_many_files_come_in(project, tmp_path):
    for n in range(500):
        (tmp_path / f"{n:03}.txt").write_text(f"Text {n}")
    assert run(tmp_path) == (0, "500 files so far …\n500 imported, 0 already here, 0 refused.\n")
