"""Files become documents; a bad one is refused with its reason and harms no other."""

import pytest

from documents.models import Document, Passage
from documents.querysets import current_text
from exchange import services
from exchange.intake import File
from exchange.services import import_files

pytestmark = pytest.mark.django_db


def file(name, data, **facts):
    return File(name, lambda: data if isinstance(data, bytes) else data.encode(), facts)


def unreadable(name):
    def read():
        raise PermissionError(13, "Permission denied")

    return File(name, read)


def run(project, cast, *files):
    return list(import_files(project=project.id, user=cast.erin, files=files))


def test_files_are_imported_in_order_with_what_their_manifest_says(project, cast):
    one, two = run(
        project,
        cast,
        file("folder/a.txt", "On wages.\r\n\r\nMore.", title="Wages", outlet="The Paper", published_on="2017-08-04"),
        file("b.md", "# Borders\n\nText."),
    )
    assert [one.status, two.status] == ["created", "created"]
    document = Document.objects.get(id=one.id)
    assert (document.title, document.outlet, document.source_name) == ("Wages", "The Paper", "a.txt")
    assert current_text(document) == "On wages.\n\nMore."
    assert Document.objects.get(id=two.id).title == "Borders"
    assert [p.kind for p in Passage.objects.of(Document.objects.get(id=two.id))] == ["heading", "paragraph"]


def test_what_is_here_already_is_said_with_its_title(project, cast):
    run(project, cast, file("a.txt", "Same text", title="First"))
    (fate,) = run(project, cast, file("b.txt", b"\xef\xbb\xbfSame text"))
    assert (fate.status, fate.title) == ("there", "First")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (file("a.pdf", b"%PDF-1.7"), "a PDF"),
        (file("a.docx", b"PK\x03\x04\x14\0"), "a Word"),
        (file("a.txt", bytes(range(32)) * 10), "not a text file"),
        (file("a.txt", "“Half” – it’s”".encode()[:-1]), "damaged"),
        (file("a.txt", ""), "no text in it"),
        (file("a.txt", "\n \r\n"), "no text in it"),
        (file("a.txt", "a\0b"), "not a text file"),
        (file("page.html", "<p>Text</p>"), "a .html file"),
        (file("a.txt", "Text", url="nowhere"), "url: Write a whole address"),
        (file("a.txt", "Text", title=7), "title: This must be text"),
        (unreadable("a.txt"), "cannot be read: Permission denied"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason_and_harms_no_other(project, cast, bad, reason):
    first, refused, last = run(project, cast, file("1.txt", "One."), bad, file("2.txt", "Two."))
    assert (first.status, refused.status, last.status) == ("created", "refused", "created")
    assert reason in " ".join(refused.reasons)
    assert refused.id is None


def test_a_text_over_the_limit_is_refused(project, cast, settings):
    settings.MAX_TEXT_CODE_POINTS = 3
    (fate,) = run(project, cast, file("a.txt", "Four"))
    assert "the limit is 3" in fate.reasons[0]


def test_batches_of_any_size_give_every_file_its_fate(project, cast, monkeypatch):
    monkeypatch.setattr(services, "BATCH_FILES", 3)
    monkeypatch.setattr(services, "BATCH_CODE_POINTS", 25)
    files = [file(f"{n}.txt", "" if n % 4 == 3 else f"Text number {n}") for n in range(10)]
    fates = run(project, cast, *files, files[0])
    assert [fate.name for fate in fates] == [f"{n}.txt" for n in range(10)] + ["0.txt"]
    assert [fate.status for fate in fates] == [
        "created", "created", "created", "refused", "created", "created", "created", "refused", "created", "created",
        "there",
    ]  # fmt: skip
