"""Who is here is seen, and said, in every engine."""

from uuid import uuid4

import pytest

from tests.conftest import import_text
from tests.engines.reading import open_document
from tests.engines.wire import until

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "\n\n".join(f"Sentence {at:03} says that wages fall." for at in range(200)) + "\n"


@pytest.fixture
def erin(program, cast, project):
    """What Erin's program says of where she is, and where it is told that the others are."""
    client, address = program(cast.erin), f"/api/v1/projects/{project.slug}/presence/"
    page = str(uuid4())

    class Erin:
        def say(self, **where) -> None:
            assert client.put(address, {"page": page} | where).status_code == 200

        def sees(self, user: str) -> tuple[str, int] | None:
            people = {one["user"]: (one["document"], one["place"]) for one in client.get(address).json()["people"]}
            return people.get(user)

    return Erin()


def test_members_see_each_other_and_about_where_each_reads(open_page, cast, project, erin):
    book = import_text(project, cast.erin, TEXT, "A book")
    page = open_document(open_page(cast.bob), project, book)
    erin.say(document=str(book.id), place=TEXT.index("Sentence 150"))
    page.see("#here summary .words", "erin is here")
    page.see("#readers .initial", "ER")
    begun = until(lambda: erin.sees("bob"), what=lambda: "Bob to be seen")
    assert begun[0] == str(book.id)
    page.click("#here summary")
    page.click("#here button", "about 75% through this text")
    page.wait("() => !document.querySelector('#here').open")
    until(lambda: erin.sees("bob")[1] > len(TEXT) / 2, what=lambda: "Bob to be seen beside Erin")
    page.goto("/account/")
    until(lambda: erin.sees("bob") is None, what=lambda: "Bob to be gone")
