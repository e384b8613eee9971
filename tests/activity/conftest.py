"""What the tests of the activity share: a project in which something of everything has happened."""

from types import SimpleNamespace

import pytest

from actors.affiliating import end_affiliation
from annotations.attributing import merge_actors
from annotations.codebook import change_tag, create_tag, merge_tags
from annotations.commenting import comment
from annotations.drafts import Draft
from annotations.services import change_annotation, delete_annotation
from coding.assigning import assign
from documents.services import describe_document
from projects.services import change_project, change_role
from tests.browser.reading import said
from tests.conftest import TEXT, import_text


@pytest.fixture
def marked(document, doors, cast):
    """The id of an annotation of Bob's, tagged wages."""
    return said(doors(cast.bob), document, TEXT, "paid poorly", "wages")


@pytest.fixture
def eventful(project, document, marked, doors, cast, actors):
    """Alice's project after a day's work; returns it."""
    bob, erin = doors(cast.bob), doors(cast.erin)
    comment(door=bob, annotation=marked, body="Is it, @erin?")
    change_annotation(door=erin, id=marked, draft=Draft(note="Said twice"))
    delete_annotation(door=bob, id=said(bob, document, TEXT, "solidarity", "solidarity"))
    create_tag(door=erin, name="pay")
    change_tag(door=erin, slug="pay", definition="What is paid.")
    merge_tags(door=erin, slug="pay", into="wages")
    merge_actors(door=erin, id=actors.mrs.id, into=actors.may.id)
    end_affiliation(door=erin, id=actors.led.id)
    describe_document(document=document, user=cast.erin, outlet="A newspaper")
    change_project(project=project, user=cast.alice, description="Who says what")
    change_role(member=project.members.get(user=cast.ruth), by=cast.alice, role="annotator")
    return project


@pytest.fixture
def stage(project, document, doors, cast, actors):
    """A project with something of everything; `alice`, `erin` and `bob` open its door."""
    bob = doors(cast.bob)
    mark = said(bob, document, TEXT, "paid poorly", "wages", "pay")
    talk = comment(door=bob, annotation=mark, body="Is it?")[0]
    change_annotation(door=bob, id=mark, draft=Draft(attributions=[{"actor": str(actors.mrs.id), "role": "speaker"}]))
    spare = import_text(project, cast.erin, "A text that nobody marks.\n", "Spare")
    assign(door=doors(cast.erin), document=spare.id, user=cast.bob)
    return SimpleNamespace(
        project=project, document=document, spare=spare, mark=mark, talk=talk, actors=actors, cast=cast, bob=bob,
        erin=doors(cast.erin), alice=doors(cast.alice),
    )  # fmt: skip
