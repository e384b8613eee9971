"""The stage and the cast of every test.

Alice owns, Erin edits, Bob annotates, Ruth reads, Carol is a stranger. The database is real: an embedded Postgres of
this run alone, or the server that DATABASE_URL names.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import hypothesis
import pytest

hypothesis.settings.register_profile(  # a busy machine is no fault of what is tested
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")

# --- embedded Postgres -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Run the embedded server while there are tests that need it. pytest-django asks for this before any database."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from argmap import embedded

    with embedded.Server(Path(os.environ["ARGMAP_DATA"]), durable=False):
        yield


# --- the cast --------------------------------------------------------------------------------------------------------

PASSWORD = "correct horse battery staple"
TEXT = (
    "Wages and borders\n"
    "\n"
    "Wage stagnation is not caused by migrant labour, but instead by unscrupulous employers. "
    "We were all paid poorly.\n"
    "\n"
    "“Immigrants are being scapegoated”, said the 👩‍👩‍👧‍👦 campaign; it asked for solidarity.\n"
)


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """Everybody: alice, erin, bob, ruth, carol; each may sign in with PASSWORD."""
    from accounts.models import User

    names = ("alice", "erin", "bob", "ruth", "carol")
    return SimpleNamespace(**{name: User.objects.create_user(name, f"{name}@example.org", PASSWORD) for name in names})


@pytest.fixture
def project(cast: SimpleNamespace):
    """Alice's private project “Free movement” with its members in their roles; Carol is not in it."""
    from projects.services import add_member, create_project

    made = create_project(user=cast.alice, name="Free movement")
    for user, role in ((cast.erin, "editor"), (cast.bob, "annotator"), (cast.ruth, "reader")):
        add_member(project=made, by=cast.alice, user=user, role=role)
    return made


@pytest.fixture
def other_project(cast: SimpleNamespace):
    """Carol's own private project, where nobody else is."""
    from projects.services import create_project

    return create_project(user=cast.carol, name="Elsewhere")


def import_text(project, user, text: str = TEXT, title: str = "Wages and borders"):
    """Import one text and return its document."""
    from documents.models import Document
    from documents.services import Source, add_documents

    (added,) = add_documents(project=project.id, user=user, sources=[Source(title=title, text=text)])
    return Document.objects.get(id=added.id)


@pytest.fixture
def document(project, cast: SimpleNamespace):
    """The document “Wages and borders” with TEXT, in Alice's project."""
    return import_text(project, cast.erin)


@pytest.fixture
def doors(project):
    """A function that opens Alice's project for somebody: `doors(cast.bob)`."""
    from projects.guards import open_project

    return lambda user: open_project(user, project.slug)


@pytest.fixture
def actors(cast: SimpleNamespace, doors):
    """Of the debate: Theresa May, leader of the Conservative Party from 2016 to 2019; T. May, who is she; the party."""
    from datetime import date

    from actors.affiliating import affiliate
    from actors.services import create_actor

    door = doors(cast.erin)
    may = create_actor(door=door, id=UUID(int=1), name="Theresa May", other_names=["The Prime Minister"])
    mrs = create_actor(door=door, id=UUID(int=2), name="T. May")
    party = create_actor(door=door, id=UUID(int=3), name="Conservative Party", kind="organisation")
    days = {"since": date(2016, 7, 11), "until": date(2019, 6, 7)}
    led = affiliate(door=door, id=UUID(int=4), person=may.id, organisation=party.id, role="leader", **days)
    return SimpleNamespace(may=may, mrs=mrs, party=party, led=led)


@pytest.fixture
def token():
    """A function that makes an API token for somebody and returns its secret."""
    from accounts.services import create_token

    return lambda user, **options: create_token(user=user, name="test", **options)[1]


@pytest.fixture
def program(token):
    """A function that returns DRF's test client signed in by token: `program(cast.bob).get(…)`; None is a stranger."""
    from rest_framework.test import APIClient

    def client(user=None, **options):
        made = APIClient()
        if user is not None:
            made.credentials(HTTP_AUTHORIZATION=f"Bearer {token(user, **options)}")
        return made

    return client


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Tokens that the process remembers belong to one test alone."""
    from accounts.authentication import forget_tokens

    forget_tokens()
    yield
